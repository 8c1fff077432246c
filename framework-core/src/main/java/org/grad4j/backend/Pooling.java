package org.grad4j.backend;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.grad4j.tensor.DType;

/**
 * Maximum pooling over {@code [n, c, h, w]}. Padding never wins, NaN always does, and of equals the
 * first takes the gradient.
 *
 * <p>Planes are shared among the {@link Team}. ND4J's kernels drop NaN, which would hide that a
 * training run has failed, and are slower. Where gradients are recorded themselves or windows
 * overlap, the places of the maxima are looked up, and gradient and gradient's gradient are a
 * scatter and a gather.
 */
public final class Pooling {
    private Pooling() {}

    /**
     * A sliding window.
     *
     * @param kernelH height
     * @param kernelW width
     * @param strideH step down
     * @param strideW step across
     * @param padH places above and below
     * @param padW places left and right
     */
    public record Window(int kernelH, int kernelW, int strideH, int strideW, int padH, int padW) {
        int rows(long h) {
            return (int) (h + 2 * padH - kernelH) / strideH + 1;
        }

        int columns(long w) {
            return (int) (w + 2 * padW - kernelW) / strideW + 1;
        }

        boolean overlaps() {
            return strideH < kernelH || strideW < kernelW || padH > 0 || padW > 0;
        }

        int top(int row) {
            return Math.max(0, row * strideH - padH);
        }

        int bottom(int row, int h) {
            return Math.min(h, row * strideH - padH + kernelH);
        }

        int left(int column) {
            return Math.max(0, column * strideW - padW);
        }

        int right(int column, int w) {
            return Math.min(w, column * strideW - padW + kernelW);
        }
    }

