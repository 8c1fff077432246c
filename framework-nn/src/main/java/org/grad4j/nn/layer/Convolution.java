package org.grad4j.nn.layer;

import java.util.Arrays;
import java.util.Locale;
import org.grad4j.nn.Module;
import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;

/** What convolutions of signals and images and their transposes have in common. */
abstract class Convolution extends Module {
    final int[] stride;
    final int[] padding;
    final int[] dilation;
    final int[] outputPadding;
    final int groups;
    private final int in;
    private final int out;
    private final int[] kernel;
    private final String named;
    private final PadMode mode;
    private final int[] before;
    private final Tensor weight;
    private final Tensor bias;

    Convolution(ConvSettings<?> settings, boolean transposed) {
        settings.check();
        in = settings.in;
        out = settings.out;
        kernel = settings.kernel;
        stride = settings.stride;
        dilation = settings.dilation;
        outputPadding = settings.outputPadding;
        groups = settings.groups;
        named = settings.named;
        mode = settings.mode;
        int[] around = around(settings);
        boolean even = mode == PadMode.CONSTANT && isEven(around);
        before = even ? null : around;
        padding = even ? half(around) : new int[kernel.length];
        long[] shape = new long[2 + kernel.length];
        shape[0] = transposed ? in : out;
        shape[1] = (transposed ? out : in) / groups;
        Arrays.setAll(shape, d -> d < 2 ? shape[d] : kernel[d - 2]);
        weight = registerParameter("weight", Tensor.zeros(settings.dtype, shape));
        bias = settings.bias ? registerParameter("bias", Tensor.zeros(settings.dtype, out)) : null;
        Start.uniform_(weight, bias, settings.generator);
    }

    /** Places before and after the last dimension, then the one before it; the odd one after. */
    private static int[] around(ConvSettings<?> settings) {
        int dims = settings.dims;
        int[] around = new int[2 * dims];
        for (int d = 0; d < dims; d++) {
            int at = 2 * (dims - 1 - d);
            int total =
                    "same".equals(settings.named)
                            ? settings.dilation[d] * (settings.kernel[d] - 1)
                            : 2 * settings.padding[d];
            around[at] = total / 2;
            around[at + 1] = total - total / 2;
        }
        return around;
    }

    private static boolean isEven(int[] around) {
        for (int i = 0; i < around.length; i += 2) {
            if (around[i] != around[i + 1]) {
                return false;
            }
        }
        return true;
    }

    private static int[] half(int[] around) {
        int[] each = new int[around.length / 2];
        Arrays.setAll(each, d -> around[around.length - 2 - 2 * d]);
        return each;
    }

    /**
     * The weight.
     *
     * @return {@code [out, in / groups, *kernel]}, transposed {@code [in, out / groups, *kernel]}
     */
    public Tensor weight() {
        return weight;
    }

    /**
     * The bias.
     *
     * @return {@code [out]}, or null without one
     */
    public Tensor bias() {
        return bias;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return apply(x, weight);
    }

    /** With another weight of the same shape. */
    Tensor apply(Tensor x, Tensor other) {
        if (before == null) {
            return convolve(x, other, bias);
        }
        Tensor padded = mode == PadMode.CONSTANT ? x.pad(before) : x.pad(before, mode);
        return convolve(padded, other, bias);
    }

    /** Whether zeros around the input, as many on either side, are all its padding. */
    boolean isEvenlyPadded() {
        return before == null;
    }

    abstract Tensor convolve(Tensor x, Tensor other, Tensor offset);

    @Override
    protected String extraRepr() {
        int[] given = new int[kernel.length];
        Arrays.setAll(given, d -> before == null ? padding[d] : before[before.length - 2 - 2 * d]);
        String text =
                in
                        + ", "
                        + out
                        + ", kernel_size="
                        + PythonText.tuple(kernel)
                        + ", stride="
                        + PythonText.tuple(stride);
        if (named != null) {
            text += ", padding=" + named;
        } else if (Arrays.stream(given).anyMatch(p -> p != 0)) {
            text += ", padding=" + PythonText.tuple(given);
        }
        if (Arrays.stream(dilation).anyMatch(d -> d != 1)) {
            text += ", dilation=" + PythonText.tuple(dilation);
        }
        if (Arrays.stream(outputPadding).anyMatch(p -> p != 0)) {
            text += ", output_padding=" + PythonText.tuple(outputPadding);
        }
        text += groups == 1 ? "" : ", groups=" + groups;
        text += bias == null ? ", bias=False" : "";
        return mode == PadMode.CONSTANT
                ? text
                : text + ", padding_mode=" + mode.name().toLowerCase(Locale.ROOT);
    }

    @Override
    protected String label() {
        return getClass().getSimpleName() + " " + in + "→" + out;
    }
}
