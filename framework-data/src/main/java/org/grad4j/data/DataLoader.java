package org.grad4j.data;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.grad4j.data.sampler.RandomSampler;
import org.grad4j.data.sampler.SequentialSampler;

/**
 * Iterates over a dataset in batches, loaded ahead by worker threads.
 *
 * <pre>{@code
 * DataLoader<Batch> loader =
 *         DataLoader.builder(dataset).batchSize(64).shuffle(true).numWorkers(2).build();
 * for (Batch batch : loader) {
 *     try (TensorScope scope = TensorScope.open()) {
 *         Tensor logits = model.call(batch.features());
 *     }
 * }
 * }</pre>
 *
 * <p>Each {@link #iterator()} is the next epoch, each {@link #iterator(long)} any epoch again. What
 * an epoch yields depends on the dataset, the seed and the epoch's number, and never on the number
 * of workers: the order is keyed by {@code (seed, epoch)}, random transforms by {@code (seed,
 * epoch, index)}.
 *
 * <p>At most {@code numWorkers · prefetchFactor} batches are loaded ahead. Workers are daemon
 * threads that end when they are idle, so neither leaving a loop early nor forgetting {@link
 * #close} leaves one behind; closing ends them at once. A failure reaches the caller as a {@link
 * DataLoadException} at its batch's turn, and the loader stays usable.
 *
 * <p>Safe for concurrent use: several epochs may run at a time, sharing the workers. Each iterator
 * is for one thread.
 *
 * @param <B> type of a batch
 */
public final class DataLoader<B> implements Iterable<B>, AutoCloseable {
    private final BatchFetcher<?, B> fetcher;
    private final Sampler sampler;
    private final int batchSize;
    private final boolean dropLast;
    private final Workers workers;
    private final int window;
    private final Duration timeout;
    private final AtomicLong nextEpoch = new AtomicLong();

    private DataLoader(Builder<?, B> builder, BatchFetcher<?, B> fetcher, Sampler sampler) {
        this.fetcher = fetcher;
        this.sampler = sampler;
        this.batchSize = builder.batchSize;
        this.dropLast = builder.dropLast;
        this.workers =
                builder.numWorkers == 0 ? new CallingThread() : new WorkerPool(builder.numWorkers);
        this.window = Math.multiplyExact(builder.numWorkers, builder.prefetchFactor);
        this.timeout = builder.timeout;
    }

    /**
     * Starts a loader over examples that yields {@link Batch}es.
     *
     * @param dataset what to load
     * @return a builder with the defaults
     * @throws NullPointerException if the dataset is null
     */
    public static Builder<Example, Batch> builder(Dataset<Example> dataset) {
        return builder(dataset, Batch::of);
    }

    /**
     * Starts a loader over samples of any type.
     *
     * @param <S> type of one sample
     * @param <B> type of a batch
     * @param dataset what to load
     * @param collate merges the samples of a batch
     * @return a builder with the defaults
     * @throws NullPointerException if one of them is null
     */
    public static <S, B> Builder<S, B> builder(Dataset<S> dataset, Collate<S, B> collate) {
        return new Builder<>(dataset, collate);
    }

    /**
     * Number of batches in an epoch.
     *
     * @return {@code ⌈samples / batchSize⌉}, with {@code dropLast} {@code ⌊samples / batchSize⌋}
     */
    public int size() {
        return EpochPlan.batches(sampler.size(), batchSize, dropLast);
    }

    /**
     * Number of the epoch that the next {@link #iterator()} will be.
     *
     * @return the epoch, from 0
     */
    public long epoch() {
        return nextEpoch.get();
    }

    /**
     * The next epoch; counts on by one. Loading begins with the first call of {@code next}.
     *
     * @return the batches of the epoch
     * @throws IllegalStateException if the loader is closed
     */
    @Override
    public BatchIterator<B> iterator() {
        requireOpen();
        return iterator(nextEpoch.getAndIncrement());
    }

