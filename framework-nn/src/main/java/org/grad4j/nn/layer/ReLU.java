package org.grad4j.nn.layer;

import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * The rectifier, {@code max(x, 0)}, of every element; its gradient at 0 is 0. Shapes: any to the
 * same.
 */
public final class ReLU extends Module {
    /** The only form there is. */
    public ReLU() {}

    @Override
    protected Tensor forward(Tensor x) {
        return x.relu();
    }
}
