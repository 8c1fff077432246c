package org.grad4j.nn;

import org.grad4j.tensor.Tensor;

/**
 * One tensor in, one tensor out: what {@link Sequential} chains. Every {@link Module} with a {@code
 * forward} is one, and so are method references ({@code Tensor::relu}), lambdas, and custom
 * functions.
 */
@FunctionalInterface
public interface Layer {
    /**
     * Computes the output.
     *
     * @param x in
     * @return out
     */
    Tensor call(Tensor x);
}
