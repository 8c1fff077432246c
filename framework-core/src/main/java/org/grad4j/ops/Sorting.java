package org.grad4j.ops;

import java.util.Arrays;
import org.grad4j.backend.Array;
import org.grad4j.backend.Ordering;
import org.grad4j.backend.Ordering.Ordered;
import org.grad4j.backend.Reduction;
import org.grad4j.backend.Shapes;
import org.grad4j.backend.Transfer;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.grad4j.tensor.Unique;
import org.grad4j.tensor.ValuesIndices;

/** Sorting and what follows from it: the first k, the median, distinct elements. */
public final class Sorting {
    private Sorting() {}

    /**
     * Sorts along one dimension; equal elements keep their order, NaN counts as the largest.
     *
     * @param x a tensor
     * @param dim the dimension
     * @param descending whether the largest come first
     * @return values and where they were
     */
    public static ValuesIndices sort(Tensor x, int dim, boolean descending) {
        int d = Shapes.dim("sort", dim, x.array().shape());
        return chosen(
                "SortBackward0", x, d, Ordering.sort(x.array(), d, descending, 0, size(x, d)));
    }

    /**
     * The order that sorts along one dimension.
     *
     * @param x a tensor
     * @param dim the dimension
     * @param descending whether the largest come first
     * @return int64 places
     */
    public static Tensor argsort(Tensor x, int dim, boolean descending) {
        int d = Shapes.dim("argsort", dim, x.array().shape());
        return Tensor.wrap(Ordering.sort(x.array(), d, descending, 0, size(x, d)).indices());
    }

    /**
     * The k largest or smallest elements along one dimension, in order.
     *
     * @param x a tensor
     * @param k how many
     * @param dim the dimension
     * @param largest which of the two
     * @return values and where they were
     */
    public static ValuesIndices topk(Tensor x, int k, int dim, boolean largest) {
        Types.refuseBool("topk", x);
        int d = Shapes.dim("topk", dim, x.array().shape());
        int n = size(x, d);
        if (k < 0 || k > n) {
            throw new IllegalArgumentException(
                    "topk: k must be from 0 to the size of dimension "
                            + d
                            + ", "
                            + n
                            + " for shape "
                            + Arrays.toString(x.array().shape())
                            + ", got "
                            + k);
        }
        int count = x.dim() == 0 ? 1 : k;
        return chosen("TopkBackward0", x, d, Ordering.sort(x.array(), d, largest, 0, count));
    }

    private static ValuesIndices chosen(String name, Tensor x, int d, Ordered found) {
        Tensor places = Tensor.wrap(found.indices());
        return new ValuesIndices(Picks.chosen(name, x, d, found.values(), places), places);
    }

    /**
     * The median of all elements, the lower one of two; equal ones share the gradient.
     *
     * @param x a tensor
     * @return a tensor without dimensions; NaN when empty or if there is a NaN
     */
    public static Tensor median(Tensor x) {
        Types.refuseBool("median", x);
        if (x.numel() == 0 && x.dtype().isFloatingPoint()) {
            return x.sum().add(Double.NaN);
        }
        if (x.numel() == 0) {
            throw new IllegalArgumentException(
                    "median: an empty tensor of whole numbers has no median, got shape "
                            + Arrays.toString(x.array().shape()));
        }
        Tensor flat = Tensor.wrap(x.array().contiguous().reshapeView(x.numel()));
        return Extremes.evenly("MedianBackward0", x, middle(flat, 0).values().reshapeView());
    }

    /**
     * The medians along one dimension, the lower one of two, and where they are.
     *
     * @param x a tensor
     * @param dim the dimension
     * @param keepDim whether it stays with size 1
     * @return values, NaN where there is a NaN, and indices
     */
    public static ValuesIndices median(Tensor x, int dim, boolean keepDim) {
        Types.refuseBool("median", x);
        int d = Shapes.dim("median", dim, x.array().shape());
        if (x.dim() == 0) {
            return new ValuesIndices(median(x), Tensor.zeros(DType.INT64));
        }
        Reduced reduced = Reduced.of("median", x, new int[] {d}, keepDim).requireElements("median");
        Ordered found = middle(x, d);
        Tensor places = Tensor.wrap(found.indices());
        return new ValuesIndices(
                Picks.chosen("MedianBackward1", x, d, reduced.shaped(found.values()), places),
                Tensor.wrap(reduced.shaped(found.indices())));
    }

    /** The middle elements, or NaN, which sorts last, where there is one. */
    private static Ordered middle(Tensor x, int d) {
        int n = size(x, d);
        Ordered found = Ordering.sort(x.array(), d, false, (n - 1) / 2, 1);
        if (!x.dtype().isFloatingPoint()) {
            return found;
        }
        Reduction.Extremes largest = Reduction.extremes(x.array(), d, true);
        double[] values = Transfer.doubles(found.values());
        long[] places = Transfer.longs(found.indices());
        double[] nans = Transfer.doubles(largest.values());
        long[] nanPlaces = Transfer.longs(largest.indices());
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(nans[i])) {
                values[i] = nans[i];
                places[i] = nanPlaces[i];
            }
        }
        Transfer.write(values, found.values());
        Transfer.write(places, found.indices());
        return found;
    }

    /**
     * The distinct elements in ascending order.
     *
     * @param x a tensor
     * @return the elements, for each element of x which of them it is, and how often each occurs
     */
    public static Unique unique(Tensor x) {
        Array flat = x.array().contiguous().reshapeView(x.numel());
        Ordered sorted = Ordering.sort(flat, 0, false, 0, (int) x.numel());
        Ordered distinct = Ordering.distinct(sorted.values());
        long[] order = Transfer.longs(sorted.indices());
        long[] starts = Transfer.longs(distinct.indices());
        long[] inverse = new long[order.length];
        long[] counts = new long[starts.length];
        for (int i = 0; i < starts.length; i++) {
            long end = i + 1 < starts.length ? starts[i + 1] : order.length;
            counts[i] = end - starts[i];
            for (int at = (int) starts[i]; at < end; at++) {
                inverse[(int) order[at]] = i;
            }
        }
        return new Unique(
                Tensor.wrap(distinct.values()), Tensor.of(inverse, x.shape()), Tensor.of(counts));
    }

    private static int size(Tensor x, int d) {
        return x.dim() == 0 ? 1 : (int) x.array().shape()[d];
    }
}
