package org.grad4j.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of one loader: at most {@code size}, each borrowed from an executor when there is
 * work and given back when it has been idle for a while.
 *
 * <p>A worker that gives its thread back lets the thread end, so an epoch that was abandoned leaves
 * none behind although nobody told the pool; starting one anew costs some 0.1 ms. The pool never
 * refers to its loader, which may therefore be found by the garbage collector while workers wait.
 */
final class WorkerPool implements Workers {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);
    private static final long CLOSE_MILLIS = 1000;

    private final Executor executor;
    private final IntConsumer init;
    private final long idleNanos;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition ended = lock.newCondition();
    private final Deque<Task<?>> queue = new ArrayDeque<>();
    private final boolean[] claimed; // by worker: started, or about to be
    private final Thread[] threads; // by worker: where it runs
    private int idle;
    private volatile boolean closed;
    private volatile boolean refusalTold;

    WorkerPool(int size, Executor executor, IntConsumer init, long idleNanos) {
        this.executor = executor;
        this.init = init;
        this.idleNanos = idleNanos;
        claimed = new boolean[size];
        threads = new Thread[size];
    }

    /** A job and the worker that came to do it. */
    private static final class Task<T> extends FutureTask<T> {
        private final AtomicReference<Worker> worker;

        private Task(Job<T> job, AtomicReference<Worker> worker) {
            super(() -> job.run(worker.get()));
            this.worker = worker;
        }

        private void runIn(Worker one) {
            worker.set(one);
            run();
        }
    }

    @Override
    public <T> Future<T> submit(Job<T> job) {
        Task<T> task = new Task<>(job, new AtomicReference<>());
        int starting = -1;
        lock.lock();
        try {
            if (closed) {
                task.cancel(false);
                return task;
            }
            queue.add(task);
            if (queue.size() > idle) {
                starting = claim();
            } else {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
        if (starting >= 0) {
            start(starting);
        }
        return task;
    }

    /** Takes the number of a worker that does not run; −1 when all do. */
    private int claim() {
        for (int id = 0; id < claimed.length; id++) {
            if (!claimed[id]) {
                claimed[id] = true;
                return id;
            }
        }
        return -1;
    }

    private void release(int id) {
        claimed[id] = false;
        threads[id] = null;
        ended.signalAll();
    }

    private void start(int id) {
        Thread caller = Thread.currentThread();
        try {
            executor.execute(() -> live(id, idleNanos, caller));
        } catch (RuntimeException | OutOfMemoryError refused) {
            if (!refusalTold) {
                refusalTold = true;
                LOG.warn(
                        "worker {} got no thread, the calling thread loads instead: {}",
                        id,
                        refused.toString());
            }
            live(id, 0, caller);
        }
    }

    /** The life of a worker: jobs, until there have been none for the idle time. */
    private void live(int id, long patience, Thread caller) {
        lock.lock();
        threads[id] = Thread.currentThread();
        lock.unlock();
        boolean orderly = false;
        try {
            Worker worker = begin(id);
            // An executor may run the worker in the thread that asks for batches, which has to end.
            long idleTime = Thread.currentThread() == caller ? 0 : patience;
            Task<?> task = take(id, idleTime);
            while (task != null) {
                task.runIn(worker);
                forgetInterrupt(caller);
                task = take(id, idleTime);
            }
            orderly = true;
        } finally {
            forgetInterrupt(caller);
            if (!orderly) {
                bury(id);
            }
        }
    }

    /**
     * What one job did to the flag, or a cancellation that came late, ends with the job; an
     * interrupt of the thread that asks for batches is its own.
     */
    private static void forgetInterrupt(Thread caller) {
        if (Thread.currentThread() != caller) {
            Thread.interrupted();
        }
    }

    private Worker begin(int id) {
        try {
            init.accept(id);
            return new Worker(id, null);
        } catch (Throwable error) {
            return new Worker(id, error);
        }
    }

    /** Waits for a job; gives the worker up, and returns null, if none comes. */
    private Task<?> take(int id, long patience) {
        lock.lock();
        try {
            long left = patience;
            while (true) {
                Task<?> task = queue.poll();
                if (task != null) {
                    return task;
                }
                if (closed || left <= 0) {
                    release(id);
                    return null;
                }
                left = pause(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private long pause(long nanos) {
        idle++;
        try {
            return work.awaitNanos(nanos);
        } catch (InterruptedException woken) {
            return nanos; // by close(), which the caller sees, or by a stranger, who is ignored
        } finally {
            idle--;
        }
    }

    /** A worker that died outside its jobs, for want of memory, is replaced. */
    private void bury(int id) {
        int next = -1;
        lock.lock();
        try {
            release(id);
            if (!queue.isEmpty()) {
                next = claim();
            }
        } finally {
            lock.unlock();
        }
        if (next >= 0) {
            start(next);
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public String stacks() {
        StringBuilder text = new StringBuilder();
        lock.lock();
        try {
            for (int id = 0; id < threads.length; id++) {
                Thread thread = threads[id];
                if (thread == null) {
                    String state = claimed[id] ? "waits for a thread" : "does not run";
                    text.append("\n  worker ").append(id).append(' ').append(state);
                } else {
                    text.append("\n  worker ").append(id).append(", thread ");
                    text.append(thread.getName()).append(", ").append(thread.getState());
                    for (StackTraceElement frame : thread.getStackTrace()) {
                        text.append("\n    at ").append(frame);
                    }
                }
            }
            return text.append("\n  batches in the queue: ").append(queue.size()).toString();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void shutdown() {
        lock.lock();
        try {
            closed = true;
            queue.forEach(task -> task.cancel(false));
            queue.clear();
            for (Thread thread : threads) {
                if (thread != null) {
                    thread.interrupt();
                }
            }
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        shutdown();
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
            while (running() > 0 && left > 0) {
                left = ended.awaitNanos(left);
            }
            if (running() > 0) {
                LOG.warn(
                        "{} loader worker(s) still busy {} ms after an interrupt; they end when the"
                                + " dataset's get returns",
                        running(),
                        CLOSE_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private int running() {
        int count = 0;
        for (Thread thread : threads) {
            count += thread == null ? 0 : 1;
        }
        return count;
    }
}
