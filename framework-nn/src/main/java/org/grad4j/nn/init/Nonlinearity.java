package org.grad4j.nn.init;

/** What follows a layer, which decides by how much its weights must be larger. */
public enum Nonlinearity {
    /** Nothing; gain 1. */
    LINEAR,
    /** The logistic function; gain 1. */
    SIGMOID,
    /** The hyperbolic tangent; gain 5/3. */
    TANH,
    /** {@code max(0, x)}; gain √2. */
    RELU,
    /** A ReLU of negative slope {@code a}; gain {@code √(2 / (1 + a²))}. */
    LEAKY_RELU,
    /** The scaled exponential linear unit; gain 3/4. */
    SELU
}
