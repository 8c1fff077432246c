package org.grad4j.data;

import java.util.Arrays;

/**
 * One labelled sample for classification: features with their shape, and a class.
 *
 * <p>The arrays are not copied; treat them as values and do not change them.
 *
 * @param features the numbers, row-major
 * @param shape shape of the features, for example {@code [1, 28, 28]}; empty for a single number
 * @param label number of the class
 */
public record Example(float[] features, long[] shape, long label) {

    /**
     * Checks that features and shape agree.
     *
     * @param features the numbers, row-major
     * @param shape shape of the features
     * @param label number of the class
     * @throws IllegalArgumentException if the shape's product is not the number of features
     */
    public Example {
        if (NestedArrays.count(shape) != features.length) {
            throw new IllegalArgumentException(
                    "shape "
                            + Arrays.toString(shape)
                            + " does not hold "
                            + features.length
                            + " features");
        }
    }

    /**
     * The same shape and label with other features.
     *
     * @param features as many numbers as before
     * @return the new example
     * @throws IllegalArgumentException if the number of features differs
     */
    public Example withFeatures(float[] features) {
        return new Example(features, shape, label);
    }
}
