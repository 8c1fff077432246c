package org.grad4j.data;

import java.util.Arrays;
import org.grad4j.tensor.Tensor;

/**
 * Examples whose labels are shares of classes: features {@code [n, ...]} and labels {@code [n,
 * classes]}, each row summing to 1. What mixing the examples of a {@link Batch} gives.
 *
 * <p>Tensors are created as those of a batch are: when they are first asked for, by the thread that
 * asks. Not safe for use by several threads at a time.
 */
public final class SoftBatch {
    private final float[] features;
    private final long[] shape; // [n, ...]
    private final float[] labels; // [n, classes]
    private Tensor featureTensor;
    private Tensor labelTensor;

    /**
     * A batch over the given arrays, which are not copied.
     *
     * @param features the numbers, row-major
     * @param shape their shape, {@code [n, ...]}, n at least 1
     * @param labels shares of the classes, {@code [n, classes]} row-major
     * @throws IllegalArgumentException if there is no example, or the arrays do not fit the shape
     */
    public SoftBatch(float[] features, long[] shape, float[] labels) {
        if (shape.length == 0 || shape[0] <= 0 || NestedArrays.count(shape) != features.length) {
            throw new IllegalArgumentException(
                    "shape "
                            + Arrays.toString(shape)
                            + " does not hold "
                            + features.length
                            + " features of at least one example");
        }
        if (labels.length == 0 || labels.length % shape[0] != 0) {
            throw new IllegalArgumentException(
                    labels.length + " shares of classes for " + shape[0] + " examples");
        }
        this.features = features;
        this.shape = shape.clone();
        this.labels = labels;
    }

    /**
     * Number of examples.
     *
     * @return n, at least 1
     */
    public int size() {
        return (int) shape[0];
    }

    /**
     * The features as a float32 tensor {@code [n, ...]}.
     *
     * @return the features
     */
    public Tensor features() {
        if (featureTensor == null || featureTensor.isReleased()) {
            featureTensor = Tensor.of(features, shape);
        }
        return featureTensor;
    }

    /**
     * The shares of the classes as a float32 tensor {@code [n, classes]}.
     *
     * @return the labels
     */
    public Tensor labels() {
        if (labelTensor == null || labelTensor.isReleased()) {
            labelTensor = Tensor.of(labels, shape[0], labels.length / shape[0]);
        }
        return labelTensor;
    }

    /**
     * The features without a tensor.
     *
     * @return the batch's own row-major array, not to be changed
     */
    public float[] rawFeatures() {
        return features;
    }

    /**
     * The shares of the classes without a tensor.
     *
     * @return the batch's own row-major array, not to be changed
     */
    public float[] rawLabels() {
        return labels;
    }
}
