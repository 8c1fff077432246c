package org.grad4j.data;

import java.util.Arrays;
import java.util.Objects;

/**
 * Decides which samples each batch of an epoch holds.
 *
 * <p>As with a {@link Sampler}, the answer is a function of the epoch's number alone, so an epoch
 * can be repeated, and resumed in its middle. An implementation is immutable or safe for concurrent
 * use.
 */
public interface BatchSampler {

    /**
     * Number of batches in one epoch.
     *
     * @return the length of what {@link #batches} returns, at least 0
     */
    int size();

    /**
     * The dataset indices of each batch of one epoch, in order.
     *
     * @param epoch number of the epoch, from 0
     * @return a new array, the caller's to keep; none of the batches is empty
     */
    int[][] batches(long epoch);

    /**
     * Cuts the order of a sampler into batches of one size.
     *
     * @param sampler the order of the samples
     * @param batchSize samples in a batch, at least 1
     * @param dropLast whether a last batch that is not full is left out
     * @return {@code ⌈n / batchSize⌉} batches, with {@code dropLast} {@code ⌊n / batchSize⌋}
     * @throws NullPointerException if the sampler is null
     * @throws IllegalArgumentException if the batch size is less than 1
     */
    static BatchSampler of(Sampler sampler, int batchSize, boolean dropLast) {
        return new SampledBatches(sampler, batchSize, dropLast);
    }
}

/** {@link BatchSampler#of}. */
record SampledBatches(Sampler sampler, int batchSize, boolean dropLast) implements BatchSampler {

    SampledBatches {
        Objects.requireNonNull(sampler, "the sampler is null");
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize must be at least 1, got " + batchSize);
        }
    }

    @Override
    public int size() {
        return count(sampler.size());
    }

    @Override
    public int[][] batches(long epoch) {
        int[] order = sampler.indices(epoch);
        Objects.requireNonNull(order, "the sampler returned null");
        int[][] batches = new int[count(order.length)][];
        for (int i = 0; i < batches.length; i++) {
            int start = i * batchSize;
            int end = start + Math.min(batchSize, order.length - start);
            batches[i] = Arrays.copyOfRange(order, start, end);
        }
        return batches;
    }

    private int count(int samples) {
        int full = samples / batchSize;
        return dropLast || samples % batchSize == 0 ? full : full + 1;
    }
}
