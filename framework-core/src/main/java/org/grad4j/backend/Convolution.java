package org.grad4j.backend;

import java.lang.ref.Reference;
import org.grad4j.tensor.DType;

/**
 * Two-dimensional convolution in PyTorch's layout, {@code [n, c, h, w]} with weights {@code [k, c,
 * kh, kw]}, through oneDNN.
 *
 * <p>Convolution and its two transposes are each linear in both arguments, so these three kernels
 * are closed under differentiation. What oneDNN does not do (dilation in float32, groups) goes
 * through {@link Columns} and matrix products.
 */
public final class Convolution {
    private static final Kernel FORWARD = new Kernel("conv2d");
    private static final Kernel FORWARD_BIAS = new Kernel("conv2d");
    private static final Kernel BACKWARD = new Kernel("conv2d_bp");

    /** Up to this many elements of a window the weight's gradient goes through columns. */
    private static final int SMALL_PATCH = 64;

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
        long[] ints(long kh, long kw) {
            return new long[] {kh, kw, strideH, strideW, padH, padW, 1, 1, 0, 0, 1};
        }

        /** oneDNN's kernels refuse dilation in float32, and there are none for groups. */
        boolean isPlain() {
            return dilationH == 1 && dilationW == 1 && groups == 1;
        }

        Columns.Taps taps(long kh, long kw) {
            return new Columns.Taps(
                    (int) kh, (int) kw, strideH, strideW, padH, padW, dilationH, dilationW);
        }

