package org.grad4j.backend;

import java.lang.ref.Reference;
import org.grad4j.tensor.DType;

/**
 * Two-dimensional convolution in PyTorch's layout, {@code [n, c, h, w]} with weights {@code [k, c,
 * kh, kw]}, through oneDNN.
 *
 * <p>Convolution and its two transposes are each linear in both arguments, so these three kernels
 * are closed under differentiation.
 */
public final class Convolution {
    private static final Kernel FORWARD = new Kernel("conv2d");
    private static final Kernel FORWARD_BIAS = new Kernel("conv2d");
    private static final Kernel BACKWARD = new Kernel("conv2d_bp");

    /** Up to this many elements of a window the weight's gradient goes through {@link #unfold}. */
    private static final int SMALL_PATCH = 64;

    private Convolution() {}

    /**
     * What a window does.
     *
     * @param strideH step down
     * @param strideW step across
     * @param padH zeros above and below
     * @param padW zeros left and right
     */
    public record Window(int strideH, int strideW, int padH, int padW) {
        long[] ints(long kh, long kw) {
            return new long[] {kh, kw, strideH, strideW, padH, padW, 1, 1, 0, 0, 1};
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
            int pad = vertical ? padH : padW;
            int stride = vertical ? strideH : strideW;
            return (size + 2L * pad - kernel) / stride + 1;
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

    /** The native kernel crashes the process where there is nothing to multiply. */
    private static Array withoutProducts(Array y, Array bias) {
        if (bias == null) {
            y.fill(0);
        } else {
            Elementwise.copy(
                    bias.view(
                            new long[] {bias.numel(), 1, 1},
                            new long[] {bias.strides()[0], 0, 0},
                            bias.offset()),
                    y);
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
        return backward(Array.full(0, g.dtype(), shape), w, g, window)[0];
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
        if (patch > SMALL_PATCH || x.dtype() != DType.FLOAT32 || g.numel() == 0 || patch == 0) {
            return backward(x, Array.full(0, g.dtype(), shape), g, window)[1];
        }
        long places = g.shape()[2] * g.shape()[3];
        Array patches = unfold(x, (int) shape[2], (int) shape[3], g.shape(), window);
        Array columns =
                patches.view(
                        new long[] {x.shape()[0], places, patch},
                        new long[] {patch * places, 1, places},
                        0);
        Array rows = g.contiguous().reshapeView(g.shape()[0], shape[0], places);
        Array perImage = MatMul.product(rows, columns);
        boolean[] images = {true, false, false};
        return Reduction.sum(perImage, images, x.dtype()).reshapeView(shape);
    }

    /** Copies each window into a column: {@code [n, c, h, w] → [n, c · kh · kw, h' · w']}. */
    private static Array unfold(Array x, int kh, int kw, long[] out, Window window) {
        int channels = (int) x.shape()[1];
        int h = (int) x.shape()[2];
        int w = (int) x.shape()[3];
        int outH = (int) out[2];
        int outW = (int) out[3];
        Array columns =
                Array.empty(x.dtype(), x.shape()[0], (long) channels * kh * kw, (long) outH * outW);
        Cursor from = new Cursor(x);
        Cursor to = new Cursor(columns);
        float[] image = new float[h * w];
        float[] places = new float[outH * outW];
        for (long i = x.shape()[0] * channels; i > 0; i--) {
            from.read(image, h * w);
            for (int tap = 0; tap < kh * kw; tap++) {
                int down = tap / kw - window.padH;
                int across = tap % kw - window.padW;
                for (int r = 0; r < outH; r++) {
                    row(
                            image,
                            h,
                            w,
                            r * window.strideH + down,
                            across,
                            places,
                            r * outW,
                            outW,
                            window.strideW);
                }
                to.write(places, places.length);
            }
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(columns);
        return columns;
    }

    /** Every {@code step}th element of an image's row from a column on, 0 outside the image. */
    private static void row(
            float[] image, int h, int w, int row, int column, float[] to, int at, int n, int step) {
        boolean inside = row >= 0 && row < h;
        if (inside && step == 1 && column >= 0 && column + n <= w) {
            System.arraycopy(image, row * w + column, to, at, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            int c = column + i * step;
            to[at + i] = inside && c >= 0 && c < w ? image[row * w + c] : 0;
        }
    }
}
