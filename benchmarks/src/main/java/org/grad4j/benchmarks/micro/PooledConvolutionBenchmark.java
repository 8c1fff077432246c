package org.grad4j.benchmarks.micro;

import org.grad4j.nn.Sequential;
import org.grad4j.nn.layer.Conv2d;
import org.grad4j.nn.layer.MaxPool2d;
import org.grad4j.nn.layer.ReLU;
import org.grad4j.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** cnn's second convolution with the rectifiers and the pooling around it, on 64 images. */
public class PooledConvolutionBenchmark extends Scoped {
    private final Conv2d convolution = new Conv2d(32, 64, 3);
    private final ReLU rectifier = new ReLU();
    private final MaxPool2d pool = new MaxPool2d(2);
    private final Sequential together =
            Sequential.of(x -> x.mul(1), rectifier, convolution, rectifier, pool);

    private Tensor x;
    private Tensor upstream;

    /** Makes the operands. */
    @Setup
    public void prepare() {
        x = leaf(64, 32, 26, 26);
        upstream = Tensor.randn(64, 64, 12, 12);
    }

    /** Where a chain computes them together; with a product before them, as below. */
    @Benchmark
    public Object together() {
        return gradients(
                () -> together.call(x), upstream, x, convolution.weight(), convolution.bias());
    }

    /** One after another. */
    @Benchmark
    public Object apart() {
        return gradients(
                () -> pool.call(rectifier.call(convolution.call(rectifier.call(x.mul(1))))),
                upstream,
                x,
                convolution.weight(),
                convolution.bias());
    }
}
