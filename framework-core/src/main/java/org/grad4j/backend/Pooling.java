package org.grad4j.backend;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.grad4j.tensor.DType;

/**
 * Maximum pooling over {@code [n, c, h, w]}. Padding never wins, NaN always does, and of equals the
 * first takes the gradient.
 *
 * <p>Planes are shared among the {@link Team}. ND4J's kernels drop NaN, which would hide that a
 * training run has failed, and are slower. Where gradients are recorded themselves, windows overlap
 * or numbers are float64, the places of the maxima are looked up, and gradient and gradient's
 * gradient are a scatter and a gather.
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

        /** Whether it is the usual one, two by two. */
        boolean isPairs() {
            return kernelH == 2 && kernelW == 2 && padH == 0 && padW == 0;
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

        int[] lefts(int w) {
            return IntStream.range(0, columns(w)).map(this::left).toArray();
        }

        int[] rights(int w) {
            return IntStream.range(0, columns(w)).map(column -> right(column, w)).toArray();
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
        int n = window.rows(h) * window.columns(w);
        Scratch scratch = Scratch.get();
        int[] image = scratch.ints(0, h * w);
        int[] out = scratch.ints(1, n);
        int[] columns = scratch.ints(2, w);
        int[] left = window.isPairs() ? null : window.lefts(w);
        int[] right = window.isPairs() ? null : window.rights(w);
        for (long i = 0; i < planes; i++) {
            from.readBits(image, h * w);
            FloatOrder.toOrder(image, h * w);
            if (window.isPairs()) {
                maximaOfPairs(image, w, out, n, window);
            } else {
                maxima(image, h, w, columns, left, right, out, n, window);
            }
            FloatOrder.toBits(out, n);
            to.writeBits(out, n);
        }
    }

    private static void maxima(
            int[] image,
            int h,
            int w,
            int[] columns,
            int[] left,
            int[] right,
            int[] out,
            int n,
            Window window) {
        for (int at = 0, row = 0; at < n; row++) {
            int top = window.top(row);
            System.arraycopy(image, top * w, columns, 0, w);
            for (int r = top + 1; r < window.bottom(row, h); r++) {
                larger(columns, image, r * w, w);
            }
            for (int column = 0; column < left.length; column++) {
                int largest = columns[left[column]];
                for (int c = left[column] + 1; c < right[column]; c++) {
                    largest = Math.max(largest, columns[c]);
                }
                out[at++] = largest;
            }
        }
    }

    private static void maximaOfPairs(int[] image, int w, int[] out, int n, Window window) {
        int columns = window.columns(w);
        int step = window.strideW;
        for (int at = 0, top = 0; at < n; at += columns, top += window.strideH * w) {
            maximaOfPairs(image, top, top + w, out, at, columns, step);
        }
    }

    private static void maximaOfPairs(
            int[] image, int upper, int lower, int[] out, int at, int columns, int step) {
        for (int c = 0; c < columns; c++) {
            int a = upper + c * step;
            int b = lower + c * step;
            int above = Math.max(image[a], image[a + 1]);
            out[at + c] = Math.max(above, Math.max(image[b], image[b + 1]));
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
        boolean paired = PairedPooling.fits(window, w, x, out);
        Team.split(
                x.shape()[0] * x.shape()[1],
                Elementwise.LEAST / (plane + n) + 1,
                (first, end) -> {
                    Cursor from = new Cursor(x, first * plane);
                    Cursor maxima = new Cursor(values, first * n);
                    Cursor upstream = new Cursor(g, first * n);
                    Cursor to = new Cursor(out, first * plane);
                    if (paired) {
                        new PairedPooling(h, w).spread(from, maxima, upstream, to, end - first);
                        return;
                    }
                    Scratch scratch = Scratch.get();
                    int[] image = scratch.ints(0, h * w);
                    int[] gradient = scratch.ints(1, h * w);
                    int[] largest = scratch.ints(2, n);
                    int[] up = scratch.ints(3, n);
                    Arrays.fill(gradient, 0, h * w, 0); // what no window covers
                    for (long i = first; i < end; i++) {
                        from.readBits(image, h * w);
                        maxima.readBits(largest, n);
                        upstream.readBits(up, n);
                        FloatOrder.sameZeros(image, h * w);
                        FloatOrder.sameZeros(largest, n);
                        spread(image, largest, up, gradient, n, w, window);
                        to.writeBits(gradient, h * w);
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
            int[] image, int[] largest, int[] g, int[] out, int n, int w, Window window) {
        int columns = window.columns(w);
        int step = window.strideW;
        for (int i = 0, top = 0; i < n; top += window.strideH * w) {
            for (int c = 0; c < columns; c++, i++) {
                int up = g[i];
                int row = top + c * step;
                for (int r = 0; r < window.kernelH; r++, row += w) {
                    for (int at = row; at < row + window.kernelW; at++) {
                        int equal = equal(image[at], largest[i]);
                        out[at] = up & equal;
                        up &= ~equal;
                    }
                }
            }
        }
    }

    /** All ones where two numbers are the same, else 0. */
    private static int equal(int a, int b) {
        int difference = a ^ b;
        return ~((difference | -difference) >> 31);
    }

    private static void larger(int[] into, int[] image, int offset, int n) {
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
