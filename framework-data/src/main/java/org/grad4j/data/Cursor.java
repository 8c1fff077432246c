package org.grad4j.data;

/** How far an epoch has come; shared by its iterator and the loader, read by any thread. */
final class Cursor {
    private final long epoch;
    private volatile int taken;
    private volatile boolean left;

    Cursor(long epoch, int taken) {
        this.epoch = epoch;
        this.taken = taken;
    }

    long epoch() {
        return epoch;
    }

    /** Batches taken or passed over. */
    int taken() {
        return taken;
    }

    /** Only for the consuming thread. */
    int take() {
        int batch = taken;
        taken = batch + 1;
        return batch;
    }

    /** The caller knows that the epoch is over; until then its last batch may be in the works. */
    void leave() {
        left = true;
    }

    LoaderPosition position(long seed, int batches) {
        return left
                ? new LoaderPosition(epoch + 1, 0, seed, batches)
                : new LoaderPosition(epoch, taken, seed, batches);
    }
}
