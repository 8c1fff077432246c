package org.grad4j.data.sampler;

import org.grad4j.data.Sampler;

/**
 * The share of one of several processes that train together: of an order that all agree on, the
 * places {@code rank, rank + world, rank + 2·world, …}. All shares have one length: where the
 * samples do not divide, the first ones of the order come twice, or with {@code dropLast} the last
 * ones not at all.
 *
 * <p>Unlike PyTorch's there is no {@code set_epoch}: the epoch is an argument.
 *
 * @param samples number of samples in the dataset
 * @param rank number of this process, from 0
 * @param world number of processes
 * @param shuffle whether each epoch has a new random order; ascending otherwise
 * @param dropLast whether what does not divide is left out
 * @param seed of all epochs, the same in all processes
 */
public record DistributedSampler(
        int samples, int rank, int world, boolean shuffle, boolean dropLast, long seed)
        implements Sampler {

    /**
     * Checks the numbers.
     *
     * @param samples number of samples in the dataset
     * @param rank number of this process, from 0
     * @param world number of processes
     * @param shuffle whether each epoch has a new random order
     * @param dropLast whether what does not divide is left out
     * @param seed of all epochs, the same in all processes
     * @throws IllegalArgumentException if the number of samples is negative, or the rank is not in
     *     {@code [0, world)}
     */
    public DistributedSampler {
        if (samples < 0) {
            throw new IllegalArgumentException("samples must not be negative, got " + samples);
        }
        if (rank < 0 || rank >= world) {
            throw new IllegalArgumentException("rank must lie in [0, " + world + "), got " + rank);
        }
    }

    @Override
    public int size() {
        boolean rounds = dropLast || samples % world == 0;
        return samples / world + (rounds ? 0 : 1);
    }

    @Override
    public int[] indices(long epoch) {
        Sampler all = shuffle ? new RandomSampler(samples, seed) : new SequentialSampler(samples);
        int[] order = all.indices(epoch);
        int[] share = new int[size()];
        for (int i = 0; i < share.length; i++) {
            // A world larger than the dataset goes round it more than once.
            share[i] = order[(int) ((rank + (long) i * world) % order.length)];
        }
        return share;
    }
}
