package org.grad4j.nn.layer;

/**
 * {@code x} where positive, {@code α · (eˣ - 1)} elsewhere (Clevert et al., arXiv:1511.07289).
 * Shapes: any to the same.
 */
public final class ELU extends Activation {
    /** With {@code alpha = 1.0}. */
    public ELU() {
        this(1.0);
    }

    /**
     * With a setting of choice.
     *
     * @param alpha how far it goes below 0
     */
    public ELU(double alpha) {
        super("alpha=" + PythonText.of(alpha), x -> x.elu(alpha));
    }
}
