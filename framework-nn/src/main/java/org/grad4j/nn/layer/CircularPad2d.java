package org.grad4j.nn.layer;

import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;

/**
 * The opposite ends around images. Shapes: {@code [n, c, h, w] → [n, c, h', w']} or without {@code
 * n}. No number may be more than the size.
 */
public final class CircularPad2d extends Padded {
    /**
     * Around the input.
     *
     * @param padding one number for all sides, or left, right, above, below
     * @throws IllegalArgumentException if they are neither 1 nor 4
     */
    public CircularPad2d(int... padding) {
        super(2, padding);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.pad(padding, PadMode.CIRCULAR);
    }
}
