package org.grad4j.backend;

import org.grad4j.tensor.DType;

/**
 * A convolution whose windows step by one, as one matrix product for each element of the window:
 * what that element sees in planes with their padding is the planes themselves from its place on.
 * Nothing is unfolded, and a stretch of the maps stays in the first-level cache while all elements
 * add to it. Like columns of {@link Shifts}, maps run over the ends of the rows.
 *
 * <p>For one thread, {@code 32×26×26 ⋆ 64, 3×3}: 186 µs instead of 241 with columns, and 176
 * instead of 270 back to the planes. Few channels or kernels make the products too small for it,
 * many make them so large that OpenBLAS copies their operands first. Float32 only.
 */
final class ShiftedProducts {
    /** OpenBLAS multiplies without copying up to this many multiplications. */
    private static final int SMALL = 1_000_000;

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
        stretch = SMALL / (kernels * channels) >= 2 * STRETCH ? 2 * STRETCH : STRETCH;
    }

    static boolean pays(int kernels, int channels) {
        return kernels >= FEWEST
                && channels >= FEWEST
                && (long) kernels * channels * STRETCH <= SMALL;
    }

    /** The weights {@code [g · k, c, kh, kw]} as one matrix {@code [g · k, c]} for each element. */
    Array byTap(Array w) {
        long each = count();
        long[] shape = {each, (long) groups * kernels, channels};
        return w.view(shape, new long[] {1, channels * each, each}, w.offset()).copy();
    }

    /** The same with turned matrices, {@code [c, k]} for each element and group. */
    Array turnedByTap(Array w) {
        long each = count();
        long[] shape = {each, groups, channels, kernels};
        long[] steps = {1, kernels * channels * each, each, channels * each};
        return w.view(shape, steps, w.offset()).copy();
    }

    private int count() {
        return taps.kernelH() * taps.kernelW();
    }

    private int start(int tap) {
        return tap / taps.kernelW() * taps.dilationH() * wide
                + tap % taps.kernelW() * taps.dilationW();
    }

    /** Elements of the planes of one image. */
    long planes() {
        return (long) groups * channels * plane;
    }

    /** {@code maps = Σ w · planes}, from {@link #byTap weights by tap}. */
    void forward(Array planes, Array w, Array maps) {
        for (int g = 0; g < groups; g++) {
            for (int from = 0; from < length; from += stretch) {
                for (int tap = 0; tap < count(); tap++) {
                    Gemm.run(
                            DType.FLOAT32,
                            kernels,
                            Math.min(stretch, length - from),
                            channels,
                            matrix(w, (tap * groups + g) * kernels * channels, channels),
                            matrix(planes, g * channels * plane + start(tap) + from, plane),
                            tap == 0 ? 0 : 1,
                            matrix(maps, g * kernels * length + from, length));
                }
            }
        }
    }

    /** Adds {@code Σ wᵀ · maps} to the planes, from {@link #turnedByTap turned weights}. */
    void backward(Array maps, Array w, Array planes) {
        for (int g = 0; g < groups; g++) {
            for (int from = 0; from < length; from += stretch) {
                for (int tap = 0; tap < count(); tap++) {
                    Gemm.run(
                            DType.FLOAT32,
                            channels,
                            Math.min(stretch, length - from),
                            kernels,
                            matrix(w, (tap * groups + g) * kernels * channels, kernels),
                            matrix(maps, g * kernels * length + from, length),
                            1,
                            matrix(planes, g * channels * plane + start(tap) + from, plane));
                }
            }
        }
    }

    private static Gemm.Matrix matrix(Array x, int element, int step) {
        long address = x.address() + (long) element * DType.FLOAT32.bytes();
        return new Gemm.Matrix(address, step, false);
    }
}
