package org.grad4j.backend;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.grad4j.tensor.DType;

/**
 * Sliding windows over images as columns of a matrix, and back: with them every convolution is a
 * matrix product. Unfolding and folding are each other's transposes.
 */
public final class Columns {
    private Columns() {}

    /**
     * How a window slides.
     *
     * @param kernelH elements of a window, down
     * @param kernelW elements of a window, across
     * @param strideH step down
     * @param strideW step across
     * @param padH zeros above and below
     * @param padW zeros left and right
     * @param dilationH distance of a window's elements, down
     * @param dilationW distance of a window's elements, across
     */
    public record Taps(
            int kernelH,
            int kernelW,
            int strideH,
            int strideW,
            int padH,
            int padW,
            int dilationH,
            int dilationW) {
        /**
         * How many windows lie below each other.
         *
         * @param h the image's height
         * @return the number of places
         */
        public long rows(long h) {
            return places(h, kernelH, strideH, padH, dilationH);
        }

        /**
         * How many windows lie beside each other.
         *
         * @param w the image's width
         * @return the number of places
         */
        public long columns(long w) {
            return places(w, kernelW, strideW, padW, dilationW);
        }

        private int taps() {
            return kernelH * kernelW;
        }

        private int down(int tap) {
            return tap / kernelW * dilationH - padH;
        }

        private int across(int tap) {
            return tap % kernelW * dilationW - padW;
        }
    }

    /**
     * How many windows fit into one dimension.
     *
     * @param size of the dimension
     * @param kernel elements of a window
     * @param stride from one window to the next
     * @param pad zeros on either side
     * @param dilation distance of a window's elements
     * @return the number of places, 0 or less where none fits
     */
    public static long places(long size, long kernel, long stride, long pad, long dilation) {
        return Math.floorDiv(size + 2 * pad - dilation * (kernel - 1) - 1, stride) + 1;
    }

    /**
     * Copies each window into a column.
     *
     * @param x {@code [n, c, h, w]}
     * @param taps the window
     * @return {@code [n, c · kh · kw, h' · w']}
     */
    public static Array unfold(Array x, Taps taps) {
        long windows = taps.rows(x.shape()[2]) * taps.columns(x.shape()[3]);
        Array columns = Array.empty(x.dtype(), x.shape()[0], x.shape()[1] * taps.taps(), windows);
        unfold(x, taps, columns);
        return columns;
    }

