package org.grad4j.backend;

/**
 * The largest of each two by two places where channels lie side by side, rectified or not, and
 * which of the four it is, as {@link Pooling} chooses it: NaN before all, and the first of equals.
 * For one thread at a time.
 */
final class ChannelsLastPooling {
    private final int channels;
    private final boolean rectified;
    private final int rows;
    private final int columns;
    private final int wide;

    /**
     * Sizes.
     *
     * @param h height of the maps
     * @param w their width
     * @param wide places from row to row
     * @param rectified whether {@code max(y, 0)} stands for each maximum y
     */
    ChannelsLastPooling(int channels, int h, int w, int wide, boolean rectified) {
        this.channels = channels;
        this.rectified = rectified;
        this.wide = wide;
        rows = h / 2;
        columns = w / 2;
    }

    /** Windows of an image. */
    int windows() {
        return rows * columns;
    }

    /**
     * Fills {@code [windows, c]} with maxima, and with the place of each in its window, 0 to 3, or
     * {@link Convolution#NONE}, unless nobody asks for it.
     */
    void max(Array maps, Array maxima, Cursor choices) {
        int n = columns * channels;
        Cursor from = new Cursor(maps);
        Cursor to = new Cursor(maxima);
        Scratch scratch = Scratch.get();
        int[] row = scratch.ints(0, 2 * n);
        int[] a = scratch.ints(1, n);
        int[] b = scratch.ints(2, n);
        int[] c = scratch.ints(3, n);
        int[] d = scratch.ints(4, n);
        int[] largest = scratch.ints(5, n);
        for (int r = 0; r < rows; r++) {
            readRow(from, 2 * r, row);
            part(row, a, b);
            readRow(from, 2 * r + 1, row);
            part(row, c, d);
            if (rectified) {
                largestOfRectified(a, b, c, d, largest, n);
            } else {
                largest(a, b, c, d, largest, n);
            }
            if (choices != null) {
                choose(a, b, c, largest, n);
                if (rectified) {
                    chooseNone(largest, a, n);
                }
                choices.writeInts(a, n);
            }
            if (!rectified) {
                FloatOrder.toBits(largest, n);
            }
            to.writeBits(largest, n);
        }
    }

    private void readRow(Cursor from, int r, int[] row) {
        int n = 2 * columns * channels;
        from.seek((long) r * wide * channels).readBits(row, n);
        if (rectified) {
            FloatOrder.rectify(row, n);
        } else {
            FloatOrder.sameZeros(row, n);
            FloatOrder.toOrder(row, n);
        }
    }

    /** Even places and odd ones. */
    private void part(int[] row, int[] even, int[] odd) {
        for (int c = 0; c < columns; c++) {
            System.arraycopy(row, 2 * c * channels, even, c * channels, channels);
            System.arraycopy(row, (2 * c + 1) * channels, odd, c * channels, channels);
        }
    }

    private static void largest(int[] a, int[] b, int[] c, int[] d, int[] largest, int n) {
        for (int i = 0; i < n; i++) {
            largest[i] = Math.max(Math.max(a[i], b[i]), Math.max(c[i], d[i]));
        }
    }

    /** The same where none is below 0: JDK 17 does not vectorise {@code Math.max}. */
    private static void largestOfRectified(
            int[] a, int[] b, int[] c, int[] d, int[] largest, int n) {
        for (int i = 0; i < n; i++) {
            int less = a[i] - b[i];
            int max = a[i] - (less & less >> 31);
            less = max - c[i];
            max -= less & less >> 31;
            less = max - d[i];
            largest[i] = max - (less & less >> 31);
        }
    }

    /** Puts into a which of the four is the largest, without branches, for they are random. */
    private static void choose(int[] a, int[] b, int[] c, int[] largest, int n) {
        for (int i = 0; i < n; i++) {
            int max = largest[i];
            int notA = a[i] ^ max;
            int notB = b[i] ^ max;
            int notC = c[i] ^ max;
            notA = (notA | -notA) >>> 31;
            notB = (notB | -notB) >>> 31 & notA;
            notC = (notC | -notC) >>> 31 & notB;
            a[i] = notA + notB + notC;
        }
    }

    private static void chooseNone(int[] largest, int[] a, int n) {
        for (int i = 0; i < n; i++) {
            a[i] |= ~(largest[i] | -largest[i]) >>> 31 << 2;
        }
    }

    /**
     * Fills the windows of maps with the gradients of their maxima, and zeros elsewhere in them.
     * Gradients that the rectifier has not let through become 0 in both.
     */
    void spread(Array upstream, Cursor choices, Array maps) {
        int n = columns * channels;
        Cursor from = new Cursor(upstream);
        Cursor to = new Cursor(maps);
        Scratch scratch = Scratch.get();
        int[] row = scratch.ints(0, 2 * n);
        int[] g = scratch.ints(1, n);
        int[] choice = scratch.ints(2, n);
        int[] even = scratch.ints(3, n);
        int[] odd = scratch.ints(4, n);
        for (int r = 0; r < rows; r++) {
            from.seek((long) r * n).readBits(g, n);
            choices.readInts(choice, n);
            if (rectified) {
                mask(g, choice, n);
                from.seek((long) r * n).writeBits(g, n);
            }
            for (int half = 0; half < 2; half++) {
                only(g, choice, 2 * half, even, n);
                only(g, choice, 2 * half + 1, odd, n);
                join(even, odd, row);
                to.seek((long) (2 * r + half) * wide * channels).writeBits(row, 2 * n);
            }
        }
    }

    private static void mask(int[] g, int[] choice, int n) {
        for (int i = 0; i < n; i++) {
            g[i] &= (choice[i] >> 2) - 1;
        }
    }

    private static void only(int[] g, int[] choice, int place, int[] out, int n) {
        for (int i = 0; i < n; i++) {
            int other = choice[i] ^ place;
            out[i] = g[i] & ~((other | -other) >> 31);
        }
    }

    private void join(int[] even, int[] odd, int[] row) {
        for (int c = 0; c < columns; c++) {
            System.arraycopy(even, c * channels, row, 2 * c * channels, channels);
            System.arraycopy(odd, c * channels, row, (2 * c + 1) * channels, channels);
        }
    }
}
