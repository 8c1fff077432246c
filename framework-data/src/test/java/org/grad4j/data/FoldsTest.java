package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** k-fold and stratified divisions. */
class FoldsTest {

    /** Classes 0, 1 and 2 in the proportion 6 : 3 : 1. */
    private static long label(int i) {
        return i % 10 < 6 ? 0 : i % 10 < 9 ? 1 : 2;
    }

    private static void assertFolds(int n, List<KFold.Fold<Integer>> folds) {
        List<Integer> validated = new ArrayList<>();
        for (KFold.Fold<Integer> fold : folds) {
            List<Integer> validation = fold.validation().stream().toList();
            List<Integer> train = fold.train().stream().toList();
            assertTrue(Math.abs(validation.size() - n / (double) folds.size()) < 1);
            assertEquals(n, validation.size() + train.size());
            assertTrue(train.stream().noneMatch(validation::contains));
            assertEquals(train.stream().sorted().toList(), train);
            validated.addAll(validation);
        }
        assertEquals(IntStream.range(0, n).boxed().toList(), validated.stream().sorted().toList());
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "10, 3", "10, 10", "101, 5"})
    void each_sample_validates_once_and_trains_otherwise(int n, int k) {
        assertFolds(n, KFold.of(Numbers.upTo(n), k, 4));
        assertFolds(n, KFold.stratified(Numbers.upTo(n), k, 4, FoldsTest::label));
    }

    @Test
    void the_seed_decides_about_folds() {
        List<Integer> one = KFold.of(Numbers.upTo(50), 5, 1).get(0).validation().stream().toList();
        assertEquals(one, KFold.of(Numbers.upTo(50), 5, 1).get(0).validation().stream().toList());
        assertNotEquals(
                one, KFold.of(Numbers.upTo(50), 5, 2).get(0).validation().stream().toList());
    }

    @Test
    void stratified_folds_hold_the_classes_in_proportion() {
        for (KFold.Fold<Integer> fold :
                KFold.stratified(Numbers.upTo(100), 5, 7, FoldsTest::label)) {
            assertEquals(List.of(12L, 6L, 2L), counts(fold.validation()));
        }
    }

    private static List<Long> counts(Dataset<Integer> part) {
        return IntStream.range(0, 3)
                .mapToObj(c -> part.stream().filter(i -> label(i) == c).count())
                .toList();
    }

    @Test
    void stratified_parts_hold_the_classes_in_proportion_and_together_everything() {
        List<Dataset<Integer>> parts =
                StratifiedSplit.fractions(Numbers.upTo(100), 3, FoldsTest::label, 0.7, 0.2, 0.1);
        assertEquals(List.of(42L, 21L, 7L), counts(parts.get(0)));
        assertEquals(List.of(12L, 6L, 2L), counts(parts.get(1)));
        assertEquals(List.of(6L, 3L, 1L), counts(parts.get(2)));
        assertEquals(
                IntStream.range(0, 100).boxed().toList(),
                parts.stream().flatMap(Dataset::stream).sorted().toList());
    }

    @Test
    void what_rounding_leaves_over_goes_where_most_is_lacking() {
        // Five classes of three samples each: 1.5 for either part.
        List<Dataset<Integer>> parts =
                StratifiedSplit.fractions(Numbers.upTo(15), 3, i -> i % 5, 0.5, 0.5);
        assertEquals(15, parts.get(0).size() + parts.get(1).size());
        assertTrue(Math.abs(parts.get(0).size() - 7.5) < 1);
        List<Dataset<Integer>> all =
                StratifiedSplit.fractions(Numbers.upTo(7), 3, i -> i % 3, 1, 0);
        assertEquals(7, all.get(0).size());
        assertEquals(0, all.get(1).size());
    }

    @Test
    void wrong_settings_are_refused() {
        for (int k : new int[] {1, 0, -1, 6}) {
            assertEquals(
                    "k must lie between 2 and the number of samples, 5, got " + k,
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> KFold.of(Numbers.upTo(5), k, 0))
                            .getMessage());
        }
        assertEquals(
                "fractions must each lie in [0, 1] and add up to 1, got [0.5]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> StratifiedSplit.fractions(Numbers.upTo(5), 0, i -> i, 0.5))
                        .getMessage());
        assertThrows(
                NullPointerException.class, () -> KFold.stratified(Numbers.upTo(5), 2, 0, null));
    }
}
