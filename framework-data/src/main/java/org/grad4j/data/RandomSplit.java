package org.grad4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.grad4j.data.sampler.RandomSampler;

/**
 * Divides a dataset at random into views that share no sample and together hold every one.
 *
 * <p>The same seed and sizes give the same division.
 */
public final class RandomSplit {
    private RandomSplit() {}

    /**
     * Parts of the given lengths.
     *
     * @param <S> type of one sample
     * @param dataset what to divide
     * @param seed of the shuffle
     * @param lengths of the parts, each at least 0; their sum is the dataset's size
     * @return one view for each length
     * @throws NullPointerException if the dataset is null
     * @throws IllegalArgumentException if a length is negative or the sum is not the size
     */
    public static <S> List<Dataset<S>> lengths(Dataset<S> dataset, long seed, int... lengths) {
        Objects.requireNonNull(dataset, "the dataset is null");
        long sum = 0;
        for (int length : lengths) {
            if (length < 0) {
                throw new IllegalArgumentException(
                        "lengths must not be negative, got " + Arrays.toString(lengths));
            }
            sum += length;
        }
        if (sum != dataset.size()) {
            throw new IllegalArgumentException(
                    "lengths "
                            + Arrays.toString(lengths)
                            + " add up to "
                            + sum
                            + ", but the dataset has "
                            + dataset.size()
                            + " samples");
        }
        int[] order = new RandomSampler(dataset.size(), seed).indices(0);
        List<Dataset<S>> parts = new ArrayList<>(lengths.length);
        int start = 0;
        for (int length : lengths) {
            parts.add(dataset.subset(Arrays.copyOfRange(order, start, start + length)));
            start += length;
        }
        return List.copyOf(parts);
    }

    /**
     * Parts of the given fractions: part i has {@code ⌊size · fraction_i⌋} samples, and what
     * rounding leaves over goes one by one to the first parts.
     *
     * @param <S> type of one sample
     * @param dataset what to divide
     * @param seed of the shuffle
     * @param fractions of the parts, each in {@code [0, 1]}; their sum is 1
     * @return one view for each fraction
     * @throws NullPointerException if the dataset is null
     * @throws IllegalArgumentException if a fraction is outside {@code [0, 1]} or the sum is not 1
     */
    public static <S> List<Dataset<S>> fractions(
            Dataset<S> dataset, long seed, double... fractions) {
        Objects.requireNonNull(dataset, "the dataset is null");
        requireFractions(fractions);
        int[] lengths = new int[fractions.length];
        int left = dataset.size();
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = Math.min(left, (int) Math.floor(dataset.size() * fractions[i]));
            left -= lengths[i];
        }
        for (int i = 0; left > 0; i = (i + 1) % lengths.length, left--) {
            lengths[i]++;
        }
        return lengths(dataset, seed, lengths);
    }

    static void requireFractions(double... fractions) {
        double sum = 0;
        for (double fraction : fractions) {
            sum += fraction >= 0 && fraction <= 1 ? fraction : Double.NaN;
        }
        if (!(Math.abs(sum - 1) < 1e-6)) {
            throw new IllegalArgumentException(
                    "fractions must each lie in [0, 1] and add up to 1, got "
                            + Arrays.toString(fractions));
        }
    }
}
