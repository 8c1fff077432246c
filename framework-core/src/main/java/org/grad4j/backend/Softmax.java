package org.grad4j.backend;

import java.lang.ref.Reference;

/**
 * Softmax and its logarithm along one dimension, shifted by the maximum and computed in double.
 * ND4J's log_softmax takes the logarithm of the softmax and gives -inf for a gap of 200.
 */
public final class Softmax {
    /** Exponentials that are worth handing to another thread: some 10 ns each. */
    private static final int LEAST = 256;

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
        Array in = x.contiguous();
        Array out = Array.empty(x.dtype(), x.shape());
        if (out.numel() == 0) {
            return out;
        }
        long[] shape = in.shape();
        int n = shape.length == 0 ? 1 : (int) shape[dim];
        int inner = shape.length == 0 ? 1 : (int) Shapes.numel(shape, dim + 1, shape.length);
        Block from = in.block();
        Block to = out.block();
        int start = (int) in.offset();
        int rows = (int) (in.numel() / n);
        Team.split(
                rows,
                LEAST / n + 1,
                (first, end) -> rows(from, start, to, n, inner, (int) first, (int) end, logarithm));
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(out);
        return out;
    }

    private static void rows(
            Block from,
            int start,
            Block to,
            int n,
            int inner,
            int first,
            int end,
            boolean logarithm) {
        double[] row = new double[n];
        for (int r = first; r < end; r++) {
            int base = r / inner * n * inner + r % inner;
            double max = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < n; i++) {
                row[i] = from.getDouble(start + base + i * inner);
                max = Math.max(max, row[i]);
            }
            double sum = 0;
            for (int i = 0; i < n; i++) {
                row[i] -= max;
                sum += Math.exp(row[i]);
            }
            double log = Math.log(sum);
            for (int i = 0; i < n; i++) {
                double value = logarithm ? row[i] - log : Math.exp(row[i]) / sum;
                to.putDouble(base + i * inner, value);
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
        Array upstream = g.contiguous();
        Array result = y.contiguous();
        Array out = Array.empty(y.dtype(), y.shape());
        if (out.numel() == 0) {
            return out;
        }
        long[] shape = y.shape();
        int n = shape.length == 0 ? 1 : (int) shape[dim];
        int inner = shape.length == 0 ? 1 : (int) Shapes.numel(shape, dim + 1, shape.length);
        Block before = upstream.block();
        Block at = result.block();
        Block to = out.block();
        int ofG = (int) upstream.offset();
        int ofY = (int) result.offset();
        int rows = (int) (out.numel() / n);
        Team.split(
                rows,
                LEAST / n + 1,
                (first, end) -> {
                    for (int r = (int) first; r < end; r++) {
                        int base = r / inner * n * inner + r % inner;
                        gradient(before, ofG + base, at, ofY + base, to, base, n, inner, logarithm);
                    }
                });
        Reference.reachabilityFence(upstream);
        Reference.reachabilityFence(result);
        Reference.reachabilityFence(out);
        return out;
    }

    private static void gradient(
            Block g,
            int ofG,
            Block y,
            int ofY,
            Block out,
            int at,
            int n,
            int inner,
            boolean logarithm) {
        double sum = 0;
        for (int i = 0; i < n * inner; i += inner) {
            sum += g.getDouble(ofG + i) * (logarithm ? 1 : y.getDouble(ofY + i));
        }
        for (int i = 0; i < n * inner; i += inner) {
            double gi = g.getDouble(ofG + i);
            double yi = y.getDouble(ofY + i);
            out.putDouble(at + i, logarithm ? gi - Math.exp(yi) * sum : yi * (gi - sum));
        }
    }
}
