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
        if (plan.isEmpty()) {
            plan.withoutProducts(bias, y);
        }
        if (!plan.isEmpty()) {
            plan.forward(x.contiguous(), w.contiguous(), bias, y);
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
        private final int map;
        private final boolean shifted;
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
            map = (int) (out[2] * out[3]);
            shifted = dtype == DType.FLOAT32 && !taps.isIdentity() && Shifts.pays(taps, kernels);
            places = shifted ? Shifts.length(taps, h, w) : map;
        }

        long[] out() {
            return out.clone();
        }

        boolean isEmpty() {
            return (long) images * map * kernels * patch == 0;
        }

        void withoutProducts(Array bias, Array y) {
            if (bias == null) {
                y.fill(0);
            } else {
                Elementwise.copy(channels(bias), y);
            }
        }

        void forward(Array x, Array weight, Array bias, Array y) {
            float[] numbers = new float[groups * kernels];
            if (shifted && bias != null) {
                new Cursor(bias).read(numbers, numbers.length);
            } else if (bias != null) {
                Elementwise.copy(channels(bias), y);
            }
            eachImage(
                    (image, worker) -> {
                        Array columns = worker.unfold(x, image);
                        Array maps = shifted ? worker.maps : piece(y, image, out());
                        for (int g = 0; g < groups; g++) {
                            Gemm.run(
                                    dtype,
                                    kernels,
                                    places,
                                    patch,
                                    weight(weight, g, false),
                                    columns(columns, g, false),
                                    shifted || bias == null ? 0 : 1,
                                    maps(maps, g));
                        }
                        if (shifted) {
                            worker.gather(numbers, y, image);
                        }
                    });
            Reference.reachabilityFence(x);
            Reference.reachabilityFence(weight);
        }

        /** Fills dx and dw, of which one may be null. */
        void gradients(Array x, Array weight, Array g, Array dx, Array dw) {
            if (isEmpty()) {
                zero(dx);
                zero(dw);
                return;
            }
            long weights = (long) groups * kernels * patch;
            Array sums = dw == null ? null : Array.empty(dtype, parts(), weights);
            eachImage(
                    (image, worker) -> {
                        Array maps = worker.spread(g, image);
                        if (dw != null) {
                            Array sum = piece(sums, worker.part, weights);
                            addWeights(sum, worker.unfold(x, image), maps, worker.isFirst(image));
                        }
                        if (dx != null) {
                            inputGradient(weight, maps, worker, dx, image);
                        }
                    });
            if (dw != null) {
                boolean[] parts = {true, false};
                Array sum = parts() == 1 ? sums : Reduction.sum(sums, parts, dtype);
                Elementwise.copy(piece(sum, 0, weights), piece(dw, 0, weights));
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

        private void addWeights(Array dw, Array columns, Array maps, boolean first) {
            for (int g = 0; g < groups; g++) {
                Gemm.run(
                        dtype,
                        kernels,
                        patch,
                        places,
                        maps(maps, g),
                        columns(columns, g, true),
                        first ? 0 : 1,
                        weight(dw, g, false));
            }
        }

        private void inputGradient(Array weight, Array maps, Worker worker, Array dx, int image) {
            Array columns = taps.isIdentity() ? piece(dx, image, plane()) : worker.columns;
            for (int g = 0; g < groups; g++) {
                Gemm.run(
                        dtype,
                        patch,
                        places,
                        kernels,
                        weight(weight, g, true),
                        maps(maps, g),
                        0,
                        columns(columns, g, false));
            }
            if (!taps.isIdentity()) {
                worker.fold(dx, image);
            }
        }

        // ---- where things lie ----

        private long plane() {
            return (long) channels * h * w;
        }

        private Gemm.Matrix weight(Array weight, int g, boolean transposed) {
            return matrix(weight, (long) g * kernels * patch, patch, transposed);
        }

        private Gemm.Matrix columns(Array columns, int g, boolean transposed) {
            return matrix(columns, (long) g * patch * places, places, transposed);
        }

        private Gemm.Matrix maps(Array maps, int g) {
            return matrix(maps, (long) g * kernels * places, places, false);
        }

        private Gemm.Matrix matrix(Array x, long at, int step, boolean transposed) {
            return new Gemm.Matrix(x.address() + at * dtype.bytes(), step, transposed);
        }

        /** The i-th of equal pieces. */
        private static Array piece(Array x, long i, long size) {
            return x.view(new Geometry(new long[] {size}, new long[] {1}, x.offset() + i * size));
        }

        private Array piece(Array y, int image, long[] shape) {
            return piece(y, image, shape[1] * map);
        }

        // ---- who does it ----

        private int parts() {
            return Math.min(Team.size(), images);
        }

        /** Shares the images among the team; a thread keeps its columns from image to image. */
        private void eachImage(EachImage body) {
            int parts = parts();
            long columns = taps.isIdentity() ? 0 : (long) groups * patch * places;
            long maps = shifted ? (long) groups * kernels * places : 0;
            Array room = Array.empty(dtype, parts, columns + maps);
            Team.run(
                    parts,
                    part -> {
                        Worker worker =
                                new Worker(part, piece(room, part, columns + maps), columns);
                        for (int i = first(part); i < first(part + 1); i++) {
                            body.run(i, worker);
                        }
                    });
            room.storage().release();
        }

        private int first(int part) {
            return (int) ((long) images * part / parts());
        }

        /** One thread's room: an image's columns and maps that stay in its cache. */
        private final class Worker {
            private final int part;
            private final Array columns;
            private final Array maps;
            private final Shifts shifts;
            private final Columns.Planes planes;

            Worker(int part, Array room, long columns) {
                this.part = part;
                this.columns = part(room, 0, columns);
                maps = part(room, columns, room.numel() - columns);
                shifts = shifted ? new Shifts(taps, h, w) : null;
                planes = shifted ? null : new Columns.Planes(taps, h, w, dtype);
            }

            private static Array part(Array room, long from, long size) {
                return room.view(
                        new Geometry(new long[] {size}, new long[] {1}, room.offset() + from));
            }

            boolean isFirst(int image) {
                return image == first(part);
            }

            /** An image's columns, which are the image itself where the window is one pixel. */
            Array unfold(Array x, int image) {
                if (taps.isIdentity()) {
                    return piece(x, image, plane());
                }
                Cursor from = new Cursor(x, image * plane());
                if (shifted) {
                    shifts.unfold(from, new Cursor(columns), channels);
                } else {
                    planes.unfold(from, new Cursor(columns), channels);
                }
                return columns;
            }

            void fold(Array dx, int image) {
                Cursor to = new Cursor(dx, image * plane());
                if (shifted) {
                    shifts.fold(new Cursor(columns), to, channels);
                } else {
                    planes.fold(new Cursor(columns), to, channels);
                }
            }

            Array spread(Array g, int image) {
                Array own = piece(g, image, out);
                if (shifted) {
                    shifts.spread(new Cursor(own), new Cursor(maps), groups * kernels);
                }
                return shifted ? maps : own;
            }

            void gather(float[] numbers, Array y, int image) {
                shifts.gather(new Cursor(maps), new Cursor(piece(y, image, out)), numbers);
            }
        }
    }

    private interface EachImage {
        void run(int image, Plan.Worker worker);
    }
}
