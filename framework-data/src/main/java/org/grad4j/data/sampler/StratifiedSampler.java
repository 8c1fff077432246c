package org.grad4j.data.sampler;

import java.util.Comparator;
import java.util.Objects;
import java.util.stream.IntStream;
import org.grad4j.data.KeyedRandom;
import org.grad4j.data.Sampler;

/**
 * Every index once, in an order drawn anew for each epoch in which the classes are spread evenly:
 * of a class that makes up a share p of all, any b samples in a row hold {@code p · b}, give or
 * take less than two. So does each batch.
 *
 * <p>The array is not copied; treat it as a value.
 *
 * @param labels class of each sample
 * @param seed of all epochs
 */
public record StratifiedSampler(long[] labels, long seed) implements Sampler {

    /**
     * Checks the labels.
     *
     * @param labels class of each sample
     * @param seed of all epochs
     * @throws NullPointerException if the array is null
     */
    public StratifiedSampler {
        Objects.requireNonNull(labels, "the labels are null");
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int[] indices(long epoch) {
        KeyedRandom random = KeyedRandom.of(seed, epoch);
        double[] place = new double[labels.length];
        for (int[] members : Classes.of(labels)) {
            Shuffle.inPlace(members, random);
            // Members stand one step apart, from a random start; the ranks of all such places
            // mix the classes in proportion.
            double start = random.nextDouble();
            for (int i = 0; i < members.length; i++) {
                place[members[i]] = (i + start) / members.length;
            }
        }
        return IntStream.range(0, place.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> place[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
