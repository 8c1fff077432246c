package org.grad4j.data.sampler;

import java.util.stream.IntStream;
import org.grad4j.data.Sampler;

/**
 * Every index once, ascending: {@code 0, 1, …, size − 1} in each epoch.
 *
 * @param size number of samples, at least 0
 */
public record SequentialSampler(int size) implements Sampler {

    /**
     * Checks the size.
     *
     * @param size number of samples, at least 0
     * @throws IllegalArgumentException if the size is negative
     */
    public SequentialSampler {
        if (size < 0) {
            throw new IllegalArgumentException("size must not be negative, got " + size);
        }
    }

    @Override
    public int[] indices(long epoch) {
        return IntStream.range(0, size).toArray();
    }
}
