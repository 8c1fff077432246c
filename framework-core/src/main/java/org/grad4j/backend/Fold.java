package org.grad4j.backend;

import java.lang.ref.Reference;
import java.util.function.LongBinaryOperator;
import org.grad4j.tensor.DType;

/**
 * Reductions over any set of dimensions that read each row once, chunk by chunk, in double (whole
 * numbers in long), whatever the layout.
 */
public final class Fold {
    private Fold() {}

    /** What one row is folded into. */
    public interface State {
        /** Begins a row. */
        void start();

        /**
         * Takes the next elements of the row.
         *
         * @param x the elements, may be overwritten
         * @param n how many
         */
        void take(double[] x, int n);

        /**
         * Ends the row.
         *
         * @return its value
         */
        double result();
    }

    /**
     * Folds floating numbers.
     *
     * @param x in
     * @param reduced which dimensions make up a row
     * @param type the type of the result
     * @param state the fold
     * @return a fresh array in which the reduced dimensions have size 1
     */
    public static Array doubles(Array x, boolean[] reduced, DType type, State state) {
        Array z = Array.empty(type, Shapes.reduce(x.shape(), reduced, true));
        long rows = z.numel();
        if (rows == 0) {
            return z;
        }
        long n = x.numel() / rows;
        Cursor from = n == 0 ? null : new Cursor(rowsLast(x, reduced));
        Cursor to = new Cursor(z);
        double[] chunk = Scratch.get().doubles(0);
        double[] out = Scratch.get().doubles(1);
        for (long row = 0; row < rows; row++) {
            state.start();
            for (long at = 0; at < n; at += Scratch.CHUNK) {
                int run = (int) Math.min(Scratch.CHUNK, n - at);
                from.read(chunk, run);
                state.take(chunk, run);
            }
            int slot = (int) (row % Scratch.CHUNK);
            out[slot] = state.result();
            if (slot == Scratch.CHUNK - 1 || row == rows - 1) {
                to.write(out, slot + 1);
            }
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(z);
        return z;
    }

    /**
     * Folds whole numbers.
     *
     * @param x in
     * @param reduced which dimensions make up a row
     * @param type the type of the result
     * @param start the value of an empty row
     * @param f joins two values
     * @return a fresh array in which the reduced dimensions have size 1
     */
    public static Array longs(
            Array x, boolean[] reduced, DType type, long start, LongBinaryOperator f) {
        Array z = Array.empty(type, Shapes.reduce(x.shape(), reduced, true));
        long rows = z.numel();
        if (rows == 0) {
            return z;
        }
        long n = x.numel() / rows;
        Cursor from = n == 0 ? null : new Cursor(rowsLast(x, reduced));
        Cursor to = new Cursor(z);
        long[] chunk = Scratch.get().longs(0);
        long[] out = Scratch.get().longs(1);
        for (long row = 0; row < rows; row++) {
            long value = start;
            for (long at = 0; at < n; at += Scratch.CHUNK) {
                int run = (int) Math.min(Scratch.CHUNK, n - at);
                from.read(chunk, run);
                for (int i = 0; i < run; i++) {
                    value = f.applyAsLong(value, chunk[i]);
                }
            }
            int slot = (int) (row % Scratch.CHUNK);
            out[slot] = value;
            if (slot == Scratch.CHUNK - 1 || row == rows - 1) {
                to.write(out, slot + 1);
            }
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(z);
        return z;
    }

    /** A view in which the reduced dimensions come last, so that walking it walks row by row. */
    private static Array rowsLast(Array x, boolean[] reduced) {
        int rank = x.rank();
        long[] shape = new long[rank];
        long[] strides = new long[rank];
        int next = 0;
        for (boolean last : new boolean[] {false, true}) {
            for (int d = 0; d < rank; d++) {
                if (reduced[d] == last) {
                    shape[next] = x.shape()[d];
                    strides[next++] = x.strides()[d];
                }
            }
        }
        return x.view(shape, strides, x.offset());
    }
}
