package org.grad4j.backend;

import java.lang.ref.Reference;
import org.grad4j.tensor.DType;

/**
 * A convolution of many channels whose windows step by one, image by image with the channels of a
 * place side by side: what one element of the window sees is the planes themselves from its place
 * on, so that maps and all gradients are sums of products of whole stretches of places, one for
 * each element of the window, or for each of its rows where they are small. A stretch stays in the
 * first-level cache while all elements add to it, and nothing is unfolded.
 *
 * <p>Stretches run over the ends of the rows; what is computed there is dropped, and counts as 0
 * backward. Float32 only. A NaN or infinity also reaches the gradients of windows that meet it only
 * between two rows, before the first one or behind the last.
 */
final class ChannelsLastConvolution implements Convolution.Way {
    /** Places of a stretch: so many results stay in the first-level cache. */
    private static final int LONGEST = 160;

    /**
     * The same where a row of taps is multiplied at once, and adds to every so many-th result; with
     * fewer places those that are left for one product are too few.
     */
    private static final int LONGEST_OF_ROWS = 240;

    private static final int FEWEST = 32;
    private static final long LARGEST = Slab.MAX_BYTES / Float.BYTES;

    /** Most weights of a row of taps, which stay in the first-level cache beside a stretch. */
    private static final int FEW_WEIGHTS = 6144;

    private final Columns.Taps taps;
    private final int groups;
    private final boolean rectified;
    private final int channels; // of a group, like the kernels
    private final int kernels;
    private final int wide;
    private final int length;
    private final int across;
    private final int stretch;

    /** Zeros before and behind the maps' gradients, which a row of taps reaches over. */
    private final long margin;

    private final Shares shares;
    private final ChannelsLast planes;
    private final ChannelsLast maps;
    private final ChannelsLast pooled;
    private final ChannelsLastPooling pooling;

    /**
     * Sizes.
     *
     * @param x {@code [n, c, h, w]}
     * @param weight {@code [k, c / groups, kh, kw]}
     * @param rectified whether {@code max(x, 0)} stands for x
     * @param end what becomes of the maps
     */
    ChannelsLastConvolution(
            Columns.Taps taps,
            int groups,
            long[] x,
            long[] weight,
            boolean rectified,
            ConvolutionEnd end) {
        this.taps = taps;
        this.groups = groups;
        this.rectified = rectified;
        channels = (int) weight[1];
        kernels = (int) weight[0] / groups;
        int h = (int) x[2];
        int w = (int) x[3];
        int rows = (int) taps.rows(h);
        int columns = (int) taps.columns(w);
        wide = w + 2 * taps.padW();
        length = Shifts.length(taps, h, w);
        boolean sideBySide = groups == 1 && taps.dilationW() == 1;
        boolean few = taps.kernelW() * channels * (long) kernels <= FEW_WEIGHTS;
        across = sideBySide && few && length >= LONGEST_OF_ROWS ? taps.kernelW() : 1;
        margin = (long) (across - 1) * kernels;
        int longest = across == 1 ? LONGEST : LONGEST_OF_ROWS;
        stretch = (int) Math.min(longest, Gemm.SMALL / (kernels * channels) / 16 * 16);
        int corner = taps.padH() * wide + taps.padW();
        int all = (h + 2 * taps.padH()) * wide;
        planes = new ChannelsLast(groups * channels, h, w, wide, corner, all);
        maps = new ChannelsLast(groups * kernels, rows, columns, wide, 0, length);
        boolean positive = end == ConvolutionEnd.LARGEST_RECTIFIED;
        pooling = new ChannelsLastPooling(groups * kernels, rows, columns, wide, positive);
        int half = columns / 2;
        pooled = new ChannelsLast(groups * kernels, rows / 2, half, half, 0, pooling.windows());
        long room = 2 * planes.size() + 2 * margin + maps.size() + pooled.size();
        shares = Shares.of(x[0], DType.FLOAT32, room);
    }

    /**
     * Whether windows step by one, are more than a pixel, and at most a third of the places across
     * and half of those down are of no window; channels and kernels are many, but not so many that
     * OpenBLAS would copy the operands of each product first; and a part's room is one array.
     */
    static boolean fits(Columns.Taps taps, int groups, long[] x, long[] weight, DType dtype) {
        long kernels = weight[0] / groups;
        long high = x[2] + 2L * taps.padH();
        long wide = x[3] + 2L * taps.padW();
        long rows = taps.rows(x[2]);
        long columns = taps.columns(x[3]);
        return dtype == DType.FLOAT32
                && taps.strideH() == 1
                && taps.strideW() == 1
                && !taps.isIdentity()
                && kernels >= FEWEST
                && weight[1] >= FEWEST
                && kernels * weight[1] * Gemm.FEWEST_PLACES <= Gemm.SMALL
                && x[0] > 0
                && rows > 0
                && columns > 0
                && 2 * rows >= high
                && 3 * columns >= 2 * wide
                && high <= LARGEST / wide
                && 2L * groups * (weight[1] + kernels) <= LARGEST / (high * wide);
    }

