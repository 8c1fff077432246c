package org.grad4j.data.sampler;

import java.util.Objects;
import org.grad4j.data.KeyedRandom;
import org.grad4j.data.Sampler;

/**
 * Each of some indices once, in an order drawn anew for each epoch.
 *
 * <p>The array is not copied; treat it as a value.
 *
 * @param indices what to visit; an index may appear more than once
 * @param seed of all epochs
 */
public record SubsetRandomSampler(int[] indices, long seed) implements Sampler {

    /**
     * Checks the indices.
     *
     * @param indices what to visit, none negative
     * @param seed of all epochs
     * @throws NullPointerException if the array is null
     * @throws IllegalArgumentException if an index is negative
     */
    public SubsetRandomSampler {
        Objects.requireNonNull(indices, "the indices are null");
        for (int index : indices) {
            if (index < 0) {
                throw new IllegalArgumentException("indices must not be negative, got " + index);
            }
        }
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public int[] indices(long epoch) {
        int[] order = indices.clone();
        Shuffle.inPlace(order, KeyedRandom.of(seed, epoch));
        return order;
    }
}
