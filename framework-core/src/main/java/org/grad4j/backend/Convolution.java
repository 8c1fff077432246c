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

    /** As a product of matrices for each image and group, the columns of one image at a time. */
    private static Array throughColumns(Array x, Array w, Array bias, Window window) {
        long[] kernel = w.shape();
        Columns.Taps taps = window.taps(kernel[2], kernel[3]);
        Array y =
                Array.empty(
                        x.dtype(),
                        x.shape()[0],
                        kernel[0],
                        taps.rows(x.shape()[2]),
                        taps.columns(x.shape()[3]));
        if (x.numel() == 0 || w.numel() == 0 || y.numel() == 0) {
            return withoutProducts(y, bias);
        }
        Array columns = columns(x, y, taps);
        Array matrices = matrices(w, window.groups, false);
        for (long i = 0; i < x.shape()[0]; i++) {
            Columns.unfold(image(x, i), taps, columns);
            MatMul.accumulate(
                    matrices, parts(columns, 0, window.groups), parts(y, i, window.groups), 0);
        }
        columns.storage().release();
        if (bias != null) {
            addBias(y, bias);
        }
        return y;
    }

    /** Room for the columns of one image. */
    private static Array columns(Array x, Array y, Columns.Taps taps) {
        long rows = x.shape()[1] * taps.kernelH() * taps.kernelW();
        return Array.empty(x.dtype(), 1, rows, places(y));
    }

    private static Array image(Array x, long i) {
        return x.window(x.geometry().slice(0, i, 1, 1));
    }

    /** The rows of one image, {@code [n, g · r, …] → [g, r, places]}, of a row-major array. */
    private static Array parts(Array x, long image, int groups) {
        long one = x.numel() / x.shape()[0];
        long rows = x.shape()[1] / groups;
        long[] shape = {groups, rows, one / x.shape()[1]};
        return x.window(new Geometry(shape, Shapes.rowMajor(shape), x.offset() + image * one));
    }

    /** The weight as matrices {@code [g, k / g, c · kh · kw]}, or transposed. */
    private static Array matrices(Array w, int groups, boolean transposed) {
        Array in = w.contiguous();
        long rows = in.shape()[0] / groups;
        long patch = in.numel() / in.shape()[0];
        return transposed
                ? in.window(
                        new Geometry(
                                new long[] {groups, patch, rows},
                                new long[] {rows * patch, 1, patch},
                                in.offset()))
                : in.window(
                        new Geometry(
                                new long[] {groups, rows, patch},
                                new long[] {rows * patch, patch, 1},
                                in.offset()));
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
        Columns.Taps taps = window.taps(kernel[2], kernel[3]);
        Array dx = Array.empty(g.dtype(), shape);
        if (g.numel() == 0 || w.numel() == 0) {
            dx.fill(0);
            return dx;
        }
        Array upstream = g.contiguous();
        Array columns = columns(dx, g, taps);
        Array matrices = matrices(w, window.groups, true);
        for (long i = 0; i < shape[0]; i++) {
            MatMul.accumulate(
                    matrices,
                    parts(upstream, i, window.groups),
                    parts(columns, 0, window.groups),
                    0);
            Columns.fold(columns, taps, image(dx, i));
        }
        columns.storage().release();
        return dx;
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
        if (!window.isPlain()) {
            return weightGradientByImage(x, g, shape, window);
        }
        long patch = shape[1] * shape[2] * shape[3];
        if (patch > SMALL_PATCH || x.dtype() != DType.FLOAT32 || g.numel() == 0 || patch == 0) {
            return backward(x, Array.full(0, g.dtype(), shape), g, window)[1];
        }
        Array columns =
                Columns.unfold(x, window.taps(shape[2], shape[3]))
                        .view(
                                new long[] {x.shape()[0], places(g), patch},
                                new long[] {patch * places(g), 1, places(g)},
                                0);
        Array rows = g.contiguous().reshapeView(x.shape()[0], shape[0], places(g));
        Array perImage = MatMul.product(rows, columns);
        boolean[] images = {true, false, false};
        return Reduction.sum(perImage, images, x.dtype()).reshapeView(shape);
    }

    private static Array weightGradientByImage(Array x, Array g, long[] shape, Window window) {
        Columns.Taps taps = window.taps(shape[2], shape[3]);
        Array dw = Array.full(0, g.dtype(), shape);
        if (g.numel() == 0 || dw.numel() == 0) {
            return dw;
        }
        Array upstream = g.contiguous();
        Array columns = columns(x, g, taps);
        Array transposed = transposed(parts(columns, 0, window.groups));
        Array sum = matrices(dw, window.groups, false);
        for (long i = 0; i < x.shape()[0]; i++) {
            Columns.unfold(image(x, i), taps, columns);
            MatMul.accumulate(parts(upstream, i, window.groups), transposed, sum, 1);
        }
        columns.storage().release();
        return dw;
    }

    private static Array transposed(Array x) {
        long[] shape = x.shape();
        long[] strides = x.strides();
        return x.window(
                new Geometry(
                        new long[] {shape[0], shape[2], shape[1]},
                        new long[] {strides[0], strides[2], strides[1]},
                        x.offset()));
    }

    private static long places(Array g) {
        return g.shape()[2] * g.shape()[3];
    }
}
