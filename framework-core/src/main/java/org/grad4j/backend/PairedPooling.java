package org.grad4j.backend;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.grad4j.tensor.DType;

/**
 * The gradient of max pooling with windows of two by two, side by side, in planes of even width:
 * two neighbouring floats are one long, which is read, compared and written at once.
 */
final class PairedPooling {
    private static final long LOW = 0xffffffffL;

    private final int h;
    private final int w;
    private final int rows;
    private final int columns;
    private final int band;

    PairedPooling(int h, int w) {
        this.h = h;
        this.w = w;
        rows = h / 2;
        columns = w / 2;
        band = Math.min(rows, Scratch.CHUNK / w);
    }

    static boolean fits(Pooling.Window window, int w, Array x, Array out) {
        return window.isPairs()
                && window.strideH() == 2
                && window.strideW() == 2
                && w % 2 == 0
                && w <= Scratch.CHUNK
                && isPaired(x)
                && isPaired(out)
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    private static boolean isPaired(Array x) {
        return x.dtype() == DType.FLOAT32 && x.isContiguous() && new Cursor(x).isEven();
    }

    /** Fills planes of gradients from planes, their maxima and the maxima's gradients. */
    void spread(Cursor from, Cursor maxima, Cursor upstream, Cursor to, long planes) {
        Scratch scratch = Scratch.get();
        long[] image = scratch.longs(0);
        long[] gradient = scratch.longs(1);
        int[] largest = scratch.ints(0, band * columns);
        int[] up = scratch.ints(1, band * columns);
        for (long i = 0; i < planes; i++) {
            for (int row = 0; row < rows; row += band) {
                int count = Math.min(band, rows - row);
                from.readPairs(image, count * w);
                maxima.readBits(largest, count * columns);
                upstream.readBits(up, count * columns);
                FloatOrder.sameZeros(largest, count * columns);
                for (int r = 0; r < count; r++) {
                    spread(image, largest, up, gradient, r * columns, columns);
                }
                to.writePairs(gradient, count * w);
            }
            if (h % 2 == 1) {
                from.skip(w);
                Arrays.fill(gradient, 0, columns, 0); // what no window covers
                to.writePairs(gradient, columns);
            }
        }
    }

    /** A window's gradient goes to its first maximum; without branches, for they are random. */
    private static void spread(
            long[] image, int[] largest, int[] g, long[] out, int first, int columns) {
        int upper = 2 * first;
        int lower = upper + columns;
        for (int c = 0; c < columns; c++) {
            int bits = largest[first + c];
            long max = bits & LOW;
            long kept = ((bits | -bits) >> 31 | Integer.MAX_VALUE) & LOW; // 0 equals -0
            long up = g[first + c] & LOW;

            long pair = image[upper + c];
            long equal = allIfZero((pair ^ max) & kept);
            long left = up & equal;
            up &= ~equal;
            equal = allIfZero((pair >>> 32 ^ max) & kept);
            out[upper + c] = left | (up & equal) << 32;
            up &= ~equal;

            pair = image[lower + c];
            equal = allIfZero((pair ^ max) & kept);
            left = up & equal;
            up &= ~equal;
            equal = allIfZero((pair >>> 32 ^ max) & kept);
            out[lower + c] = left | (up & equal) << 32;
        }
    }

    /** All ones for 0, 0 for any other number below 2³². */
    private static long allIfZero(long x) {
        return -(x - 1 >>> 63);
    }
}
