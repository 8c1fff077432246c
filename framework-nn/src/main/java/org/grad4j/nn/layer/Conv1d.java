package org.grad4j.nn.layer;

import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;

/**
 * A convolution over signals, {@code y[k] = bias[k] + Σ_c weight[k, c] ⋆ x[c]} with {@code ⋆} the
 * cross-correlation.
 *
 * <p>Shapes: {@code [n, c, l] → [n, k, l']} or {@code [c, l] → [k, l']} with {@code l' = (l + 2 ·
 * padding - dilation · (kernel - 1) - 1) / stride + 1}, rounded down. Parameters: {@code weight [k,
 * c / groups, kl]} and {@code bias [k]}, both starting from {@code U(-b, b)} with {@code b = 1 /
 * √(c / groups · kl)}.
 *
 * <pre>{@code
 * new Conv1d(16, 32, 3)
 * Conv1d.builder(16, 32, 3).padding("same").dilation(2).build()
 * }</pre>
 */
public final class Conv1d extends Convolution {

    /**
     * With stride 1, no padding, and a bias.
     *
     * @param in channels of the input
     * @param out channels of the output
     * @param kernel length of the kernel
     * @throws IllegalArgumentException if one is less than 1
     */
    public Conv1d(int in, int out, int kernel) {
        this(builder(in, out, kernel));
    }

    private Conv1d(Builder settings) {
        super(settings, false);
    }

    /**
     * Starts a convolution with settings of its own.
     *
     * @param in channels of the input
     * @param out channels of the output
     * @param kernel its length
     * @return a builder with stride 1, no padding, a bias, float32, and the default generator
     * @throws IllegalArgumentException if one is less than 1
     */
    public static Builder builder(int in, int out, int kernel) {
        return new Builder(in, out, kernel);
    }

    @Override
    Tensor convolve(Tensor x, Tensor other, Tensor offset) {
        return x.conv1d(other, offset, stride[0], padding[0], dilation[0], groups);
    }

    /** Collects the settings of a convolution. */
    public static final class Builder extends ConvSettings<Builder> {
        private Builder(int in, int out, int... kernel) {
            super("Conv1d", 1, in, out, kernel);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Padding by name: {@code "same"} keeps the size (with stride 1 only; an odd place comes
         * last), {@code "valid"} is none.
         *
         * @param name one of the two
         * @return this builder
         * @throws IllegalArgumentException if it is another one
         */
        public Builder padding(String name) {
            named(name);
            return this;
        }

        /**
         * What the padding consists of.
         *
         * @param padMode {@link PadMode#CONSTANT}, which means zeros, by default
         * @return this builder
         * @throws IllegalArgumentException if it is null
         */
        public Builder paddingMode(PadMode padMode) {
            mode(padMode);
            return this;
        }

        /**
         * Makes the convolution.
         *
         * @return a module ready for use
         * @throws IllegalArgumentException if the type is not floating or settings contradict each
         *     other
         */
        public Conv1d build() {
            return new Conv1d(this);
        }
    }
}
