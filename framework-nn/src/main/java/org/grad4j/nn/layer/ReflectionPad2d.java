package org.grad4j.nn.layer;

import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;

/**
 * Around images, their reflection without the outermost elements. Shapes: {@code [n, c, h, w] → [n,
 * c, h', w']} or without {@code n}. Each number must be less than the size.
 */
public final class ReflectionPad2d extends Padded {
    /**
     * Around the input.
     *
     * @param padding one number for all sides, or left, right, above, below
     * @throws IllegalArgumentException if they are neither 1 nor 4
     */
    public ReflectionPad2d(int... padding) {
        super(2, padding);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.pad(padding, PadMode.REFLECT);
    }
}