    /**
     * Any epoch, as often as wanted; leaves the count of {@link #iterator()} alone.
     *
     * @param epoch number of the epoch, from 0
     * @return the batches of the epoch
     * @throws IllegalArgumentException if the epoch is negative
     * @throws IllegalStateException if the loader is closed
     */
    public BatchIterator<B> iterator(long epoch) {
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch must not be negative, got " + epoch);
        }
        requireOpen();
        EpochPlan plan = new EpochPlan(epoch, sampler.indices(epoch), batchSize, dropLast);
        return new EpochIterator<>(plan, fetcher, workers, window, timeout);
    }

    private void requireOpen() {
        if (workers.isClosed()) {
            throw new IllegalStateException("the loader is closed; build a new one");
        }
    }

    /**
     * Stops all running epochs, interrupts the workers and waits up to a second for them to end.
     * Idempotent.
     */
    @Override
    public void close() {
        workers.close();
    }

    /**
     * Settings of a loader.
     *
     * @param <S> type of one sample
     * @param <B> type of a batch
     */
    public static final class Builder<S, B> {
        private final Dataset<S> dataset;
        private final Collate<S, B> collate;
        private int batchSize = 1;
        private boolean shuffle;
        private Sampler sampler;
        private boolean dropLast;
        private long seed;
        private int numWorkers;
        private int prefetchFactor = 2;
        private Duration timeout = Duration.ofMinutes(5);

        private Builder(Dataset<S> dataset, Collate<S, B> collate) {
            this.dataset = Objects.requireNonNull(dataset, "the dataset is null");
            this.collate = Objects.requireNonNull(collate, "the collate function is null");
        }

        /**
         * Number of samples in a batch; default 1.
         *
         * @param batchSize at least 1
         * @return this builder
         * @throws IllegalArgumentException if less than 1
         */
        public Builder<S, B> batchSize(int batchSize) {
            this.batchSize = atLeast(1, batchSize, "batchSize");
            return this;
        }

        /**
         * Whether each epoch visits the samples in a new random order; default false.
         *
         * @param shuffle true for a {@link RandomSampler}, false for a {@link SequentialSampler}
         * @return this builder
         */
        public Builder<S, B> shuffle(boolean shuffle) {
            this.shuffle = shuffle;
            return this;
        }

        /**
         * The order of the samples, instead of {@link #shuffle}; none by default.
         *
         * @param sampler gives the indices of each epoch
         * @return this builder
         */
        public Builder<S, B> sampler(Sampler sampler) {
            this.sampler = Objects.requireNonNull(sampler, "the sampler is null");
            return this;
        }

        /**
         * Whether a last batch that is not full is left out; default false.
         *
         * @param dropLast true to leave it out
         * @return this builder
         */
        public Builder<S, B> dropLast(boolean dropLast) {
            this.dropLast = dropLast;
            return this;
        }

        /**
         * Seed of the shuffle and of random transforms; default 0.
         *
         * @param seed any number
         * @return this builder
         */
        public Builder<S, B> seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Number of loader threads; default 0, which loads in the caller's thread when a batch is
         * asked for.
         *
         * @param numWorkers at least 0
         * @return this builder
         * @throws IllegalArgumentException if negative
         */
        public Builder<S, B> numWorkers(int numWorkers) {
            this.numWorkers = atLeast(0, numWorkers, "numWorkers");
            return this;
        }

        /**
         * Number of batches loaded ahead for each worker; default 2.
         *
         * @param prefetchFactor at least 1
         * @return this builder
         * @throws IllegalArgumentException if less than 1
         */
        public Builder<S, B> prefetchFactor(int prefetchFactor) {
            this.prefetchFactor = atLeast(1, prefetchFactor, "prefetchFactor");
            return this;
        }

        /**
         * How long {@code next} waits for the workers before it fails; default 5 minutes. Without
         * workers there is no wait and no limit.
         *
         * @param timeout more than zero
         * @return this builder
         * @throws IllegalArgumentException if zero or negative
         */
        public Builder<S, B> timeout(Duration timeout) {
            Objects.requireNonNull(timeout, "the timeout is null");
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("timeout must be positive, got " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /**
         * The loader.
         *
         * @return a new loader, at epoch 0
         * @throws IllegalArgumentException if both a sampler and {@code shuffle(true)} were given
         */
        public DataLoader<B> build() {
            if (sampler != null && shuffle) {
                throw new IllegalArgumentException(
                        "a sampler already decides the order; leave out shuffle(true)");
            }
            return new DataLoader<>(this, new BatchFetcher<>(dataset, collate, seed), order());
        }

        private Sampler order() {
            if (sampler != null) {
                return sampler;
            }
            int size = dataset.size();
            return shuffle ? new RandomSampler(size, seed) : new SequentialSampler(size);
        }

        private static int atLeast(int least, int value, String name) {
            if (value < least) {
                throw new IllegalArgumentException(
                        name + " must be at least " + least + ", got " + value);
            }
            return value;
        }
    }
}
