package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import java.util.Arrays;
import org.grad4j.backend.Columns;
import org.grad4j.backend.Resampling;
import org.grad4j.backend.Resampling.Axis;
import org.grad4j.tensor.Interpolation;
import org.grad4j.tensor.Tensor;

/** Images in another size, channels in exchange for pixels, and windows as columns. */
public final class Resizing {
    private static final Images UNFOLD = new Images("unfold", 2);

    private Resizing() {}

    // ---- sizes ----

    /**
     * Signals or images in a given size.
     *
     * @param x {@code [n, c, l]} or {@code [n, c, h, w]}
     * @param size the sizes after the channels
     * @param mode how values between the elements are found
     * @param alignCorners whether the first and last elements keep their places
     * @return {@code [n, c, *size]}
     */
    public static Tensor interpolate(
            Tensor x, long[] size, Interpolation mode, boolean alignCorners) {
        int dims = requireForm(x, mode, alignCorners);
        if (size == null
                || size.length != dims
                || Arrays.stream(size).anyMatch(n -> n < 1 || n > Integer.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "interpolate: needs "
                            + dims
                            + " sizes of 1 or more for an input of shape "
                            + Arrays.toString(x.array().shape())
                            + ", got "
                            + Arrays.toString(size));
        }
        return resized(x, dims, size, new double[dims], mode, alignCorners);
    }

