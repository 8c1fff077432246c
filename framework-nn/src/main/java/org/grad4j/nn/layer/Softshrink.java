package org.grad4j.nn.layer;

/** {@code x - λ} above λ, {@code x + λ} below -λ, 0 between. Shapes: any to the same. */
public final class Softshrink extends Activation {
    /** With {@code lambda = 0.5}. */
    public Softshrink() {
        this(0.5);
    }

    /**
     * With a setting of choice.
     *
     * @param lambda the bound λ
     * @throws IllegalArgumentException if it is negative
     */
    public Softshrink(double lambda) {
        super(PythonText.of(lambda), x -> Functional.softshrink(x, lambda));
        if (!(lambda >= 0)) {
            throw new IllegalArgumentException(
                    "Softshrink: lambda must be 0 or more, got " + lambda);
        }
    }
}
