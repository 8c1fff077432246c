package org.grad4j.data;

/** Takes batches of loaders with a timeout so short that a busy machine may exceed it any time. */
final class LateBatches {
    private LateBatches() {}

    /** The next batch, asked for again while it is late: that passes over nothing. */
    static <B> B next(BatchIterator<B> batches) {
        while (true) {
            try {
                return batches.next();
            } catch (DataLoadException error) {
                if (!error.getMessage().contains("not loaded within")) {
                    throw error;
                }
            }
        }
    }
}
