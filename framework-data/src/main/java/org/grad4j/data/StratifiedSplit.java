package org.grad4j.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Divides a dataset at random into views that share no sample and together hold every one, each
 * with the classes in the proportion of the whole.
 *
 * <p>The same seed, labels and fractions give the same division.
 */
public final class StratifiedSplit {
    private StratifiedSplit() {}

    /**
     * Parts of the given fractions of each class; what rounding leaves over of a class goes one by
     * one to the parts that then lack most.
     *
     * @param <S> type of one sample
     * @param dataset what to divide; each sample is read once
     * @param seed of the shuffle
     * @param label class of a sample
     * @param fractions of the parts, each in {@code [0, 1]}; their sum is 1
     * @return one view for each fraction
     * @throws NullPointerException if the dataset or the function is null
     * @throws IllegalArgumentException if a fraction is outside {@code [0, 1]} or the sum is not 1
     */
    public static <S> List<Dataset<S>> fractions(
            Dataset<S> dataset, long seed, ToLongFunction<? super S> label, double... fractions) {
        Objects.requireNonNull(dataset, "the dataset is null");
        RandomSplit.requireFractions(fractions);
        List<List<Integer>> parts = new ArrayList<>();
        for (int p = 0; p < fractions.length; p++) {
            parts.add(new ArrayList<>());
        }
        double[] owed = new double[fractions.length];
        for (int[] members : Strata.of(dataset, label).shuffled(seed)) {
            int dealt = 0;
            for (int p = 0; p < fractions.length; p++) {
                owed[p] += members.length * fractions[p];
                int whole = (int) Math.floor(members.length * fractions[p]);
                for (int end = Math.min(members.length, dealt + whole); dealt < end; dealt++) {
                    parts.get(p).add(members[dealt]);
                    owed[p]--;
                }
            }
            for (; dealt < members.length; dealt++) {
                int poorest = poorest(owed, fractions);
                parts.get(poorest).add(members[dealt]);
                owed[poorest]--;
            }
        }
        return parts.stream()
                .map(part -> part.stream().mapToInt(Integer::intValue).sorted().toArray())
                .map(dataset::subset)
                .toList();
    }

    private static int poorest(double[] owed, double[] fractions) {
        int poorest = -1;
        for (int p = 0; p < owed.length; p++) {
            if (fractions[p] > 0 && (poorest < 0 || owed[p] > owed[poorest])) {
                poorest = p;
            }
        }
        return poorest;
    }
}
