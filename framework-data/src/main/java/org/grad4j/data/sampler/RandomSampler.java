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
        KeyedRandom random = KeyedRandom.of(seed, epoch);
        int[] order = IntStream.range(0, size).toArray();
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