    /** As above, into an array. */
    static void unfold(Array x, Taps taps, Array columns) {
        if (columns.numel() == 0) {
            return;
        }
        int h = (int) x.shape()[2];
        int w = (int) x.shape()[3];
        int rows = (int) taps.rows(h);
        int n = (int) taps.columns(w);
        long images = x.shape()[0] * x.shape()[1];
        Cursor from = new Cursor(x);
        Cursor to = new Cursor(columns);
        if (x.dtype() == DType.FLOAT32) {
            float[] image = new float[h * w];
            float[] places = new float[rows * n];
            for (long i = 0; i < images; i++) {
                from.read(image, image.length);
                for (int tap = 0; tap < taps.taps(); tap++) {
                    int across = taps.across(tap);
                    for (int r = 0; r < rows; r++) {
                        int row = r * taps.strideH + taps.down(tap);
                        if (row < 0 || row >= h) {
                            Arrays.fill(places, r * n, r * n + n, 0);
                        } else {
                            pick(image, row * w, w, across, taps.strideW, places, r * n, n);
                        }
                    }
                    to.write(places, places.length);
                }
            }
        } else {
            double[] image = new double[h * w];
            double[] places = new double[rows * n];
            for (long i = 0; i < images; i++) {
                from.read(image, image.length);
                for (int tap = 0; tap < taps.taps(); tap++) {
                    int across = taps.across(tap);
                    for (int r = 0; r < rows; r++) {
                        int row = r * taps.strideH + taps.down(tap);
                        if (row < 0 || row >= h) {
                            Arrays.fill(places, r * n, r * n + n, 0);
                        } else {
                            pick(image, row * w, w, across, taps.strideW, places, r * n, n);
                        }
                    }
                    to.write(places, places.length);
                }
            }
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(columns);
    }

    /** The first of {@code n} steps from a column that lies inside the row. */
    private static int first(int column, int step, int n) {
        return Math.min(n, column >= 0 ? 0 : (-column + step - 1) / step);
    }

    /** Behind the last of {@code n} steps from a column that lies inside a row of w elements. */
    private static int end(int column, int step, int w, int n) {
        return column >= w ? 0 : Math.min(n, (w - 1 - column) / step + 1);
    }

    private static void pick(
            float[] image, int row, int w, int column, int step, float[] to, int at, int n) {
        int first = first(column, step, n);
        int end = Math.max(first, end(column, step, w, n));
        Arrays.fill(to, at, at + first, 0);
        if (step == 1) {
            System.arraycopy(image, row + column + first, to, at + first, end - first);
        } else {
            for (int i = first; i < end; i++) {
                to[at + i] = image[row + column + i * step];
            }
        }
        Arrays.fill(to, at + end, at + n, 0);
    }

    private static void pick(
            double[] image, int row, int w, int column, int step, double[] to, int at, int n) {
        int first = first(column, step, n);
        int end = Math.max(first, end(column, step, w, n));
        Arrays.fill(to, at, at + first, 0);
        for (int i = first; i < end; i++) {
            to[at + i] = image[row + column + i * step];
        }
        Arrays.fill(to, at + end, at + n, 0);
    }

    /**
     * Adds each column to the window it stands for.
     *
     * @param columns {@code [n, c · kh · kw, h' · w']}
     * @param shape {@code [n, c, h, w]}
     * @param taps the window
     * @return an array of that shape
     */
    public static Array fold(Array columns, long[] shape, Taps taps) {
        Array out = Array.empty(columns.dtype(), shape);
        fold(columns, taps, out);
        return out;
    }

    /** As above, into an array. */
    static void fold(Array columns, Taps taps, Array out) {
        if (out.numel() == 0 || columns.numel() == 0) {
            out.fill(0);
            return;
        }
        int h = (int) out.shape()[2];
        int w = (int) out.shape()[3];
        int rows = (int) taps.rows(h);
        int n = (int) taps.columns(w);
        long images = out.shape()[0] * out.shape()[1];
        Cursor from = new Cursor(columns);
        Cursor to = new Cursor(out);
        if (out.dtype() == DType.FLOAT32) {
            float[] image = new float[h * w];
            float[] places = new float[rows * n];
            for (long i = 0; i < images; i++) {
                Arrays.fill(image, 0);
                for (int tap = 0; tap < taps.taps(); tap++) {
                    from.read(places, places.length);
                    int across = taps.across(tap);
                    for (int r = 0; r < rows; r++) {
                        int row = r * taps.strideH + taps.down(tap);
                        if (row >= 0 && row < h) {
                            add(places, r * n, n, image, row * w, w, across, taps.strideW);
                        }
                    }
                }
                to.write(image, image.length);
            }
        } else {
            double[] image = new double[h * w];
            double[] places = new double[rows * n];
            for (long i = 0; i < images; i++) {
                Arrays.fill(image, 0);
                for (int tap = 0; tap < taps.taps(); tap++) {
                    from.read(places, places.length);
                    int across = taps.across(tap);
                    for (int r = 0; r < rows; r++) {
                        int row = r * taps.strideH + taps.down(tap);
                        if (row >= 0 && row < h) {
                            add(places, r * n, n, image, row * w, w, across, taps.strideW);
                        }
                    }
                }
                to.write(image, image.length);
            }
        }
        Reference.reachabilityFence(columns);
        Reference.reachabilityFence(out);
    }

    private static void add(
            float[] from, int at, int n, float[] image, int row, int w, int column, int step) {
        int end = end(column, step, w, n);
        for (int i = first(column, step, n); i < end; i++) {
            image[row + column + i * step] += from[at + i];
        }
    }

    private static void add(
            double[] from, int at, int n, double[] image, int row, int w, int column, int step) {
        int end = end(column, step, w, n);
        for (int i = first(column, step, n); i < end; i++) {
            image[row + column + i * step] += from[at + i];
        }
    }
}
