package org.grad4j.data;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/** Where batches are loaded. */
interface Workers extends AutoCloseable {

    /** Takes a task, which runs at once or later; after {@link #close} it may never run. */
    <T> Future<T> submit(Callable<T> task);

    boolean isClosed();

    @Override
    void close();
}
