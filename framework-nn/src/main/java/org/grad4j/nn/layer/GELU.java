package org.grad4j.nn.layer;

import java.util.function.UnaryOperator;
import org.grad4j.tensor.Tensor;

/**
 * {@code x · Φ(x)} of every element, Φ being the distribution of a normal variable (Hendrycks and
 * Gimpel, arXiv:1606.08415). Shapes: any to the same.
 */
public final class GELU extends Activation {
    /** By the error function. */
    public GELU() {
        this("none");
    }

    /**
     * Exact or approximated.
     *
     * @param approximate {@code "none"}, or {@code "tanh"} for {@code x/2 · (1 + tanh(√(2/π) · (x +
     *     0.044715 · x³)))}
     * @throws IllegalArgumentException if it is neither
     */
    public GELU(String approximate) {
        super("approximate='" + approximate + "'", function(approximate));
    }

    private static UnaryOperator<Tensor> function(String approximate) {
        if (!"none".equals(approximate) && !"tanh".equals(approximate)) {
            throw new IllegalArgumentException(
                    "GELU: approximate must be \"none\" or \"tanh\", got " + approximate);
        }
        return approximate.equals("none") ? Tensor::gelu : Tensor::geluTanh;
    }
}