    /**
     * The largest element of each window.
     *
     * @param x {@code [n, c, h, w]}
     * @param window the window
     * @return {@code [n, c, h', w']}
     */
    public static Array max(Array x, Window window) {
        int h = (int) x.shape()[2];
        int w = (int) x.shape()[3];
        int outH = window.rows(h);
        int outW = window.columns(w);
        Array values = Array.empty(x.dtype(), x.shape()[0], x.shape()[1], outH, outW);
        if (values.numel() > 0) {
            long plane = (long) h * w;
            long out = (long) outH * outW;
            boolean single = x.dtype().computed() == DType.FLOAT32;
            Team.split(
                    x.shape()[0] * x.shape()[1],
                    Elementwise.LEAST / (plane + out) + 1,
                    (first, end) -> {
                        Cursor from = new Cursor(x, first * plane);
                        Cursor to = new Cursor(values, first * out);
                        if (single) {
                            floats(from, to, end - first, h, w, window);
                        } else {
                            doubles(from, to, end - first, h, w, window);
                        }
                    });
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(values);
        return values;
    }

    private static void floats(Cursor from, Cursor to, long planes, int h, int w, Window window) {
        float[] image = new float[h * w];
        float[] columns = new float[w];
        float[] out = new float[window.columns(w)];
        for (long i = 0; i < planes; i++) {
            from.read(image, h * w);
            for (int row = 0; row < window.rows(h); row++) {
                int top = window.top(row);
                System.arraycopy(image, top * w, columns, 0, w);
                for (int r = top + 1; r < window.bottom(row, h); r++) {
                    larger(columns, image, r * w, w);
                }
                for (int column = 0; column < out.length; column++) {
                    int left = window.left(column);
                    float largest = columns[left];
                    for (int c = left + 1; c < window.right(column, w); c++) {
                        largest = Math.max(largest, columns[c]);
                    }
                    out[column] = largest;
                }
                to.write(out, out.length);
            }
        }
    }

    private static void doubles(Cursor from, Cursor to, long planes, int h, int w, Window window) {
        double[] image = new double[h * w];
        double[] columns = new double[w];
        double[] out = new double[window.columns(w)];
        for (long i = 0; i < planes; i++) {
            from.read(image, h * w);
            for (int row = 0; row < window.rows(h); row++) {
                int top = window.top(row);
                System.arraycopy(image, top * w, columns, 0, w);
                for (int r = top + 1; r < window.bottom(row, h); r++) {
                    larger(columns, image, r * w, w);
                }
                for (int column = 0; column < out.length; column++) {
                    int left = window.left(column);
                    double largest = columns[left];
                    for (int c = left + 1; c < window.right(column, w); c++) {
                        largest = Math.max(largest, columns[c]);
                    }
                    out[column] = largest;
                }
                to.write(out, out.length);
            }
        }
    }

    /**
     * The gradient of {@link #max}.
     *
     * @param x {@code [n, c, h, w]}
     * @param values what {@link #max} returned for it
     * @param g {@code [n, c, h', w']}
     * @param window the window
     * @return an array of x's shape
     */
    public static Array gradient(Array x, Array values, Array g, Window window) {
        if (window.overlaps() || x.dtype().computed() != DType.FLOAT32) {
            return scatter(g, places(x, values, window), x.shape());
        }
        Array out = Array.empty(g.dtype(), x.shape());
        int h = (int) x.shape()[2];
        int w = (int) x.shape()[3];
        int n = (int) (values.shape()[2] * values.shape()[3]);
        long plane = (long) h * w;
        Team.split(
                x.shape()[0] * x.shape()[1],
                Elementwise.LEAST / (plane + n) + 1,
                (first, end) -> {
                    Cursor from = new Cursor(x, first * plane);
                    Cursor maxima = new Cursor(values, first * n);
                    Cursor upstream = new Cursor(g, first * n);
                    Cursor to = new Cursor(out, first * plane);
                    float[] image = new float[h * w];
                    float[] gradient = new float[h * w];
                    float[] largest = new float[n];
                    float[] up = new float[n];
                    for (long i = first; i < end; i++) {
                        from.read(image, h * w);
                        maxima.read(largest, n);
                        upstream.read(up, n);
                        spread(image, largest, up, gradient, w, window);
                        to.write(gradient, h * w);
                    }
                });
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(values);
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(out);
        return out;
    }

    /** Each window's gradient goes to its first maximum; without branches, for they are random. */
    private static void spread(
            float[] image, float[] largest, float[] g, float[] out, int w, Window window) {
        int columns = window.columns(w);
        for (int i = 0, top = 0; i < largest.length; top += window.strideH * w) {
            for (int c = 0; c < columns; c++, i++) {
                int max = Float.floatToIntBits(largest[i] + 0f);
                int up = Float.floatToRawIntBits(g[i]);
                int row = top + c * window.strideW;
                for (int r = 0; r < window.kernelH; r++, row += w) {
                    for (int at = row; at < row + window.kernelW; at++) {
                        // 0 + 0 is +0, so that both zeros are equal here.
                        int difference = Float.floatToIntBits(image[at] + 0f) ^ max;
                        int equal = ~((difference | -difference) >> 31);
                        out[at] = Float.intBitsToFloat(up & equal);
                        up &= ~equal;
                    }
                }
            }
        }
    }

    private static void larger(float[] into, float[] image, int offset, int n) {
        for (int i = 0; i < n; i++) {
            into[i] = Math.max(into[i], image[offset + i]);
        }
    }

    private static void larger(double[] into, double[] image, int offset, int n) {
        for (int i = 0; i < n; i++) {
            into[i] = Math.max(into[i], image[offset + i]);
        }
    }

    /**
     * Where the largest elements are: in each window the first that equals the maximum, or is NaN.
     *
     * @param x {@code [n, c, h, w]}
     * @param values what {@link #max} returned for it
     * @param window the window
     * @return row-major places in each {@code h × w} image, INT32 of the values' shape
     */
    public static Array places(Array x, Array values, Window window) {
        Array places = Array.empty(DType.INT32, values.shape());
        if (places.numel() > 0) {
            int h = (int) x.shape()[2];
            int w = (int) x.shape()[3];
            int outW = (int) values.shape()[3];
            Cursor from = new Cursor(x);
            Cursor maxima = new Cursor(values);
            Cursor to = new Cursor(places);
            double[] image = new double[h * w];
            double[] largest = new double[(int) values.shape()[2] * outW];
            long[] found = new long[largest.length];
            for (long i = x.shape()[0] * x.shape()[1]; i > 0; i--) {
                from.read(image, h * w);
                maxima.read(largest, largest.length);
                for (int k = 0; k < found.length; k++) {
                    found[k] = place(image, h, w, largest[k], window, k / outW, k % outW);
                }
                to.write(found, found.length);
            }
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(values);
        Reference.reachabilityFence(places);
        return places;
    }

    private static int place(
            double[] image, int h, int w, double largest, Window window, int row, int column) {
        int left = window.left(column);
        int right = window.right(column, w);
        for (int r = window.top(row); r < window.bottom(row, h); r++) {
            for (int at = r * w + left; at < r * w + right; at++) {
                if (image[at] == largest || image[at] != image[at]) {
                    return at;
                }
            }
        }
        throw new AssertionError("a window holds its own maximum");
    }

    /**
     * Adds each element to the place it came from.
     *
     * @param g {@code [n, c, h', w']}
     * @param indices places, of g's shape
     * @param shape {@code [n, c, h, w]}
     * @return an array of that shape
     */
    public static Array scatter(Array g, Array indices, long[] shape) {
        Array in = g.contiguous();
        Array out = Array.empty(g.dtype(), shape);
        if (out.numel() > 0) {
            int image = (int) (shape[2] * shape[3]);
            int n = (int) (g.shape()[2] * g.shape()[3]);
            Cursor from = new Cursor(in);
            Cursor places = new Cursor(indices);
            Cursor to = new Cursor(out);
            double[] sums = new double[image];
            double[] values = new double[n];
            long[] place = new long[n];
            for (long i = shape[0] * shape[1]; i > 0; i--) {
                Arrays.fill(sums, 0);
                from.read(values, n);
                places.read(place, n);
                for (int k = 0; k < n; k++) {
                    sums[(int) place[k]] += values[k];
                }
                to.write(sums, image);
            }
        }
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(indices);
        Reference.reachabilityFence(out);
        return out;
    }

    /**
     * Reads each element from its place: the transpose of {@link #scatter}.
     *
     * @param x {@code [n, c, h, w]}
     * @param indices places, {@code [n, c, h', w']}
     * @return an array of the indices' shape
     */
    public static Array gather(Array x, Array indices) {
        Array in = x.contiguous();
        Array out = Array.empty(x.dtype(), indices.shape());
        if (out.numel() > 0) {
            int image = (int) (x.shape()[2] * x.shape()[3]);
            int n = (int) (indices.shape()[2] * indices.shape()[3]);
            Cursor from = new Cursor(in);
            Cursor places = new Cursor(indices);
            Cursor to = new Cursor(out);
            double[] source = new double[image];
            double[] values = new double[n];
            long[] place = new long[n];
            for (long i = x.shape()[0] * x.shape()[1]; i > 0; i--) {
                from.read(source, image);
                places.read(place, n);
                for (int k = 0; k < n; k++) {
                    values[k] = source[(int) place[k]];
                }
                to.write(values, n);
            }
        }
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(indices);
        Reference.reachabilityFence(out);
        return out;
    }
}
