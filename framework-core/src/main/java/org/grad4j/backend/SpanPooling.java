package org.grad4j.backend;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.grad4j.tensor.DType;

/**
 * Pooling of images {@code [n, c, h, w]} over windows of any form: those that reach beyond the
 * padding, lie apart, or adapt to a size. Computed in double.
 */
public final class SpanPooling {
    private SpanPooling() {}

    /**
     * The mean of each window.
     *
     * @param x {@code [n, c, h, w]}
     * @param down the windows along the height
     * @param across the windows along the width
     * @return {@code [n, c, h', w']}
     */
    public static Array average(Array x, Spans down, Spans across) {
        int h = (int) x.shape()[2];
        int w = (int) x.shape()[3];
        Array out =
                Array.empty(x.dtype(), x.shape()[0], x.shape()[1], down.places(), across.places());
        if (out.numel() == 0) {
            return out;
        }
        Cursor from = new Cursor(x);
        Cursor to = new Cursor(out);
        double[] image = new double[h * w];
        double[] sums = new double[w];
        double[] row = new double[across.places()];
        for (long i = x.shape()[0] * x.shape()[1]; i > 0; i--) {
            from.read(image, image.length);
            for (int r = 0; r < down.places(); r++) {
                Arrays.fill(sums, 0);
                for (int k = down.start()[r]; k < down.end()[r]; k++) {
                    for (int c = 0; c < w; c++) {
                        sums[c] += image[k * w + c];
                    }
                }
                for (int c = 0; c < row.length; c++) {
                    double sum = 0;
                    for (int k = across.start()[c]; k < across.end()[c]; k++) {
                        sum += sums[k];
                    }
                    row[c] = sum / ((double) down.size()[r] * across.size()[c]);
                }
                to.write(row, row.length);
            }
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(out);
        return out;
    }

    /**
     * Gives each element of a window its share: the transpose of {@link #average}.
     *
     * @param g {@code [n, c, h', w']}
     * @param shape {@code [n, c, h, w]}
     * @param down the windows along the height
     * @param across the windows along the width
     * @return an array of that shape
     */
    public static Array spread(Array g, long[] shape, Spans down, Spans across) {
        int h = (int) shape[2];
        int w = (int) shape[3];
        Array out = Array.empty(g.dtype(), shape);
        if (out.numel() == 0 || g.numel() == 0) {
            out.fill(0);
            return out;
        }
        Cursor from = new Cursor(g);
        Cursor to = new Cursor(out);
        double[] image = new double[h * w];
        double[] shares = new double[w];
        double[] row = new double[across.places()];
        for (long i = shape[0] * shape[1]; i > 0; i--) {
            Arrays.fill(image, 0);
            for (int r = 0; r < down.places(); r++) {
                from.read(row, row.length);
                Arrays.fill(shares, 0);
                for (int c = 0; c < row.length; c++) {
                    double share = row[c] / ((double) down.size()[r] * across.size()[c]);
                    for (int k = across.start()[c]; k < across.end()[c]; k++) {
                        shares[k] += share;
                    }
                }
                for (int k = down.start()[r]; k < down.end()[r]; k++) {
                    for (int c = 0; c < w; c++) {
                        image[k * w + c] += shares[c];
                    }
                }
            }
            to.write(image, image.length);
        }
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(out);
        return out;
    }

    /**
     * Where the largest element of each window is: the first of equals, the last NaN.
     *
     * @param x {@code [n, c, h, w]}
     * @param down the windows along the height
     * @param across the windows along the width
     * @return row-major places in each {@code h × w} image, INT64 {@code [n, c, h', w']}
     */
    public static Array largest(Array x, Spans down, Spans across) {
        int h = (int) x.shape()[2];
        int w = (int) x.shape()[3];
        Array out =
                Array.empty(
                        DType.INT64, x.shape()[0], x.shape()[1], down.places(), across.places());
        if (out.numel() == 0) {
            return out;
        }
        Cursor from = new Cursor(x);
        Cursor to = new Cursor(out);
        double[] image = new double[h * w];
        long[] row = new long[across.places()];
        for (long i = x.shape()[0] * x.shape()[1]; i > 0; i--) {
            from.read(image, image.length);
            for (int r = 0; r < down.places(); r++) {
                for (int c = 0; c < row.length; c++) {
                    row[c] = largest(image, w, down, r, across, c);
                }
                to.write(row, row.length);
            }
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(out);
        return out;
    }

    private static int largest(double[] image, int w, Spans down, int r, Spans across, int c) {
        int best = down.start()[r] * w + across.start()[c];
        double most = Double.NEGATIVE_INFINITY;
        for (int y = down.start()[r]; y < down.end()[r]; y += down.step()) {
            for (int x = across.start()[c]; x < across.end()[c]; x += across.step()) {
                double value = image[y * w + x];
                if (value > most || value != value) {
                    most = value;
                    best = y * w + x;
                }
            }
        }
        return best;
    }
}
