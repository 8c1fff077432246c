package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DatasetViewsTest {

    private static <S> List<S> content(Dataset<S> dataset) {
        assertThrows(IndexOutOfBoundsException.class, () -> dataset.get(dataset.size()));
        assertThrows(IndexOutOfBoundsException.class, () -> dataset.get(-1));
        return dataset.stream().toList();
    }

    private static Dataset<Long> drawing(int n) {
        return Numbers.upTo(n).map((Integer i, RandomGenerator random) -> random.nextLong());
    }

    @Test
    void views_of_nothing_are_empty() {
        Dataset<Integer> none = Numbers.upTo(0);
        List<Dataset<Integer>> views =
                List.of(
                        none.filter(i -> true),
                        none.take(3),
                        none.skip(3),
                        none.concat(none),
                        Dataset.concat(List.of()),
                        none.zip(none, Integer::sum),
                        none.repeat(5),
                        Numbers.upTo(5).repeat(0),
                        none.cache());
        for (Dataset<Integer> view : views) {
            assertEquals(0, view.size());
            assertEquals(List.of(), content(view));
        }
    }

    @Test
    void each_view_has_the_samples_that_its_name_says() {
        Dataset<Integer> five = Numbers.upTo(5);
        assertEquals(List.of(1, 3), content(five.filter(i -> i % 2 == 1)));
        assertEquals(List.of(0, 1), content(five.take(2)));
        assertEquals(List.of(0, 1, 2, 3, 4), content(five.take(9)));
        assertEquals(List.of(3, 4), content(five.skip(3)));
        assertEquals(List.of(), content(five.skip(9)));
        assertEquals(List.of(0, 1, 2, 3, 4, 0, 1), content(five.concat(Numbers.upTo(2))));
        assertEquals(
                List.of(0, 0, 1, 0, 1, 2),
                content(
                        Dataset.concat(
                                List.of(Numbers.upTo(1), Numbers.upTo(2), Numbers.upTo(3)))));
        assertEquals(
                List.of("0a", "1b"),
                content(Numbers.upTo(2).zip(Dataset.of(List.of("a", "b")), (i, s) -> i + s)));
        assertEquals(List.of(0, 1, 0, 1, 0, 1), content(Numbers.upTo(2).repeat(3)));
    }

    @Test
    void a_cache_reads_each_sample_once() {
        AtomicInteger reads = new AtomicInteger();
        Dataset<Integer> cached = new Numbers(4, i -> i + 0 * reads.incrementAndGet()).cache();
        assertEquals(0, reads.get());
        assertEquals(List.of(0, 1, 2, 3), content(cached));
        assertEquals(List.of(0, 1, 2, 3), content(cached));
        assertEquals(4, reads.get());
    }

    @Test
    void random_transforms_draw_from_the_generator_given_through_every_view() {
        long first = KeyedRandom.of(8).nextLong();
        List<Dataset<Long>> views =
                List.of(
                        drawing(5).take(2),
                        drawing(5).skip(2),
                        drawing(5).concat(drawing(2)),
                        Numbers.upTo(1).map(Transform.of(i -> 0L)).concat(drawing(5)).skip(1),
                        drawing(5).zip(Numbers.upTo(5), (a, b) -> a),
                        drawing(5).repeat(2));
        for (Dataset<Long> view : views) {
            assertEquals(first, view.get(1, KeyedRandom.of(8)));
            assertNotEquals(first, view.get(1, KeyedRandom.of(9)));
        }
    }

    @Test
    void the_two_sides_of_a_zip_draw_one_after_the_other() {
        KeyedRandom random = KeyedRandom.of(8);
        String expected = random.nextLong() + " " + random.nextLong();
        assertEquals(
                expected,
                drawing(3).zip(drawing(3), (a, b) -> a + " " + b).get(0, KeyedRandom.of(8)));
    }

    @Test
    void a_repetition_is_augmented_anew() {
        DataLoader<List<Long>> loader =
                DataLoader.builder(drawing(3).repeat(2), List::copyOf).batchSize(6).build();
        assertEquals(6, loader.iterator().next().stream().distinct().count());
    }

    @Test
    void random_splits_are_methods_too() {
        assertEquals(
                List.of(7, 3),
                Numbers.upTo(10).randomSplit(1, 7, 3).stream().map(Dataset::size).toList());
        assertEquals(
                List.of(7, 3),
                Numbers.upTo(10).randomSplit(1, 0.7, 0.3).stream().map(Dataset::size).toList());
    }

    @Test
    void wrong_arguments_are_refused_with_their_values() {
        Dataset<Integer> five = Numbers.upTo(5);
        Map<String, Executable> calls =
                Map.of(
                        "take must not be negative, got -1", () -> five.take(-1),
                        "skip must not be negative, got -1", () -> five.skip(-1),
                        "repeat: cannot have 5 samples -1 times", () -> five.repeat(-1),
                        "repeat: cannot have 5 samples 1000000000 times",
                                () -> five.repeat(1_000_000_000),
                        "concat: more than 2^31-1 samples",
                                () -> five.repeat(400_000_000).concat(five.repeat(400_000_000)),
                        "zip: one dataset has 5 samples, the other 4; take(n) makes them equal",
                                () -> five.zip(Numbers.upTo(4), Integer::sum));
        calls.forEach(
                (message, call) ->
                        assertEquals(
                                message,
                                assertThrows(IllegalArgumentException.class, call).getMessage()));
        Map<String, Executable> nulls =
                Map.of(
                        "the test is null", () -> five.filter(null),
                        "the dataset to concat is null", () -> five.concat((Dataset<Integer>) null),
                        "the dataset to zip with is null", () -> five.zip(null, Integer::sum),
                        "the function that combines samples is null", () -> five.zip(five, null));
        nulls.forEach(
                (message, call) ->
                        assertEquals(
                                message,
                                assertThrows(NullPointerException.class, call).getMessage()));
    }

    @Test
    void views_work_in_a_loader_with_workers() {
        Dataset<Integer> view =
                Numbers.upTo(50).filter(i -> i % 2 == 0).concat(Numbers.upTo(5)).repeat(2).cache();
        List<Integer> seen =
                DataLoader.builder(view, List::copyOf).batchSize(7).numWorkers(3).build().stream()
                        .flatMap(List::stream)
                        .toList();
        List<Integer> once =
                IntStream.concat(IntStream.range(0, 25).map(i -> 2 * i), IntStream.range(0, 5))
                        .boxed()
                        .toList();
        assertEquals(60, seen.size());
        assertEquals(once, seen.subList(0, 30));
        assertEquals(once, seen.subList(30, 60));
    }
}
