package org.grad4j.backend;

/**
 * Rows that become columns, on one thread: {@code [rows, n] → [n, rows]} in chunks that stay in the
 * cache. Eight rows are taken at a time, so that what is written, or read, stays together.
 */
final class Turn {
    /** Floats of a chunk. */
    static final int CHUNK = 1 << 14;

    private Turn() {}

    /** Rows of {@code n} elements, one after another, become columns. */
    static void toColumns(float[] in, int rows, int n, float[] out) {
        int row = 0;
        for (; row + 8 <= rows; row += 8) {
            eightToColumns(in, row * n, n, out, row, rows);
        }
        for (; row + 4 <= rows; row += 4) {
            fourToColumns(in, row * n, n, out, row, rows);
        }
        for (; row < rows; row++) {
            oneToColumn(in, row * n, n, out, row, rows);
        }
    }

    private static void eightToColumns(
            float[] in, int at, int n, float[] out, int to, int columns) {
        for (int p = 0; p < n; p++) {
            int i = at + p;
            int o = to + p * columns;
            out[o] = in[i];
            out[o + 1] = in[i + n];
            out[o + 2] = in[i + 2 * n];
            out[o + 3] = in[i + 3 * n];
            out[o + 4] = in[i + 4 * n];
            out[o + 5] = in[i + 5 * n];
            out[o + 6] = in[i + 6 * n];
            out[o + 7] = in[i + 7 * n];
        }
    }

    private static void fourToColumns(float[] in, int at, int n, float[] out, int to, int columns) {
        for (int p = 0; p < n; p++) {
            int i = at + p;
            int o = to + p * columns;
            out[o] = in[i];
            out[o + 1] = in[i + n];
            out[o + 2] = in[i + 2 * n];
            out[o + 3] = in[i + 3 * n];
        }
    }

    private static void oneToColumn(float[] in, int at, int n, float[] out, int to, int columns) {
        for (int p = 0; p < n; p++) {
            out[to + p * columns] = in[at + p];
        }
    }

    /** The way back: columns of {@code n} elements become rows. */
    static void toRows(float[] in, int rows, int n, float[] out) {
        int row = 0;
        for (; row + 8 <= rows; row += 8) {
            eightToRows(in, row, rows, out, row * n, n);
        }
        for (; row + 4 <= rows; row += 4) {
            fourToRows(in, row, rows, out, row * n, n);
        }
        for (; row < rows; row++) {
            oneToRow(in, row, rows, out, row * n, n);
        }
    }

    private static void eightToRows(float[] in, int from, int columns, float[] out, int at, int n) {
        for (int p = 0; p < n; p++) {
            int i = from + p * columns;
            int o = at + p;
            out[o] = in[i];
            out[o + n] = in[i + 1];
            out[o + 2 * n] = in[i + 2];
            out[o + 3 * n] = in[i + 3];
            out[o + 4 * n] = in[i + 4];
            out[o + 5 * n] = in[i + 5];
            out[o + 6 * n] = in[i + 6];
            out[o + 7 * n] = in[i + 7];
        }
    }

    private static void fourToRows(float[] in, int from, int columns, float[] out, int at, int n) {
        for (int p = 0; p < n; p++) {
            int i = from + p * columns;
            int o = at + p;
            out[o] = in[i];
            out[o + n] = in[i + 1];
            out[o + 2 * n] = in[i + 2];
            out[o + 3 * n] = in[i + 3];
        }
    }

    private static void oneToRow(float[] in, int from, int columns, float[] out, int at, int n) {
        for (int p = 0; p < n; p++) {
            out[at + p] = in[from + p * columns];
        }
    }
}
