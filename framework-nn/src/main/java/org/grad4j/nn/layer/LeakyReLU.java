package org.grad4j.nn.layer;

/** {@code x} where positive, {@code negativeSlope · x} elsewhere. Shapes: any to the same. */
public final class LeakyReLU extends Activation {
    /** With {@code negativeSlope = 0.01}. */
    public LeakyReLU() {
        this(0.01);
    }

    /**
     * With a setting of choice.
     *
     * @param negativeSlope the slope below 0
     */
    public LeakyReLU(double negativeSlope) {
        super("negative_slope=" + PythonText.of(negativeSlope), x -> x.leakyRelu(negativeSlope));
    }
}
