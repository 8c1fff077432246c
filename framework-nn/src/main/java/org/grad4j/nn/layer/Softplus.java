package org.grad4j.nn.layer;

/**
 * {@code log(1 + e^(β·x)) / β} of every element, and {@code x} itself where {@code β·x} is above a
 * threshold. Shapes: any to the same.
 */
public final class Softplus extends Activation {
    /** With β = 1 and threshold 20. */
    public Softplus() {
        this(1, 20);
    }

    /**
     * With settings of choice.
     *
     * @param beta how sharp the bend is
     * @param threshold where the function becomes {@code x}
     */
    public Softplus(double beta, double threshold) {
        super(
                "beta=" + PythonText.of(beta) + ", threshold=" + PythonText.of(threshold),
                x -> x.softplus(beta, threshold));
    }
}
