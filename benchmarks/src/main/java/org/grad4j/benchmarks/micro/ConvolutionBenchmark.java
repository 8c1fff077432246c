package org.grad4j.benchmarks.micro;

import org.grad4j.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The convolutions of lenet and cnn on 64 images. */
public class ConvolutionBenchmark extends Scoped {
    /** Which one. */
    public enum Layer {
        /** lenet's first, 1 → 6 channels, 5 × 5 on 28 × 28. */
        LENET1(1, 6, 5, 28),
        /** lenet's second, 6 → 16 channels, 5 × 5 on 12 × 12. */
        LENET2(6, 16, 5, 12),
        /** cnn's first, 1 → 32 channels, 3 × 3 on 28 × 28. */
        CNN1(1, 32, 3, 28),
        /** cnn's second, 32 → 64 channels, 3 × 3 on 26 × 26. */
        CNN2(32, 64, 3, 26);

        private final int in;
        private final int out;
        private final int kernel;
        private final int side;

        Layer(int in, int out, int kernel, int side) {
            this.in = in;
            this.out = out;
            this.kernel = kernel;
            this.side = side;
        }
    }

    /** The layer. */
    @Param public Layer layer;

    private Tensor x;
    private Tensor w;
    private Tensor bias;
    private Tensor upstream;

    /** Makes the operands. */
    @Setup
    public void prepare() {
        x = leaf(64, layer.in, layer.side, layer.side);
        w = leaf(layer.out, layer.in, layer.kernel, layer.kernel);
        bias = leaf(layer.out);
        long places = layer.side - layer.kernel + 1;
        upstream = Tensor.randn(64, layer.out, places, places);
    }

    /** The value. */
    @Benchmark
    public Object forward() {
        return value(() -> x.conv2d(w, bias));
    }

    /** The value, and the gradients of the weights, as in a network's first layer. */
    @Benchmark
    public Object forwardAndWeights() {
        return gradients(() -> x.conv2d(w, bias), upstream, w, bias);
    }

    /** The value, and all gradients. */
    @Benchmark
    public Object forwardAndBackward() {
        return gradients(() -> x.conv2d(w, bias), upstream, x, w, bias);
    }
}
