package org.grad4j.backend;

import java.lang.ref.Reference;
import org.grad4j.tensor.DType;

/**
 * Two-dimensional convolution in PyTorch's layout, {@code [n, c, h, w]} with weights {@code [k, c /
 * groups, kh, kw]}: each thread of the {@link Team} unfolds one image after another into {@link
 * Columns} that stay in its cache, and multiplies matrices.
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
        Plan plan = new Plan(x.shape(), w.shape(), x.dtype(), window);
        Array y = Array.empty(x.dtype(), plan.out());
        if (bias != null) {
            Elementwise.copy(channels(bias), y);
        } else if (plan.isEmpty()) {
            y.fill(0);
        }
        if (!plan.isEmpty()) {
            Array in = x.contiguous();
            Array weight = w.contiguous();
            Array room = plan.room();
            plan.eachImage(
                    (image, part) -> {
                        Array columns = plan.unfolded(in, image, room, part);
                        for (int g = 0; g < plan.groups; g++) {
                            plan.multiply(
                                    plan.weight(weight, g, false),
                                    plan.columns(columns, g, false),
                                    bias == null ? 0 : 1,
                                    plan.maps(y, image, g));
                        }
                    });
            room.storage().release();
            Reference.reachabilityFence(in);
            Reference.reachabilityFence(weight);
        }
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

    private static Array channels(Array bias) {
        return bias.view(
                new Geometry(
                        new long[] {bias.numel(), 1, 1},
                        new long[] {bias.strides()[0], 0, 0},
                        bias.offset()));
    }

    /**
     * Gradients of {@code x ⋆ w} for an upstream gradient, both in one pass over the images.
     *
     * @param x {@code [n, c, h, w]}
     * @param w {@code [k, c / groups, kh, kw]}
     * @param g {@code [n, k, h', w']}
     * @param window stride, padding, dilation and groups
     * @return the gradients with respect to x and w
     */
    public static Array[] backward(Array x, Array w, Array g, Window window) {
        Plan plan = new Plan(x.shape(), w.shape(), g.dtype(), window);
        Array dx = Array.empty(g.dtype(), x.shape());
        Array dw = Array.empty(g.dtype(), w.shape());
        plan.gradients(x.contiguous(), w.contiguous(), g.contiguous(), dx, dw);
        return new Array[] {dx, dw};
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
        Plan plan = new Plan(shape, w.shape(), g.dtype(), window);
        Array dx = Array.empty(g.dtype(), shape);
        plan.gradients(null, w.contiguous(), g.contiguous(), dx, null);
        return dx;
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
        Plan plan = new Plan(x.shape(), shape, g.dtype(), window);
        Array dw = Array.empty(g.dtype(), shape);
        plan.gradients(x.contiguous(), null, g.contiguous(), null, dw);
        return dw;
    }

    /** Sizes, and where the matrices of one image and group lie. */
    private static final class Plan {
        private final DType dtype;
        private final Columns.Taps taps;
        private final int images;
        private final int channels;
        private final int h;
        private final int w;
        private final int groups;
        private final int kernels;
        private final int patch;
        private final long[] out;
        private final int places;

        Plan(long[] x, long[] weight, DType dtype, Window window) {
            this.dtype = dtype;
            taps = window.taps(weight[2], weight[3]);
            images = (int) x[0];
            channels = (int) x[1];
            h = (int) x[2];
            w = (int) x[3];
            groups = window.groups;
            kernels = (int) weight[0] / groups;
            patch = (int) (weight[1] * weight[2] * weight[3]);
            out = new long[] {images, weight[0], taps.rows(h), taps.columns(w)};
            places = (int) (out[2] * out[3]);
        }

        long[] out() {
            return out.clone();
        }

        boolean isEmpty() {
            return (long) images * places * kernels * patch == 0;
        }

        /** Stretches of images, one for each thread. */
        private int parts() {
            return Math.min(Team.size(), images);
        }

        private long columns() {
            return (long) groups * patch * places;
        }

        /** Columns of one image for each stretch; small enough to stay in its thread's cache. */
        Array room() {
            return Array.empty(dtype, parts(), taps.isIdentity() ? 1 : columns());
        }

        void eachImage(EachImage body) {
            int parts = parts();
            Team.run(
                    parts,
                    part -> {
                        int end = (int) ((long) images * (part + 1) / parts);
                        for (int i = (int) ((long) images * part / parts); i < end; i++) {
                            body.run(i, part);
                        }
                    });
        }

        /** An image's columns, which are the image itself where the window is a single pixel. */
        Array unfolded(Array x, int image, Array room, int part) {
            if (taps.isIdentity()) {
                return window(x, image, columns());
            }
            Array columns = window(room, part, columns());
            new Columns.Planes(taps, h, w, dtype)
                    .unfold(
                            new Cursor(x, (long) image * channels * h * w),
                            new Cursor(columns),
                            channels);
            return columns;
        }

        /** The i-th of equal pieces. */
        private static Array window(Array x, long i, long size) {
            return x.view(new Geometry(new long[] {size}, new long[] {1}, x.offset() + i * size));
        }

        Gemm.Matrix weight(Array weight, int g, boolean transposed) {
            long at = (long) g * kernels * patch;
            return new Gemm.Matrix(weight.address() + at * dtype.bytes(), patch, transposed);
        }

        Gemm.Matrix columns(Array columns, int g, boolean transposed) {
            long at = (long) g * patch * places;
            return new Gemm.Matrix(columns.address() + at * dtype.bytes(), places, transposed);
        }

        Gemm.Matrix maps(Array y, int image, int g) {
            long at = ((long) image * groups + g) * kernels * places;
            return new Gemm.Matrix(y.address() + at * dtype.bytes(), places, false);
        }

        void multiply(Gemm.Matrix weight, Gemm.Matrix columns, double beta, Gemm.Matrix maps) {
            Gemm.run(dtype, kernels, places, patch, weight, columns, beta, maps);
        }

        /** Fills dx and dw, of which one may be null. */
        void gradients(Array x, Array weight, Array g, Array dx, Array dw) {
            if (isEmpty()) {
                zero(dx);
                zero(dw);
                return;
            }
            Array room = room();
            long weights = (long) groups * kernels * patch;
            Array sums = dw == null ? null : Array.empty(dtype, parts(), weights);
            eachImage(
                    (image, part) -> {
                        if (dw != null) {
                            boolean first = image == (long) images * part / parts();
                            Array columns = unfolded(x, image, room, part);
                            addWeights(window(sums, part, weights), columns, g, image, first);
                        }
                        if (dx != null) {
                            inputGradient(weight, g, image, dx, room, part);
                        }
                    });
            room.storage().release();
            if (dw != null) {
                boolean[] parts = {true, false};
                Array sum = parts() == 1 ? sums : Reduction.sum(sums, parts, dtype);
                Elementwise.copy(window(sum, 0, weights), window(dw, 0, weights));
                sum.storage().release();
                sums.storage().release();
            }
            Reference.reachabilityFence(x);
            Reference.reachabilityFence(weight);
            Reference.reachabilityFence(g);
            Reference.reachabilityFence(dx);
        }

        private static void zero(Array x) {
            if (x != null) {
                x.fill(0);
            }
        }

        private void addWeights(Array dw, Array columns, Array g, int image, boolean first) {
            for (int q = 0; q < groups; q++) {
                Gemm.run(
                        dtype,
                        kernels,
                        patch,
                        places,
                        maps(g, image, q),
                        columns(columns, q, true),
                        first ? 0 : 1,
                        weight(dw, q, false));
            }
        }

        private void inputGradient(
                Array weight, Array g, int image, Array dx, Array room, int part) {
            Array columns =
                    window(
                            taps.isIdentity() ? dx : room,
                            taps.isIdentity() ? image : part,
                            columns());
            for (int q = 0; q < groups; q++) {
                Gemm.run(
                        dtype,
                        patch,
                        places,
                        kernels,
                        weight(weight, q, true),
                        maps(g, image, q),
                        0,
                        columns(columns, q, false));
            }
            if (!taps.isIdentity()) {
                new Columns.Planes(taps, h, w, dtype)
                        .fold(
                                new Cursor(columns),
                                new Cursor(dx, (long) image * channels * h * w),
                                channels);
            }
        }
    }

    private interface EachImage {
        void run(int image, int part);
    }
}
