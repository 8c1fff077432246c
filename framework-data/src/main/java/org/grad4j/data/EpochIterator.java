package org.grad4j.data;

import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ordered window of futures: {@code next} takes the oldest and submits one more, so the order
 * never depends on who finishes first.
 *
 * <p>At most {@code window} batches are loaded ahead of the one in the caller's hands; a window of
 * 0 loads a batch when it is asked for.
 */
final class EpochIterator<B> implements BatchIterator<B> {
    private static final Logger LOG = LoggerFactory.getLogger(EpochIterator.class);

    /** How often a wait looks whether it still makes sense; an answer in time ends it at once. */
    private static final long POLL_MILLIS = 50;

    /** After this time a wait is so long that somebody may want to know what the workers do. */
    private static final Duration STALL = Duration.ofSeconds(30);

    private final DataLoader<B> loader; // held, so that it stays open while an epoch runs
    private final Cursor cursor;
    private final EpochPlan<B> plan;
    private final Workers workers;
    private final int window;
    private final Duration timeout;
    private final Cleaner.Cleanable cleanable;
    // Concurrent because close() may come from another thread.
    private final Queue<Future<Loaded<B>>> pending = new ConcurrentLinkedQueue<>();
    private int waiting; // futures in the queue, as the consuming thread knows
    private int toSkip;
    private DataLoadException waitedInVain; // in hasNext(), which does not throw
    private volatile boolean closed;

    EpochIterator(
            DataLoader<B> loader,
            Cursor cursor,
            EpochPlan<B> plan,
            Workers workers,
            int window,
            Duration timeout) {
        this.loader = loader;
        this.cursor = cursor;
        this.plan = plan;
        this.workers = workers;
        this.window = window;
        this.timeout = timeout;
        toSkip = cursor.taken();
        cleanable = DataLoader.CLEANER.register(this, plan::close);
    }

    @Override
    public long epoch() {
        return cursor.epoch();
    }

    @Override
    public OptionalInt batches() {
        return plan.size() < 0 ? OptionalInt.empty() : OptionalInt.of(plan.size());
    }

    @Override
    public LoaderPosition position() {
        return loader.position(cursor);
    }

    @Override
    public boolean hasNext() {
        boolean more = plan.size() < 0 ? hasAnother() : cursor.taken() < plan.size();
        if (!more) {
            cursor.leave();
        }
        return more;
    }

    /** Waits for the next batch of a stream, since nothing else tells whether there is one. */
    private boolean hasAnother() {
        if (isClosed() || Thread.currentThread().isInterrupted()) {
            return true; // and next() says so
        }
        try {
            return oldest() != null;
        } catch (DataLoadException late) {
            waitedInVain = late;
            return true; // and next() throws it, rather than wait as long again
        } catch (IllegalStateException byClosing) {
            return true; // and next() meets it again
        }
    }

    @Override
    public B next() {
        if (plan.size() >= 0 && cursor.taken() >= plan.size()) {
            throw overException();
        }
        if (isClosed()) {
            throw closedException();
        }
        if (waitedInVain != null) {
            DataLoadException late = waitedInVain;
            waitedInVain = null;
            throw late;
        }
        if (Thread.currentThread().isInterrupted()) {
            throw interruptedException(null);
        }
        Loaded<B> loaded = oldest();
        if (loaded == null) {
            throw overException();
        }
        if (loaded instanceof Loaded.Failure && isClosed()) {
            throw closedException(); // the failure is only how the worker ended
        }
        int batch = cursor.take();
        removeOldest();
        submitUpTo(window);
        if (loaded instanceof Loaded.Failure<B> failure) {
            throw new DataLoadException(cursor.epoch(), batch, failure);
        }
        return ((Loaded.Success<B>) loaded).batch();
    }

    /** What the oldest future came to, left in its place; null when the epoch is over. */
    private Loaded<B> oldest() {
        while (true) {
            submitUpTo(Math.max(1, window));
            if (waiting == 0) {
                return null;
            }
            Loaded<B> loaded = awaitOldest();
            if (!(loaded instanceof Loaded.End)) {
                return loaded;
            }
            removeOldest();
        }
    }

    private void removeOldest() {
        pending.poll();
        waiting--;
    }

    private void submitUpTo(int ahead) {
        if (toSkip > 0) {
            plan.skip(toSkip);
            toSkip = 0;
        }
        while (waiting < ahead && !closed) {
            Job<Loaded<B>> job = plan.next(this::isClosed);
            if (job == null) {
                break;
            }
            pending.add(workers.submit(job));
            waiting++;
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
        Duration stall = STALL.compareTo(timeout) < 0 ? STALL : timeout;
        boolean told = false;
        long start = System.nanoTime();
        while (true) {
            try {
                return future.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException turnOver) {
                if (isClosed()) {
                    throw closedException();
                }
                Duration waited = Duration.ofNanos(System.nanoTime() - start);
                if (!told && waited.compareTo(stall) > 0) {
                    warnOfStall(waited);
                    told = true;
                }
                if (waited.compareTo(timeout) > 0) {
                    throw timeoutException(turnOver);
                }
            } catch (CancellationException cancelled) {
                throw closedException();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw interruptedException(interrupted);
            } catch (ExecutionException error) {
                // Jobs return what goes wrong; only running out of memory while one does so
                // arrives here.
                Throwable cause = error.getCause();
                return new Loaded.Failure<>(cause, -1, Worker.NONE, cause.toString());
            }
        }
    }

    private void warnOfStall(Duration waited) {
        LOG.warn(
                "epoch {}, batch {}: waiting for {} s; the workers now:{}",
                cursor.epoch(),
                cursor.taken(),
                waited.toMillis() / 1000.0,
                workers.stacks());
    }

    private boolean isClosed() {
        return closed || workers.isClosed();
    }

    private NoSuchElementException overException() {
        return new NoSuchElementException(
                "epoch " + cursor.epoch() + " has " + cursor.taken() + " batches, all were taken");
    }

    private IllegalStateException closedException() {
        return new IllegalStateException(
                "the iterator of epoch "
                        + cursor.epoch()
                        + " or its loader was closed before batch "
                        + cursor.taken()
                        + " was taken; ask the loader for a new iterator");
    }

    private DataLoadException interruptedException(InterruptedException cause) {
        return new DataLoadException(
                cursor.epoch(),
                cursor.taken(),
                new Loaded.Failure<>(
                        cause, -1, Worker.NONE, "interrupted while waiting for the batch"));
    }

    private DataLoadException timeoutException(TimeoutException cause) {
        String reason =
                "not loaded within "
                        + timeout
                        + "; a dataset's get may be stuck (the log has the workers' stacks), or set"
                        + " a longer timeout";
        return new DataLoadException(
                cursor.epoch(),
                cursor.taken(),
                new Loaded.Failure<>(cause, -1, Worker.NONE, reason));
    }

    @Override
    public void close() {
        closed = true;
        cancelPending();
        cleanable.clean();
    }

    private void cancelPending() {
        pending.forEach(future -> future.cancel(true));
        pending.clear();
    }
}
