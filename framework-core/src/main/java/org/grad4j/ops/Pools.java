package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import java.util.Arrays;
import org.grad4j.autograd.Autograd;
import org.grad4j.backend.Array;
import org.grad4j.backend.Pooling;
import org.grad4j.backend.SpanPooling;
import org.grad4j.backend.Spans;
import org.grad4j.tensor.Tensor;
import org.grad4j.tensor.ValuesIndices;

/** The largest element or the mean of windows of signals and images. */
public final class Pools {
    private static final Images MAX_1D = new Images("maxPool1d", 1);
    private static final Images MAX_2D = new Images("maxPool2d", 2);
    private static final Images AVG_1D = new Images("avgPool1d", 1);
    private static final Images AVG_2D = new Images("avgPool2d", 2);
    private static final Images ADAPTIVE_AVG_1D = new Images("adaptiveAvgPool1d", 1);
    private static final Images ADAPTIVE_AVG_2D = new Images("adaptiveAvgPool2d", 2);
    private static final Images ADAPTIVE_MAX_1D = new Images("adaptiveMaxPool1d", 1);
    private static final Images ADAPTIVE_MAX_2D = new Images("adaptiveMaxPool2d", 2);

    private Pools() {}

    /** A window over images. */
    private record Settings(int[] kernel, int[] stride, int[] padding, int[] dilation) {
        static Settings of(Images form, int[] kernel, int[] stride, int[] padding, int[] dilation) {
            return new Settings(
                    form.numbers("kernel", 1, kernel),
                    form.numbers("stride", 1, stride),
                    form.numbers("padding", 0, padding),
                    form.numbers("dilation", 1, dilation));
        }

        int places(Tensor x, int d, boolean ceil) {
            return Spans.places(
                    (int) x.size(2 + d), kernel[d], stride[d], padding[d], dilation[d], ceil);
        }

        Spans spans(Tensor x, int d, boolean ceil, boolean countPad) {
            return Spans.sliding(
                    (int) x.size(2 + d),
                    kernel[d],
                    stride[d],
                    padding[d],
                    dilation[d],
                    ceil,
                    countPad);
        }
    }

    // ---- the largest ----

    /**
     * The largest element of each window of a signal.
     *
     * @param x {@code [n, c, l]} or {@code [c, l]}
     * @param kernel the window's length
     * @param stride the step
     * @param padding places that never win
     * @param dilation distance of a window's elements
     * @param ceilMode whether a last window may reach beyond the padding
     * @return the elements and their places
     */
    public static ValuesIndices maxPool1d(
            Tensor x, int kernel, int stride, int padding, int dilation, boolean ceilMode) {
        return maxPool(
                MAX_1D,
                x,
                new int[] {kernel},
                new int[] {stride},
                new int[] {padding},
                new int[] {dilation},
                ceilMode,
                true);
    }

    /**
     * The largest element of each window of an image.
     *
     * @param x {@code [n, c, h, w]} or {@code [c, h, w]}
     * @param kernel the window's height and width
     * @param stride steps down and across
     * @param padding places that never win
     * @param dilation distance of a window's elements
     * @param ceilMode whether a last window may reach beyond the padding
     * @param indices whether the places are wanted
     * @return the elements and their places in each image, or null
     */
    public static ValuesIndices maxPool2d(
            Tensor x,
            int[] kernel,
            int[] stride,
            int[] padding,
            int[] dilation,
            boolean ceilMode,
            boolean indices) {
        return maxPool(MAX_2D, x, kernel, stride, padding, dilation, ceilMode, indices);
    }

    private static ValuesIndices maxPool(
            Images form,
            Tensor x,
            int[] kernel,
            int[] stride,
            int[] padding,
            int[] dilation,
            boolean ceil,
            boolean indices) {
        Types.requireFloating(form.op(), x);
        Tensor in = form.of(x);
        requireElements(form, in, x);
        Settings settings = Settings.of(form, kernel, stride, padding, dilation);
        requireHalf(form, settings, kernel, padding);
        requireFit(form, in, settings, ceil);
        boolean plain =
                settings.dilation[0] == 1
                        && settings.dilation[1] == 1
                        && settings.places(in, 0, ceil) == settings.places(in, 0, false)
                        && settings.places(in, 1, ceil) == settings.places(in, 1, false);
        if (plain && !indices) {
            return new ValuesIndices(form.back(fast(in, settings), x), null);
        }
        return largest(
                form,
                x,
                in,
                settings.spans(in, 0, ceil, false),
                settings.spans(in, 1, ceil, false));
    }

