package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/**
 * {@code scale · (max(x, 0) + min(α · (eˣ - 1), 0))} of every element, with the constants that keep
 * mean and variance (Klambauer et al., arXiv:1706.02515). Shapes: any to the same.
 */
public final class SELU extends Activation {
    /** The only form there is. */
    public SELU() {
        super(Tensor::selu);
    }
}
