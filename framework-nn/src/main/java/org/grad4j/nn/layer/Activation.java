package org.grad4j.nn.layer;

import java.util.function.UnaryOperator;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/** A function of one tensor as a module: what most activations are. */
abstract class Activation extends Module {
    private final UnaryOperator<Tensor> function;
    private final String settings;

    Activation(UnaryOperator<Tensor> function) {
        this("", function);
    }

    /**
     * A function with settings.
     *
     * @param settings as PyTorch prints them
     * @param function what it computes
     */
    Activation(String settings, UnaryOperator<Tensor> function) {
        this.settings = settings;
        this.function = function;
    }

    @Override
    protected final Tensor forward(Tensor x) {
        return function.apply(x);
    }

    @Override
    protected final String extraRepr() {
        return settings;
    }
}
