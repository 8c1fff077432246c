package org.grad4j.nn.layer;

/** {@code x} above a threshold, a number elsewhere. Shapes: any to the same. */
public final class Threshold extends Activation {
    /**
     * With both numbers.
     *
     * @param threshold what x must be above to stay
     * @param value what takes its place otherwise
     */
    public Threshold(double threshold, double value) {
        super(
                "threshold=" + PythonText.of(threshold) + ", value=" + PythonText.of(value),
                x -> x.threshold(threshold, value));
    }
}
