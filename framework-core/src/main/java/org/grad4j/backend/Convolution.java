package org.grad4j.backend;

import java.lang.ref.Reference;
import org.grad4j.tensor.DType;

/**
 * Two-dimensional convolution in PyTorch's layout, {@code [n, c, h, w]} with weights {@code [k, c /
 * groups, kh, kw]}, as matrix products: {@linkplain ConvolutionByImage image by image}, or
 * {@linkplain InterleavedConvolution several images at once}.
 *
 * <p>Convolution and its two transposes are each linear in both arguments, so these three kernels
 * are closed under differentiation. ND4J's kernels (oneDNN) know neither groups nor dilation in
 * float32, compute both gradients where one is wanted, and are slow for few channels.
 */
public final class Convolution {
    private Convolution() {}

    /**
     * What a window does.
     *
     * @param strideH step down
     * @param strideW step across
     * @param padH zeros above and below
     * @param padW zeros left and right
     * @param dilationH distance of a kernel's elements, down
     * @param dilationW distance of a kernel's elements, across
     * @param groups into how many parts that do not mix the channels fall
     */
    public record Window(
            int strideH,
            int strideW,
            int padH,
            int padW,
            int dilationH,
            int dilationW,
            int groups) {
        private Columns.Taps taps(long kh, long kw) {
            return new Columns.Taps(
                    (int) kh, (int) kw, strideH, strideW, padH, padW, dilationH, dilationW);
        }
    }

    /**
     * {@code y = x ⋆ w + bias}.
     *
     * @param x {@code [n, c, h, w]}
     * @param w {@code [k, c / groups, kh, kw]}
     * @param bias {@code [k]} or null
     * @param window stride, padding, dilation and groups
     * @return {@code [n, k, h', w']}
     */
    public static Array forward(Array x, Array w, Array bias, Window window) {
        Columns.Taps taps = window.taps(w.shape()[2], w.shape()[3]);
        long[] size = x.shape();
        Array y =
                Array.empty(
                        x.dtype(),
                        size[0],
                        w.shape()[0],
                        taps.rows(size[2]),
                        taps.columns(size[3]));
        way(size, w.shape(), x.dtype(), window, true)
                .forward(x.contiguous(), w.contiguous(), bias, y);
        Reference.reachabilityFence(y);
        return y;
    }

    /**
     * Adds a number to each channel, in place.
     *
     * @param y {@code [n, k, h, w]}
     * @param bias {@code [k]}
     */
    public static void addBias(Array y, Array bias) {
        Operand offset = Operand.of(channels(bias));
        Elementwise.binaryInto(Binary.ADD, Operand.of(y), offset, y.dtype(), y);
    }

    /** A number for each channel, as {@code [k, 1, 1]}. */
    static Array channels(Array bias) {
        return bias.view(
                new Geometry(
                        new long[] {bias.numel(), 1, 1},
                        new long[] {bias.strides()[0], 0, 0},
                        bias.offset()));
    }

    /**
     * The gradients of {@code x ⋆ w + bias} for an upstream gradient, all in one pass over the
     * images.
     *
     * @param x {@code [n, c, h, w]}, or null where the weight's gradient is not needed
     * @param w {@code [k, c / groups, kh, kw]}, or null where the input's gradient is not needed
     * @param g {@code [n, k, h', w']}
     * @param size x's shape
     * @param kernel w's shape
     * @param window stride, padding, dilation and groups
     * @param needed which of the three gradients are needed, that of x or w among them
     * @return the gradients with respect to x, w and bias, null where not needed
     */
    public static Array[] backward(
            Array x,
            Array w,
            Array g,
            long[] size,
            long[] kernel,
            Window window,
            boolean[] needed) {
        Array dx = needed[0] ? Array.empty(g.dtype(), size) : null;
        Array dw = needed[1] ? Array.empty(g.dtype(), kernel) : null;
        Array db = needed[2] ? Array.empty(g.dtype(), kernel[0]) : null;
        way(size, kernel, g.dtype(), window, false)
                .gradients(
                        needed[1] ? x.contiguous() : null,
                        needed[0] ? w.contiguous() : null,
                        g.contiguous(),
                        dx,
                        dw,
                        db);
        return new Array[] {dx, dw, db};
    }

    /**
     * The gradient with respect to x alone.
     *
     * @param g {@code [n, k, h', w']}
     * @param w {@code [k, c / groups, kh, kw]}
     * @param shape {@code [n, c, h, w]}
     * @param window stride, padding, dilation and groups
     * @return an array of that shape
     */
    public static Array inputGradient(Array g, Array w, long[] shape, Window window) {
        boolean[] needed = {true, false, false};
        return backward(null, w, g, shape, w.shape(), window, needed)[0];
    }

    /**
     * The gradient with respect to w alone.
     *
     * @param x {@code [n, c, h, w]}
     * @param g {@code [n, k, h', w']}
     * @param shape {@code [k, c / groups, kh, kw]}
     * @param window stride, padding, dilation and groups
     * @return an array of that shape
     */
    public static Array weightGradient(Array x, Array g, long[] shape, Window window) {
        boolean[] needed = {false, true, false};
        return backward(x, null, g, x.shape(), shape, window, needed)[1];
    }

    /** A way to compute a convolution of one size. */
    interface Way {
        /** Fills {@code y = x ⋆ w + bias}; the bias may be null. */
        void forward(Array x, Array weight, Array bias, Array y);

        /** Fills dx, dw and the bias's db, each of which may be null. */
        void gradients(Array x, Array weight, Array g, Array dx, Array dw, Array db);
    }

    private static Way way(long[] x, long[] weight, DType dtype, Window window, boolean forward) {
        Columns.Taps taps = window.taps(weight[2], weight[3]);
        if (InterleavedConvolution.fits(taps, window.groups, x, weight, dtype)) {
            InterleavedConvolution several =
                    new InterleavedConvolution(taps, window.groups, x, weight);
            if (several.pays(forward)) {
                return several;
            }
        }
        return new ConvolutionByImage(taps, window.groups, x, weight, dtype);
    }
}
