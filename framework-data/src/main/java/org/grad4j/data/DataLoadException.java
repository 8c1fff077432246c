package org.grad4j.data;

import java.util.OptionalInt;

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
    private final int index;

    DataLoadException(long epoch, int batch, int index, String reason, Throwable cause) {
        super(
                "epoch "
                        + epoch
                        + ", batch "
                        + batch
                        + (index < 0 ? "" : ", dataset index " + index)
                        + ": "
                        + reason,
                cause);
        this.epoch = epoch;
        this.batch = batch;
        this.index = index;
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
     * Dataset index of the sample to blame.
     *
     * @return the index; empty where no single sample is to blame
     */
    public OptionalInt index() {
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
    }
}
