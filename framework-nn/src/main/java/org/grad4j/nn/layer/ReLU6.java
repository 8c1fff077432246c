package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/**
 * The rectifier capped at 6, {@code min(max(x, 0), 6)}, of every element (Krizhevsky, 2010).
 * Shapes: any to the same.
 */
public final class ReLU6 extends Activation {
    /** The only form there is. */
    public ReLU6() {
        super(Tensor::relu6);
    }
}
