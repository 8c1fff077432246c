package org.grad4j.data;

import java.util.Arrays;
import java.util.Objects;

/**
 * Examples kept in large arrays, from which a whole batch is made at once, without an {@link
 * Example} for each sample. A loader over one, or over a {@link #subset} of one, uses that by
 * itself; a transform of single samples goes the ordinary way.
 */
public interface ArrayDataset extends Dataset<Example> {

    /**
     * The batch of some examples, equal to {@code Batch.of} of the examples themselves.
     *
     * @param indices at least one, each in {@code [0, size())}
     * @return the batch
     * @throws IndexOutOfBoundsException if an index is outside {@code [0, size())}
     */
    Batch batch(int[] indices);

    @Override
    default ArrayDataset subset(int... indices) {
        Objects.requireNonNull(indices, "the indices are null");
        return new ArraySubset(this, new SubsetDataset<>(this, indices.clone()));
    }

    /**
     * Examples in two arrays, which are not copied.
     *
     * @param features the features of all examples, row-major
     * @param shape shape of one example's features
     * @param labels one for each example
     * @return the dataset
     * @throws NullPointerException if one of them is null
     * @throws IllegalArgumentException if the features do not make up {@code labels.length}
     *     examples
     */
    static ArrayDataset of(float[] features, long[] shape, long[] labels) {
        return new FloatArrays(features, shape.clone(), labels);
    }
}

/** {@link ArrayDataset#of}. */
record FloatArrays(float[] features, long[] shape, long[] labels) implements ArrayDataset {

    FloatArrays {
        long count = NestedArrays.count(shape);
        if (count < 0 || count * labels.length != features.length) {
            throw new IllegalArgumentException(
                    labels.length
                            + " examples of shape "
                            + Arrays.toString(shape)
                            + " do not make up "
                            + features.length
                            + " features");
        }
    }

    private int width() {
        return (int) NestedArrays.count(shape);
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Example get(int index) {
        int start = Objects.checkIndex(index, labels.length) * width();
        return new Example(
                Arrays.copyOfRange(features, start, start + width()), shape, labels[index]);
    }

    @Override
    public Batch batch(int[] indices) {
        int width = width();
        float[] rows = new float[Math.multiplyExact(indices.length, width)];
        long[] classes = new long[indices.length];
        for (int i = 0; i < indices.length; i++) {
            int index = Objects.checkIndex(indices[i], labels.length);
            System.arraycopy(features, index * width, rows, i * width, width);
            classes[i] = labels[index];
        }
        return Batch.of(rows, shape, classes);
    }
}

/** {@link ArrayDataset#subset}. */
record ArraySubset(ArrayDataset source, SubsetDataset<Example> view) implements ArrayDataset {

    @Override
    public int size() {
        return view.size();
    }

    @Override
    public Example get(int index) {
        return view.get(index);
    }

    @Override
    public Batch batch(int[] indices) {
        int[] there = new int[indices.length];
        for (int i = 0; i < there.length; i++) {
            there[i] = view.indices()[Objects.checkIndex(indices[i], view.size())];
        }
        return source.batch(there);
    }
}
