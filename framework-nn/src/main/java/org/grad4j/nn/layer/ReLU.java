package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/**
 * The rectifier, {@code max(x, 0)}, of every element; its gradient at 0 is 0. Shapes: any to the
 * same.
 */
public final class ReLU extends Activation {
    /** The only form there is. */
    public ReLU() {
        super(Tensor::relu);
    }
}
