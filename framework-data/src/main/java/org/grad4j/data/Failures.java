package org.grad4j.data;

import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.random.RandomGenerator;

/** Turns what is thrown while a batch is loaded into a value that names the place. */
final class Failures {
    private Failures() {}

    /** A failure at a sample; index −1 where no single one is to blame. */
    static <B> Loaded<B> at(long index, Throwable error, Worker worker) {
        return failure(index, error, worker, error.toString());
    }

    static <B> Loaded<B> start(Worker worker) {
        Throwable error = worker.startError();
        return failure(-1, error, worker, "the worker's start-up code failed: " + error);
    }

    /** Merges samples; a failure blames the sample that the collate names, if it names one. */
    static <S, B> Loaded<B> merging(
            Collate<S, B> collate,
            List<S> samples,
            RandomGenerator random,
            IntToLongFunction index,
            Worker worker) {
        try {
            B batch = collate.collate(samples, random);
            if (batch == null) {
                throw new NullPointerException("the collate returned null");
            }
            return new Loaded.Success<>(batch);
        } catch (CollateException error) {
            int position = error.position();
            if (position < 0 || position >= samples.size()) {
                return failure(-1, error, worker, error.getMessage());
            }
            String reason =
                    error.getMessage()
                            + "; the first one has dataset index "
                            + index.applyAsLong(0);
            return failure(index.applyAsLong(position), error, worker, reason);
        } catch (Throwable error) {
            return failure(-1, error, worker, "cannot make a batch of the samples: " + error);
        }
    }

    private static <B> Loaded<B> failure(
            long index, Throwable cause, Worker worker, String reason) {
        return new Loaded.Failure<>(
                cause, index, worker.id(), reason + " (" + worker.place() + ")");
    }
}
