package org.grad4j.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.grad4j.data.IterableDataset.Pass;

/**
 * Epochs over a stream: round by round one batch of each part, parts that have ended passed over.
 *
 * @param source what is read, by one thread at a time
 * @param transform what every worker does to what was read
 */
record StreamEpochs<R, S, B>(
        IterableDataset<R> source,
        Transform<? super R, ? extends S> transform,
        Collate<S, B> collate,
        int batchSize,
        boolean dropLast,
        long seed)
        implements Epochs<B> {

    /** Divides a dataset into what one thread must do and what all can do. */
    static <S, B> Epochs<B> of(
            IterableDataset<S> dataset,
            Collate<S, B> collate,
            int batchSize,
            boolean dropLast,
            long seed) {
        return split(dataset, (value, random) -> value, collate, batchSize, dropLast, seed);
    }

    private static <R, S, B> Epochs<B> split(
            IterableDataset<R> dataset,
            Transform<? super R, ? extends S> after,
            Collate<S, B> collate,
            int batchSize,
            boolean dropLast,
            long seed) {
        if (dataset instanceof MappedStream<?, R> mapped) {
            return splitMapped(mapped, after, collate, batchSize, dropLast, seed);
        }
        return new StreamEpochs<>(dataset, after, collate, batchSize, dropLast, seed);
    }

    private static <Q, R, S, B> Epochs<B> splitMapped(
            MappedStream<Q, R> mapped,
            Transform<? super R, ? extends S> after,
            Collate<S, B> collate,
            int batchSize,
            boolean dropLast,
            long seed) {
        Transform<? super Q, ? extends R> first = mapped.transform();
        Transform<Q, S> both = (value, random) -> after.apply(first.apply(value, random), random);
        return split(mapped.source(), both, collate, batchSize, dropLast, seed);
    }

    @Override
    public int size() {
        return EpochPlan.UNKNOWN;
    }

    @Override
    public EpochPlan<B> plan(long epoch) {
        return new Plan<>(this, epoch);
    }

    private static final class Plan<R, S, B> implements EpochPlan<B> {
        private final StreamEpochs<R, S, B> settings;
        private final List<StreamShard<R>> shards = new ArrayList<>();
        private long planned;

        private Plan(StreamEpochs<R, S, B> settings, long epoch) {
            this.settings = settings;
            for (int shard = 0; shard < settings.source.shards(); shard++) {
                Pass pass = new Pass(settings.seed, epoch, shard);
                shards.add(new StreamShard<>(settings.source, pass, settings.batchSize));
            }
        }

        @Override
        public int size() {
            return UNKNOWN;
        }

        @Override
        public Job<Loaded<B>> next(BooleanSupplier cancelled) {
            if (shards.stream().allMatch(StreamShard::isOver)) {
                return null;
            }
            long turn = planned / shards.size();
            StreamShard<R> shard = shards.get((int) (planned % shards.size()));
            planned++;
            return worker -> inPart(shard, load(shard, turn, worker, cancelled));
        }

        /** Where there are several parts, an index alone does not say which sample failed. */
        private Loaded<B> inPart(StreamShard<R> shard, Loaded<B> loaded) {
            if (shards.size() > 1 && loaded instanceof Loaded.Failure<B> failure) {
                return new Loaded.Failure<>(
                        failure.cause(),
                        failure.index(),
                        failure.worker(),
                        "in part " + shard.pass().shard() + ", " + failure.reason());
            }
            return loaded;
        }

        private Loaded<B> load(
                StreamShard<R> shard, long turn, Worker worker, BooleanSupplier cancelled) {
            int done = 0;
            long start = -1;
            try {
                StreamShard.Chunk<R> chunk = shard.read(turn, cancelled);
                if (isEnd(chunk)) {
                    return new Loaded.End<>();
                }
                if (worker.startError() != null) {
                    return Failures.start(worker);
                }
                start = chunk.start();
                List<S> samples = new ArrayList<>(chunk.samples().size());
                for (; done < chunk.samples().size(); done++) {
                    samples.add(transform(chunk.samples().get(done), shard, start + done));
                }
                return Failures.merging(
                        settings.collate,
                        samples,
                        shard.pass().randomOfBatch(turn),
                        i -> chunk.start() + i,
                        worker);
            } catch (StreamShard.ReadException error) {
                return Failures.at(error.position(), error.getCause(), worker);
            } catch (Throwable error) {
                return Failures.at(start < 0 ? -1 : start + done, error, worker);
            }
        }

        private S transform(R raw, StreamShard<R> shard, long position) {
            S sample = settings.transform.apply(raw, shard.pass().random(position));
            if (sample == null) {
                throw new NullPointerException("the transform returned null");
            }
            return sample;
        }

        private boolean isEnd(StreamShard.Chunk<R> chunk) {
            int size = chunk.samples().size();
            return size == 0 || settings.dropLast && size < settings.batchSize;
        }

        /** Reads what was taken before; nothing else tells where the stream then was. */
        @Override
        public void skip(int batches) {
            int skipped = 0;
            while (skipped < batches && !shards.stream().allMatch(StreamShard::isOver)) {
                long turn = planned / shards.size();
                StreamShard<R> shard = shards.get((int) (planned % shards.size()));
                planned++;
                skipped += passOver(shard, turn) ? 1 : 0;
            }
        }

        /** False where the part was at its end. */
        private boolean passOver(StreamShard<R> shard, long turn) {
            try {
                return !isEnd(shard.read(turn, () -> false));
            } catch (StreamShard.ReadException failed) {
                return true; // it failed then as well, and counted
            }
        }

        @Override
        public void close() {
            shards.forEach(StreamShard::close);
        }
    }
}
