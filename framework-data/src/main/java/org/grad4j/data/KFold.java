package org.grad4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.grad4j.data.sampler.RandomSampler;

/**
 * Divides a dataset into k parts for cross-validation: each part validates once, while the others
 * train.
 *
 * <p>The same seed, size and k give the same division.
 */
public final class KFold {
    private KFold() {}

    /**
     * One round of cross-validation.
     *
     * @param <S> type of one sample
     * @param train the samples to train on, in ascending order
     * @param validation the other samples, in ascending order
     */
    public record Fold<S>(Dataset<S> train, Dataset<S> validation) {}

    /**
     * Parts at random, their sizes equal or different by one.
     *
     * @param <S> type of one sample
     * @param dataset what to divide
     * @param k number of parts, from 2 to the dataset's size
     * @param seed of the shuffle
     * @return k folds
     * @throws NullPointerException if the dataset is null
     * @throws IllegalArgumentException if k is out of range
     */
    public static <S> List<Fold<S>> of(Dataset<S> dataset, int k, long seed) {
        requireParts(dataset, k);
        int[] order = new RandomSampler(dataset.size(), seed).indices(0);
        int[] part = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            part[order[i]] = i % k;
        }
        return folds(dataset, k, part);
    }

    /**
     * Parts at random, each with the classes in the proportion of the whole, as far as they divide.
     *
     * @param <S> type of one sample
     * @param dataset what to divide; each sample is read once
     * @param k number of parts, from 2 to the dataset's size
     * @param seed of the shuffle
     * @param label class of a sample
     * @return k folds
     * @throws NullPointerException if one of them is null
     * @throws IllegalArgumentException if k is out of range
     */
    public static <S> List<Fold<S>> stratified(
            Dataset<S> dataset, int k, long seed, ToLongFunction<? super S> label) {
        requireParts(dataset, k);
        int[] part = new int[dataset.size()];
        int dealt = 0;
        // Dealing goes on from class to class, so that small classes do not all meet in part 0.
        for (int[] members : Strata.of(dataset, label).shuffled(seed)) {
            for (int index : members) {
                part[index] = dealt++ % k;
            }
        }
        return folds(dataset, k, part);
    }

    private static void requireParts(Dataset<?> dataset, int k) {
        Objects.requireNonNull(dataset, "the dataset is null");
        if (k < 2 || k > dataset.size()) {
            throw new IllegalArgumentException(
                    "k must lie between 2 and the number of samples, "
                            + dataset.size()
                            + ", got "
                            + k);
        }
    }

    private static <S> List<Fold<S>> folds(Dataset<S> dataset, int k, int[] part) {
        List<Fold<S>> folds = new ArrayList<>();
        for (int fold = 0; fold < k; fold++) {
            int held = (int) count(part, fold);
            int[] train = new int[part.length - held];
            int[] validation = new int[held];
            int t = 0;
            int v = 0;
            for (int i = 0; i < part.length; i++) {
                if (part[i] == fold) {
                    validation[v++] = i;
                } else {
                    train[t++] = i;
                }
            }
            folds.add(new Fold<>(dataset.subset(train), dataset.subset(validation)));
        }
        return List.copyOf(folds);
    }

    private static long count(int[] part, int fold) {
        return Arrays.stream(part).filter(one -> one == fold).count();
    }
}