    /** Windows inside the padding, whose places are looked up only where they are needed. */
    private static Tensor fast(Tensor x, Settings settings) {
        Pooling.Window window =
                new Pooling.Window(
                        settings.kernel[0],
                        settings.kernel[1],
                        settings.stride[0],
                        settings.stride[1],
                        settings.padding[0],
                        settings.padding[1]);
        return op(
                "MaxPool2DWithIndicesBackward0",
                Pooling.max(x.array(), window),
                saving(x),
                x,
                (g, y) -> gradient(g, x, y, window));
    }

    private static Tensor gradient(Tensor g, Tensor x, Tensor y, Pooling.Window window) {
        if (!Autograd.isGradEnabled()) {
            return Tensor.wrap(Pooling.gradient(x.array(), y.array(), g.array(), window));
        }
        Array places = Pooling.places(x.array(), y.array(), window);
        return scatter(g, Tensor.wrap(places), x.array().shape());
    }

    private static ValuesIndices largest(
            Images form, Tensor x, Tensor in, Spans down, Spans across) {
        Tensor places = Tensor.wrap(SpanPooling.largest(in.array(), down, across));
        Tensor y = gather("MaxPool2DWithIndicesBackward0", in, places, in.array().shape());
        return new ValuesIndices(form.back(y, x), form.back(places, x));
    }

    /** Puts gradients where the maxima came from, zeros elsewhere. */
    static Tensor scatter(Tensor g, Tensor indices, long[] shape) {
        return op(
                "MaxPool2DWithIndicesBackwardBackward0",
                Pooling.scatter(g.array(), indices.array(), shape),
                saving(indices),
                wrt(g, h -> gather("GatherBackward0", h, indices, shape)));
    }

    private static Tensor gather(String name, Tensor x, Tensor indices, long[] shape) {
        return op(
                name,
                Pooling.gather(x.array(), indices.array()),
                saving(indices),
                wrt(x, g -> scatter(g, indices, shape)));
    }

    /**
     * The largest elements of a number of windows that cover a signal evenly.
     *
     * @param x {@code [n, c, l]} or {@code [c, l]}
     * @param size the number of windows
     * @return the elements and their places
     */
    public static ValuesIndices adaptiveMaxPool1d(Tensor x, int size) {
        return adaptiveMax(ADAPTIVE_MAX_1D, x, size);
    }

    /**
     * The largest elements of a grid of windows that covers an image evenly.
     *
     * @param x {@code [n, c, h, w]} or {@code [c, h, w]}
     * @param h windows below each other
     * @param w windows beside each other
     * @return the elements and their places in each image
     */
    public static ValuesIndices adaptiveMaxPool2d(Tensor x, int h, int w) {
        return adaptiveMax(ADAPTIVE_MAX_2D, x, h, w);
    }

    private static ValuesIndices adaptiveMax(Images form, Tensor x, int... size) {
        Types.requireFloating(form.op(), x);
        int[] places = form.numbers("size", 1, size);
        Tensor in = form.of(x);
        requireElements(form, in, x);
        return largest(
                form,
                x,
                in,
                Spans.adaptive((int) in.size(2), places[0]),
                Spans.adaptive((int) in.size(3), places[1]));
    }

    // ---- the mean ----

    /**
     * The mean of each window of a signal.
     *
     * @param x {@code [n, c, l]} or {@code [c, l]}
     * @param kernel the window's length
     * @param stride the step
     * @param padding zeros on either side
     * @param ceilMode whether a last window may reach beyond the padding
     * @param countIncludePad whether the zeros count
     * @return {@code [n, c, l']}
     */
    public static Tensor avgPool1d(
            Tensor x,
            int kernel,
            int stride,
            int padding,
            boolean ceilMode,
            boolean countIncludePad) {
        return avgPool(
                AVG_1D,
                x,
                new int[] {kernel},
                new int[] {stride},
                new int[] {padding},
                ceilMode,
                countIncludePad);
    }

