package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/**
 * A transposed convolution over images: the gradient of a convolution with the same settings with
 * respect to its input, which makes images larger where that one makes them smaller.
 *
 * <p>Shapes: {@code [n, c, h, w] → [n, k, h', w']} or {@code [c, h, w] → [k, h', w']} with {@code
 * h' = (h - 1) · stride - 2 · padding + dilation · (kernel - 1) + outputPadding + 1}, rounded down.
 * Parameters: {@code weight [c, k / groups, kh, kw]} and {@code bias [k]}, both starting from
 * {@code U(-b, b)} with {@code b = 1 / √(k / groups · kh·kw)}.
 *
 * <pre>{@code
 * new ConvTranspose2d(16, 8, 2)
 * ConvTranspose2d.builder(16, 8, 3).stride(2).padding(1).outputPadding(1).build()
 * }</pre>
 */
public final class ConvTranspose2d extends Convolution {

    /**
     * With stride 1, no padding, and a bias.
     *
     * @param in channels of the input
     * @param out channels of the output
     * @param kernel height and width of the kernel
     * @throws IllegalArgumentException if one is less than 1
     */
    public ConvTranspose2d(int in, int out, int kernel) {
        this(builder(in, out, kernel));
    }

    private ConvTranspose2d(Builder settings) {
        super(settings, true);
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

    @Override
    Tensor convolve(Tensor x, Tensor other, Tensor offset) {
        return x.convTranspose2d(other, offset, stride, padding, outputPadding, groups, dilation);
    }

    /** Collects the settings of a convolution. */
    public static final class Builder extends ConvSettings<Builder> {
        private Builder(int in, int out, int... kernel) {
            super("ConvTranspose2d", 2, in, out, kernel);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Places added at the end: convolutions whose inputs differ by less than a stride have
         * results of the same size.
         *
         * @param places one number for both directions, or two, below and to the right; 0 by
         *     default, smaller than the stride or the dilation
         * @return this builder
         * @throws IllegalArgumentException if one is negative
         */
        public Builder outputPadding(int... places) {
            addAtEnd(places);
            return this;
        }

        /**
         * Makes the convolution.
         *
         * @return a module ready for use
         * @throws IllegalArgumentException if the type is not floating or settings contradict each
         *     other
         */
        public ConvTranspose2d build() {
            return new ConvTranspose2d(this);
        }
    }
}
