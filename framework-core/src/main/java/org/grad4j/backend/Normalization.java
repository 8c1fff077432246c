package org.grad4j.backend;

import java.lang.ref.Reference;
import org.grad4j.tensor.DType;

/**
 * Means and variances of groups of elements, and the two passes that normalising and its gradient
 * consist of, each fused: one reads, one writes. Sums are formed in double over pieces that fit the
 * cache.
 */
public final class Normalization {
    private Normalization() {}

    /**
     * Which elements share their statistics: the array is cut into runs of neighbours, dealt to the
     * groups in turn.
     *
     * @param groups how many groups
     * @param run how many neighbours
     */
    public record Cut(int groups, int run) {}

    /** Works on some neighbours of one group. */
    @FunctionalInterface
    private interface Piece {
        void run(int from, int to, int group);
    }

    /** Where the next piece begins. */
    private static final class Walk {
        private final Cut cut;
        private int group;
        private int inRun;

        Walk(Cut cut) {
            this.cut = cut;
        }

        void pieces(int n, Piece piece) {
            for (int i = 0; i < n; ) {
                int end = Math.min(n, i + cut.run - inRun);
                piece.run(i, end, group);
                inRun += end - i;
                i = end;
                if (inRun == cut.run) {
                    inRun = 0;
                    group = group + 1 == cut.groups ? 0 : group + 1;
                }
            }
        }
    }

    /**
     * Mean and variance of each group, the variance divided by the number of elements.
     *
     * @param x floating, of any layout
     * @param cut the groups
     * @return means, variances
     */
    public static double[][] moments(Array x, Cut cut) {
        double[] mean = new double[cut.groups];
        double[] squares = new double[cut.groups];
        double[] count = new double[cut.groups];
        if (x.numel() == 0) {
            return new double[][] {mean, squares};
        }
        boolean single = x.dtype() == DType.FLOAT32;
        float[] floats = single ? Scratch.get().floats(0) : null;
        double[] doubles = single ? null : Scratch.get().doubles(0);
        each(
                x,
                cut,
                floats,
                doubles,
                (from, to, group) -> {
                    int n = to - from;
                    double m = (single ? sum(floats, from, to) : sum(doubles, from, to)) / n;
                    double s =
                            single
                                    ? squares(floats, from, to, (float) m)
                                    : squares(doubles, from, to, m);
                    if (single) {
                        // What rounding the mean to float has added.
                        s -= n * (m - (float) m) * (m - (float) m);
                    }
                    // Two parts' squares and the distance of their means (Chan et al., 1979).
                    double all = count[group] + n;
                    double delta = m - mean[group];
                    squares[group] += s + delta * delta * count[group] * n / all;
                    mean[group] += delta * n / all;
                    count[group] = all;
                });
        for (int i = 0; i < squares.length; i++) {
            squares[i] = Math.max(0, squares[i] / count[i]);
        }
        return new double[][] {mean, squares};
    }

    private static void each(Array x, Cut cut, float[] floats, double[] doubles, Piece piece) {
        Cursor from = new Cursor(x);
        Walk walk = new Walk(cut);
        for (long at = 0; at < x.numel(); at += Scratch.CHUNK) {
            int n = (int) Math.min(Scratch.CHUNK, x.numel() - at);
            if (floats != null) {
                from.read(floats, n);
            } else {
                from.read(doubles, n);
            }
            walk.pieces(n, piece);
        }
        Reference.reachabilityFence(x);
    }