    @Override
    public void forward(Array x, Array weight, Array bias, Array y) {
        forward(x, weight, bias, 0, (image, results, rest) -> maps.unload(results, image, y));
    }

    /**
     * Fills {@code [n, k, h' / 2, w' / 2]} with the largest of each two by two elements of {@code x
     * ⋆ w + bias}, which itself never leaves the cache, and which of the four each is, or {@link
     * Convolution#NONE}.
     *
     * @param choices int32 {@code [n, h' / 2 · w' / 2, k]}, or null
     */
    void maxima(Array x, Array weight, Array bias, Array y, Array choices) {
        forward(
                x,
                weight,
                bias,
                pooled.size(),
                (image, results, rest) -> {
                    pooling.max(results, rest, choices == null ? null : choices(choices, image));
                    pooled.unload(rest, image, y);
                });
        Reference.reachabilityFence(choices);
    }

    private Cursor choices(Array choices, int image) {
        return new Cursor(choices, image * pooled.size());
    }

    private void forward(Array x, Array weight, Array bias, long rest, Step finish) {
        Array w = forChannels(weight).copy();
        float[] biases = bias == null ? null : repeated(bias);
        eachImage(
                planes.size() + maps.size() + rest,
                taps.isPadded() ? planes.size() : 0,
                (image, part, room) -> {
                    Array results = room.from(planes.size());
                    planes.load(x, image, rectified, room);
                    if (biases != null) {
                        fill(results, biases);
                    }
                    eachProduct(
                            length,
                            (g, tap, at, n) ->
                                    Gemm.run(
                                            DType.FLOAT32,
                                            n,
                                            kernels,
                                            across * channels,
                                            plane(room, g, tap, at, false),
                                            ofChannels(w, g, tap),
                                            tap == 0 && bias == null ? 0 : 1,
                                            map(results, g, at)));
                    finish.run(image, results, results.from(maps.size()));
                });
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(w);
    }

    @Override
    public void gradients(Array x, Array weight, Array g, Array dx, Array dw, Array db) {
        Step load = (image, upstream, rest) -> maps.load(g, image, false, upstream);
        gradients(x, weight, load, 0, dx, dw, db);
        Reference.reachabilityFence(g);
    }

    /**
     * The same for the gradient of {@link #maxima}.
     *
     * @param x also needed where it is rectified
     */
    void gradientsOfMaxima(
            Array x, Array weight, Array g, Array choices, Array dx, Array dw, Array db) {
        Step load =
                (image, upstream, rest) -> {
                    pooled.load(g, image, false, rest);
                    pooling.spread(rest, choices(choices, image), upstream);
                };
        gradients(x, weight, load, pooled.size(), dx, dw, db);
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(choices);
    }

    private void gradients(
            Array x, Array weight, Step load, long rest, Array dx, Array dw, Array db) {
        PartialSums sums = new PartialSums(DType.FLOAT32, shares.parts(), dw, db);
        boolean ofMaxima = rest > 0;
        int terms = ofMaxima ? pooling.windows() : length;
        Array ones = db == null ? null : Array.full(1, DType.FLOAT32, terms);
        Array w = dx == null ? null : backwards(forKernels(weight));
        long sizeOfX = x == null ? 0 : planes.size();
        long sizeOfDx = dx == null ? 0 : planes.size();
        long sizeOfMaps = maps.size() + 2 * margin;
        eachImage(
                sizeOfX + sizeOfDx + sizeOfMaps + rest,
                sizeOfX + sizeOfDx + sizeOfMaps,
                (image, part, room) -> {
                    Array upstream = room.from(sizeOfX + sizeOfDx + margin);
                    Array behind = room.from(sizeOfX + sizeOfDx + sizeOfMaps);
                    load.run(image, upstream, behind);
                    if (x != null) {
                        planes.load(x, image, rectified, room);
                    }
                    if (dw != null) {
                        addWeights(room, upstream, sums.weights(part));
                    }
                    if (db != null) {
                        Array sum = sums.biases(part);
                        // The gradients of the maxima, masked by now, are all that maps get.
                        Array from = ofMaxima ? behind : upstream;
                        int all = groups * kernels;
                        Gemm.sumColumns(DType.FLOAT32, terms, all, from, ones, 1, sum);
                    }
                    if (dx != null) {
                        Array gradient = room.from(sizeOfX);
                        new Cursor(gradient).clear(sizeOfDx);
                        addInput(w, upstream, gradient);
                        if (rectified) {
                            Rectifier.mask(gradient, room, sizeOfDx);
                        }
                        planes.unload(gradient, image, dx);
                    }
                });
        sums.finish(
                sum -> {
                    Array byTap = forChannels(dw);
                    long[] shape = byTap.shape();
                    Elementwise.copy(sum.view(shape, Shapes.rowMajor(shape), sum.offset()), byTap);
                });
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(w);
        Reference.reachabilityFence(ones);
        Reference.reachabilityFence(dx);
    }

