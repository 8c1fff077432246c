package org.grad4j.nn.layer;

import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;

/**
 * The opposite ends around signals. Shapes: {@code [n, c, l] → [n, c, l']} or without {@code n}. No
 * number may be more than the size.
 */
public final class CircularPad1d extends Padded {
    /**
     * Around the input.
     *
     * @param padding one number for all sides, or left, right
     * @throws IllegalArgumentException if they are neither 1 nor 2
     */
    public CircularPad1d(int... padding) {
        super(1, padding);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.pad(padding, PadMode.CIRCULAR);
    }
}
