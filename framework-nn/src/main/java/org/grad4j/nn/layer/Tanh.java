package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/** The hyperbolic tangent of every element. Shapes: any to the same. */
public final class Tanh extends Activation {
    /** The only form there is. */
    public Tanh() {
        super(Tensor::tanh);
    }
}
