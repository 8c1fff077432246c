package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/**
 * {@code x · tanh(softplus(x))} of every element (Misra, arXiv:1908.08681). Shapes: any to the
 * same.
 */
public final class Mish extends Activation {
    /** The only form there is. */
    public Mish() {
        super(Tensor::mish);
    }
}
