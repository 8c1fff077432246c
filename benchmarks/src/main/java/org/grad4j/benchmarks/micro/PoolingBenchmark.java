package org.grad4j.benchmarks.micro;

import org.grad4j.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Max pooling of 2 × 2 over 64 images, as after lenet's first convolution and in the cnn. */
public class PoolingBenchmark extends Scoped {
    /** Channels and side of an image. */
    @Param({"6x24", "64x24"})
    public String shape;

    private Tensor x;
    private Tensor upstream;

    /** Makes the operands. */
    @Setup
    public void prepare() {
        String[] sizes = shape.split("x");
        long channels = Long.parseLong(sizes[0]);
        long side = Long.parseLong(sizes[1]);
        x = leaf(64, channels, side, side);
        upstream = Tensor.randn(64, channels, side / 2, side / 2);
    }

    /** The value. */
    @Benchmark
    public Object forward() {
        return value(() -> x.maxPool2d(2));
    }

    /** The value and the gradient. */
    @Benchmark
    public Object forwardAndBackward() {
        return gradients(() -> x.maxPool2d(2), upstream, x);
    }
}