        /**
         * The size after sliding a window along one dimension.
         *
         * @param size the size before
         * @param kernel the window's size
         * @param vertical whether along the height
         * @return the number of places
         */
        public long places(long size, long kernel, boolean vertical) {
            return vertical
                    ? Columns.places(size, kernel, strideH, padH, dilationH)
                    : Columns.places(size, kernel, strideW, padW, dilationW);
        }
    }

    /**
     * {@code y = x ⋆ w + bias}.
     *
     * @param x {@code [n, c, h, w]}
     * @param w {@code [k, c, kh, kw]}
     * @param bias {@code [k]} or null
     * @param window stride and padding
     * @return {@code [n, k, h', w']}
     */
    public static Array forward(Array x, Array w, Array bias, Window window) {
        if (!window.isPlain()) {
            return throughColumns(x, w, bias, window);
        }
        Array in = x.contiguous();
        Array weight = w.contiguous();
        long kh = w.shape()[2];
        long kw = w.shape()[3];
        Array y =
                Array.empty(
                        x.dtype(),
                        x.shape()[0],
                        w.shape()[0],
                        window.places(x.shape()[2], kh, true),
                        window.places(x.shape()[3], kw, false));
        if (in.numel() == 0 || weight.numel() == 0) {
            return withoutProducts(y, bias);
        }
        Kernel.Call call =
                (bias == null ? FORWARD : FORWARD_BIAS).call().in(in.header()).in(weight.header());
        Array offset = bias == null ? null : bias.contiguous();
        if (offset != null) {
            call.in(offset.header());
        }
        call.out(y.header()).ints(window.ints(kh, kw)).run();
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(weight);
        Reference.reachabilityFence(offset);
        Reference.reachabilityFence(y);
        return y;
    }

    /** As a product of matrices, one for each image and group. */
    private static Array throughColumns(Array x, Array w, Array bias, Window window) {
        long[] shape = w.shape();
        Array columns = Columns.unfold(x, window.taps(shape[2], shape[3]));
        Array y =
                MatMul.product(
                                matrices(w, x.shape()[0], window.groups, false),
                                batches(columns, window.groups))
                        .reshapeView(
                                x.shape()[0],
                                shape[0],
                                window.places(x.shape()[2], shape[2], true),
                                window.places(x.shape()[3], shape[3], false));
        if (bias != null) {
            addBias(y, bias);
        }
        return y;
    }

    /**
     * Adds a number to each channel, in place.
     *
     * @param y {@code [n, k, h, w]}
     * @param bias {@code [k]}
     */
    public static void addBias(Array y, Array bias) {
        Array offset = bias.reshapeView(bias.numel(), 1, 1);
        Elementwise.binaryInto(Binary.ADD, Operand.of(y), Operand.of(offset), y.dtype(), y);
    }

    /** {@code [n, g · r, s] → [n · g, r, s]}. */
    private static Array batches(Array x, int groups) {
        long[] shape = x.shape();
        return x.reshapeView(shape[0] * groups, shape[1] / groups, shape[2]);
    }

    /** The weight as a matrix {@code [k / g, c · kh · kw]}, or transposed, for every product. */
    private static Array matrices(Array w, long images, int groups, boolean transposed) {
        Array in = w.contiguous();
        long rows = in.shape()[0] / groups;
        long patch = in.numel() == 0 ? 0 : in.numel() / in.shape()[0];
        long[] shape = {images, groups, rows, patch};
        long[] strides = {0, rows * patch, patch, 1};
        if (transposed) {
            shape = new long[] {images, groups, patch, rows};
            strides = new long[] {0, rows * patch, 1, patch};
        }
        return in.window(new Geometry(shape, strides, in.offset()))
                .copy()
                .reshapeView(images * groups, shape[2], shape[3]);
    }

    /** The native kernel crashes the process where there is nothing to multiply. */
    private static Array withoutProducts(Array y, Array bias) {
        if (bias == null) {
            y.fill(0);
        } else {
            Elementwise.copy(bias.reshapeView(bias.numel(), 1, 1), y);
        }
        return y;
    }

    /**
     * Gradients of {@code x ⋆ w} for an upstream gradient, both from one kernel.
     *
     * @param x {@code [n, c, h, w]}; only its shape matters for the first result
     * @param w {@code [k, c, kh, kw]}; only its shape matters for the second
     * @param g {@code [n, k, h', w']}
     * @param window stride and padding
     * @return the gradients with respect to x and w
     */
    public static Array[] backward(Array x, Array w, Array g, Window window) {
        if (!window.isPlain()) {
            return new Array[] {
                inputGradient(g, w, x.shape(), window), weightGradient(x, g, w.shape(), window)
            };
        }
        Array dx = Array.empty(x.dtype(), x.shape());
        Array dw = Array.empty(w.dtype(), w.shape());
        if (g.numel() == 0 || dx.numel() == 0 || dw.numel() == 0) {
            dx.fill(0);
            dw.fill(0);
            return new Array[] {dx, dw};
        }
        Array in = x.contiguous();
        Array weight = w.contiguous();
        Array upstream = g.contiguous();
        BACKWARD.call()
                .in(in.header())
                .in(weight.header())
                .in(upstream.header())
                .out(dx.header())
                .out(dw.header())
                .ints(window.ints(w.shape()[2], w.shape()[3]))
                .run();
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(weight);
        Reference.reachabilityFence(upstream);
        Reference.reachabilityFence(dx);
        Reference.reachabilityFence(dw);
        return new Array[] {dx, dw};
    }

    /**
     * The gradient with respect to x alone.
     *
     * @param g {@code [n, k, h', w']}
     * @param w {@code [k, c, kh, kw]}
     * @param shape {@code [n, c, h, w]}
     * @param window stride and padding
     * @return an array of that shape
     */
    public static Array inputGradient(Array g, Array w, long[] shape, Window window) {
        if (window.isPlain()) {
            return backward(Array.full(0, g.dtype(), shape), w, g, window)[0];
        }
        long[] kernel = w.shape();
        Array upstream = g.contiguous().reshapeView(images(g), g.shape()[1], places(g));
        Array columns =
                MatMul.product(
                        matrices(w, images(g), window.groups, true),
                        batches(upstream, window.groups));
        return Columns.fold(columns, shape, window.taps(kernel[2], kernel[3]));
    }

    /**
     * The gradient with respect to w alone. For few channels, such as a network's first layer, the
     * oneDNN kernel is slow (and computes the input's gradient in vain): unfolding the windows and
     * multiplying takes 0.9 instead of 2.3 ms for {@code 64×1×28×28 → 6, 5×5}, and 0.8 instead of
     * 6.7 for {@code 32, 3×3}.
     *
     * @param x {@code [n, c, h, w]}
     * @param g {@code [n, k, h', w']}
     * @param shape {@code [k, c, kh, kw]}
     * @param window stride and padding
     * @return an array of that shape
     */
    public static Array weightGradient(Array x, Array g, long[] shape, Window window) {
        long patch = shape[1] * shape[2] * shape[3];
        boolean small = patch <= SMALL_PATCH && x.dtype() == DType.FLOAT32;
        if (window.isPlain() && !(small && g.numel() > 0 && patch > 0)) {
            return backward(x, Array.full(0, g.dtype(), shape), g, window)[1];
        }
        long batches = images(g) * window.groups;
        Array columns =
                Columns.unfold(x, window.taps(shape[2], shape[3]))
                        .view(
                                new long[] {batches, places(g), patch},
                                new long[] {patch * places(g), 1, places(g)},
                                0);
        Array rows = g.contiguous().reshapeView(batches, shape[0] / window.groups, places(g));
        Array perImage = MatMul.product(rows, columns).reshapeView(images(g), shape[0], patch);
        boolean[] images = {true, false, false};
        return Reduction.sum(perImage, images, x.dtype()).reshapeView(shape);
    }

    private static long images(Array g) {
        return g.shape()[0];
    }

    private static long places(Array g) {
        return g.shape()[2] * g.shape()[3];
    }
}
