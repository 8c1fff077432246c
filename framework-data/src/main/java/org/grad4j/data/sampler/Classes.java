package org.grad4j.data.sampler;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The indices of each class of some labels, classes and indices ascending. */
final class Classes {
    private Classes() {}

    static int[][] of(long[] labels) {
        SortedMap<Long, IntStream.Builder> byClass = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            byClass.computeIfAbsent(labels[i], label -> IntStream.builder()).add(i);
        }
        return byClass.values().stream()
                .map(indices -> indices.build().toArray())
                .toArray(int[][]::new);
    }
}
