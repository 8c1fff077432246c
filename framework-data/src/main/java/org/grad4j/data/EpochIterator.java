package org.grad4j.data;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An ordered window of futures: {@code next} takes the oldest and submits one more, so the order
 * never depends on who finishes first.
 *
 * <p>At most {@code window} batches are loaded ahead of the one in the caller's hands; a window of
 * 0 loads a batch when it is asked for.
 */
final class EpochIterator<B> implements BatchIterator<B> {
    /** How often a wait looks whether it still makes sense; an answer in time ends it at once. */
    private static final long POLL_MILLIS = 50;

    private final EpochPlan plan;
    private final BatchFetcher<?, B> fetcher;
    private final Workers workers;
    private final int window;
    private final Duration timeout;
    // Concurrent because close() may come from another thread.
    private final Queue<Future<Loaded<B>>> pending = new ConcurrentLinkedQueue<>();
    private int submitted;
    private int taken;
    private volatile boolean closed;

    EpochIterator(
            EpochPlan plan,
            BatchFetcher<?, B> fetcher,
            Workers workers,
            int window,
            Duration timeout) {
        this.plan = plan;
        this.fetcher = fetcher;
        this.workers = workers;
        this.window = window;
        this.timeout = timeout;
    }

    @Override
    public long epoch() {
        return plan.epoch();
    }

    @Override
    public boolean hasNext() {
        return taken < plan.size();
    }

    @Override
    public B next() {
        if (!hasNext()) {
            throw new NoSuchElementException(
                    "epoch " + plan.epoch() + " has " + plan.size() + " batches, all were taken");
        }
        if (isClosed()) {
            throw closedException();
        }
        if (Thread.currentThread().isInterrupted()) {
            throw interruptedException(null);
        }
        submitUpTo(Math.max(1, window));
        Loaded<B> loaded = awaitOldest();
        if (loaded instanceof Loaded.Failure && isClosed()) {
            throw closedException(); // the failure is only how the worker ended
        }
        int batch = taken++;
        pending.poll();
        submitUpTo(window);
        if (loaded instanceof Loaded.Failure<B> failure) {
            throw new DataLoadException(
                    plan.epoch(), batch, failure.index(), failure.reason(), failure.cause());
        }
        return ((Loaded.Success<B>) loaded).batch();
    }

    private void submitUpTo(int ahead) {
        while (submitted < plan.size() && submitted - taken < ahead) {
            int[] indices = plan.indices(submitted);
            pending.add(workers.submit(() -> fetcher.fetch(plan.epoch(), indices, this::isClosed)));
            submitted++;
        }
        if (closed) {
            // close() may have looked at the queue before the last of these was in it.
            cancelPending();
        }
    }

    /** Waits in short turns, so that a close or the timeout is noticed whatever the workers do. */
    private Loaded<B> awaitOldest() {
        Future<Loaded<B>> future = pending.peek();
        if (future == null) {
            throw closedException();
        }
        long start = System.nanoTime();
        while (true) {
            try {
                return future.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException turnOver) {
                if (isClosed()) {
                    throw closedException();
                }
                if (Duration.ofNanos(System.nanoTime() - start).compareTo(timeout) > 0) {
                    throw timeoutException(turnOver);
                }
            } catch (CancellationException cancelled) {
                throw closedException();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw interruptedException(interrupted);
            } catch (ExecutionException error) {
                // The fetcher returns what goes wrong; only running out of memory while it does so
                // arrives here.
                Throwable cause = error.getCause();
                return new Loaded.Failure<>(cause, -1, cause.toString());
            }
        }
    }

    private boolean isClosed() {
        return closed || workers.isClosed();
    }

    private IllegalStateException closedException() {
        return new IllegalStateException(
                "the iterator of epoch "
                        + plan.epoch()
                        + " or its loader was closed before batch "
                        + taken
                        + " was taken; ask the loader for a new iterator");
    }

    private DataLoadException interruptedException(InterruptedException cause) {
        return new DataLoadException(
                plan.epoch(), taken, -1, "interrupted while waiting for the batch", cause);
    }

    private DataLoadException timeoutException(TimeoutException cause) {
        String reason =
                "not loaded within "
                        + timeout
                        + "; a dataset's get may be stuck, or set a longer timeout";
        return new DataLoadException(plan.epoch(), taken, -1, reason, cause);
    }

    @Override
    public void close() {
        closed = true;
        cancelPending();
    }

    private void cancelPending() {
        pending.forEach(future -> future.cancel(true));
        pending.clear();
    }
}
