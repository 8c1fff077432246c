package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/**
 * A number around signals. Shapes: {@code [n, c, l] → [n, c, l']} or without {@code n}. Negative
 * numbers cut off.
 */
public final class ConstantPad1d extends Padded {
    private final double value;

    /**
     * The same on all sides.
     *
     * @param padding how many places
     * @param value what is there
     */
    public ConstantPad1d(int padding, double value) {
        this(new int[] {padding}, value);
    }

    /**
     * Each side on its own.
     *
     * @param padding left, right
     * @param value what is there
     * @throws IllegalArgumentException if they are not 2
     */
    public ConstantPad1d(int[] padding, double value) {
        super(1, padding);
        this.value = value;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.pad(padding, value);
    }

    @Override
    protected String extraRepr() {
        return "padding=" + PythonText.tuple(padding) + ", value=" + PythonText.of(value);
    }
}
