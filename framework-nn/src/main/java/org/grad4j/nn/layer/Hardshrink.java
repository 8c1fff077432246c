package org.grad4j.nn.layer;

/** {@code x} outside [-λ, λ], 0 inside. Shapes: any to the same. */
public final class Hardshrink extends Activation {
    /** With {@code lambda = 0.5}. */
    public Hardshrink() {
        this(0.5);
    }

    /**
     * With a setting of choice.
     *
     * @param lambda the bound λ
     */
    public Hardshrink(double lambda) {
        super(PythonText.of(lambda), x -> Functional.hardshrink(x, lambda));
    }
}
