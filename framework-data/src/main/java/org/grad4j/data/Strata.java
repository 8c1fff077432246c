package org.grad4j.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import java.util.function.ToLongFunction;
import org.grad4j.data.sampler.SubsetRandomSampler;

/**
 * The indices of each class, classes and indices ascending.
 *
 * @param members by class
 */
record Strata(List<int[]> members) {

    static <S> Strata of(Dataset<S> dataset, ToLongFunction<? super S> label) {
        Objects.requireNonNull(label, "the function of labels is null");
        return of(dataset.size(), i -> label.applyAsLong(dataset.get(i)));
    }

    private static Strata of(int size, IntToLongFunction label) {
        SortedMap<Long, List<Integer>> byClass = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            byClass.computeIfAbsent(label.applyAsLong(i), key -> new ArrayList<>()).add(i);
        }
        return new Strata(
                byClass.values().stream()
                        .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                        .toList());
    }

    /** Each class in an order of its own. */
    List<int[]> shuffled(long seed) {
        List<int[]> shuffled = new ArrayList<>();
        for (int[] one : members) {
            long ownSeed = KeyedRandom.of(seed, shuffled.size()).nextLong();
            shuffled.add(new SubsetRandomSampler(one, ownSeed).indices(0));
        }
        return shuffled;
    }
}
