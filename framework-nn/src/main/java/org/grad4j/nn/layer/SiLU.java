package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/**
 * {@code x · sigmoid(x)} of every element (Elfwing et al., arXiv:1702.03118). Shapes: any to the
 * same.
 */
public final class SiLU extends Activation {
    /** The only form there is. */
    public SiLU() {
        super(Tensor::silu);
    }
}
