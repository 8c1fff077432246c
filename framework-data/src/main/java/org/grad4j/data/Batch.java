package org.grad4j.data;

import java.util.Arrays;
import java.util.List;
import org.grad4j.tensor.Tensor;

/**
 * Several examples merged: features {@code [n, ...]} and labels {@code [n]}.
 *
 * <p>A batch holds Java arrays, whichever thread made it. Its tensors are created when they are
 * first asked for, by the thread that asks, and so belong to the {@code TensorScope} open there; a
 * tensor that its scope has released is created anew when it is asked for again. Not safe for use
 * by several threads at a time.
 */
public final class Batch {
    private final float[] features;
    private final long[] shape; // [n, ...]
    private final long[] labels; // [n]
    private Tensor featureTensor;
    private Tensor labelTensor;

    private Batch(float[] features, long[] shape, long[] labels) {
        this.features = features;
        this.shape = shape;
        this.labels = labels;
    }

    /**
     * Stacks examples of one shape: features {@code n × [...] → [n, ...]}, labels {@code [n]}. The
     * collate of a loader over examples.
     *
     * @param examples at least one example
     * @return the batch
     * @throws IllegalArgumentException if there is no example, or they hold more than 2³¹−1 numbers
     * @throws CollateException if an example's shape differs from the first one's
     */
    public static Batch of(List<Example> examples) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one example, got none");
        }
        Example first = examples.get(0);
        int n = examples.size();
        int count = first.features().length;
        if ((long) n * count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a batch of "
                            + n
                            + " examples of "
                            + count
                            + " features exceeds 2^31-1 numbers");
        }
        float[] features = new float[n * count];
        long[] labels = new long[n];
        for (int i = 0; i < n; i++) {
            Example example = examples.get(i);
            if (!Arrays.equals(example.shape(), first.shape())) {
                throw new CollateException(
                        i,
                        "example "
                                + i
                                + " of the batch has shape "
                                + Arrays.toString(example.shape())
                                + ", example 0 has "
                                + Arrays.toString(first.shape()));
            }
            System.arraycopy(example.features(), 0, features, i * count, count);
            labels[i] = example.label();
        }
        return new Batch(features, stacked(n, first.shape()), labels);
    }

    private static long[] stacked(int n, long[] shape) {
        long[] stacked = new long[shape.length + 1];
        stacked[0] = n;
        System.arraycopy(shape, 0, stacked, 1, shape.length);
        return stacked;
    }

    /**
     * A batch of arrays that hold the examples one after the other already; they are not copied.
     *
     * @param features the features of all examples, row-major
     * @param shape shape of one example's features
     * @param labels one for each example, at least one
     * @return the batch, features {@code [labels.length, shape...]}
     * @throws IllegalArgumentException if there is no label, or the number of features differs
     */
    public static Batch of(float[] features, long[] shape, long[] labels) {
        long count = NestedArrays.count(shape);
        if (labels.length == 0 || count < 0 || count * labels.length != features.length) {
            throw new IllegalArgumentException(
                    "a batch of "
                            + labels.length
                            + " examples of shape "
                            + Arrays.toString(shape)
                            + " is not made of "
                            + features.length
                            + " features");
        }
        return new Batch(features, stacked(labels.length, shape), labels);
    }

    /**
     * Number of examples.
     *
     * @return n, at least 1
     */
    public int size() {
        return labels.length;
    }

    /**
     * The features as a float32 tensor {@code [n, ...]}, created in the caller's scope at the first
     * call and after a release.
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
     * The labels as an int64 tensor {@code [n]}, created in the caller's scope at the first call
     * and after a release.
     *
     * @return the labels
     */
    public Tensor labels() {
        if (labelTensor == null || labelTensor.isReleased()) {
            labelTensor = Tensor.of(labels, labels.length);
        }
        return labelTensor;
    }

    /**
     * Shape of the features.
     *
     * @return a new array {@code [n, ...]}
     */
    public long[] shape() {
        return shape.clone();
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
     * The labels without a tensor.
     *
     * @return the batch's own array, not to be changed
     */
    public long[] rawLabels() {
        return labels;
    }
}