    /** Four sums side by side, which do not wait for each other. */
    private static double sum(float[] x, int from, int to) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        double total = 0;
        int i = from;
        for (; i + 63 < to; i += 64) {
            for (int k = i; k < i + 64; k += 4) {
                a += x[k];
                b += x[k + 1];
                c += x[k + 2];
                d += x[k + 3];
            }
            total += (double) a + b + c + d;
            a = 0;
            b = 0;
            c = 0;
            d = 0;
        }
        for (; i < to; i++) {
            total += x[i];
        }
        return total;
    }

    private static double squares(float[] x, int from, int to, float mean) {
        double total = 0;
        int i = from;
        for (; i + 63 < to; i += 64) {
            float a = 0;
            float b = 0;
            float c = 0;
            float d = 0;
            for (int k = i; k < i + 64; k += 4) {
                float p = x[k] - mean;
                float q = x[k + 1] - mean;
                float r = x[k + 2] - mean;
                float s = x[k + 3] - mean;
                a += p * p;
                b += q * q;
                c += r * r;
                d += s * s;
            }
            total += (double) a + b + c + d;
        }
        for (; i < to; i++) {
            double p = x[i] - mean;
            total += p * p;
        }
        return total;
    }

    private static double products(float[] g, float[] x, int from, int to, float mean) {
        double total = 0;
        int i = from;
        for (; i + 63 < to; i += 64) {
            float a = 0;
            float b = 0;
            float c = 0;
            float d = 0;
            for (int k = i; k < i + 64; k += 4) {
                a += g[k] * (x[k] - mean);
                b += g[k + 1] * (x[k + 1] - mean);
                c += g[k + 2] * (x[k + 2] - mean);
                d += g[k + 3] * (x[k + 3] - mean);
            }
            total += (double) a + b + c + d;
        }
        for (; i < to; i++) {
            total += (double) g[i] * (x[i] - mean);
        }
        return total;
    }

    private static double sum(double[] x, int from, int to) {
        double total = 0;
        for (int i = from; i < to; i++) {
            total += x[i];
        }
        return total;
    }

    private static double squares(double[] x, int from, int to, double mean) {
        double total = 0;
        for (int i = from; i < to; i++) {
            total += (x[i] - mean) * (x[i] - mean);
        }
        return total;
    }

    private static double products(double[] g, double[] x, int from, int to, double mean) {
        double total = 0;
        for (int i = from; i < to; i++) {
            total += g[i] * (x[i] - mean);
        }
        return total;
    }

    /**
     * {@code y = (x - mean) · scale + shift}, the three numbers for each group.
     *
     * @param x floating, of any layout
     * @param cut the groups
     * @param mean what is subtracted
     * @param scale by what is multiplied
     * @param shift what is added
     * @return an array of x's shape
     */
    public static Array scale(Array x, Cut cut, double[] mean, double[] scale, double[] shift) {
        Array y = Array.empty(x.dtype(), x.shape());
        if (x.numel() == 0) {
            return y;
        }
        Cursor to = new Cursor(y);
        boolean single = x.dtype() == DType.FLOAT32;
        float[] floats = single ? Scratch.get().floats(0) : null;
        double[] doubles = single ? null : Scratch.get().doubles(0);
        Cursor from = new Cursor(x);
        Walk walk = new Walk(cut);
        for (long at = 0; at < x.numel(); at += Scratch.CHUNK) {
            int n = (int) Math.min(Scratch.CHUNK, x.numel() - at);
            if (single) {
                from.read(floats, n);
                walk.pieces(
                        n,
                        (i, end, k) ->
                                scale(
                                        floats,
                                        i,
                                        end,
                                        (float) mean[k],
                                        (float) scale[k],
                                        (float) shift[k]));
                to.write(floats, n);
            } else {
                from.read(doubles, n);
                walk.pieces(n, (i, end, k) -> scale(doubles, i, end, mean[k], scale[k], shift[k]));
                to.write(doubles, n);
            }
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(y);
        return y;
    }

    private static void scale(float[] x, int from, int to, float mean, float scale, float shift) {
        for (int i = from; i < to; i++) {
            x[i] = (x[i] - mean) * scale + shift;
        }
    }

    private static void scale(
            double[] x, int from, int to, double mean, double scale, double shift) {
        for (int i = from; i < to; i++) {
            x[i] = (x[i] - mean) * scale + shift;
        }
    }

    /**
     * {@code Σ g} and {@code Σ g · (x - mean)} of each group.
     *
     * @param g floating, of any layout
     * @param x of g's shape and type
     * @param cut the groups
     * @param mean of each group
     * @return both sums
     */
    public static double[][] sums(Array g, Array x, Cut cut, double[] mean) {
        double[] plain = new double[cut.groups];
        double[] products = new double[cut.groups];
        if (x.numel() == 0) {
            return new double[][] {plain, products};
        }
        boolean single = x.dtype() == DType.FLOAT32;
        Scratch scratch = Scratch.get();
        Cursor upstream = new Cursor(g);
        Cursor from = new Cursor(x);
        Walk walk = new Walk(cut);
        for (long at = 0; at < x.numel(); at += Scratch.CHUNK) {
            int n = (int) Math.min(Scratch.CHUNK, x.numel() - at);
            if (single) {
                float[] a = scratch.floats(0);
                float[] b = scratch.floats(1);
                upstream.read(a, n);
                from.read(b, n);
                walk.pieces(
                        n,
                        (i, end, k) -> {
                            plain[k] += sum(a, i, end);
                            products[k] += products(a, b, i, end, (float) mean[k]);
                        });
            } else {
                double[] a = scratch.doubles(0);
                double[] b = scratch.doubles(1);
                upstream.read(a, n);
                from.read(b, n);
                walk.pieces(
                        n,
                        (i, end, k) -> {
                            plain[k] += sum(a, i, end);
                            products[k] += products(a, b, i, end, mean[k]);
                        });
            }
        }
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(x);
        return new double[][] {plain, products};
    }

    /**
     * {@code p · g + q · (x - mean) + r}, the four numbers for each group.
     *
     * @param g floating, of any layout
     * @param x of g's shape and type
     * @param cut the groups
     * @param mean of each group
     * @param p factor of g
     * @param q factor of x
     * @param r what is added
     * @return an array of that shape
     */
    public static Array combine(
            Array g, Array x, Cut cut, double[] mean, double[] p, double[] q, double[] r) {
        Array out = Array.empty(x.dtype(), x.shape());
        if (x.numel() == 0) {
            return out;
        }
        boolean single = x.dtype() == DType.FLOAT32;
        Scratch scratch = Scratch.get();
        Cursor upstream = new Cursor(g);
        Cursor from = new Cursor(x);
        Cursor to = new Cursor(out);
        Walk walk = new Walk(cut);
        for (long at = 0; at < x.numel(); at += Scratch.CHUNK) {
            int n = (int) Math.min(Scratch.CHUNK, x.numel() - at);
            if (single) {
                float[] a = scratch.floats(0);
                float[] b = scratch.floats(1);
                upstream.read(a, n);
                from.read(b, n);
                walk.pieces(
                        n,
                        (i, end, k) -> {
                            float s = (float) p[k];
                            float t = (float) q[k];
                            float u = (float) r[k];
                            float m = (float) mean[k];
                            for (int j = i; j < end; j++) {
                                a[j] = s * a[j] + (t * (b[j] - m) + u);
                            }
                        });
                to.write(a, n);
            } else {
                double[] a = scratch.doubles(0);
                double[] b = scratch.doubles(1);
                upstream.read(a, n);
                from.read(b, n);
                walk.pieces(
                        n,
                        (i, end, k) -> {
                            for (int j = i; j < end; j++) {
                                a[j] = p[k] * a[j] + (q[k] * (b[j] - mean[k]) + r[k]);
                            }
                        });
                to.write(a, n);
            }
        }
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(out);
        return out;
    }
}
