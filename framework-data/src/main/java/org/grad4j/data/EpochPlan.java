package org.grad4j.data;

import java.util.Arrays;

/** Which indices each batch of one epoch holds. */
record EpochPlan(long epoch, int[] order, int batchSize, boolean dropLast) {

    int size() {
        return batches(order.length, batchSize, dropLast);
    }

    int[] indices(int batch) {
        int start = batch * batchSize;
        int length = Math.min(batchSize, order.length - start);
        return Arrays.copyOfRange(order, start, start + length);
    }

    static int batches(int samples, int batchSize, boolean dropLast) {
        int full = samples / batchSize;
        return dropLast || samples % batchSize == 0 ? full : full + 1;
    }
}
