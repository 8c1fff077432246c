package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomSplitTest {

    private static List<Integer> content(Dataset<Integer> dataset) {
        return IntStream.range(0, dataset.size()).mapToObj(dataset::get).toList();
    }

    private static List<Integer> sizes(List<Dataset<Integer>> parts) {
        return parts.stream().map(Dataset::size).toList();
    }

    @Test
    void an_empty_dataset_splits_into_empty_parts() {
        assertEquals(List.of(0, 0), sizes(RandomSplit.lengths(Numbers.upTo(0), 1, 0, 0)));
        assertEquals(List.of(0, 0), sizes(RandomSplit.fractions(Numbers.upTo(0), 1, 0.5, 0.5)));
    }

    @Test
    void parts_share_nothing_and_together_hold_everything() {
        List<Dataset<Integer>> parts = RandomSplit.lengths(Numbers.upTo(100), 3, 70, 30, 0);
        assertEquals(List.of(70, 30, 0), sizes(parts));
        List<Integer> all =
                parts.stream().flatMap(part -> content(part).stream()).sorted().toList();
        assertEquals(IntStream.range(0, 100).boxed().toList(), all);
        assertNotEquals(IntStream.range(0, 70).boxed().toList(), content(parts.get(0)));
    }

    @Test
    void the_seed_decides() {
        List<Integer> first = content(RandomSplit.lengths(Numbers.upTo(100), 3, 50, 50).get(0));
        assertEquals(first, content(RandomSplit.lengths(Numbers.upTo(100), 3, 50, 50).get(0)));
        assertNotEquals(first, content(RandomSplit.lengths(Numbers.upTo(100), 4, 50, 50).get(0)));
    }

    @Test
    void what_rounding_leaves_over_goes_to_the_first_parts() {
        assertEquals(
                List.of(4, 3, 3),
                sizes(RandomSplit.fractions(Numbers.upTo(10), 1, 1 / 3.0, 1 / 3.0, 1 / 3.0)));
        assertEquals(
                List.of(29, 71), sizes(RandomSplit.fractions(Numbers.upTo(100), 1, 0.29, 0.71)));
        assertEquals(List.of(100), sizes(RandomSplit.fractions(Numbers.upTo(100), 1, 1)));
    }

    @Test
    void wrong_sizes_are_refused() {
        Dataset<Integer> ten = Numbers.upTo(10);
        assertRefused(
                "lengths [5, 4] add up to 9, but the dataset has 10 samples",
                () -> RandomSplit.lengths(ten, 1, 5, 4));
        assertRefused(
                "lengths must not be negative, got [11, -1]",
                () -> RandomSplit.lengths(ten, 1, 11, -1));
        for (double[] fractions :
                new double[][] {{0.5, 0.4}, {1.5, -0.5}, {Double.NaN, 1}, {}, {1, 1}}) {
            assertThrows(
                    IllegalArgumentException.class, () -> RandomSplit.fractions(ten, 1, fractions));
        }
        assertRefused(
                "fractions must each lie in [0, 1] and add up to 1, got [0.5, 0.4]",
                () -> RandomSplit.fractions(ten, 1, 0.5, 0.4));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
