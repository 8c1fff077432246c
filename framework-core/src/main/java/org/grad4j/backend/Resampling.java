package org.grad4j.backend;

import java.lang.ref.Reference;
import java.util.Arrays;

/**
 * Images in another size: each row and column of the result is a mean of two of the input. The
 * result is linear in the input, so its gradient is the transpose.
 */
public final class Resampling {
    private Resampling() {}

    /**
     * Where the places of one dimension come from.
     *
     * @param low one place of the input
     * @param high the other
     * @param weight the share of the other
     */
    public record Axis(int[] low, int[] high, double[] weight) {
        /**
         * The nearest places.
         *
         * @param from the size before
         * @param to the size after
         * @param scale the factor that was asked for, 0 if it was the size
         * @return the axis
         */
        public static Axis nearest(int from, int to, double scale) {
            // PyTorch computes the step in float, which decides between neighbours.
            float step = scale > 0 ? (float) (1 / scale) : (float) from / to;
            int[] low = new int[to];
            Arrays.setAll(low, i -> Math.min((int) Math.floor(i * step), from - 1));
            return new Axis(low, low, new double[to]);
        }

        /**
         * Two neighbours each.
         *
         * @param from the size before
         * @param to the size after
         * @param scale the factor that was asked for, 0 if it was the size
         * @param corners whether the first and last elements keep their places
         * @return the axis
         */
        public static Axis linear(int from, int to, double scale, boolean corners) {
            double step =
                    corners
                            ? to > 1 ? (from - 1.0) / (to - 1) : 0
                            : scale > 0 ? 1 / scale : (double) from / to;
            int[] low = new int[to];
            int[] high = new int[to];
            double[] weight = new double[to];
            for (int i = 0; i < to; i++) {
                double place = corners ? i * step : Math.max(0, (i + 0.5) * step - 0.5);
                low[i] = Math.min((int) place, from - 1);
                high[i] = Math.min(low[i] + 1, from - 1);
                weight[i] = Math.min(1, Math.max(0, place - low[i]));
            }
            return new Axis(low, high, weight);
        }

        int size() {
            return low.length;
        }

        /** A mean of two; the other one does not count where it has no share, even if infinite. */
        double mix(int i, double a, double b) {
            return weight[i] == 0 ? a : a + weight[i] * (b - a);
        }
    }

    /**
     * Images in another size.
     *
     * @param x {@code [n, c, h, w]}
     * @param down the rows
     * @param across the columns
     * @return {@code [n, c, h', w']}
     */
    public static Array resize(Array x, Axis down, Axis across) {
        int h = (int) x.shape()[2];
        int w = (int) x.shape()[3];
        Array out = Array.empty(x.dtype(), x.shape()[0], x.shape()[1], down.size(), across.size());
        if (out.numel() == 0) {
            return out;
        }
        Cursor from = new Cursor(x);
        Cursor to = new Cursor(out);
        double[] image = new double[h * w];
        double[] row = new double[across.size()];
        for (long i = x.shape()[0] * x.shape()[1]; i > 0; i--) {
            from.read(image, image.length);
            for (int r = 0; r < down.size(); r++) {
                int top = down.low[r] * w;
                int bottom = down.high[r] * w;
                for (int c = 0; c < row.length; c++) {
                    int left = across.low[c];
                    int right = across.high[c];
                    row[c] =
                            down.mix(
                                    r,
                                    across.mix(c, image[top + left], image[top + right]),
                                    across.mix(c, image[bottom + left], image[bottom + right]));
                }
                to.write(row, row.length);
            }
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(out);
        return out;
    }

    /**
     * Gives each element back to where it came from: the transpose of {@link #resize}.
     *
     * @param g {@code [n, c, h', w']}
     * @param shape {@code [n, c, h, w]}
     * @param down the rows
     * @param across the columns
     * @return an array of that shape
     */
    public static Array back(Array g, long[] shape, Axis down, Axis across) {
        int w = (int) shape[3];
        Array out = Array.empty(g.dtype(), shape);
        if (out.numel() == 0 || g.numel() == 0) {
            out.fill(0);
            return out;
        }
        Cursor from = new Cursor(g);
        Cursor to = new Cursor(out);
        double[] image = new double[(int) shape[2] * w];
        double[] row = new double[across.size()];
        for (long i = shape[0] * shape[1]; i > 0; i--) {
            Arrays.fill(image, 0);
            for (int r = 0; r < down.size(); r++) {
                from.read(row, row.length);
                int top = down.low[r] * w;
                int bottom = down.high[r] * w;
                for (int c = 0; c < row.length; c++) {
                    double lower = row[c] * down.weight[r];
                    double upper = row[c] - lower;
                    double right = across.weight[c];
                    image[top + across.low[c]] += upper * (1 - right);
                    image[top + across.high[c]] += upper * right;
                    image[bottom + across.low[c]] += lower * (1 - right);
                    image[bottom + across.high[c]] += lower * right;
                }
            }
            to.write(image, image.length);
        }
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(out);
        return out;
    }
}
