package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/**
 * Zeros around images. Shapes: {@code [n, c, h, w] → [n, c, h', w']} or without {@code n}. Negative
 * numbers cut off.
 */
public final class ZeroPad2d extends Padded {
    /**
     * Around the input.
     *
     * @param padding one number for all sides, or left, right, above, below
     * @throws IllegalArgumentException if they are neither 1 nor 4
     */
    public ZeroPad2d(int... padding) {
        super(2, padding);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.pad(padding);
    }
}
