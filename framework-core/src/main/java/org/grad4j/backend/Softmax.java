package org.grad4j.backend;

import java.lang.ref.Reference;
import org.grad4j.tensor.DType;

/**
 * Softmax and its logarithm along one dimension, shifted by the maximum and computed in double.
 * ND4J's log_softmax takes the logarithm of the softmax and gives -inf for a gap of 200.
 *
 * <p>As many rows as fill a chunk are read together, so that their exponentials are one loop.
 */
public final class Softmax {
    /** Exponentials that are worth handing to another thread: some 3 ns each. */
    private static final int LEAST = 1024;

    private Softmax() {}

    /**
     * {@code eˣ / Σ eˣ}, or its logarithm {@code x - log Σ eˣ}.
     *
     * @param x in, floating
     * @param dim the dimension, from 0
     * @param logarithm which of the two
     * @return a fresh array of x's shape
     */
    public static Array along(Array x, int dim, boolean logarithm) {
        Array out = Array.empty(x.dtype(), x.shape());
        Array from = rows(x, dim);
        Array to = rows(out, dim);
        each(
                from,
                (first, count, n) -> {
                    Scratch scratch = Scratch.get();
                    double[] rows = room(scratch, 0, count * n);
                    double[] exps = room(scratch, 1, count * n);
                    scratch.cursor(0).on(from, (long) first * n).read(rows, count * n);
                    shift(rows, count, n);
                    System.arraycopy(rows, 0, exps, 0, count * n);
                    exp(x.dtype(), exps, count * n);
                    finish(rows, exps, count, n, logarithm);
                    scratch.cursor(1).on(to, (long) first * n).write(rows, count * n);
                });
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(out);
        return out;
    }

    /** Takes each row's maximum off it. */
    private static void shift(double[] rows, int count, int n) {
        for (int at = 0; at < count * n; at += n) {
            double max = Double.NEGATIVE_INFINITY;
            for (int i = at; i < at + n; i++) {
                max = Math.max(max, rows[i]);
            }
            for (int i = at; i < at + n; i++) {
                rows[i] -= max;
            }
        }
    }

    private static void finish(double[] rows, double[] exps, int count, int n, boolean logarithm) {
        for (int at = 0; at < count * n; at += n) {
            double sum = 0;
            for (int i = at; i < at + n; i++) {
                sum += exps[i];
            }
            double log = logarithm ? Math.log(sum) : 0;
            for (int i = at; i < at + n; i++) {
                rows[i] = logarithm ? rows[i] - log : exps[i] / sum;
            }
        }
    }

    /**
     * The gradient of {@link #along} with respect to x: {@code y · (g - Σ g · y)} along the
     * dimension, of the logarithm {@code g - eʸ · Σ g}.
     *
     * @param g of the result
     * @param y the result
     * @param dim the dimension, from 0
     * @param logarithm which of the two
     * @return a fresh array of y's shape
     */
    public static Array gradient(Array g, Array y, int dim, boolean logarithm) {
        Array out = Array.empty(y.dtype(), y.shape());
        Array upstream = rows(g, dim);
        Array result = rows(y, dim);
        Array to = rows(out, dim);
        each(
                result,
                (first, count, n) -> {
                    Scratch scratch = Scratch.get();
                    double[] slopes = room(scratch, 0, count * n);
                    double[] before = room(scratch, 1, count * n);
                    scratch.cursor(0).on(result, (long) first * n).read(slopes, count * n);
                    scratch.cursor(1).on(upstream, (long) first * n).read(before, count * n);
                    if (logarithm) {
                        exp(y.dtype(), slopes, count * n);
                    }
                    gradient(before, slopes, count, n, logarithm);
                    scratch.cursor(2).on(to, (long) first * n).write(slopes, count * n);
                });
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(y);
        Reference.reachabilityFence(out);
        return out;
    }

    /** Replaces the softmax y by the gradient. */
    private static void gradient(double[] g, double[] y, int count, int n, boolean logarithm) {
        for (int at = 0; at < count * n; at += n) {
            double sum = 0;
            for (int i = at; i < at + n; i++) {
                sum += logarithm ? g[i] : g[i] * y[i];
            }
            for (int i = at; i < at + n; i++) {
                y[i] = logarithm ? g[i] - y[i] * sum : y[i] * (g[i] - sum);
            }
        }
    }

    private static void exp(DType dtype, double[] x, int n) {
        if (dtype != DType.FLOAT64) {
            Wide.exp(x, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            x[i] = Math.exp(x[i]);
        }
    }

    /** The same array with a dimension moved to the end, as rows. */
    private static Array rows(Array x, int dim) {
        int rank = x.rank();
        if (rank > 0 && dim == rank - 1) {
            return x;
        }
        if (rank == 0) {
            return x.view(new long[] {1}, new long[] {1}, x.offset());
        }
        long[] shape = x.shape().clone();
        long[] strides = x.strides().clone();
        for (int d = dim; d < rank - 1; d++) {
            shape[d] = x.shape()[d + 1];
            strides[d] = x.strides()[d + 1];
        }
        shape[rank - 1] = x.shape()[dim];
        strides[rank - 1] = x.strides()[dim];
        return x.view(shape, strides, x.offset());
    }

    /** Some rows of one length. */
    @FunctionalInterface
    private interface Rows {
        void run(int first, int count, int n);
    }

    private static void each(Array x, Rows body) {
        if (x.numel() == 0) {
            return;
        }
        int n = (int) x.shape()[x.rank() - 1];
        int some = Math.max(1, Scratch.CHUNK / n);
        Team.split(
                x.numel() / n,
                LEAST / n + 1,
                (from, to) -> {
                    for (int at = (int) from; at < to; at += some) {
                        body.run(at, (int) Math.min(some, to - at), n);
                    }
                });
    }

    private static double[] room(Scratch scratch, int slot, int size) {
        return size <= Scratch.CHUNK ? scratch.doubles(slot) : new double[size];
    }
}
