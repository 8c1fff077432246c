package org.grad4j.data;

import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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
 * epoch, index)}, those of whole batches ({@link Collate#andThen}) by {@code (seed, epoch, batch)}.
 *
 * <p>{@link #position} in the middle of an epoch and {@link #resumeFrom} in another process
 * continue with exactly the batches that would have come.
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
    /** Closes what a loader or an epoch that nobody holds any more has left open. */
    static final Cleaner CLEANER = Cleaner.create();

    private final Epochs<B> epochs;
    private final Workers workers;
    private final int window;
    private final Duration timeout;
    private final long seed;
    private final Cleaner.Cleanable cleanable;
    private Cursor current; // of the latest epoch; guarded by this
    private LoaderPosition next; // where iterator() starts; guarded by this

    private DataLoader(Builder<?, B> builder, Epochs<B> epochs) {
        this.epochs = epochs;
        this.workers = builder.workers();
        this.window = Math.multiplyExact(builder.numWorkers, builder.prefetchFactor);
        this.timeout = builder.timeout;
        this.seed = builder.seed;
        this.next = new LoaderPosition(0, 0, seed, epochs.size());
        this.cleanable = CLEANER.register(this, workers::shutdown);
    }

    /**
     * Starts a loader over examples that yields {@link Batch}es.
     *
     * @param dataset what to load
     * @return a builder with the defaults
     * @throws NullPointerException if the dataset is null
     */
    public static Builder<Example, Batch> builder(Dataset<Example> dataset) {
        Objects.requireNonNull(dataset, "the dataset is null");
        Function<int[], Batch> bulk = dataset instanceof ArrayDataset arrays ? arrays::batch : null;
        return new Builder<>(dataset, null, bulk, Batch::of);
    }

    /**
     * Starts a loader over samples of any type.
     *
     * @param <S> type of one sample
     * @param <B> type of a batch
     * @param dataset what to load
     * @param collate merges the samples of a batch; {@link Collate#stack()} for most
     * @return a builder with the defaults
     * @throws NullPointerException if one of them is null
     */
    public static <S, B> Builder<S, B> builder(Dataset<S> dataset, Collate<S, B> collate) {
        Objects.requireNonNull(dataset, "the dataset is null");
        return new Builder<>(dataset, null, null, collate);
    }

    /**
     * Starts a loader over tensors that yields their rows, each batch gathered at once.
     *
     * @param dataset what to load
     * @return a builder with the defaults
     * @throws NullPointerException if the dataset is null
     */
    public static Builder<List<TensorData>, StackedBatch> builder(TensorDataset dataset) {
        Objects.requireNonNull(dataset, "the dataset is null");
        return new Builder<>(dataset, null, dataset::batch, Collate.stack());
    }

    /**
     * Starts a loader over a stream of examples that yields {@link Batch}es.
     *
     * @param dataset what to load
     * @return a builder with the defaults
     * @throws NullPointerException if the dataset is null
     */
    public static Builder<Example, Batch> builder(IterableDataset<Example> dataset) {
        return builder(dataset, Batch::of);
    }

    /**
     * Starts a loader over a stream of samples of any type.
     *
     * @param <S> type of one sample
     * @param <B> type of a batch
     * @param dataset what to load
     * @param collate merges the samples of a batch
     * @return a builder with the defaults
     * @throws NullPointerException if one of them is null
     */
    public static <S, B> Builder<S, B> builder(IterableDataset<S> dataset, Collate<S, B> collate) {
        Objects.requireNonNull(dataset, "the dataset is null");
        return new Builder<>(null, dataset, null, collate);
    }

    /**
     * Number of batches in an epoch, where it is known.
     *
     * @return {@code ⌈samples / batchSize⌉}, with {@code dropLast} {@code ⌊samples / batchSize⌋};
     *     empty over a stream
     */
    public OptionalInt batches() {
        return epochs.size() < 0 ? OptionalInt.empty() : OptionalInt.of(epochs.size());
    }

    /**
     * Number of batches in an epoch.
     *
     * @return {@link #batches()}
     * @throws IllegalStateException over a stream, whose end is not known before it is reached
     */
    public int size() {
        return batches()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "the size of a stream is not known; ask batches()"));
    }

    /**
     * Number of the epoch that the next {@link #iterator()} will be.
     *
     * @return the epoch, from 0
     */
    public synchronized long epoch() {
        return next.epoch();
    }

    /**
     * Where the latest epoch of {@link #iterator()} stands: {@link BatchIterator#position}. Taken
     * inside the loop, after a batch was worked on, it is what {@link #resumeFrom} needs to go on
     * with the batch after it. May be called from any thread.
     *
     * @return the position; the start of the next epoch where none was begun
     */
    public synchronized LoaderPosition position() {
        return current == null ? next : position(current);
    }

    LoaderPosition position(Cursor cursor) {
        return cursor.position(seed, epochs.size());
    }

    /**
     * Has the next {@link #iterator()} go on where another loader, with the same dataset and
     * settings, stood: it yields exactly what that one would have. Over a stream, what was taken
     * before is read once more and passed over.
     *
     * @param position from {@link #position}
     * @throws NullPointerException if the position is null
     * @throws IllegalArgumentException if it comes from a loader with another seed or number of
     *     batches
     * @throws IllegalStateException if the loader is closed
     */
    public synchronized void resumeFrom(LoaderPosition position) {
        Objects.requireNonNull(position, "the position is null");
        requireOpen();
        if (position.seed() != seed) {
            throw new IllegalArgumentException(
                    "the position is of a loader with seed "
                            + position.seed()
                            + ", this one has seed "
                            + seed);
        }
        if (position.batches() != epochs.size()) {
            throw new IllegalArgumentException(
                    "the position is of a loader with "
                            + count(position.batches())
                            + " batches in an epoch, this one has "
                            + count(epochs.size())
                            + "; give it the same dataset, sampler and batch size");
        }
        current = null;
        next = position;
    }

    private static String count(int batches) {
        return batches < 0 ? "an unknown number of" : String.valueOf(batches);
    }

    /**
     * The next epoch, or the rest of one after {@link #resumeFrom}; counts on by one. Loading
     * begins with the first call of {@code next}, over a stream of {@code hasNext}.
     *
     * @return the batches of the epoch
     * @throws IllegalStateException if the loader is closed
     */
    @Override
    public synchronized BatchIterator<B> iterator() {
        requireOpen();
        Cursor cursor = new Cursor(next.epoch(), next.batch());
        BatchIterator<B> iterator = iterator(cursor);
        current = cursor;
        next = new LoaderPosition(next.epoch() + 1, 0, seed, epochs.size());
        return iterator;
    }

    /**
     * Any epoch, as often as wanted; leaves {@link #epoch} and {@link #position()} alone.
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
        return iterator(new Cursor(epoch, 0));
    }

    private BatchIterator<B> iterator(Cursor cursor) {
        EpochPlan<B> plan = epochs.plan(cursor.epoch());
        return new EpochIterator<>(this, cursor, plan, workers, window, timeout);
    }

    /**
     * The next epoch as a sequential stream; closing it closes the epoch.
     *
     * @return the batches of {@link #iterator()}
     * @throws IllegalStateException if the loader is closed
     */
    public Stream<B> stream() {
        BatchIterator<B> batches = iterator();
        int order = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(batches, order), false)
                .onClose(batches::close);
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
        cleanable.clean();
    }

    /**
     * Settings of a loader.
     *
     * @param <S> type of one sample
     * @param <B> type of a batch
     */
    public static final class Builder<S, B> {
        private final Dataset<S> dataset; // null over a stream
        private final IterableDataset<S> stream; // null over a dataset with indices
        private final Function<int[], B> bulk; // null where batches are merged from samples
        private final Collate<S, B> collate;
        private int batchSize = 1;
        private boolean shuffle;
        private Sampler sampler;
        private BatchSampler batchSampler;
        private boolean dropLast;
        private long seed;
        private int numWorkers;
        private int prefetchFactor = 2;
        private boolean persistentWorkers;
        private IntConsumer workerInit = worker -> {};
        private Executor executor;
        private boolean virtualThreads;
        private Duration timeout = Duration.ofMinutes(5);

        private Builder(
                Dataset<S> dataset,
                IterableDataset<S> stream,
                Function<int[], B> bulk,
                Collate<S, B> collate) {
            this.dataset = dataset;
            this.stream = stream;
            this.bulk = bulk;
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
         * The samples of each batch, instead of {@link #batchSize}, {@link #shuffle}, {@link
         * #sampler} and {@link #dropLast}; none by default.
         *
         * @param batchSampler gives the batches of each epoch
         * @return this builder
         * @throws NullPointerException if it is null
         */
        public Builder<S, B> batchSampler(BatchSampler batchSampler) {
            this.batchSampler = Objects.requireNonNull(batchSampler, "the batch sampler is null");
            return this;
        }

        /**
         * Whether a last batch that is not full is left out; default false. Over a stream in
         * several parts this concerns the last batch of each part.
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
         * Whether the workers wait for more work until the loader is closed, or no longer held;
         * default false, which ends a worker that has been idle for a quarter of a second.
         *
         * @param persistentWorkers true to keep them
         * @return this builder
         */
        public Builder<S, B> persistentWorkers(boolean persistentWorkers) {
            this.persistentWorkers = persistentWorkers;
            return this;
        }

        /**
         * What each worker does first, in its thread, before its first batch; nothing by default. A
         * worker that ended and is needed again begins anew. Where it throws, the batches of that
         * worker fail with the cause. Without workers it is not called.
         *
         * @param workerInit takes the number of the worker, from 0
         * @return this builder
         */
        public Builder<S, B> workerInit(IntConsumer workerInit) {
            this.workerInit = Objects.requireNonNull(workerInit, "the start-up code is null");
            return this;
        }

        /**
         * Where the workers take their threads from, instead of starting daemon threads of their
         * own. A worker occupies one thread while it has work (with {@link #persistentWorkers}
         * always), and the loader never shuts the executor down. While the executor refuses, the
         * calling thread loads.
         *
         * @param executor with a free thread for each worker, best
         * @return this builder
         */
        public Builder<S, B> executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "the executor is null");
            return this;
        }

        /**
         * Whether workers are virtual threads, which makes hundreds of them cheap where samples are
         * waited for, as over a network; default false. On a JDK before 21 they are ordinary
         * threads.
         *
         * @param virtualThreads true for virtual threads
         * @return this builder
         */
        public Builder<S, B> virtualThreads(boolean virtualThreads) {
            this.virtualThreads = virtualThreads;
            return this;
        }

        /**
         * How long {@code next} waits for the workers before it fails; default 5 minutes. After
         * that time, or after 30 seconds if that is earlier, the log gets a warning with the stack
         * of each worker. Without workers there is no wait and no limit.
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
         * @throws IllegalArgumentException if both a sampler and {@code shuffle(true)} were given,
         *     a batch sampler together with what it decides, any of them over a stream, or a
         *     setting of the workers without workers
         */
        public DataLoader<B> build() {
            requireWorkersFor(persistentWorkers, "persistentWorkers");
            requireWorkersFor(executor != null, "executor");
            requireWorkersFor(virtualThreads, "virtualThreads");
            if (executor != null && virtualThreads) {
                throw new IllegalArgumentException(
                        "an executor already decides the threads; leave out virtualThreads(true)");
            }
            return new DataLoader<>(this, stream == null ? overIndices() : overStream());
        }

        private void requireWorkersFor(boolean set, String setting) {
            if (set && numWorkers == 0) {
                throw new IllegalArgumentException(setting + " needs numWorkers of at least 1");
            }
        }

        private Epochs<B> overStream() {
            if (shuffle || sampler != null || batchSampler != null) {
                throw new IllegalArgumentException(
                        "a stream decides its order itself; use its shuffle(buffer), or a dataset"
                                + " with indices");
            }
            return StreamEpochs.of(stream, collate, batchSize, dropLast, seed);
        }

        private Epochs<B> overIndices() {
            return new MapEpochs<>(batchOrder(), new BatchFetcher<>(dataset, collate, bulk, seed));
        }

        private BatchSampler batchOrder() {
            if (batchSampler == null) {
                return BatchSampler.of(order(), batchSize, dropLast);
            }
            if (sampler != null || shuffle || dropLast || batchSize != 1) {
                throw new IllegalArgumentException(
                        "a batch sampler already decides the batches; leave out batchSize, shuffle,"
                                + " sampler and dropLast");
            }
            return batchSampler;
        }

        private Sampler order() {
            if (sampler != null && shuffle) {
                throw new IllegalArgumentException(
                        "a sampler already decides the order; leave out shuffle(true)");
            }
            if (sampler != null) {
                return sampler;
            }
            int size = dataset.size();
            return shuffle ? new RandomSampler(size, seed) : new SequentialSampler(size);
        }

        private Workers workers() {
            if (numWorkers == 0) {
                return new CallingThread();
            }
            // A borrowed thread goes back at once; one of our own may be needed again soon.
            long idle = executor == null ? TimeUnit.MILLISECONDS.toNanos(250) : 0;
            return new WorkerPool(
                    numWorkers, threads(), workerInit, persistentWorkers ? Long.MAX_VALUE : idle);
        }

        private Executor threads() {
            if (executor != null) {
                return executor;
            }
            return virtualThreads ? WorkerThreads.virtual() : WorkerThreads.platform();
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
