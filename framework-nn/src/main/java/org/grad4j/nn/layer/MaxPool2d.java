package org.grad4j.nn.layer;

import java.util.Arrays;
import java.util.Collections;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;
import org.grad4j.tensor.ValuesIndices;

/**
 * The largest element of each window of an image.
 *
 * <p>Shapes: {@code [n, c, h, w] → [n, c, h', w']} or {@code [c, h, w] → [c, h', w']} with {@code
 * h' = (h + 2 · padding - dilation · (kernel - 1) - 1) / stride + 1}, rounded down, or up with
 * {@code ceilMode}. Padding never wins.
 */
public final class MaxPool2d extends Module {
    private final int[] kernel;
    private final int[] stride;
    private final int[] padding;
    private final int[] dilation;
    private final boolean ceil;

    /**
     * Windows side by side.
     *
     * @param kernel height and width of a window
     * @throws IllegalArgumentException if it is less than 1
     */
    public MaxPool2d(int kernel) {
        this(builder(kernel));
    }

    /**
     * Without padding.
     *
     * @param kernel height and width of a window
     * @param stride how far it moves
     * @throws IllegalArgumentException if one is less than 1
     */
    public MaxPool2d(int kernel, int stride) {
        this(kernel, stride, 0);
    }

    /**
     * With padding.
     *
     * @param kernel height and width of a window
     * @param stride how far it moves
     * @param padding places on all sides, at most half the kernel
     * @throws IllegalArgumentException if a number is out of range
     */
    public MaxPool2d(int kernel, int stride, int padding) {
        this(builder(kernel).stride(stride).padding(padding));
    }

    /**
     * With separate numbers for height and width.
     *
     * @param kernel height and width of a window
     * @param stride how far it moves down and across
     * @param padding places above and below, left and right; at most half the kernel
     * @throws IllegalArgumentException if a number is out of range
     */
    public MaxPool2d(int[] kernel, int[] stride, int[] padding) {
        this(builder(kernel).stride(stride).padding(padding));
    }

    private MaxPool2d(Builder settings) {
        settings.check();
        kernel = settings.kernel;
        stride = settings.stride;
        padding = settings.padding;
        dilation = settings.dilation;
        ceil = settings.ceil;
    }

    /**
     * Starts a pool with settings of its own.
     *
     * @param kernel height and width of a window: one number for both, or two
     * @return a builder with windows side by side
     * @throws IllegalArgumentException if it is less than 1
     */
    public static Builder builder(int... kernel) {
        return new Builder(kernel);
    }

    /** Collects the settings of a pool. */
    public static final class Builder extends PoolSettings<Builder> {
        private Builder(int... kernel) {
            super("MaxPool2d", 2, kernel);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * How far a window's elements lie apart.
         *
         * @param distance one number for both directions, or two, down and across; 1 by default
         * @return this builder
         * @throws IllegalArgumentException if one is less than 1
         */
        public Builder dilation(int... distance) {
            dilate(distance);
            return this;
        }

        /**
         * Makes the pool.
         *
         * @return a module ready for use
         * @throws IllegalArgumentException if the padding is more than half a window
         */
        public MaxPool2d build() {
            return new MaxPool2d(this);
        }
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.maxPool2d(kernel, stride, padding, dilation, ceil);
    }

    /** Whether windows are two by two, side by side, and inside the image. */
    boolean isPairs() {
        int[] two = {2, 2};
        return Arrays.equals(kernel, two)
                && Arrays.equals(stride, two)
                && Arrays.equals(padding, new int[2])
                && Arrays.equals(dilation, new int[] {1, 1})
                && !ceil;
    }

    /**
     * The largest elements and where they were found, row-major in each image.
     *
     * @param x the input
     * @return both, of the output's shape
     * @throws IllegalArgumentException if the input does not fit or is null
     */
    public ValuesIndices callWithIndices(Tensor x) {
        return enter(
                Collections.singletonList(x),
                in ->
                        notNull("input", in.get(0))
                                .maxPool2dWithIndices(kernel, stride, padding, dilation, ceil));
    }

    @Override
    protected String extraRepr() {
        return "kernel_size="
                + PythonText.compact(kernel)
                + ", stride="
                + PythonText.compact(stride)
                + ", padding="
                + PythonText.compact(padding)
                + ", dilation="
                + PythonText.compact(dilation)
                + ", ceil_mode="
                + PythonText.of(ceil);
    }
}
