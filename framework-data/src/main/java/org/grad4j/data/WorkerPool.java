package org.grad4j.data;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one loader: at most {@code size}, started when there is work, ended when idle.
 *
 * <p>A thread without work for {@link #IDLE_MILLIS} ends, so an epoch that was abandoned leaves
 * none behind although nobody told the pool; starting one anew costs some 0.1 ms. Threads are
 * daemons: they never keep the JVM alive.
 */
final class WorkerPool implements Workers {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);
    private static final AtomicInteger POOLS = new AtomicInteger();
    private static final long IDLE_MILLIS = 250;
    private static final long CLOSE_MILLIS = 1000;

    private final ThreadPoolExecutor executor;

    WorkerPool(int size) {
        String prefix = "grad4j-loader-" + POOLS.incrementAndGet() + "-worker-";
        AtomicInteger workers = new AtomicInteger();
        executor =
                new ThreadPoolExecutor(
                        size,
                        size,
                        IDLE_MILLIS,
                        TimeUnit.MILLISECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread = new Thread(task, prefix + workers.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        },
                        // A task that comes after close() never ends; who waits for it looks
                        // whether the pool is closed.
                        new ThreadPoolExecutor.DiscardPolicy());
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public <T> Future<T> submit(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        executor.execute(future);
        return future;
    }

    @Override
    public boolean isClosed() {
        return executor.isShutdown();
    }

    /** Drops what is queued, interrupts the threads and waits a moment for them to end. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "{} loader thread(s) still busy {} ms after an interrupt; they are daemons"
                                + " and end when the dataset's get returns",
                        executor.getPoolSize(),
                        CLOSE_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
