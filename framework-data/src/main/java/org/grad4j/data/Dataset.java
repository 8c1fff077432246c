package org.grad4j.data;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
     * A view of the samples that pass a test. Each is read once now, without a generator, to find
     * out; put the filter before what is random or expensive.
     *
     * @param test true for a sample to keep
     * @return the view, in the same order
     * @throws NullPointerException if the test is null
     */
    default Dataset<S> filter(Predicate<? super S> test) {
        Objects.requireNonNull(test, "the test is null");
        return subset(IntStream.range(0, size()).filter(i -> test.test(get(i))).toArray());
    }

    /**
     * A view of the first samples.
     *
     * @param count at least 0; more than there are means all
     * @return the view, of size {@code min(count, size())}
     * @throws IllegalArgumentException if the count is negative
     */
    default Dataset<S> take(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("take must not be negative, got " + count);
        }
        return subset(IntStream.range(0, Math.min(count, size())).toArray());
    }

    /**
     * A view without the first samples.
     *
     * @param count at least 0; more than there are leaves none
     * @return the view, of size {@code max(0, size() − count)}
     * @throws IllegalArgumentException if the count is negative
     */
    default Dataset<S> skip(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("skip must not be negative, got " + count);
        }
        return subset(IntStream.range(Math.min(count, size()), size()).toArray());
    }

    /**
     * This dataset followed by another.
     *
     * @param other what follows
     * @return the view, its size the sum of the sizes
     * @throws NullPointerException if the other one is null
     * @throws IllegalArgumentException if the sum exceeds 2³¹−1
     */
    default Dataset<S> concat(Dataset<? extends S> other) {
        Objects.requireNonNull(other, "the dataset to concat is null");
        return ConcatDataset.of(List.of(this, other));
    }

    /**
     * Samples of the same index in two datasets made into one.
     *
     * @param <T> type of the other samples
     * @param <U> type of the samples made
     * @param other of the same size
     * @param combine makes a sample of two
     * @return the view
     * @throws NullPointerException if one of them is null
     * @throws IllegalArgumentException if the sizes differ
     */
    default <T, U> Dataset<U> zip(
            Dataset<T> other, BiFunction<? super S, ? super T, ? extends U> combine) {
        return new ZippedDataset<>(this, other, combine);
    }

    /**
     * This dataset several times, one after the other. Random transforms draw anew each time.
     *
     * @param times at least 0
     * @return the view, of size {@code times · size()}
     * @throws IllegalArgumentException if negative, or the size exceeds 2³¹−1
     */
    default Dataset<S> repeat(int times) {
        return new RepeatedDataset<>(this, times);
    }

    /**
     * A view that reads each sample once and keeps it in memory. Read without a generator, so put
     * random transforms behind the cache.
     *
     * @return the view
     */
    default Dataset<S> cache() {
        return new CachedDataset<>(this);
    }

    /**
     * The samples in order, each read when it is reached.
     *
     * @return a stream of {@code size()} samples
     */
    default Stream<S> stream() {
        return IntStream.range(0, size()).mapToObj(this::get);
    }

    /**
     * Views that share no sample and together hold every one, at random: {@link
     * RandomSplit#lengths}.
     *
     * @param seed of the shuffle
     * @param lengths of the parts, each at least 0; their sum is the dataset's size
     * @return one view for each length
     * @throws IllegalArgumentException if a length is negative or the sum is not the size
     */
    default List<Dataset<S>> randomSplit(long seed, int... lengths) {
        return RandomSplit.lengths(this, seed, lengths);
    }

    /**
     * Views that share no sample and together hold every one, at random: {@link
     * RandomSplit#fractions}.
     *
     * @param seed of the shuffle
     * @param fractions of the parts, each in {@code [0, 1]}; their sum is 1
     * @return one view for each fraction
     * @throws IllegalArgumentException if a fraction is outside {@code [0, 1]} or the sum is not 1
     */
    default List<Dataset<S>> randomSplit(long seed, double... fractions) {
        return RandomSplit.fractions(this, seed, fractions);
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

    /**
     * Several datasets, one after the other.
     *
     * @param <S> type of one sample
     * @param parts in this order; none gives an empty dataset
     * @return the view, its size the sum of the sizes
     * @throws NullPointerException if the list or a part is null
     * @throws IllegalArgumentException if the sum exceeds 2³¹−1
     */
    static <S> Dataset<S> concat(List<? extends Dataset<? extends S>> parts) {
        return ConcatDataset.of(parts);
    }

    /**
     * Labelled examples from objects of one's own, read once and kept in arrays.
     *
     * <pre>{@code
     * record Row(float[] features, int label) {}
     * Dataset<Example> dataset = Dataset.of(rows, Row::features, Row::label);
     * }</pre>
     *
     * @param <T> type of the objects
     * @param rows the objects, none null
     * @param features of an object; as many for each
     * @param label of an object
     * @return the dataset, examples of shape {@code [features.length]}
     * @throws NullPointerException if one of them, a row or its features are null
     * @throws IllegalArgumentException if the rows differ in their number of features, or all
     *     together have more than 2³¹−1
     */
    static <T> ArrayDataset of(
            List<? extends T> rows,
            Function<? super T, float[]> features,
            ToLongFunction<? super T> label) {
        return RowArrays.of(rows, features, label);
    }
}
