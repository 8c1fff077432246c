package org.grad4j.data;

import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A fixed number of samples, each reached by its index.
 *
 * <p>A {@link DataLoader} with worker threads calls {@code get} from several threads at once, so an
 * implementation must be safe for concurrent reading. Samples are plain Java data, never tensors.
 *
 * @param <S> type of one sample
 */
public interface Dataset<S> {

    /**
     * Number of samples.
     *
     * @return the number of samples, at least 0
     */
    int size();

    /**
     * The sample at an index; the same index always gives the same data.
     *
     * @param index which sample, in {@code [0, size())}
     * @return the sample, never null
     * @throws IndexOutOfBoundsException if the index is outside {@code [0, size())}
     */
    S get(int index);

    /**
     * The sample at an index with its random choices drawn from the given generator. The loader
     * calls this one, with a generator keyed by seed, epoch and index; a dataset without random
     * choices ignores it, which is the default.
     *
     * @param index which sample, in {@code [0, size())}
     * @param random source of every random choice
     * @return the sample, never null
     * @throws IndexOutOfBoundsException if the index is outside {@code [0, size())}
     */
    default S get(int index, RandomGenerator random) {
        return get(index);
    }

    /**
     * A view whose samples are transformed when they are read. Read without a generator, a random
     * transform uses one keyed by the index alone.
     *
     * @param <T> type of the transformed samples
     * @param transform applied to each sample
     * @return the view
     * @throws NullPointerException if the transform is null
     */
    default <T> Dataset<T> map(Transform<? super S, ? extends T> transform) {
        return new MappedDataset<>(this, transform);
    }

    /**
     * A view of some samples, in the given order; an index may appear more than once.
     *
     * @param indices indices into this dataset
     * @return the view, of size {@code indices.length}
     * @throws NullPointerException if the array is null
     * @throws IndexOutOfBoundsException if an index is outside {@code [0, size())}
     */
    default Dataset<S> subset(int... indices) {
        return new SubsetDataset<>(
                this, Objects.requireNonNull(indices, "the indices are null").clone());
    }

    /**
     * A dataset over a list held in memory, copied once.
     *
     * @param <S> type of one sample
     * @param samples the samples, none null
     * @return the dataset
     * @throws NullPointerException if the list or a sample is null
     */
    static <S> Dataset<S> of(List<? extends S> samples) {
        return new ListDataset<>(
                List.copyOf(Objects.requireNonNull(samples, "the samples are null")));
    }
}
