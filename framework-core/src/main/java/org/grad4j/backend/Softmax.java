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
        Array from = x.dimensionLast(dim);
        Array to = out.dimensionLast(dim);
        int n = length(from);
        each(
                from,
                (first, count, rows, exps) -> {
                    Scratch scratch = Scratch.get();
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
        Array upstream = g.dimensionLast(dim);
        Array result = y.dimensionLast(dim);
        Array to = out.dimensionLast(dim);
        int n = length(result);
        each(
                result,
                (first, count, slopes, before) -> {
                    Scratch scratch = Scratch.get();
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

    /** Some rows of one length, and room for twice as many numbers. */
    @FunctionalInterface
    private interface Rows {
        void run(int first, int count, double[] room, double[] more);
    }

    private static int length(Array x) {
        return x.rank() == 0 ? 1 : (int) x.shape()[x.rank() - 1];
    }

    private static void each(Array x, Rows body) {
        if (x.numel() == 0) {
            return;
        }
        int n = length(x);
        int some = Math.max(1, Scratch.CHUNK / n);
        Team.split(
                x.numel() / n,
                LEAST / n + 1,
                (from, to) -> {
                    Scratch scratch = Scratch.get();
                    boolean fits = n <= Scratch.CHUNK;
                    double[] room = fits ? scratch.doubles(0) : new double[n];
                    double[] more = fits ? scratch.doubles(1) : new double[n];
                    for (int at = (int) from; at < to; at += some) {
                        body.run(at, (int) Math.min(some, to - at), room, more);
                    }
                });
    }
}
