package org.grad4j.data.sampler;

import java.util.Objects;
import java.util.stream.IntStream;
import org.grad4j.data.KeyedRandom;
import org.grad4j.data.Sampler;

/**
 * Indices drawn in proportion to weights, anew for each epoch.
 *
 * <p>With replacement each draw is index i with the chance {@code w_i / Σ w}. Without, an index
 * comes at most once, and each draw is among those that are left (Efraimidis, Spirakis: Weighted
 * random sampling with a reservoir, Information Processing Letters 97, 2006).
 *
 * <p>The array is not copied; treat it as a value.
 *
 * @param weights one for each sample, finite, at least 0
 * @param size number of indices in an epoch
 * @param replacement whether an index may come several times
 * @param seed of all epochs
 */
public record WeightedRandomSampler(double[] weights, int size, boolean replacement, long seed)
        implements Sampler {

    /**
     * Checks weights and size.
     *
     * @param weights one for each sample, finite, at least 0
     * @param size number of indices in an epoch
     * @param replacement whether an index may come several times
     * @param seed of all epochs
     * @throws NullPointerException if the array is null
     * @throws IllegalArgumentException if a weight is negative or not finite, the size is negative,
     *     or there are too few weights above 0 for it
     */
    public WeightedRandomSampler {
        Objects.requireNonNull(weights, "the weights are null");
        int positive = 0;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0) || weights[i] == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(
                        "weights must be finite and at least 0, got " + weights[i] + " at " + i);
            }
            positive += weights[i] > 0 ? 1 : 0;
        }
        int needed = replacement ? Math.min(size, 1) : size;
        if (size < 0 || positive < needed) {
            throw new IllegalArgumentException(
                    "cannot draw "
                            + size
                            + " indices with"
                            + (replacement ? "" : "out")
                            + " replacement from "
                            + positive
                            + " weights above 0");
        }
    }

    /**
     * With replacement.
     *
     * @param weights one for each sample, finite, at least 0
     * @param size number of indices in an epoch
     * @param seed of all epochs
     * @throws NullPointerException if the array is null
     * @throws IllegalArgumentException if a weight is negative or not finite, the size is negative,
     *     or there is no weight above 0 for it
     */
    public WeightedRandomSampler(double[] weights, int size, long seed) {
        this(weights, size, true, seed);
    }

    @Override
    public int[] indices(long epoch) {
        KeyedRandom random = KeyedRandom.of(seed, epoch);
        return replacement ? independent(random) : distinct(random);
    }

    private int[] independent(KeyedRandom random) {
        double[] ends = weights.clone();
        for (int i = 1; i < ends.length; i++) {
            ends[i] += ends[i - 1];
        }
        int[] drawn = new int[size];
        for (int i = 0; i < size; i++) {
            drawn[i] = owner(ends, random.nextDouble() * ends[ends.length - 1]);
        }
        return drawn;
    }

    /** The first index whose end lies above the place; one of weight 0 owns nothing. */
    private int owner(double[] ends, double place) {
        int low = 0;
        int high = ends.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] > place) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        // Rounding may lead behind the last owner.
        while (weights[low] == 0) {
            low--;
        }
        return low;
    }

    private int[] distinct(KeyedRandom random) {
        double[] keys = new double[weights.length];
        for (int i = 0; i < keys.length; i++) {
            // u^(1/w), in logarithms; 1 − u is never 0
            double log = StrictMath.log(1 - random.nextDouble());
            keys[i] = weights[i] == 0 ? Double.NEGATIVE_INFINITY : log / weights[i];
        }
        return IntStream.range(0, keys.length)
                .boxed()
                .sorted((a, b) -> Double.compare(keys[b], keys[a]))
                .limit(size)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
