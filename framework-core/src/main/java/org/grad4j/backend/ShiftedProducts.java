package org.grad4j.backend;

import org.grad4j.tensor.DType;

/**
 * A convolution whose windows step by one, as one matrix product for each element of the window:
 * what that element sees in planes with their padding is the planes themselves from its place on.
 * Nothing is unfolded, and a stretch of the maps stays in the first-level cache while all elements
 * add to it. Like columns of {@link Shifts}, maps run over the ends of the rows.
 *
 * <p>For one thread, {@code 32×26×26 ⋆ 64, 3×3}: 186 µs instead of 241 with columns, 176 instead of
 * 270 back to the planes, and 180 instead of 227 for the weights. Few channels or kernels make the
 * products too small for it, many make them so large that OpenBLAS copies their operands first.
 * Float32 only. A NaN or infinity also reaches the windows that meet it only between two rows.
 */
final class ShiftedProducts {
    private static final int STRETCH = 64;
    private static final int FEWEST = 24;

    private final Columns.Taps taps;
    private final int groups;
    private final int kernels;
    private final int channels;
    private final int wide;
    private final int plane;
    private final int length;
    private final int stretch;

    /**
     * Sizes.
     *
     * @param kernels of a group
     * @param channels of a group
     */
    ShiftedProducts(Columns.Taps taps, int h, int w, int groups, int kernels, int channels) {
        this.taps = taps;
        this.groups = groups;
        this.kernels = kernels;
        this.channels = channels;
        wide = w + 2 * taps.padW();
        plane = (h + 2 * taps.padH()) * wide;
        length = Shifts.length(taps, h, w);
        stretch = Gemm.SMALL / (kernels * channels) >= 2 * STRETCH ? 2 * STRETCH : STRETCH;
    }

    static boolean pays(int kernels, int channels) {
        return kernels >= FEWEST
                && channels >= FEWEST
                && (long) kernels * channels * STRETCH <= Gemm.SMALL;
    }

    /** The weights {@code [g · k, c, kh, kw]} as one matrix {@code [g · k, c]} for each element. */
    Array byTap(Array w) {
        long each = taps.taps();
        long[] shape = {each, (long) groups * kernels, channels};
        return w.view(shape, new long[] {1, channels * each, each}, w.offset()).copy();
    }

    /** The same with turned matrices, {@code [c, k]} for each element and group. */
    Array turnedByTap(Array w) {
        long each = taps.taps();
        long[] shape = {each, groups, channels, kernels};
        long[] steps = {1, kernels * channels * each, each, channels * each};
        return w.view(shape, steps, w.offset()).copy();
    }

    /** Elements of the planes of one image. */
    long planes() {
        return (long) groups * channels * plane;
    }

    /** {@code maps = Σ w · planes}, from {@link #byTap weights by tap}. */
    void forward(Array planes, Array w, Array maps) {
        for (int g = 0; g < groups; g++) {
            for (int from = 0; from < length; from += stretch) {
                for (int tap = 0; tap < taps.taps(); tap++) {
                    Gemm.run(
                            DType.FLOAT32,
                            kernels,
                            Math.min(stretch, length - from),
                            channels,
                            Gemm.Matrix.of(w, (tap * groups + g) * kernels * channels, channels),
                            Gemm.Matrix.of(
                                    planes,
                                    g * channels * plane + Shifts.start(taps, wide, tap) + from,
                                    plane),
                            tap == 0 ? 0 : 1,
                            Gemm.Matrix.of(maps, g * kernels * length + from, length));
                }
            }
        }
    }

    /** Adds {@code Σ wᵀ · maps} to the planes, from {@link #turnedByTap turned weights}. */
    void backward(Array maps, Array w, Array planes) {
        for (int g = 0; g < groups; g++) {
            for (int from = 0; from < length; from += stretch) {
                for (int tap = 0; tap < taps.taps(); tap++) {
                    Gemm.run(
                            DType.FLOAT32,
                            channels,
                            Math.min(stretch, length - from),
                            kernels,
                            Gemm.Matrix.of(w, (tap * groups + g) * kernels * channels, kernels),
                            Gemm.Matrix.of(maps, g * kernels * length + from, length),
                            1,
                            Gemm.Matrix.of(
                                    planes,
                                    g * channels * plane + Shifts.start(taps, wide, tap) + from,
                                    plane));
                }
            }
        }
    }

    /** Room that {@link #weights} needs: maps and planes, place by place. */
    long turned() {
        return (long) groups * kernels * length + planes();
    }

    /**
     * Adds {@code Σ maps · planes} over all places to the weights by tap. Products over places are
     * a third faster where kernels and channels of a place lie side by side, so both are turned.
     */
    void weights(Array maps, Array planes, Array turned, Array w, boolean first) {
        for (int g = 0; g < groups; g++) {
            int ofMaps = g * kernels * length;
            int ofPlanes = groups * kernels * length + g * channels * plane;
            turn(maps, ofMaps, kernels, length, new Cursor(turned, ofMaps));
            turn(planes, g * channels * plane, channels, plane, new Cursor(turned, ofPlanes));
            for (int from = 0; from < length; from += stretch) {
                for (int tap = 0; tap < taps.taps(); tap++) {
                    Gemm.run(
                            DType.FLOAT32,
                            kernels,
                            channels,
                            Math.min(stretch, length - from),
                            Gemm.Matrix.of(turned, ofMaps + from * kernels, kernels, true),
                            Gemm.Matrix.of(
                                    turned,
                                    ofPlanes + (Shifts.start(taps, wide, tap) + from) * channels,
                                    channels),
                            first && from == 0 ? 0 : 1,
                            Gemm.Matrix.of(w, (tap * groups + g) * kernels * channels, channels));
                }
            }
        }
    }

    /** Rows become columns, in chunks that stay in the cache. */
    private static void turn(Array x, int first, int rows, int size, Cursor to) {
        int most = Math.max(16, Turn.CHUNK / rows);
        Scratch scratch = Scratch.get();
        float[] in = scratch.room(4, rows * most);
        float[] out = scratch.room(5, rows * most);
        Cursor from = new Cursor(x);
        for (int at = 0; at < size; at += most) {
            int n = Math.min(most, size - at);
            for (int row = 0; row < rows; row++) {
                from.seek(first + row * size + at).get(in, row * n, n);
            }
            Turn.toColumns(in, rows, n, out);
            to.write(out, rows * n);
        }
    }

    /** Copies weights by tap to {@code [g · k, c, kh, kw]}. */
    void fromTaps(Array byTap, Array w) {
        long each = taps.taps();
        long all = (long) groups * kernels;
        Geometry given =
                new Geometry(
                        new long[] {all, channels, each},
                        new long[] {channels, 1, all * channels},
                        byTap.offset());
        Elementwise.copy(byTap.view(given), w.view(Geometry.rowMajor(all, channels, each)));
    }
}
