package org.grad4j.backend;

import java.lang.ref.Reference;
import org.grad4j.tensor.DType;

/**
 * A convolution image by image: each thread of the {@link Team} takes one after another, multiplies
 * matrices, and keeps the columns that it needs in its cache: {@link Shifts} where windows step by
 * one, else {@link Columns}.
 */
final class ConvolutionByImage implements Convolution.Way {
    private static final boolean[] NOT_CHANNELS = {true, false, true, true};
    private static final boolean[] PARTS = {true, false};

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

    /**
     * Sizes.
     *
     * @param x {@code [n, c, h, w]}
     * @param weight {@code [k, c / groups, kh, kw]}
     */
    ConvolutionByImage(Columns.Taps taps, int groups, long[] x, long[] weight, DType dtype) {
        this.taps = taps;
        this.groups = groups;
        this.dtype = dtype;
        images = (int) x[0];
        channels = (int) x[1];
        h = (int) x[2];
        w = (int) x[3];
        kernels = (int) weight[0] / groups;
        patch = (int) (weight[1] * weight[2] * weight[3]);
        out = new long[] {images, weight[0], taps.rows(h), taps.columns(w)};
        map = (int) (out[2] * out[3]);
        shifted = dtype == DType.FLOAT32 && !taps.isIdentity() && Shifts.pays(taps, kernels);
        places = shifted ? Shifts.length(taps, h, w) : map;
    }

    private boolean isEmpty() {
        return (long) images * map * kernels * patch == 0;
    }

    @Override
    public void forward(Array x, Array weight, Array bias, Array y) {
        if (isEmpty()) {
            withoutProducts(bias, y);
            return;
        }
        float[] numbers = new float[groups * kernels];
        if (shifted && bias != null) {
            new Cursor(bias).read(numbers, numbers.length);
        } else if (bias != null) {
            Elementwise.copy(Convolution.channels(bias), y);
        }
        eachImage(
                (image, worker) -> {
                    Array maps = shifted ? worker.maps : piece(y, image, out);
                    multiply(weight, worker.unfold(x, image), bias != null, maps);
                    if (shifted) {
                        worker.gather(numbers, y, image);
                    }
                });
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(weight);
    }

    private static void withoutProducts(Array bias, Array y) {
        if (bias == null) {
            y.fill(0);
        } else {
            Elementwise.copy(Convolution.channels(bias), y);
        }
    }

    private void multiply(Array weight, Array columns, boolean add, Array maps) {
        for (int g = 0; g < groups; g++) {
            Gemm.run(
                    dtype,
                    kernels,
                    places,
                    patch,
                    weight(weight, g, false),
                    columns(columns, g, false),
                    add && !shifted ? 1 : 0,
                    maps(maps, g));
        }
    }

    @Override
    public void gradients(Array x, Array weight, Array g, Array dx, Array dw, Array db) {
        if (isEmpty()) {
            zero(dx);
            zero(dw);
            if (db != null) {
                split(Reduction.sum(g, NOT_CHANNELS, dtype), 0, db);
            }
            return;
        }
        long weights = dw == null ? 0 : (long) groups * kernels * patch;
        long biases = db == null ? 0 : (long) groups * kernels;
        Array sums = Array.empty(dtype, parts(), weights + biases);
        Array ones = db == null ? null : Array.full(1, dtype, places);
        eachImage(
                (image, worker) -> {
                    Array maps = worker.spread(g, image);
                    Array sum = piece(sums, worker.part, weights + biases);
                    boolean first = worker.isFirst(image);
                    if (dw != null) {
                        addWeights(sum, worker.unfold(x, image), maps, first);
                    }
                    if (db != null) {
                        int beta = first ? 0 : 1;
                        Array part = sum.stretch(weights, biases);
                        Gemm.sumRows(dtype, groups * kernels, places, maps, ones, beta, part);
                    }
                    if (dx != null) {
                        inputGradient(weight, maps, worker, dx, image);
                    }
                });
        if (weights + biases > 0) {
            Array sum = parts() == 1 ? sums : Reduction.sum(sums, PARTS, dtype);
            split(sum, 0, dw);
            split(sum, weights, db);
            sum.storage().release();
        }
        sums.storage().release();
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(weight);
        Reference.reachabilityFence(ones);
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(dx);
    }

    private static void split(Array sums, long from, Array out) {
        if (out != null) {
            long size = out.numel();
            Elementwise.copy(sums.stretch(from, size), out.stretch(0, size));
        }
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
        return Gemm.Matrix.of(weight, (long) g * kernels * patch, patch, transposed);
    }

    private Gemm.Matrix columns(Array columns, int g, boolean transposed) {
        return Gemm.Matrix.of(columns, (long) g * patch * places, places, transposed);
    }

    private Gemm.Matrix maps(Array maps, int g) {
        return Gemm.Matrix.of(maps, (long) g * kernels * places, places, false);
    }

    /** The i-th of equal pieces. */
    private static Array piece(Array x, long i, long size) {
        return x.stretch(i * size, size);
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
        long each = columns + (shifted ? (long) groups * kernels * places : 0);
        Array room = Array.empty(dtype, parts, each);
        Team.run(
                parts,
                part -> {
                    Array own = piece(room, part, each);
                    Worker worker = new Worker(part, own, columns);
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
            this.columns = room.stretch(0, columns);
            maps = room.stretch(columns, room.numel() - columns);
            shifts = shifted ? new Shifts(taps, h, w) : null;
            planes = shifted ? null : new Columns.Planes(taps, h, w, dtype);
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

    private interface EachImage {
        void run(int image, Worker worker);
    }
}
