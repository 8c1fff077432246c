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

        int taps() {
            return kernelH * kernelW;
        }

        /** Whether the columns are the image itself. */
        boolean isIdentity() {
            return taps() == 1 && strideH == 1 && strideW == 1 && padH == 0 && padW == 0;
        }

        boolean isPadded() {
            return padH > 0 || padW > 0;
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
        int h = (int) x.shape()[2];
        int w = (int) x.shape()[3];
        int rows = (int) taps.rows(h);
        int n = (int) taps.columns(w);
        long images = x.shape()[0] * x.shape()[1];
        Array columns =
                Array.empty(x.dtype(), x.shape()[0], x.shape()[1] * taps.taps(), (long) rows * n);
        if (columns.numel() == 0) {
            return columns;
        }
        long plane = (long) h * w;
        long places = (long) taps.taps() * rows * n;
        Team.split(
                images,
                Elementwise.LEAST / (plane + places) + 1,
                (first, end) ->
                        new Planes(taps, h, w, x.dtype())
                                .unfold(
                                        new Cursor(x, first * plane),
                                        new Cursor(columns, first * places),
                                        end - first));
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(columns);
        return columns;
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
        int h = (int) shape[2];
        int w = (int) shape[3];
        int rows = (int) taps.rows(h);
        int n = (int) taps.columns(w);
        long images = shape[0] * shape[1];
        Array out = Array.empty(columns.dtype(), shape);
        if (out.numel() == 0 || columns.numel() == 0) {
            out.fill(0);
            return out;
        }
        long plane = (long) h * w;
        long places = (long) taps.taps() * rows * n;
        Team.split(
                images,
                Elementwise.LEAST / (plane + places) + 1,
                (first, end) ->
                        new Planes(taps, h, w, out.dtype())
                                .fold(
                                        new Cursor(columns, first * places),
                                        new Cursor(out, first * plane),
                                        end - first));
        Reference.reachabilityFence(columns);
        Reference.reachabilityFence(out);
        return out;
    }

    /** Unfolds and folds planes, one channel of one image after another, on one thread. */
    static final class Planes {
        private final Taps taps;
        private final int h;
        private final int w;
        private final int rows;
        private final int n;
        private final float[] image;
        private final float[] places;
        private final double[] image64;
        private final double[] places64;

        Planes(Taps taps, int h, int w, DType dtype) {
            this.taps = taps;
            this.h = h;
            this.w = w;
            rows = (int) taps.rows(h);
            n = (int) taps.columns(w);
            boolean single = dtype.computed() == DType.FLOAT32;
            image = single ? new float[h * w] : null;
            places = single ? new float[rows * n] : null;
            image64 = single ? null : new double[h * w];
            places64 = single ? null : new double[rows * n];
        }

        void unfold(Cursor from, Cursor to, long planes) {
            for (long i = 0; i < planes; i++) {
                if (image != null) {
                    from.read(image, image.length);
                } else {
                    from.read(image64, image64.length);
                }
                for (int tap = 0; tap < taps.taps(); tap++) {
                    int across = taps.across(tap);
                    for (int r = 0; r < rows; r++) {
                        unfoldRow(r * taps.strideH + taps.down(tap), across, r * n);
                    }
                    if (image != null) {
                        to.write(places, places.length);
                    } else {
                        to.write(places64, places64.length);
                    }
                }
            }
        }

        private void unfoldRow(int row, int across, int at) {
            boolean inside = row >= 0 && row < h;
            if (image != null) {
                if (inside) {
                    pick(image, row * w, w, across, taps.strideW, places, at, n);
                } else {
                    Arrays.fill(places, at, at + n, 0);
                }
            } else if (inside) {
                pick(image64, row * w, w, across, taps.strideW, places64, at, n);
            } else {
                Arrays.fill(places64, at, at + n, 0);
            }
        }

        void fold(Cursor from, Cursor to, long planes) {
            for (long i = 0; i < planes; i++) {
                if (image != null) {
                    Arrays.fill(image, 0);
                } else {
                    Arrays.fill(image64, 0);
                }
                for (int tap = 0; tap < taps.taps(); tap++) {
                    if (image != null) {
                        from.read(places, places.length);
                    } else {
                        from.read(places64, places64.length);
                    }
                    for (int r = 0; r < rows; r++) {
                        int row = r * taps.strideH + taps.down(tap);
                        if (row >= 0 && row < h) {
                            foldRow(row * w, taps.across(tap), r * n);
                        }
                    }
                }
                if (image != null) {
                    to.write(image, image.length);
                } else {
                    to.write(image64, image64.length);
                }
            }
        }

        private void foldRow(int row, int across, int at) {
            if (image != null) {
                add(places, at, n, image, row, w, across, taps.strideW);
            } else {
                add(places64, at, n, image64, row, w, across, taps.strideW);
            }
        }
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
