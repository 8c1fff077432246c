package org.grad4j.nn.layer;

import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;

/**
 * The outermost elements again around images. Shapes: {@code [n, c, h, w] → [n, c, h', w']} or
 * without {@code n}.
 */
public final class ReplicationPad2d extends Padded {
    /**
     * Around the input.
     *
     * @param padding one number for all sides, or left, right, above, below
     * @throws IllegalArgumentException if they are neither 1 nor 4
     */
    public ReplicationPad2d(int... padding) {
        super(2, padding);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.pad(padding, PadMode.REPLICATE);
    }
}
