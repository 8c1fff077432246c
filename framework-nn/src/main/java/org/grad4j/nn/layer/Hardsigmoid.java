package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/** {@code min(max(x / 6 + 1/2, 0), 1)} of every element. Shapes: any to the same. */
public final class Hardsigmoid extends Activation {
    /** The only form there is. */
    public Hardsigmoid() {
        super(Tensor::hardsigmoid);
    }
}
