package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DatasetTest {

    @Test
    void a_list_is_a_dataset_of_its_own() {
        List<String> list = new ArrayList<>(List.of("a", "b"));
        Dataset<String> dataset = Dataset.of(list);
        list.clear();
        assertEquals(2, dataset.size());
        assertEquals("b", dataset.get(1));
        assertThrows(IndexOutOfBoundsException.class, () -> dataset.get(2));
    }

    @Test
    void a_subset_has_the_chosen_samples_in_the_chosen_order() {
        int[] chosen = {2, 0, 2};
        Dataset<String> subset = Dataset.of(List.of("a", "b", "c")).subset(chosen);
        chosen[0] = 1;
        assertEquals(3, subset.size());
        assertEquals("c", subset.get(0));
        assertEquals("a", subset.get(1));
        assertEquals("c", subset.get(2));
        assertThrows(IndexOutOfBoundsException.class, () -> subset.get(3));
        assertEquals(0, subset.subset().size());
    }

    @Test
    void a_subset_of_what_is_not_there_is_refused_at_once() {
        Dataset<Integer> two = Numbers.upTo(2);
        for (int index : new int[] {2, 100, -1}) {
            var error = assertThrows(IndexOutOfBoundsException.class, () -> two.subset(0, index));
            assertEquals(
                    "subset: index " + index + " of a dataset of 2 samples", error.getMessage());
        }
    }

    @Test
    void an_argument_that_is_null_is_named() {
        Dataset<Integer> two = Numbers.upTo(2);
        Map<String, Executable> calls =
                Map.of(
                        "the dataset is null", () -> DataLoader.builder((Dataset<Example>) null),
                        "the collate function is null", () -> DataLoader.builder(two, null),
                        "the samples are null", () -> Dataset.of(null),
                        "the indices are null", () -> two.subset((int[]) null),
                        "the transform is null", () -> two.map(null));
        calls.forEach(
                (message, call) ->
                        assertEquals(
                                message,
                                assertThrows(NullPointerException.class, call).getMessage()));
    }

    @Test
    void a_map_transforms_when_a_sample_is_read() {
        Dataset<String> mapped = Numbers.upTo(3).map(Transform.of(i -> "<" + i + ">"));
        assertEquals(3, mapped.size());
        assertEquals("<2>", mapped.get(2));
    }

    @Test
    void random_transforms_draw_from_the_generator_given_through_every_view() {
        Dataset<Long> random =
                Numbers.upTo(5)
                        .map((Integer i, java.util.random.RandomGenerator r) -> r.nextLong())
                        .subset(4, 3)
                        .map(Transform.of(value -> value));
        long expected = KeyedRandom.of(8).nextLong();
        assertEquals(expected, random.get(0, KeyedRandom.of(8)));
        assertNotEquals(expected, random.get(0, KeyedRandom.of(9)));
        assertEquals(random.get(1), random.get(1));
        assertNotEquals(random.get(0), random.get(1));
    }
}
