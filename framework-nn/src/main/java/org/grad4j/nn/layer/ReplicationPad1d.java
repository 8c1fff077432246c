package org.grad4j.nn.layer;

import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;

/**
 * The outermost elements again around signals. Shapes: {@code [n, c, l] → [n, c, l']} or without
 * {@code n}.
 */
public final class ReplicationPad1d extends Padded {
    /**
     * Around the input.
     *
     * @param padding one number for all sides, or left, right
     * @throws IllegalArgumentException if they are neither 1 nor 2
     */
    public ReplicationPad1d(int... padding) {
        super(1, padding);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.pad(padding, PadMode.REPLICATE);
    }
}
