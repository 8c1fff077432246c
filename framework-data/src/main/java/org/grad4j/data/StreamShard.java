package org.grad4j.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * One part of a stream during one epoch, read in turns: the job that was planned first reads first,
 * whichever worker has it. Having the turn is what protects the iterator.
 */
final class StreamShard<R> {
    private static final long POLL_MILLIS = 50;

    private final IterableDataset<R> source;
    private final IterableDataset.Pass pass;
    private final int batchSize;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition turns = lock.newCondition();
    private long turn;
    private boolean reading;
    private boolean closed;
    private volatile boolean over;

    // Only for the job whose turn it is.
    private Iterator<R> iterator;
    private long position;

    StreamShard(IterableDataset<R> source, IterableDataset.Pass pass, int batchSize) {
        this.source = source;
        this.pass = pass;
        this.batchSize = batchSize;
    }

    /** Samples as they were read, and the place of the first one in its part. */
    record Chunk<R>(long start, List<R> samples) {}

    /** Carries what reading threw, and at which place. */
    static final class ReadException extends Exception {
        private static final long serialVersionUID = 1L;

        /** Place of the sample in its part. */
        private final long position;

        private ReadException(long position, Throwable cause) {
            super(cause);
            this.position = position;
        }

        long position() {
            return position;
        }
    }

    IterableDataset.Pass pass() {
        return pass;
    }

    /** Whether the end was reached, or reading failed, or the epoch was closed. */
    boolean isOver() {
        return over;
    }

    /** The samples of the next batch, fewer at the end, none after it. */
    Chunk<R> read(long myTurn, BooleanSupplier cancelled) throws ReadException {
        if (!await(myTurn, cancelled)) {
            throw new ReadException(-1, new CancellationException());
        }
        List<R> samples = new ArrayList<>(batchSize);
        long start = position;
        try {
            while (!over && samples.size() < batchSize) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException();
                }
                if (!advance(samples)) {
                    over = true;
                }
            }
            return new Chunk<>(start, samples);
        } catch (Throwable error) {
            over = true; // an iterator that has thrown cannot be trusted to go on
            throw new ReadException(position, error);
        } finally {
            endTurn();
        }
    }

    private boolean advance(List<R> samples) {
        if (iterator == null) {
            iterator = source.iterator(pass);
            if (iterator == null) {
                throw new NullPointerException("the dataset's iterator is null");
            }
        }
        if (!iterator.hasNext()) {
            return false;
        }
        R sample = iterator.next();
        if (sample == null) {
            throw new NullPointerException("the dataset returned null");
        }
        samples.add(sample);
        position++;
        return true;
    }

    /** False if the epoch ended before the turn came. */
    private boolean await(long myTurn, BooleanSupplier cancelled) {
        boolean interrupted = false;
        lock.lock();
        try {
            while (turn != myTurn && !closed && !cancelled.getAsBoolean()) {
                try {
                    turns.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException closing) {
                    interrupted = true;
                }
            }
            reading = turn == myTurn && !closed && !cancelled.getAsBoolean();
            return reading;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void endTurn() {
        boolean last;
        lock.lock();
        try {
            reading = false;
            turn++;
            over |= closed;
            last = over;
            turns.signalAll();
        } finally {
            lock.unlock();
        }
        if (last) {
            closeIterator();
        }
    }

    /** Ends the part; a job that is reading closes the iterator when it is done. */
    void close() {
        boolean idle;
        lock.lock();
        try {
            closed = true;
            over = true;
            idle = !reading;
            turns.signalAll();
        } finally {
            lock.unlock();
        }
        if (idle) {
            closeIterator();
        }
    }

    private void closeIterator() {
        Iterator<R> open;
        lock.lock();
        try {
            open = iterator;
            iterator = null;
        } finally {
            lock.unlock();
        }
        StreamViews.close(open);
    }
}
