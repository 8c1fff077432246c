package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/** {@code log(1 / (1 + e⁻ˣ))} of every element, without overflow. Shapes: any to the same. */
public final class LogSigmoid extends Activation {
    /** The only form there is. */
    public LogSigmoid() {
        super(Tensor::logSigmoid);
    }
}
