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
    private final Shares shares;

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
        shares = Shares.of(images, dtype, room());
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
                Array sum = Reduction.sum(g, NOT_CHANNELS, dtype);
                Elementwise.copy(sum.stretch(0, db.numel()), db);
            }
            return;
        }
        PartialSums sums = new PartialSums(dtype, shares.parts(), dw, db);
        Array ones = db == null ? null : Array.full(1, dtype, places);
        eachImage(
                (image, worker) -> {
                    Array maps = worker.spread(g, image);
                    if (dw != null) {
                        addWeights(sums.weights(worker.part), worker.unfold(x, image), maps);
                    }
                    if (db != null) {
                        Array sum = sums.biases(worker.part);
                        Gemm.sumRows(dtype, groups * kernels, places, maps, ones, 1, sum);
                    }
                    if (dx != null) {
                        inputGradient(weight, maps, worker, dx, image);
                    }
                });
        sums.finish(sum -> Elementwise.copy(sum, dw.stretch(0, dw.numel())));
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(weight);
        Reference.reachabilityFence(ones);
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(dx);
    }

    private static void zero(Array x) {
        if (x != null) {
            x.fill(0);
        }
    }

    private void addWeights(Array dw, Array columns, Array maps) {
        for (int g = 0; g < groups; g++) {
            Gemm.run(
                    dtype,
                    kernels,
                    patch,
                    places,
                    maps(maps, g),
                    columns(columns, g, true),
                    1,
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

    /** Shares the images among the team; a thread keeps its columns from image to image. */
    private void eachImage(EachImage body) {
        shares.run(
                dtype,
                room(),
                (part, room) -> {
                    Worker worker = new Worker(part, room);
                    for (int i = shares.first(part); i < shares.first(part + 1); i++) {
                        body.run(i, worker);
                    }
                });
    }

    private long columns() {
        return taps.isIdentity() ? 0 : (long) groups * patch * places;
    }

    private long room() {
        return columns() + (shifted ? (long) groups * kernels * places : 0);
    }

    /** One thread's room: an image's columns and maps that stay in its cache. */
    private final class Worker {
        private final int part;
        private final Array columns;
        private final Array maps;
        private final Shifts shifts;
        private final Columns.Planes planes;

        Worker(int part, Array room) {
            this.part = part;
            columns = room.stretch(0, columns());
            maps = room.from(columns());
            shifts = shifted ? new Shifts(taps, h, w) : null;
            planes = shifted ? null : new Columns.Planes(taps, h, w, dtype);
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
