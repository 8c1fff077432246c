package org.grad4j.nn.layer;

import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * The means of a given number of windows that cover a signal evenly, whatever its size.
 *
 * <p>Shapes: {@code [n, c, l] → [n, c, size]} or {@code [c, l] → [c, size]}. Along a dimension of
 * {@code l} elements the {@code i}-th of {@code n} windows reaches from {@code ⌊i · l / n⌋} to
 * {@code ⌈(i + 1) · l / n⌉}.
 */
public final class AdaptiveAvgPool1d extends Module {
    private final int size;

    /**
     * A number of windows.
     *
     * @param size how many
     * @throws IllegalArgumentException if it is less than 1
     */
    public AdaptiveAvgPool1d(int size) {
        this.size = Window.numbers("AdaptiveAvgPool1d", 1, "size", 1, size)[0];
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.adaptiveAvgPool1d(size);
    }

    @Override
    protected String extraRepr() {
        return "output_size=" + size;
    }
}
