package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.PadMode;

/**
 * The settings of a convolution, collected.
 *
 * @param <B> the builder that users see
 */
abstract class ConvSettings<B extends ConvSettings<B>> {
    final String layer;
    final int dims;
    final int in;
    final int out;
    final int[] kernel;
    int[] stride;
    int[] padding;
    int[] dilation;
    int[] outputPadding;
    String named;
    PadMode mode = PadMode.CONSTANT;
    int groups = 1;
    boolean bias = true;
    DType dtype = DType.FLOAT32;
    Generator generator = Generator.global();

    ConvSettings(String layer, int dims, int in, int out, int... kernel) {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException(
                    layer + ": channels must be 1 or more, got " + in + " and " + out);
        }
        this.layer = layer;
        this.dims = dims;
        this.in = in;
        this.out = out;
        this.kernel = Window.numbers(layer, dims, "kernel", 1, kernel);
        stride = all(1);
        padding = all(0);
        dilation = all(1);
        outputPadding = all(0);
    }

    private int[] all(int number) {
        int[] numbers = new int[dims];
        Arrays.fill(numbers, number);
        return numbers;
    }

    abstract B self();

    /**
     * How far the kernel moves; for a transposed convolution, how far its results lie apart.
     *
     * @param steps one number for all directions, or for images two, down and across; 1 by default
     * @return this builder
     * @throws IllegalArgumentException if one is less than 1
     */
    public B stride(int... steps) {
        stride = Window.numbers(layer, dims, "stride", 1, steps);
        return self();
    }

    /**
     * Zeros around the input; for a transposed convolution, what is cut off.
     *
     * @param zeros one number for all sides, or for images two, above and below, left and right; 0
     *     by default
     * @return this builder
     * @throws IllegalArgumentException if one is negative
     */
    public B padding(int... zeros) {
        padding = Window.numbers(layer, dims, "padding", 0, zeros);
        named = null;
        return self();
    }

    /**
     * How far the kernel's elements lie apart.
     *
     * @param distance one number for all directions, or for images two, down and across; 1 by
     *     default
     * @return this builder
     * @throws IllegalArgumentException if one is less than 1
     */
    public B dilation(int... distance) {
        dilation = Window.numbers(layer, dims, "dilation", 1, distance);
        return self();
    }

    /**
     * Into how many parts the channels fall that do not mix; as many as channels make the
     * convolution depthwise.
     *
     * @param parts a divisor of both numbers of channels; 1 by default
     * @return this builder
     * @throws IllegalArgumentException if it does not divide them
     */
    public B groups(int parts) {
        if (parts < 1 || in % parts != 0 || out % parts != 0) {
            throw new IllegalArgumentException(
                    layer
                            + ": groups must divide the channels "
                            + in
                            + " and "
                            + out
                            + ", got "
                            + parts);
        }
        groups = parts;
        return self();
    }

    /**
     * Whether a bias is added.
     *
     * @param added true by default
     * @return this builder
     */
    public B bias(boolean added) {
        bias = added;
        return self();
    }

    /**
     * The parameters' type.
     *
     * @param type a floating type, float32 by default
     * @return this builder
     */
    public B dtype(DType type) {
        dtype = type;
        return self();
    }

    /**
     * Where the parameters come from, the weight first.
     *
     * @param source the default generator by default
     * @return this builder
     */
    public B generator(Generator source) {
        generator = source;
        return self();
    }

    void named(String name) {
        if (!"same".equals(name) && !"valid".equals(name)) {
            throw new IllegalArgumentException(
                    layer + ": padding must be \"same\", \"valid\" or numbers, got " + name);
        }
        named = name;
        padding = all(0);
    }

    void mode(PadMode padMode) {
        if (padMode == null) {
            throw new IllegalArgumentException(layer + ": the padding mode is null");
        }
        mode = padMode;
    }

    void addAtEnd(int... places) {
        outputPadding = Window.numbers(layer, dims, "output padding", 0, places);
    }

    void check() {
        if ("same".equals(named) && !Arrays.equals(stride, all(1))) {
            throw new IllegalArgumentException(
                    layer
                            + ": padding \"same\" keeps the size, which needs stride 1, got "
                            + Arrays.toString(stride));
        }
        for (int d = 0; d < dims; d++) {
            if (outputPadding[d] >= Math.max(stride[d], dilation[d])) {
                throw new IllegalArgumentException(
                        layer
                                + ": output padding must be smaller than stride or dilation, got "
                                + Arrays.toString(outputPadding)
                                + " with stride "
                                + Arrays.toString(stride)
                                + " and dilation "
                                + Arrays.toString(dilation));
            }
        }
    }
}
