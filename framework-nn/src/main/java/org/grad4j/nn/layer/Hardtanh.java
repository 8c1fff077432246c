package org.grad4j.nn.layer;

/** Every element held between two bounds. Shapes: any to the same. */
public final class Hardtanh extends Activation {
    /** Between -1 and 1. */
    public Hardtanh() {
        this(-1, 1);
    }

    /**
     * Between bounds of choice.
     *
     * @param min the lower bound
     * @param max the upper bound
     * @throws IllegalArgumentException if the upper is not above the lower
     */
    public Hardtanh(double min, double max) {
        super(
                "min_val=" + PythonText.of(min) + ", max_val=" + PythonText.of(max),
                x -> x.hardtanh(min, max));
        if (!(max > min)) {
            throw new IllegalArgumentException(
                    "Hardtanh: max must be above min, got min " + min + " and max " + max);
        }
    }
}
