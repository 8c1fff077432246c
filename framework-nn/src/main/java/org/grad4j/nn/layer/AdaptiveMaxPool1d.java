package org.grad4j.nn.layer;

import java.util.Collections;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;
import org.grad4j.tensor.ValuesIndices;

/**
 * The largest elements of a given number of windows that cover a signal evenly, whatever its size.
 *
 * <p>Shapes: {@code [n, c, l] → [n, c, size]} or {@code [c, l] → [c, size]}. Along a dimension of
 * {@code l} elements the {@code i}-th of {@code n} windows reaches from {@code ⌊i · l / n⌋} to
 * {@code ⌈(i + 1) · l / n⌉}.
 */
public final class AdaptiveMaxPool1d extends Module {
    private final int size;

    /**
     * A number of windows.
     *
     * @param size how many
     * @throws IllegalArgumentException if it is less than 1
     */
    public AdaptiveMaxPool1d(int size) {
        this.size = Window.numbers("AdaptiveMaxPool1d", 1, "size", 1, size)[0];
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.adaptiveMaxPool1d(size).values();
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
                in -> notNull("input", in.get(0)).adaptiveMaxPool1d(size));
    }

    @Override
    protected String extraRepr() {
        return "output_size=" + size;
    }
}
