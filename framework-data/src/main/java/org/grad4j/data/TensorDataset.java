package org.grad4j.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.grad4j.tensor.Tensor;

/**
 * The rows of tensors: sample i is row i of each, {@code ([n, ...], [n, ...], …)}.
 *
 * <p>The elements are copied into Java arrays once, so the tensors may be released and loader
 * threads touch no native memory; a loader gathers whole batches of them at once. {@code
 * batch.tensor(0)} is the first tensor's part. Immutable and safe for concurrent use.
 */
public final class TensorDataset implements Dataset<List<TensorData>> {
    private final List<TensorData> columns; // each [n, ...]

    private TensorDataset(List<TensorData> columns) {
        this.columns = columns;
    }

    /**
     * The rows of some tensors.
     *
     * @param tensors at least one, of one first dimension
     * @return the dataset
     * @throws NullPointerException if one is null
     * @throws IllegalArgumentException if there is none, one has no dimensions, or the first
     *     dimensions differ
     */
    public static TensorDataset of(Tensor... tensors) {
        if (tensors.length == 0) {
            throw new IllegalArgumentException("a TensorDataset needs at least one tensor");
        }
        for (int i = 0; i < tensors.length; i++) {
            Tensor tensor = Objects.requireNonNull(tensors[i], "tensor " + i + " is null");
            if (tensor.dim() == 0 || tensor.size(0) != tensors[0].size(0)) {
                throw new IllegalArgumentException(
                        "tensors must have one first dimension, got "
                                + Arrays.toString(tensor.shape())
                                + " at place "
                                + i
                                + " after "
                                + Arrays.toString(tensors[0].shape()));
            }
        }
        return new TensorDataset(Arrays.stream(tensors).map(TensorData::of).toList());
    }

    @Override
    public int size() {
        return (int) columns.get(0).shape()[0];
    }

    @Override
    public List<TensorData> get(int index) {
        Objects.checkIndex(index, size());
        return columns.stream().map(column -> column.row(index)).toList();
    }

    /** The rows of a batch, equal to what {@link Collate#stack()} makes of the samples. */
    StackedBatch batch(int[] indices) {
        int size = size();
        for (int index : indices) {
            Objects.checkIndex(index, size);
        }
        Map<String, StackedBatch> parts = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            TensorData rows = columns.get(i).rows(indices);
            parts.put(String.valueOf(i), StackedBatch.ofData(indices.length, rows, null));
        }
        return StackedBatch.ofComponents(indices.length, parts);
    }
}