    private void addWeights(Array lines, Array upstream, Array sum) {
        eachProduct(
                length,
                (g, tap, at, n) ->
                        Gemm.run(
                                DType.FLOAT32,
                                across * channels,
                                kernels,
                                n,
                                plane(lines, g, tap, at, true),
                                map(upstream, g, at),
                                1,
                                ofChannels(sum, g, tap)));
    }

    /** A pixel's row of maps, multiplied by the taps from right to left, ends at its own place. */
    private void addInput(Array w, Array upstream, Array gradient) {
        eachProduct(
                length + across - 1,
                (g, tap, at, n) ->
                        Gemm.run(
                                DType.FLOAT32,
                                n,
                                channels,
                                across * kernels,
                                map(upstream, g, at - across + 1),
                                ofKernels(w, g, tap),
                                1,
                                plane(gradient, g, tap, at, false)));
    }

    /** The bias of some places. */
    private float[] repeated(Array bias) {
        int all = groups * kernels;
        float[] numbers = new float[all * Math.max(1, Scratch.CHUNK / all)];
        new Cursor(bias).read(numbers, all);
        for (int at = all; at < numbers.length; at += all) {
            System.arraycopy(numbers, 0, numbers, at, all);
        }
        return numbers;
    }

    private void fill(Array results, float[] biases) {
        Cursor to = new Cursor(results);
        int size = (int) maps.size();
        for (int at = 0; at < size; at += biases.length) {
            to.put(biases, 0, Math.min(biases.length, size - at));
        }
    }

    // ---- where things lie ----

    /** Weights {@code [g · k, c, kh, kw]} as {@code [kh · kw, c, g · k]}. */
    private Array forChannels(Array weight) {
        return weight.view(
                new long[] {taps.taps(), channels, (long) groups * kernels},
                new long[] {1, taps.taps(), (long) channels * taps.taps()},
                weight.offset());
    }

    /** The same as {@code [kh · kw, g · k, c]}. */
    private Array forKernels(Array weight) {
        return weight.view(
                new long[] {taps.taps(), (long) groups * kernels, channels},
                new long[] {1, (long) channels * taps.taps(), taps.taps()},
                weight.offset());
    }

    /** A copy in which the taps of a row stand from right to left where they are used together. */
    private Array backwards(Array w) {
        Array copy = Array.empty(DType.FLOAT32, w.shape());
        for (int tap = 0; tap < taps.taps(); tap++) {
            int mirrored = tap / across * across + across - 1 - tap % across;
            Array one = w.view(w.geometry().select(0, tap));
            Elementwise.copy(one, copy.view(copy.geometry().select(0, mirrored)));
        }
        return copy;
    }

    /** {@code [c, k]} of a group. */
    private Gemm.Matrix ofChannels(Array w, int g, int tap) {
        int all = groups * kernels;
        return Gemm.Matrix.of(w, (long) tap * channels * all + (long) g * kernels, all);
    }

    /** {@code [k, c]} of a group. */
    private Gemm.Matrix ofKernels(Array w, int g, int tap) {
        return Gemm.Matrix.of(w, ((long) tap * groups + g) * kernels * channels, channels);
    }

    private Gemm.Matrix plane(Array room, int g, int tap, int at, boolean transposed) {
        int place = at + Shifts.start(taps, wide, tap);
        return planes.matrix(room, place, across, g * channels, transposed);
    }

    private Gemm.Matrix map(Array room, int g, int at) {
        return maps.matrix(room, at, across, g * kernels, false);
    }

    // ---- who does it ----

    /** A part's room begins with so many zeros, for places of no pixel are not written later. */
    private void eachImage(long each, long zeros, Body body) {
        shares.run(
                DType.FLOAT32,
                each,
                (part, room) -> {
                    new Cursor(room).clear(zeros);
                    for (int i = shares.first(part); i < shares.first(part + 1); i++) {
                        body.run(i, part, room);
                    }
                });
    }

    /**
     * All products for so many places. Where the weights of a row of taps are few, they are
     * multiplied at once, for what the row sees lies side by side. What it sees from one place and
     * from the next overlaps, which no matrix may; so each product takes every {@code across}-th
     * place.
     */
    private void eachProduct(int places, Product body) {
        for (int g = 0; g < groups; g++) {
            for (int at = 0; at < places; at += stretch) {
                int n = Math.min(stretch, places - at);
                for (int first = 0; first < Math.min(across, n); first++) {
                    for (int tap = 0; tap < taps.taps(); tap += across) {
                        body.run(g, tap, at + first, (n - first + across - 1) / across);
                    }
                }
            }
        }
    }

    private interface Body {
        void run(int image, int part, Array room);
    }

    private interface Step {
        /** What happens to an image's maps; the rest of the room is free. */
        void run(int image, Array maps, Array rest);
    }

    private interface Product {
        void run(int group, int tap, int at, int places);
    }
}
