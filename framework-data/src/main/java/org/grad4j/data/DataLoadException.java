package org.grad4j.data;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Thrown by a {@link BatchIterator} when a batch cannot be had; says where, and carries what was
 * thrown there as its cause.
 */
public final class DataLoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Number of the epoch. */
    private final long epoch;

    /** Number of the batch within its epoch. */
    private final int batch;

    /** Dataset index of the sample to blame, −1 for none. */
    private final long index;

    /** Number of the worker, −1 for none. */
    private final int worker;

    DataLoadException(long epoch, int batch, Loaded.Failure<?> failure) {
        super(
                "epoch "
                        + epoch
                        + ", batch "
                        + batch
                        + (failure.index() < 0 ? "" : ", dataset index " + failure.index())
                        + ": "
                        + failure.reason(),
                failure.cause());
        this.epoch = epoch;
        this.batch = batch;
        this.index = failure.index();
        this.worker = failure.worker();
    }

    /**
     * Number of the epoch.
     *
     * @return the epoch, from 0
     */
    public long epoch() {
        return epoch;
    }

    /**
     * Number of the batch within its epoch.
     *
     * @return the batch, from 0
     */
    public int batch() {
        return batch;
    }

    /**
     * Dataset index of the sample to blame; over a stream its place in its part.
     *
     * @return the index; empty where no single sample is to blame
     */
    public OptionalLong index() {
        return index < 0 ? OptionalLong.empty() : OptionalLong.of(index);
    }

    /**
     * Number of the worker that failed.
     *
     * @return the worker, from 0; empty for the calling thread, and where no worker failed
     */
    public OptionalInt worker() {
        return worker < 0 ? OptionalInt.empty() : OptionalInt.of(worker);
    }
}
