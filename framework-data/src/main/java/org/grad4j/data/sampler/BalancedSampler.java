package org.grad4j.data.sampler;

import java.util.Objects;
import java.util.stream.IntStream;
import org.grad4j.data.KeyedRandom;
import org.grad4j.data.Sampler;

/**
 * Every class equally often, however rare it is: round by round one sample of each class, the
 * classes of a round in random order. A class goes through all its samples, shuffled, before one
 * comes again.
 *
 * <p>The array is not copied; treat it as a value.
 *
 * @param labels class of each sample
 * @param size number of indices in an epoch
 * @param seed of all epochs
 */
public record BalancedSampler(long[] labels, int size, long seed) implements Sampler {

    /**
     * Checks the size.
     *
     * @param labels class of each sample
     * @param size number of indices in an epoch
     * @param seed of all epochs
     * @throws NullPointerException if the array is null
     * @throws IllegalArgumentException if the size is negative, or there are no labels for it
     */
    public BalancedSampler {
        Objects.requireNonNull(labels, "the labels are null");
        if (size < 0 || size > 0 && labels.length == 0) {
            throw new IllegalArgumentException(
                    "cannot draw " + size + " indices from " + labels.length + " labels");
        }
    }

    /**
     * As many indices as labels.
     *
     * @param labels class of each sample
     * @param seed of all epochs
     * @throws NullPointerException if the array is null
     */
    public BalancedSampler(long[] labels, long seed) {
        this(labels, labels.length, seed);
    }

    @Override
    public int[] indices(long epoch) {
        KeyedRandom random = KeyedRandom.of(seed, epoch);
        int[][] classes = Classes.of(labels);
        int[] turns = IntStream.range(0, classes.length).toArray();
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int round = i / classes.length;
            if (i % classes.length == 0) {
                Shuffle.inPlace(turns, random);
            }
            int[] members = classes[turns[i % classes.length]];
            if (round % members.length == 0) {
                Shuffle.inPlace(members, random);
            }
            order[i] = members[round % members.length];
        }
        return order;
    }
}
