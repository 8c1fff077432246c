package org.grad4j.nn.layer;

import org.grad4j.backend.ConvolutionEnd;
import org.grad4j.nn.Module;
import org.grad4j.ops.Convolutions;
import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;

/**
 * A convolution over images, {@code y[k] = bias[k] + Σ_c weight[k, c] ⋆ x[c]} with {@code ⋆} the
 * cross-correlation.
 *
 * <p>Shapes: {@code [n, c, h, w] → [n, k, h', w']} or {@code [c, h, w] → [k, h', w']} with {@code
 * h' = (h + 2 · padding - dilation · (kernel - 1) - 1) / stride + 1}, rounded down. Parameters:
 * {@code weight [k, c / groups, kh, kw]} and {@code bias [k]}, both starting from {@code U(-b, b)}
 * with {@code b = 1 / √(c / groups · kh·kw)}.
 *
 * <pre>{@code
 * new Conv2d(1, 6, 5)
 * Conv2d.builder(64, 64, 3).stride(2).padding(1).bias(false).build()
 * Conv2d.builder(64, 64, 3).padding("same").groups(64).build()
 * }</pre>
 */
public final class Conv2d extends Convolution {

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
        super(settings, false);
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
        return x.conv2d(other, offset, stride, padding, dilation, groups);
    }

    /**
     * Knows a {@link ReLU} before itself, and a {@link MaxPool2d} of two by two behind, with or
     * without another {@code ReLU} between them.
     */
    @Override
    protected Tensor forwardBetween(Module before, Module between, Module after, Tensor x) {
        boolean known =
                (before == null || before instanceof ReLU)
                        && (between == null || between instanceof ReLU && after != null)
                        && (after == null || after instanceof MaxPool2d pool && pool.isPairs())
                        && isEvenlyPadded();
        return known
                ? Convolutions.conv2dTogether(
                        x,
                        weight(),
                        bias(),
                        stride,
                        padding,
                        dilation,
                        groups,
                        before != null,
                        end(between, after))
                : null;
    }

    private static ConvolutionEnd end(Module between, Module after) {
        if (after == null) {
            return ConvolutionEnd.EACH;
        }
        return between == null ? ConvolutionEnd.LARGEST : ConvolutionEnd.LARGEST_RECTIFIED;
    }

    /** Collects the settings of a convolution. */
    public static final class Builder extends ConvSettings<Builder> {
        private Builder(int in, int out, int... kernel) {
            super("Conv2d", 2, in, out, kernel);
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
        public Conv2d build() {
            return new Conv2d(this);
        }
    }
}
