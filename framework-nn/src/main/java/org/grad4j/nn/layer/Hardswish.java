package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/**
 * {@code x · min(max(x + 3, 0), 6) / 6} of every element (Howard et al., arXiv:1905.02244). Shapes:
 * any to the same.
 */
public final class Hardswish extends Activation {
    /** The only form there is. */
    public Hardswish() {
        super(Tensor::hardswish);
    }
}
