package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/** {@code 1 / (1 + e⁻ˣ)} of every element. Shapes: any to the same. */
public final class Sigmoid extends Activation {
    /** The only form there is. */
    public Sigmoid() {
        super(Tensor::sigmoid);
    }
}
