package org.grad4j.nn.layer;

import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;

/**
 * Around signals, their reflection without the outermost elements. Shapes: {@code [n, c, l] → [n,
 * c, l']} or without {@code n}. Each number must be less than the size.
 */
public final class ReflectionPad1d extends Padded {
    /**
     * Around the input.
     *
     * @param padding one number for all sides, or left, right
     * @throws IllegalArgumentException if they are neither 1 nor 2
     */
    public ReflectionPad1d(int... padding) {
        super(1, padding);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.pad(padding, PadMode.REFLECT);
    }
}
