package org.grad4j.data;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Samples that come one after the other, as from a file, a query or a socket; how many is known
 * only at the end.
 *
 * <p>Each part ({@link #shards()}, one by default) is read by one thread at a time, so nothing
 * comes twice and an iterator need not be safe for concurrent use; with several parts as many
 * workers read at the same time. The transforms of {@link #map} and the collate run in all workers.
 * A loader takes a batch from each part in turn, so what it yields does not depend on the number of
 * workers.
 *
 * <p>An iterator that is {@link AutoCloseable} is closed at its end, when the epoch is closed, or
 * when nobody holds the epoch any more.
 *
 * @param <S> type of one sample
 */
@FunctionalInterface
public interface IterableDataset<S> {

    /**
     * One pass through one part of a dataset.
     *
     * @param seed of the loader
     * @param epoch number of the epoch, from 0
     * @param shard number of the part, from 0
     */
    record Pass(long seed, long epoch, int shard) {

        /**
         * The generator for the random choices at one place of this pass.
         *
         * @param position place of the sample in its part, from 0; −1 for choices about the order
         * @return a generator keyed by seed, epoch, part and position
         */
        public RandomGenerator random(long position) {
            return KeyedRandom.of(seed, epoch, shard, position);
        }

        RandomGenerator randomOfBatch(long batch) {
            return KeyedRandom.ofBatch(seed, epoch, shard, batch);
        }
    }

    /**
     * Starts to read one part.
     *
     * @param pass which part, in which epoch; the same pass always gives the same samples
     * @return the samples in order, none null
     */
    Iterator<S> iterator(Pass pass);

    /**
     * Number of parts that can be read at the same time.
     *
     * @return at least 1, the default
     */
    default int shards() {
        return 1;
    }

    /**
     * A view whose samples are transformed, by all workers at once.
     *
     * @param <T> type of the transformed samples
     * @param transform applied to each sample, with a generator keyed by seed, epoch, part and
     *     position
     * @return the view
     * @throws NullPointerException if the transform is null
     */
    default <T> IterableDataset<T> map(Transform<? super S, ? extends T> transform) {
        Objects.requireNonNull(transform, "the transform is null");
        return new MappedStream<>(this, transform);
    }

    /**
     * A view of the samples that pass a test. What stands before it, transforms included, is done
     * by one thread for each part.
     *
     * @param test true for a sample to keep
     * @return the view
     * @throws NullPointerException if the test is null
     */
    default IterableDataset<S> filter(Predicate<? super S> test) {
        Objects.requireNonNull(test, "the test is null");
        return StreamViews.of(this, (source, pass) -> StreamViews.filter(source, test));
    }

    /**
     * A view of at most the first samples of each part.
     *
     * @param count at least 0
     * @return the view
     * @throws IllegalArgumentException if the count is negative
     */
    default IterableDataset<S> take(long count) {
        StreamViews.requireCount("take", count);
        return StreamViews.of(this, (source, pass) -> StreamViews.take(source, count));
    }

    /**
     * A view without the first samples of each part.
     *
     * @param count at least 0; more than there are leaves none
     * @return the view
     * @throws IllegalArgumentException if the count is negative
     */
    default IterableDataset<S> skip(long count) {
        StreamViews.requireCount("skip", count);
        return StreamViews.of(this, (source, pass) -> StreamViews.skip(source, count));
    }

    /**
     * This dataset followed by another, part by part; the other one is opened when this one has
     * ended. Random choices are best made after it: a transform or shuffle in both draws the same
     * numbers.
     *
     * @param other what follows, of as many parts
     * @return the view
     * @throws NullPointerException if the other one is null
     * @throws IllegalArgumentException if it has another number of parts
     */
    default IterableDataset<S> concat(IterableDataset<? extends S> other) {
        return StreamPairs.concat(this, other);
    }

    /**
     * Samples at the same place of two datasets made into one, up to the end of the shorter one.
     *
     * @param <T> type of the other samples
     * @param <U> type of the samples made
     * @param other of as many parts
     * @param combine makes a sample of two
     * @return the view
     * @throws NullPointerException if one of them is null
     * @throws IllegalArgumentException if the other one has another number of parts
     */
    default <T, U> IterableDataset<U> zip(
            IterableDataset<T> other, BiFunction<? super S, ? super T, ? extends U> combine) {
        return StreamPairs.zip(this, other, combine);
    }

    /**
     * A view in another order in each epoch: a buffer of samples is filled, and then the next
     * sample is drawn from it at random and replaced. A buffer as large as the part gives a full
     * shuffle.
     *
     * @param buffer samples held in memory, at least 1
     * @return the view
     * @throws IllegalArgumentException if the buffer is less than 1
     */
    default IterableDataset<S> shuffle(int buffer) {
        if (buffer < 1) {
            throw new IllegalArgumentException(
                    "shuffle: the buffer must hold at least 1 sample, got " + buffer);
        }
        return StreamViews.of(
                this, (source, pass) -> StreamViews.shuffle(source, buffer, pass.random(-1)));
    }

    /**
     * A view of every {@code world}-th sample of each part, for one of several processes that read
     * the same data: together they see each sample once.
     *
     * @param rank number of this process, from 0
     * @param world number of processes
     * @return the view
     * @throws IllegalArgumentException if the rank is not in {@code [0, world)}
     */
    default IterableDataset<S> distributed(int rank, int world) {
        if (rank < 0 || rank >= world) {
            throw new IllegalArgumentException(
                    "distributed: rank must lie in [0, " + world + "), got " + rank);
        }
        return StreamViews.of(this, (source, pass) -> StreamViews.each(source, rank, world));
    }

    /**
     * The samples of an iterable, in its order.
     *
     * @param <S> type of one sample
     * @param samples iterated anew in each epoch
     * @return the dataset
     * @throws NullPointerException if the iterable is null
     */
    static <S> IterableDataset<S> of(Iterable<S> samples) {
        Objects.requireNonNull(samples, "the samples are null");
        return pass -> samples.iterator();
    }

    /**
     * The samples of streams, each closed after its epoch.
     *
     * @param <S> type of one sample
     * @param streams makes the stream of an epoch
     * @return the dataset
     * @throws NullPointerException if the supplier is null
     */
    static <S> IterableDataset<S> ofStream(Supplier<Stream<S>> streams) {
        Objects.requireNonNull(streams, "the supplier of streams is null");
        return pass -> StreamViews.iterator(streams.get());
    }

    /**
     * Several datasets as the parts of one, read at the same time; a part of theirs is not divided
     * further.
     *
     * @param <S> type of one sample
     * @param parts at least one, each with a single part
     * @return the dataset, of {@code parts.size()} parts
     * @throws IllegalArgumentException if there is none, or one has several parts itself
     */
    static <S> IterableDataset<S> sharded(List<? extends IterableDataset<S>> parts) {
        return StreamViews.sharded(parts);
    }
}
