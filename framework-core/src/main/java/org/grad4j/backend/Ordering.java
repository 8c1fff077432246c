package org.grad4j.backend;

import java.util.Arrays;
import org.grad4j.tensor.DType;

/**
 * Stable sorting of rows. Elements are compared as whole numbers of the same order: NaN is the
 * largest of all, and -0 equals 0, as in PyTorch.
 */
public final class Ordering {
    private static final int RUN = 8;

    /** So few are faster kept sorted while the row passes by. */
    private static final int FEW = 16;

    private Ordering() {}

    /**
     * Ordered elements and where they were.
     *
     * @param values the elements
     * @param indices their INT64 places along the dimension
     */
    public record Ordered(Array values, Array indices) {}

    /**
     * Sorts along one dimension; equal elements keep their order.
     *
     * @param x in
     * @param dim the dimension, from 0
     * @param descending whether the largest come first
     * @param first the first of the sorted elements to return
     * @param count how many of them to return
     * @return fresh arrays of x's shape but for that dimension, which has size {@code count}
     */
    public static Ordered sort(Array x, int dim, boolean descending, int first, int count) {
        long[] shape = x.shape().clone();
        int n = shape.length == 0 ? 1 : (int) shape[dim];
        if (shape.length > 0) {
            shape[dim] = count;
        }
        Array values = Array.empty(x.dtype(), shape);
        Array indices = Array.empty(DType.INT64, shape.clone());
        int rows = count == 0 ? 0 : (int) (values.numel() / count);
        long[] places = new long[rows * count];
        boolean whole = !x.dtype().isFloatingPoint();
        long[] longs = whole ? Transfer.longs(x.dimensionLast(dim)) : null;
        double[] doubles = whole ? null : Transfer.doubles(x.dimensionLast(dim));
        long[] chosenLongs = whole ? new long[places.length] : null;
        double[] chosenDoubles = whole ? null : new double[places.length];
        Sorter sorter = new Sorter(n);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < n; i++) {
                long key = whole ? longs[row * n + i] : key(doubles[row * n + i]);
                sorter.put(i, descending ? ~key : key);
            }
            sorter.sort(first + count);
            for (int i = 0; i < count; i++) {
                int at = sorter.place(first + i);
                places[row * count + i] = at;
                if (whole) {
                    chosenLongs[row * count + i] = longs[row * n + at];
                } else {
                    chosenDoubles[row * count + i] = doubles[row * n + at];
                }
            }
        }
        Transfer.write(places, indices.dimensionLast(dim));
        if (whole) {
            Transfer.write(chosenLongs, values.dimensionLast(dim));
        } else {
            Transfer.write(chosenDoubles, values.dimensionLast(dim));
        }
        return new Ordered(values, indices);
    }

    /** A whole number in the same order. */
    private static long key(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    /** Merge sort from the bottom, of keys with their places; its arrays serve many rows. */
    private static final class Sorter {
        private long[] keys;
        private long[] spareKeys;
        private int[] places;
        private int[] sparePlaces;

        Sorter(int n) {
            keys = new long[n];
            spareKeys = new long[n];
            places = new int[n];
            sparePlaces = new int[n];
        }

        void put(int i, long key) {
            keys[i] = key;
            places[i] = i;
        }

        int place(int i) {
            return places[i];
        }

        /** Puts the first of the order in front, and perhaps the others behind them. */
        void sort(int wanted) {
            int n = keys.length;
            if (wanted <= FEW) {
                for (int i = 1; i < n; i++) {
                    insert(i, 0, Math.min(i, wanted));
                }
                return;
            }
            for (int start = 0; start < n; start += RUN) {
                for (int i = start + 1; i < Math.min(n, start + RUN); i++) {
                    insert(i, start, i);
                }
            }
            for (int width = RUN; width < n; width *= 2) {
                for (int start = 0; start < n; start += 2 * width) {
                    merge(start, Math.min(n, start + width), Math.min(n, start + 2 * width));
                }
                long[] k = keys;
                keys = spareKeys;
                spareKeys = k;
                int[] p = places;
                places = sparePlaces;
                sparePlaces = p;
            }
        }

        /** Moves one element to its place in a sorted range before it, or leaves it. */
        private void insert(int i, int start, int end) {
            long key = keys[i];
            int place = places[i];
            int to = end;
            for (; to > start && keys[to - 1] > key; to--) {
                keys[to] = keys[to - 1];
                places[to] = places[to - 1];
            }
            if (to < end || end == i) {
                keys[to] = key;
                places[to] = place;
            }
        }

        private void merge(int start, int middle, int end) {
            int left = start;
            int right = middle;
            for (int to = start; to < end; to++) {
                boolean takeLeft = left < middle && (right >= end || keys[left] <= keys[right]);
                int from = takeLeft ? left++ : right++;
                spareKeys[to] = keys[from];
                sparePlaces[to] = places[from];
            }
        }
    }

    /**
     * The distinct values of a sorted row; NaN differs from NaN.
     *
     * @param sorted one dimension
     * @return the values, and the INT64 places where each begins
     */
    public static Ordered distinct(Array sorted) {
        boolean whole = !sorted.dtype().isFloatingPoint();
        long[] longs = whole ? Transfer.longs(sorted) : null;
        double[] doubles = whole ? null : Transfer.doubles(sorted);
        long[] starts = new long[(int) sorted.numel()];
        int n = 0;
        for (int i = 0; i < starts.length; i++) {
            boolean fresh =
                    i == 0 || (whole ? longs[i] != longs[n - 1] : doubles[i] != doubles[n - 1]);
            if (fresh) {
                if (whole) {
                    longs[n] = longs[i];
                } else {
                    doubles[n] = doubles[i];
                }
                starts[n++] = i;
            }
        }
        Array values = Array.empty(sorted.dtype(), n);
        Array indices = Array.empty(DType.INT64, n);
        Transfer.write(Arrays.copyOf(starts, n), indices);
        if (whole) {
            Transfer.write(Arrays.copyOf(longs, n), values);
        } else {
            Transfer.write(Arrays.copyOf(doubles, n), values);
        }
        return new Ordered(values, indices);
    }
}