    /**
     * The mean of each window of an image.
     *
     * @param x {@code [n, c, h, w]} or {@code [c, h, w]}
     * @param kernel the window's height and width
     * @param stride steps down and across
     * @param padding zeros on all sides
     * @param ceilMode whether a last window may reach beyond the padding
     * @param countIncludePad whether the zeros count
     * @return {@code [n, c, h', w']}
     */
    public static Tensor avgPool2d(
            Tensor x,
            int[] kernel,
            int[] stride,
            int[] padding,
            boolean ceilMode,
            boolean countIncludePad) {
        return avgPool(AVG_2D, x, kernel, stride, padding, ceilMode, countIncludePad);
    }

    private static Tensor avgPool(
            Images form,
            Tensor x,
            int[] kernel,
            int[] stride,
            int[] padding,
            boolean ceil,
            boolean countPad) {
        Types.requireFloating(form.op(), x);
        Tensor in = form.of(x);
        requireElements(form, in, x);
        int[] none = new int[form.dims()];
        Arrays.fill(none, 1);
        Settings settings = Settings.of(form, kernel, stride, padding, none);
        requireHalf(form, settings, kernel, padding);
        requireFit(form, in, settings, ceil);
        Tensor y =
                average(
                        "AvgPool2DBackward0",
                        in,
                        settings.spans(in, 0, ceil, countPad),
                        settings.spans(in, 1, ceil, countPad));
        return form.back(y, x);
    }

    /**
     * The means of a number of windows that cover a signal evenly.
     *
     * @param x {@code [n, c, l]} or {@code [c, l]}
     * @param size the number of windows
     * @return {@code [n, c, size]}
     */
    public static Tensor adaptiveAvgPool1d(Tensor x, int size) {
        return adaptiveAvg(ADAPTIVE_AVG_1D, x, size);
    }

    /**
     * The means of a grid of windows that covers an image evenly.
     *
     * @param x {@code [n, c, h, w]} or {@code [c, h, w]}
     * @param h windows below each other
     * @param w windows beside each other
     * @return {@code [n, c, h, w]} of that size
     */
    public static Tensor adaptiveAvgPool2d(Tensor x, int h, int w) {
        return adaptiveAvg(ADAPTIVE_AVG_2D, x, h, w);
    }

    private static Tensor adaptiveAvg(Images form, Tensor x, int... size) {
        Types.requireFloating(form.op(), x);
        int[] places = form.numbers("size", 1, size);
        Tensor in = form.of(x);
        requireElements(form, in, x);
        Tensor y =
                average(
                        "AdaptiveAvgPool2DBackward0",
                        in,
                        Spans.adaptive((int) in.size(2), places[0]),
                        Spans.adaptive((int) in.size(3), places[1]));
        return form.back(y, x);
    }

    private static Tensor average(String name, Tensor x, Spans down, Spans across) {
        long[] shape = x.array().shape();
        return op(
                name,
                SpanPooling.average(x.array(), down, across),
                savingNothing(),
                wrt(x, g -> spread(name, g, shape, down, across)));
    }

    private static Tensor spread(String name, Tensor g, long[] shape, Spans down, Spans across) {
        return op(
                name,
                SpanPooling.spread(g.array(), shape, down, across),
                savingNothing(),
                wrt(g, h -> average(name, h, down, across)));
    }

    // ---- what is refused ----

    private static void requireElements(Images form, Tensor in, Tensor x) {
        if (in.size(2) == 0 || in.size(3) == 0) {
            throw new IllegalArgumentException(
                    form.op()
                            + (form.op().contains("ax")
                                    ? ": images without elements have no largest one, got "
                                    : ": images without elements have no mean, got ")
                            + Arrays.toString(x.array().shape()));
        }
    }

    private static void requireHalf(Images form, Settings settings, int[] kernel, int[] padding) {
        for (int d = 0; d < 2; d++) {
            int reach = (settings.kernel[d] - 1) * settings.dilation[d] + 1;
            if (settings.padding[d] > reach / 2) {
                throw new IllegalArgumentException(
                        form.op()
                                + ": the padding must be at most half the kernel, got padding "
                                + text(form, padding)
                                + " for kernel "
                                + text(form, kernel));
            }
        }
    }

    private static String text(Images form, int[] numbers) {
        return form.dims() == 1 ? String.valueOf(numbers[0]) : Arrays.toString(numbers);
    }

    private static void requireFit(Images form, Tensor in, Settings settings, boolean ceil) {
        if (settings.places(in, 0, ceil) < 1 || settings.places(in, 1, ceil) < 1) {
            form.requireFit(
                    in,
                    new long[] {settings.kernel[0], settings.kernel[1]},
                    settings.padding,
                    settings.dilation);
        }
    }
}
