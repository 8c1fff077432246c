package org.grad4j.nn.layer;

import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * The mean of each window of a signal.
 *
 * <p>Shapes: {@code [n, c, l] → [n, c, l']} or {@code [c, l] → [c, l']} with {@code l' = (l + 2 ·
 * padding - kernel) / stride + 1}, rounded down, or up with {@code ceilMode}. Padding counts as
 * zeros unless {@code countIncludePad(false)} is set.
 */
public final class AvgPool1d extends Module {
    private final int[] kernel;
    private final int[] stride;
    private final int[] padding;
    private final boolean ceil;
    private final boolean countPad;

    /**
     * Windows side by side.
     *
     * @param kernel length of a window
     * @throws IllegalArgumentException if it is less than 1
     */
    public AvgPool1d(int kernel) {
        this(builder(kernel));
    }

    /**
     * Without padding.
     *
     * @param kernel length of a window
     * @param stride how far it moves
     * @throws IllegalArgumentException if one is less than 1
     */
    public AvgPool1d(int kernel, int stride) {
        this(builder(kernel).stride(stride));
    }

    private AvgPool1d(Builder settings) {
        settings.check();
        kernel = settings.kernel;
        stride = settings.stride;
        padding = settings.padding;
        ceil = settings.ceil;
        countPad = settings.countPad;
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
            super("AvgPool1d", 1, kernel);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Whether the padding counts as zeros.
         *
         * @param counts true by default
         * @return this builder
         */
        public Builder countIncludePad(boolean counts) {
            countPad = counts;
            return this;
        }

        /**
         * Makes the pool.
         *
         * @return a module ready for use
         * @throws IllegalArgumentException if the padding is more than half a window
         */
        public AvgPool1d build() {
            return new AvgPool1d(this);
        }
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.avgPool1d(kernel[0], stride[0], padding[0], ceil, countPad);
    }

    @Override
    protected String extraRepr() {
        return "kernel_size="
                + PythonText.tuple(kernel)
                + ", stride="
                + PythonText.tuple(stride)
                + ", padding="
                + PythonText.tuple(padding);
    }
}
