package org.grad4j.nn.layer;

import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * A convolution over images, {@code y[k] = bias[k] + Σ_c weight[k, c] ⋆ x[c]} with {@code ⋆} the
 * cross-correlation.
 *
 * <p>Shapes: {@code [n, c, h, w] → [n, k, h', w']} or {@code [c, h, w] → [k, h', w']} with {@code
 * h' = (h + 2 · padding - kernel) / stride + 1}, rounded down. Parameters: {@code weight [k, c, kh,
 * kw]} and {@code bias [k]}, both starting from {@code U(-1/√(c·kh·kw), 1/√(c·kh·kw))}.
 *
 * <pre>{@code
 * new Conv2d(1, 6, 5)
 * Conv2d.builder(64, 64, 3).stride(2).padding(1).bias(false).build()
 * }</pre>
 */
public final class Conv2d extends Module {
    private final int in;
    private final int out;
    private final int[] kernel;
    private final int[] stride;
    private final int[] padding;
    private final Tensor weight;
    private final Tensor bias;

    /**
     * With stride 1, no padding, and a bias.
     *
     * @param in channels of the input
     * @param out channels of the output
     * @param kernel height and width of the kernel
     * @throws IllegalArgumentException if one is less than 1
     */
    public Conv2d(int in, int out, int kernel) {
        this(builder(in, out, kernel));
    }

    private Conv2d(Builder settings) {
        in = settings.in;
        out = settings.out;
        kernel = settings.kernel;
        stride = settings.stride;
        padding = settings.padding;
        weight =
                registerParameter(
                        "weight", Tensor.zeros(settings.dtype, out, in, kernel[0], kernel[1]));
        bias = settings.bias ? registerParameter("bias", Tensor.zeros(settings.dtype, out)) : null;
        Start.uniform_(weight, bias, settings.generator);
    }

    /**
     * Starts a convolution with settings of its own.
     *
     * @param in channels of the input
     * @param out channels of the output
     * @param kernel its height and width: one number for both, or two
     * @return a builder with stride 1, no padding, a bias, float32, and the default generator
     * @throws IllegalArgumentException if one is less than 1
     */
    public static Builder builder(int in, int out, int... kernel) {
        return new Builder(in, out, kernel);
    }

    /** Collects the settings of a convolution. */
    public static final class Builder {
        private final int in;
        private final int out;
        private final int[] kernel;
        private int[] stride = {1, 1};
        private int[] padding = {0, 0};
        private boolean bias = true;
        private DType dtype = DType.FLOAT32;
        private Generator generator = Generator.global();

        private Builder(int in, int out, int... kernel) {
            if (in < 1 || out < 1) {
                throw new IllegalArgumentException(
                        "Conv2d: channels must be 1 or more, got " + in + " and " + out);
            }
            this.in = in;
            this.out = out;
            this.kernel = Window.pair("Conv2d", "kernel", 1, kernel);
        }

        /**
         * How far the kernel moves.
         *
         * @param steps one number for both directions, or two, down and across; 1 by default
         * @return this builder
         * @throws IllegalArgumentException if one is less than 1
         */
        public Builder stride(int... steps) {
            stride = Window.pair("Conv2d", "stride", 1, steps);
            return this;
        }

        /**
         * Zeros around the image.
         *
         * @param zeros one number for all sides, or two, above and below, left and right; 0 by
         *     default
         * @return this builder
         * @throws IllegalArgumentException if one is negative
         */
        public Builder padding(int... zeros) {
            padding = Window.pair("Conv2d", "padding", 0, zeros);
            return this;
        }

        /**
         * Whether a bias is added.
         *
         * @param added true by default
         * @return this builder
         */
        public Builder bias(boolean added) {
            bias = added;
            return this;
        }

        /**
         * The parameters' type.
         *
         * @param type a floating type, float32 by default
         * @return this builder
         */
        public Builder dtype(DType type) {
            dtype = type;
            return this;
        }

        /**
         * Where the parameters come from, the weight first.
         *
         * @param source the default generator by default
         * @return this builder
         */
        public Builder generator(Generator source) {
            generator = source;
            return this;
        }

        /**
         * Makes the convolution.
         *
         * @return a module ready for use
         * @throws IllegalArgumentException if the type is not floating
         */
        public Conv2d build() {
            return new Conv2d(this);
        }
    }

    /**
     * The weight.
     *
     * @return {@code [k, c, kh, kw]}
     */
    public Tensor weight() {
        return weight;
    }

    /**
     * The bias.
     *
     * @return {@code [k]}, or null without one
     */
    public Tensor bias() {
        return bias;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.conv2d(weight, bias, stride, padding);
    }

    @Override
    protected String extraRepr() {
        return in
                + ", "
                + out
                + ", kernel_size="
                + Window.tuple(kernel)
                + ", stride="
                + Window.tuple(stride)
                + (padding[0] == 0 && padding[1] == 0 ? "" : ", padding=" + Window.tuple(padding))
                + (bias == null ? ", bias=False" : "");
    }

    @Override
    protected String label() {
        return "Conv2d " + in + "→" + out;
    }
}
