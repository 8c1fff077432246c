package org.grad4j.data;

import java.util.concurrent.Future;

/** Where batches are loaded. */
interface Workers extends AutoCloseable {

    /**
     * Takes a job, which runs at once or later, in the order of submission; after {@link #close}
     * the future is cancelled.
     */
    <T> Future<T> submit(Job<T> job);

    boolean isClosed();

    /** What the workers are doing now, one stack each, for a log. */
    String stacks();

    /** Stops everything without waiting. */
    void shutdown();

    /** Stops everything and waits a moment for the threads to end. */
    @Override
    void close();
}
