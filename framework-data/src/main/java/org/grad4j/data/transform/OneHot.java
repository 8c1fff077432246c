package org.grad4j.data.transform;

import java.util.random.RandomGenerator;
import org.grad4j.data.Transform;

/**
 * The number of a class to a vector that is 1 at its place and 0 elsewhere, {@code label →
 * [classes]}.
 *
 * @param classes number of classes
 */
public record OneHot(int classes) implements Transform<Long, float[]> {

    /**
     * Checks the number.
     *
     * @param classes number of classes
     * @throws IllegalArgumentException if it is not positive
     */
    public OneHot {
        Check.positive("classes", classes);
    }

    /**
     * The vector.
     *
     * @throws IllegalArgumentException if the label is not in {@code [0, classes)}
     */
    @Override
    public float[] apply(Long value, RandomGenerator random) {
        float[] result = new float[classes];
        set(result, 0, value, 1);
        return result;
    }

    /** Adds a weight at the place of a label, in the vector that begins at {@code start}. */
    void set(float[] vectors, int start, long label, float weight) {
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException(
                    "label " + label + " is not among " + classes + " classes, counted from 0");
        }
        vectors[start + (int) label] += weight;
    }
}
