package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/** {@code x / (1 + |x|)} of every element. Shapes: any to the same. */
public final class Softsign extends Activation {
    /** The only form there is. */
    public Softsign() {
        super(Tensor::softsign);
    }
}
