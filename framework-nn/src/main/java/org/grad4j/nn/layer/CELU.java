package org.grad4j.nn.layer;

/**
 * {@code max(x, 0) + min(α · (e^(x/α) - 1), 0)} of every element (Barron, arXiv:1704.07483).
 * Shapes: any to the same.
 */
public final class CELU extends Activation {
    /** With {@code alpha = 1.0}. */
    public CELU() {
        this(1.0);
    }

    /**
     * With a setting of choice.
     *
     * @param alpha how far it goes below 0, not 0
     */
    public CELU(double alpha) {
        super("alpha=" + PythonText.of(alpha), x -> x.celu(alpha));
    }
}
