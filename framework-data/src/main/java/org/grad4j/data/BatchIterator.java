package org.grad4j.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalInt;

/**
 * The batches of one epoch, in order.
 *
 * <p>For one consuming thread; only {@link #close} may be called from another. Leaving the loop
 * early needs no close: what was being loaded ahead is finished, and then the threads end by
 * themselves; closing stops them at once.
 *
 * @param <B> type of a batch
 */
public interface BatchIterator<B> extends Iterator<B>, AutoCloseable {

    /**
     * Number of the epoch.
     *
     * @return the epoch, from 0
     */
    long epoch();

    /**
     * Number of batches in the epoch, those of an earlier run included.
     *
     * @return the number; empty over a stream, whose end is not known before it is reached
     */
    OptionalInt batches();

    /**
     * Where this epoch stands: what comes next is its batch {@code position().batch()}. Batches
     * that were only loaded ahead do not count. After the last batch the position is that batch's
     * end, so that a resumed loop does what follows the epoch; once {@link #hasNext} has returned
     * false it is the start of the next epoch. May be called from any thread.
     *
     * @return the position
     */
    LoaderPosition position();

    /**
     * Whether the epoch has another batch. Over a stream this waits for it to be loaded.
     *
     * @return true until the last batch was returned or failed
     */
    @Override
    boolean hasNext();

    /**
     * The next batch. A batch that failed is passed over: calling again goes on with the one after
     * it. A stream whose reading failed ends there. A wait that was interrupted or took too long
     * passes over nothing: calling again waits again.
     *
     * @return the batch, never null
     * @throws NoSuchElementException if the epoch is over
     * @throws DataLoadException if loading failed, took longer than the loader's timeout, or the
     *     calling thread was interrupted (its interrupt flag stays set)
     * @throws IllegalStateException if this iterator or its loader is closed
     */
    @Override
    B next();

    /** Stops what is being loaded ahead; later calls of {@link #next} fail. Idempotent. */
    @Override
    void close();
}
