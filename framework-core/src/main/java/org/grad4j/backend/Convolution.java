package org.grad4j.backend;

import java.lang.ref.Reference;
import org.grad4j.tensor.DType;

/**
 * Two-dimensional convolution in PyTorch's layout, {@code [n, c, h, w]} with weights {@code [k, c /
 * groups, kh, kw]}, as matrix products: {@linkplain ConvolutionByImage image by image}, {@linkplain
 * InterleavedConvolution several images at once}, or with {@linkplain ChannelsLastConvolution the
 * channels of a place side by side}.
 *
 * <p>Convolution and its two transposes are each linear in both arguments, so these three kernels
 * are closed under differentiation. ND4J's kernels (oneDNN) know neither groups nor dilation in
 * float32, compute both gradients where one is wanted, and are slow for few channels.
 */
public final class Convolution {
    /** From so many channels on, those of a place lie side by side forward, too. */
    private static final int MANY = 64;

    /** The choice where the rectifier lets none of the four through. */
    public static final int NONE = 4;

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
        /**
         * The shape of a convolution's result.
         *
         * @param x {@code [n, c, h, w]}
         * @param kernel {@code [k, c / groups, kh, kw]}
         * @return {@code [n, k, h', w']}
         */
        public long[] result(long[] x, long[] kernel) {
            Columns.Taps taps = taps(kernel[2], kernel[3]);
            return new long[] {x[0], kernel[0], taps.rows(x[2]), taps.columns(x[3])};
        }

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
        long[] size = x.shape();
        Array y = Array.empty(x.dtype(), window.result(size, w.shape()));
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
     * A convolution with what comes before and after it.
     *
     * @param x {@code [n, c, h, w]}
     * @param w {@code [k, c / groups, kh, kw]}
     * @param bias {@code [k]} or null
     * @param window stride, padding, dilation and groups
     * @param rectified whether {@code max(x, 0)} stands for x
     * @param end what becomes of the results
     * @param choosing whether it is wanted which of the four each maximum is
     * @return {@code [n, k, h', w']} and null, or {@code [n, k, h' / 2, w' / 2]} and the choices (0
     *     to 3, or {@link #NONE}) or null; null where no kernel does that at once
     */
    public static Array[] together(
            Array x,
            Array w,
            Array bias,
            Window window,
            boolean rectified,
            ConvolutionEnd end,
            boolean choosing) {
        Columns.Taps taps = window.taps(w.shape()[2], w.shape()[3]);
        long[] size = x.shape();
        if (!ChannelsLastConvolution.fits(taps, window.groups, size, w.shape(), x.dtype())) {
            return null;
        }
        long[] all = window.result(size, w.shape());
        long rows = all[2] / 2;
        long columns = all[3] / 2;
        if (end != ConvolutionEnd.EACH && rows * columns == 0) {
            return null;
        }
        ChannelsLastConvolution convolution =
                new ChannelsLastConvolution(taps, window.groups, size, w.shape(), rectified, end);
        if (end == ConvolutionEnd.EACH) {
            Array y = Array.empty(x.dtype(), all);
            convolution.forward(x.contiguous(), w.contiguous(), bias, y);
            return new Array[] {y, null};
        }
        Array y = Array.empty(x.dtype(), all[0], all[1], rows, columns);
        Array choices = choosing ? Array.empty(DType.INT32, all[0], rows * columns, all[1]) : null;
        convolution.maxima(x.contiguous(), w.contiguous(), bias, y, choices);
        return new Array[] {y, choices};
    }

    /**
     * The gradients of {@link #together}.
     *
     * @param x {@code [n, c, h, w]}, or null where it is not rectified and the weight's gradient is
     *     not needed
     * @param w {@code [k, c / groups, kh, kw]}, or null where the input's gradient is not needed
     * @param g of the result's shape
     * @param rectified whether {@code max(x, 0)} stands for x
     * @param end what became of the results
     * @param choices which of the four each result is, null for {@link ConvolutionEnd#EACH}
     * @param size x's shape
     * @param kernel w's shape
     * @param window stride, padding, dilation and groups
     * @param needed which of the three gradients are needed, that of x or w among them
     * @return the gradients with respect to x, w and bias, null where not needed
     */
    public static Array[] backwardTogether(
            Array x,
            Array w,
            Array g,
            boolean rectified,
            ConvolutionEnd end,
            Array choices,
            long[] size,
            long[] kernel,
            Window window,
            boolean[] needed) {
        Array[] gradients = empty(g.dtype(), size, kernel, needed);
        Array planes = rectified || needed[1] ? x.contiguous() : null;
        Array weight = needed[0] ? w.contiguous() : null;
        Array dx = gradients[0];
        Array dw = gradients[1];
        Array db = gradients[2];
        Array upstream = g.contiguous();
        Columns.Taps taps = window.taps(kernel[2], kernel[3]);
        ChannelsLastConvolution convolution =
                new ChannelsLastConvolution(taps, window.groups, size, kernel, rectified, end);
        if (end == ConvolutionEnd.EACH) {
            convolution.gradients(planes, weight, upstream, dx, dw, db);
        } else {
            convolution.gradientsOfMaxima(planes, weight, upstream, choices, dx, dw, db);
        }
        return gradients;
    }

    private static Array[] empty(DType dtype, long[] size, long[] kernel, boolean[] needed) {
        return new Array[] {
            needed[0] ? Array.empty(dtype, size) : null,
            needed[1] ? Array.empty(dtype, kernel) : null,
            needed[2] ? Array.empty(dtype, kernel[0]) : null
        };
    }

    /**
     * Choices in the order of the maxima.
     *
     * @param choices what {@link #together} returned
     * @param shape the maxima's shape
     * @return 0 to 3, or {@link #NONE}; a view of that shape
     */
    public static Array ordered(Array choices, long[] shape) {
        long n = shape[2] * shape[3];
        long[] steps = {n * shape[1], 1, shape[3] * shape[1], shape[1]};
        return choices.view(shape, steps, choices.offset());
    }

    /**
     * Where the maxima are in the convolution's result, for {@link Pooling#scatter}.
     *
     * @param choices what {@link #together} returned
     * @param shape the maxima's shape
     * @param columns the result's width
     * @return row-major places, INT32 of that shape
     */
    public static Array places(Array choices, long[] shape, long columns) {
        Array places = Array.empty(DType.INT32, shape);
        int n = (int) (shape[2] * shape[3]);
        Cursor from = new Cursor(ordered(choices, shape));
        Cursor to = new Cursor(places);
        long[] image = new long[n];
        for (long i = shape[0] * shape[1]; i > 0; i--) {
            from.read(image, n);
            for (int at = 0; at < n; at++) {
                // Where none was let through the gradient is 0, and any of the four may get it.
                long row = 2 * (at / shape[3]) + image[at] % NONE / 2;
                image[at] = row * columns + 2 * (at % shape[3]) + image[at] % 2;
            }
            to.write(image, n);
        }
        Reference.reachabilityFence(choices);
        Reference.reachabilityFence(places);
        return places;
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
        Array[] gradients = empty(g.dtype(), size, kernel, needed);
        way(size, kernel, g.dtype(), window, false)
                .gradients(
                        needed[1] ? x.contiguous() : null,
                        needed[0] ? w.contiguous() : null,
                        g.contiguous(),
                        gradients[0],
                        gradients[1],
                        gradients[2]);
        return gradients;
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
        boolean many = ChannelsLastConvolution.fits(taps, window.groups, x, weight, dtype);
        if (InterleavedConvolution.fits(taps, window.groups, x, weight, dtype)) {
            InterleavedConvolution several =
                    new InterleavedConvolution(taps, window.groups, x, weight);
            if (several.pays() && (!many || forward && weight[1] < MANY)) {
                return several;
            }
        }
        return many
                ? new ChannelsLastConvolution(
                        taps, window.groups, x, weight, false, ConvolutionEnd.EACH)
                : new ConvolutionByImage(taps, window.groups, x, weight, dtype);
    }
}
