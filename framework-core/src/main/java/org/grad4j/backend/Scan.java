package org.grad4j.backend;

import java.util.Arrays;
import org.grad4j.tensor.DType;

/** Running sums and products along one dimension; floating numbers in double, others in long. */
public final class Scan {
    private Scan() {}

    /** One step from a row of {@code inner} elements to the next. */
    @FunctionalInterface
    private interface Step {
        void run(int before, int at);
    }

    /**
     * {@code zₖ = zₖ₋₁ + xₖ}, or from the end {@code zₖ = zₖ₊₁ + xₖ}.
     *
     * @param x in
     * @param dim the dimension, from 0
     * @param reverse whether to start at the end
     * @param type the type of the result
     * @return a fresh array of x's shape
     */
    public static Array sums(Array x, int dim, boolean reverse, DType type) {
        if (type.isFloatingPoint()) {
            double[] z = Transfer.doubles(x);
            walk(x, dim, reverse, (before, at) -> z[at] += z[before]);
            return written(z, x, type);
        }
        long[] z = Transfer.longs(x);
        walk(x, dim, reverse, (before, at) -> z[at] += z[before]);
        return written(z, x, type);
    }

    /**
     * {@code zₖ = zₖ₋₁ · xₖ}.
     *
     * @param x in
     * @param dim the dimension, from 0
     * @param type the type of the result
     * @return a fresh array of x's shape
     */
    public static Array products(Array x, int dim, DType type) {
        if (type.isFloatingPoint()) {
            double[] z = Transfer.doubles(x);
            walk(x, dim, false, (before, at) -> z[at] *= z[before]);
            return written(z, x, type);
        }
        long[] z = Transfer.longs(x);
        walk(x, dim, false, (before, at) -> z[at] *= z[before]);
        return written(z, x, type);
    }

    /**
     * The linear recurrence {@code zₖ = aₖ + xₖ · zₖ₋₁}, or its transpose {@code zₖ = aₖ + xₖ₊₁ ·
     * zₖ₊₁}: xₖ always weighs the step between k - 1 and k.
     *
     * @param a what each step adds, floating
     * @param x the weights, of the same shape
     * @param dim the dimension, from 0
     * @param reverse whether to start at the end
     * @return a fresh array of the same shape
     */
    public static Array recurrence(Array a, Array x, int dim, boolean reverse) {
        double[] z = Transfer.doubles(a);
        double[] weights = Transfer.doubles(x);
        walk(a, dim, reverse, (before, at) -> z[at] += weights[Math.max(before, at)] * z[before]);
        return written(z, a, a.dtype());
    }

    private static void walk(Array x, int dim, boolean reverse, Step step) {
        long[] shape = x.shape();
        if (shape.length == 0 || x.numel() == 0) {
            return;
        }
        int n = (int) shape[dim];
        int inner = (int) Shapes.numel(Arrays.copyOfRange(shape, dim + 1, shape.length));
        int outer = (int) (x.numel() / n / inner);
        int stride = reverse ? -inner : inner;
        for (int o = 0; o < outer; o++) {
            int at = (o * n + (reverse ? n - 1 : 0)) * inner;
            for (int i = 1; i < n; i++) {
                for (int j = 0; j < inner; j++) {
                    step.run(at + j, at + stride + j);
                }
                at += stride;
            }
        }
    }

    private static Array written(double[] z, Array like, DType type) {
        Array out = Array.empty(type, like.shape());
        Transfer.write(z, out);
        return out;
    }

    private static Array written(long[] z, Array like, DType type) {
        Array out = Array.empty(type, like.shape());
        Transfer.write(z, out);
        return out;
    }
}
