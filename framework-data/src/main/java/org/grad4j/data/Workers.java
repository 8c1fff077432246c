package org.grad4j.data;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/** Where batches are loaded. */
interface Workers extends AutoCloseable {

    /** Takes a task; after {@link #close} the future returned is already cancelled. */
    <T> Future<T> submit(Callable<T> task);

    /** Cancels a task of these workers, waiting or running. */
    void cancel(Future<?> task);

    boolean isClosed();

    @Override
    void close();
}