    /**
     * Signals or images enlarged or reduced by a factor.
     *
     * @param x {@code [n, c, l]} or {@code [n, c, h, w]}
     * @param scale one factor for each size after the channels
     * @param mode how values between the elements are found
     * @param alignCorners whether the first and last elements keep their places
     * @return the sizes multiplied and rounded down
     */
    public static Tensor interpolate(
            Tensor x, double[] scale, Interpolation mode, boolean alignCorners) {
        int dims = requireForm(x, mode, alignCorners);
        if (scale == null
                || scale.length != dims
                || Arrays.stream(scale).anyMatch(s -> !(s > 0) || Double.isInfinite(s))) {
            throw new IllegalArgumentException(
                    "interpolate: needs "
                            + dims
                            + " positive factors for an input of shape "
                            + Arrays.toString(x.array().shape())
                            + ", got "
                            + Arrays.toString(scale));
        }
        long[] size = new long[dims];
        Arrays.setAll(size, d -> (long) Math.floor(x.size(2 + d) * scale[d]));
        for (long n : size) {
            if (n < 1 || n > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "interpolate: the factors "
                                + Arrays.toString(scale)
                                + " make "
                                + Arrays.toString(size)
                                + " of an input of shape "
                                + Arrays.toString(x.array().shape()));
            }
        }
        return resized(x, dims, size, scale, mode, alignCorners);
    }

    private static int requireForm(Tensor x, Interpolation mode, boolean alignCorners) {
        Types.requireFloating("interpolate", x);
        if (mode == null) {
            throw new IllegalArgumentException(
                    "interpolate: the mode is null; expected an Interpolation");
        }
        int rank = x.dim();
        boolean fits =
                switch (mode) {
                    case NEAREST -> rank == 3 || rank == 4;
                    case LINEAR -> rank == 3;
                    case BILINEAR -> rank == 4;
                };
        if (!fits || Arrays.stream(x.array().shape()).skip(2).anyMatch(n -> n == 0)) {
            String form =
                    switch (mode) {
                        case NEAREST -> "[n, c, l] or [n, c, h, w]";
                        case LINEAR -> "[n, c, l]";
                        case BILINEAR -> "[n, c, h, w]";
                    };
            throw new IllegalArgumentException(
                    "interpolate: "
                            + mode
                            + " needs an input "
                            + form
                            + " with elements, got "
                            + Arrays.toString(x.array().shape()));
        }
        if (alignCorners && mode == Interpolation.NEAREST) {
            throw new IllegalArgumentException(
                    "interpolate: corners can only be aligned where values are mixed, not with"
                            + " NEAREST");
        }
        return rank - 2;
    }

    private static Tensor resized(
            Tensor x,
            int dims,
            long[] size,
            double[] scale,
            Interpolation mode,
            boolean alignCorners) {
        Images form = new Images("interpolate", dims);
        Tensor in = form.of(x);
        Axis[] axes = new Axis[dims];
        for (int d = 0; d < dims; d++) {
            int from = (int) x.size(2 + d);
            int to = (int) size[d];
            axes[d] =
                    mode == Interpolation.NEAREST
                            ? Axis.nearest(from, to, scale[d])
                            : Axis.linear(from, to, scale[d], alignCorners);
        }
        Axis down = dims == 1 ? Axis.nearest(1, 1, 0) : axes[0];
        String kind =
                switch (mode) {
                    case NEAREST -> "Nearest" + dims + "D";
                    case LINEAR -> "Linear1D";
                    case BILINEAR -> "Bilinear2D";
                };
        String name = "Upsample" + kind + "Backward0";
        return form.back(resize(name, in, down, axes[dims - 1]), x);
    }

    private static Tensor resize(String name, Tensor x, Axis down, Axis across) {
        long[] shape = x.array().shape();
        return op(
                name,
                Resampling.resize(x.array(), down, across),
                savingNothing(),
                wrt(x, g -> back(name, g, shape, down, across)));
    }

    private static Tensor back(String name, Tensor g, long[] shape, Axis down, Axis across) {
        return op(
                name,
                Resampling.back(g.array(), shape, down, across),
                savingNothing(),
                wrt(g, h -> resize(name, h, down, across)));
    }

    // ---- channels for pixels ----

    /**
     * Channels spread over an {@code r} times finer image.
     *
     * @param x {@code […, c · r², h, w]}
     * @param r the factor
     * @return {@code […, c, h · r, w · r]}
     */
    public static Tensor pixelShuffle(Tensor x, int r) {
        long[] shape = requireImages("pixelShuffle", x, r);
        int k = shape.length - 3;
        if (shape[k] % ((long) r * r) != 0) {
            throw new IllegalArgumentException(
                    "pixelShuffle: the channels must be a multiple of "
                            + (long) r * r
                            + ", got "
                            + Arrays.toString(shape));
        }
        long h = shape[k + 1];
        long w = shape[k + 2];
        long c = shape[k] / r / r;
        long[] out = shape.clone();
        out[k] = c;
        out[k + 1] = h * r;
        out[k + 2] = w * r;
        Tensor y =
                x.detach().reshape(leading(shape, c, r, r, h, w)).permute(order(k, 0, 3, 1, 4, 2));
        return op(
                "PixelShuffleBackward0",
                y.array().copy().reshapeView(out),
                savingNothing(),
                wrt(x, g -> pixelUnshuffle(g, r)));
    }

    /**
     * The reverse of {@link #pixelShuffle}.
     *
     * @param x {@code […, c, h · r, w · r]}
     * @param r the factor
     * @return {@code […, c · r², h, w]}
     */
    public static Tensor pixelUnshuffle(Tensor x, int r) {
        long[] shape = requireImages("pixelUnshuffle", x, r);
        int k = shape.length - 3;
        if (shape[k + 1] % r != 0 || shape[k + 2] % r != 0) {
            throw new IllegalArgumentException(
                    "pixelUnshuffle: height and width must be multiples of "
                            + r
                            + ", got "
                            + Arrays.toString(shape));
        }
        long h = shape[k + 1] / r;
        long w = shape[k + 2] / r;
        long[] out = shape.clone();
        out[k] = shape[k] * r * r;
        out[k + 1] = h;
        out[k + 2] = w;
        Tensor y =
                x.detach()
                        .reshape(leading(shape, shape[k], h, r, w, r))
                        .permute(order(k, 0, 2, 4, 1, 3));
        return op(
                "PixelUnshuffleBackward0",
                y.array().copy().reshapeView(out),
                savingNothing(),
                wrt(x, g -> pixelShuffle(g, r)));
    }

    private static long[] requireImages(String op, Tensor x, int r) {
        if (r < 1) {
            throw new IllegalArgumentException(op + ": the factor must be 1 or more, got " + r);
        }
        if (x.dim() < 3) {
            throw new IllegalArgumentException(
                    op
                            + ": the input must be [..., c, h, w], got "
                            + Arrays.toString(x.array().shape()));
        }
        return x.array().shape();
    }

    private static long[] leading(long[] shape, long... last) {
        long[] out = Arrays.copyOf(shape, shape.length - 3 + last.length);
        System.arraycopy(last, 0, out, shape.length - 3, last.length);
        return out;
    }

    private static int[] order(int leading, int... last) {
        int[] out = new int[leading + last.length];
        Arrays.setAll(out, d -> d < leading ? d : leading + last[d - leading]);
        return out;
    }

    // ---- windows as columns ----

    /**
     * The windows of images as columns.
     *
     * @param x {@code [n, c, h, w]} or {@code [c, h, w]}
     * @param kernel the window's height and width
     * @param dilation distance of a window's elements
     * @param padding zeros on all sides
     * @param stride steps down and across
     * @return {@code [n, c · kh · kw, windows]}
     */
    public static Tensor unfold(
            Tensor x, int[] kernel, int[] dilation, int[] padding, int[] stride) {
        Types.requireFloating("unfold", x);
        Columns.Taps taps = taps(UNFOLD, kernel, dilation, padding, stride);
        Tensor in = UNFOLD.of(x);
        UNFOLD.requireFit(in, new long[] {kernel[0], kernel[1]}, padding, dilation);
        Tensor y = unfolded(in, taps);
        return x.dim() == 3 ? y.squeeze(0) : y;
    }

    private static Columns.Taps taps(
            Images form, int[] kernel, int[] dilation, int[] padding, int[] stride) {
        int[] k = form.numbers("kernel", 1, kernel);
        int[] d = form.numbers("dilation", 1, dilation);
        int[] p = form.numbers("padding", 0, padding);
        int[] s = form.numbers("stride", 1, stride);
        return new Columns.Taps(k[0], k[1], s[0], s[1], p[0], p[1], d[0], d[1]);
    }

    /**
     * Images in which each element is the sum of what the columns have for it.
     *
     * @param x {@code [n, c · kh · kw, windows]} or without n
     * @param outputSize height and width of the images
     * @param kernel the window's height and width
     * @param dilation distance of a window's elements
     * @param padding zeros on all sides, which are cut off
     * @param stride steps down and across
     * @return {@code [n, c, h, w]}
     */
    public static Tensor fold(
            Tensor x, int[] outputSize, int[] kernel, int[] dilation, int[] padding, int[] stride) {
        Types.requireFloating("fold", x);
        Images form = new Images("fold", 2);
        Columns.Taps taps = taps(form, kernel, dilation, padding, stride);
        int[] size = form.numbers("output size", 1, outputSize);
        long[] shape = x.array().shape();
        long windows = Math.max(0, taps.rows(size[0])) * Math.max(0, taps.columns(size[1]));
        int patch = kernel[0] * kernel[1];
        boolean fits = shape.length == 2 || shape.length == 3;
        if (!fits
                || shape[shape.length - 1] != windows
                || shape[shape.length - 2] % patch != 0
                || windows == 0) {
            throw new IllegalArgumentException(
                    "fold: needs [n, c · "
                            + patch
                            + ", "
                            + windows
                            + "] for images "
                            + Arrays.toString(outputSize)
                            + ", got "
                            + Arrays.toString(shape));
        }
        Tensor in = shape.length == 2 ? x.unsqueeze(0) : x;
        Tensor y = folded(in, new long[] {in.size(0), in.size(1) / patch, size[0], size[1]}, taps);
        return shape.length == 2 ? y.squeeze(0) : y;
    }

    private static Tensor unfolded(Tensor x, Columns.Taps taps) {
        long[] shape = x.array().shape();
        return op(
                "Im2ColBackward0",
                Columns.unfold(x.array(), taps),
                savingNothing(),
                wrt(x, g -> folded(g, shape, taps)));
    }

    private static Tensor folded(Tensor x, long[] shape, Columns.Taps taps) {
        return op(
                "Col2ImBackward0",
                Columns.fold(x.array(), shape, taps),
                savingNothing(),
                wrt(x, g -> unfolded(g, taps)));
    }
}
