package org.grad4j.data;

import java.util.function.BooleanSupplier;

/**
 * The batches of one epoch as jobs, in order. Asked by the consuming thread alone; the jobs may run
 * in any thread.
 */
interface EpochPlan<B> extends AutoCloseable {
    /** The size of an epoch whose end is not known before it is reached. */
    int UNKNOWN = -1;

    /** Number of batches in the epoch, {@link #UNKNOWN} where only loading tells. */
    int size();

    /** The job of the next batch, which never throws; null when there is none left. */
    Job<Loaded<B>> next(BooleanSupplier cancelled);

    /** Passes over batches that were taken in an earlier run; called before {@link #next}. */
    void skip(int batches);

    /** Closes what the epoch has open, at once or when a job that uses it ends. */
    @Override
    void close();
}
