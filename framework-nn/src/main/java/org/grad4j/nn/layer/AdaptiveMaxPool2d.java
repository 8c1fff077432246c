package org.grad4j.nn.layer;

import java.util.Collections;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;
import org.grad4j.tensor.ValuesIndices;

/**
 * The largest elements of a given number of windows that cover an image evenly, whatever its size.
 *
 * <p>Shapes: {@code [n, c, h', w'] → [n, c, h, w]} or {@code [c, h', w'] → [c, h, w]}. Along a
 * dimension of {@code l} elements the {@code i}-th of {@code n} windows reaches from {@code ⌊i · l
 * / n⌋} to {@code ⌈(i + 1) · l / n⌉}.
 */
public final class AdaptiveMaxPool2d extends Module {
    private final int h;
    private final int w;

    /**
     * As many windows below each other as beside each other.
     *
     * @param size how many
     * @throws IllegalArgumentException if it is less than 1
     */
    public AdaptiveMaxPool2d(int size) {
        this(size, size);
    }

    /**
     * A grid of windows.
     *
     * @param h windows below each other
     * @param w windows beside each other
     * @throws IllegalArgumentException if one is less than 1
     */
    public AdaptiveMaxPool2d(int h, int w) {
        int[] size = Window.pair("AdaptiveMaxPool2d", "size", 1, h, w);
        this.h = size[0];
        this.w = size[1];
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.adaptiveMaxPool2d(h, w).values();
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
                in -> notNull("input", in.get(0)).adaptiveMaxPool2d(h, w));
    }

    @Override
    protected String extraRepr() {
        return "output_size=" + PythonText.compact(h, w);
    }
}
