package org.grad4j.nn.layer;

import java.util.Arrays;

/**
 * The settings of a pool, collected.
 *
 * @param <B> the builder that users see
 */
abstract class PoolSettings<B extends PoolSettings<B>> {
    final String layer;
    final int dims;
    final int[] kernel;
    int[] stride;
    int[] padding;
    int[] dilation;
    boolean ceil;
    boolean countPad = true;

    PoolSettings(String layer, int dims, int... kernel) {
        this.layer = layer;
        this.dims = dims;
        this.kernel = Window.numbers(layer, dims, "kernel", 1, kernel);
        stride = this.kernel;
        padding = new int[dims];
        dilation = new int[dims];
        Arrays.fill(dilation, 1);
    }

    abstract B self();

    /**
     * How far a window moves.
     *
     * @param steps one number for all directions, or for images two, down and across; the size of a
     *     window by default
     * @return this builder
     * @throws IllegalArgumentException if one is less than 1
     */
    public B stride(int... steps) {
        stride = Window.numbers(layer, dims, "stride", 1, steps);
        return self();
    }

    /**
     * Places around the input, at most half a window.
     *
     * @param places one number for all sides, or for images two, above and below, left and right; 0
     *     by default
     * @return this builder
     * @throws IllegalArgumentException if one is negative
     */
    public B padding(int... places) {
        padding = Window.numbers(layer, dims, "padding", 0, places);
        return self();
    }

    /**
     * Whether a last window may reach beyond the padding, as long as it starts before it: sizes are
     * rounded up.
     *
     * @param up false by default
     * @return this builder
     */
    public B ceilMode(boolean up) {
        ceil = up;
        return self();
    }

    void dilate(int... distance) {
        dilation = Window.numbers(layer, dims, "dilation", 1, distance);
    }

    void check() {
        for (int d = 0; d < dims; d++) {
            if (padding[d] > (dilation[d] * (kernel[d] - 1) + 1) / 2) {
                throw new IllegalArgumentException(
                        layer
                                + ": padding must be at most half the kernel, got padding "
                                + PythonText.compact(padding)
                                + " for kernel "
                                + PythonText.compact(kernel));
            }
        }
    }
}
