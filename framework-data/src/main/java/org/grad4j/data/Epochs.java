package org.grad4j.data;

/** Plans each epoch of a loader. */
interface Epochs<B> {

    /** Number of batches in an epoch, {@link EpochPlan#UNKNOWN} where only loading tells. */
    int size();

    EpochPlan<B> plan(long epoch);
}
