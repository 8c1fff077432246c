package org.grad4j.nn.layer;

import java.util.Collections;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;
import org.grad4j.tensor.ValuesIndices;

/**
 * The largest element of each window of a signal.
 *
 * <p>Shapes: {@code [n, c, l] → [n, c, l']} or {@code [c, l] → [c, l']} with {@code l' = (l + 2 ·
 * padding - dilation · (kernel - 1) - 1) / stride + 1}, rounded down, or up with {@code ceilMode}.
 * Padding never wins.
 */
public final class MaxPool1d extends Module {
    private final int[] kernel;
    private final int[] stride;
    private final int[] padding;
    private final int[] dilation;
    private final boolean ceil;

    /**
     * Windows side by side.
     *
     * @param kernel length of a window
     * @throws IllegalArgumentException if it is less than 1
     */
    public MaxPool1d(int kernel) {
        this(builder(kernel));
    }

    /**
     * Without padding.
     *
     * @param kernel length of a window
     * @param stride how far it moves
     * @throws IllegalArgumentException if one is less than 1
     */
    public MaxPool1d(int kernel, int stride) {
        this(kernel, stride, 0);
    }

    /**
     * With padding.
     *
     * @param kernel length of a window
     * @param stride how far it moves
     * @param padding places on all sides, at most half the kernel
     * @throws IllegalArgumentException if a number is out of range
     */
    public MaxPool1d(int kernel, int stride, int padding) {
        this(builder(kernel).stride(stride).padding(padding));
    }

    private MaxPool1d(Builder settings) {
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
     * @param kernel length of a window
     * @return a builder with windows side by side
     * @throws IllegalArgumentException if it is less than 1
     */
    public static Builder builder(int kernel) {
        return new Builder(kernel);
    }

    /** Collects the settings of a pool. */
    public static final class Builder extends PoolSettings<Builder> {
        private Builder(int... kernel) {
            super("MaxPool1d", 1, kernel);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * How far a window's elements lie apart.
         *
         * @param distance a number; 1 by default
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
        public MaxPool1d build() {
            return new MaxPool1d(this);
        }
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.maxPool1d(kernel[0], stride[0], padding[0], dilation[0], ceil);
    }

    /**
     * The largest elements and where they were found.
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
                                .maxPool1dWithIndices(
                                        kernel[0], stride[0], padding[0], dilation[0], ceil));
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
