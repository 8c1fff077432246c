package org.grad4j.data.sampler;

import java.util.stream.IntStream;
import org.grad4j.data.KeyedRandom;
import org.grad4j.data.Sampler;

/**
 * Every index once, in an order drawn anew for each epoch from {@code (seed, epoch)}; all orders
 * are equally likely (Fisher and Yates' shuffle).
 *
 * @param size number of samples, at least 0
 * @param seed of all epochs
 */
public record RandomSampler(int size, long seed) implements Sampler {

    /**
     * Checks the size.
     *
     * @param size number of samples, at least 0
     * @param seed of all epochs
     * @throws IllegalArgumentException if the size is negative
     */
    public RandomSampler {
        if (size < 0) {
            throw new IllegalArgumentException("size must not be negative, got " + size);
        }
    }

    @Override
    public int[] indices(long epoch) {
        int[] order = IntStream.range(0, size).toArray();
        Shuffle.inPlace(order, KeyedRandom.of(seed, epoch));
        return order;
    }

    /**
     * Indices drawn one independently of the other, so that some come several times and some not at
     * all.
     *
     * @param population number of samples to draw from
     * @param samples number of indices in an epoch
     * @param seed of all epochs
     * @return the sampler
     * @throws IllegalArgumentException if a number is negative, or there is nothing to draw from
     */
    public static Sampler withReplacement(int population, int samples, long seed) {
        return new ReplacementSampler(population, samples, seed);
    }
}
