package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoaderPositionTest {

    private static DataLoader<List<Integer>> loader(int workers) {
        return Numbers.upTo(10).loader().batchSize(4).seed(3).numWorkers(workers).build();
    }

    private static LoaderPosition at(long epoch, int batch) {
        return new LoaderPosition(epoch, batch, 3, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void the_position_counts_what_was_taken_and_not_what_was_loaded_ahead(int workers) {
        DataLoader<List<Integer>> loader = loader(workers);
        assertEquals(at(0, 0), loader.position());
        BatchIterator<List<Integer>> batches = loader.iterator();
        assertEquals(at(0, 0), loader.position());
        batches.next();
        assertEquals(at(0, 1), loader.position());
        assertEquals(at(0, 1), batches.position());
        assertEquals(3, batches.batches().orElseThrow());
        loader.iterator(7).next();
        assertEquals(at(0, 1), loader.position());
    }

    @Test
    void after_the_last_batch_the_epoch_is_over_only_when_the_loop_knows() {
        DataLoader<List<Integer>> loader = loader(0);
        List<LoaderPosition> inside = new ArrayList<>();
        for (List<Integer> batch : loader) {
            assertFalse(batch.isEmpty());
            inside.add(loader.position());
        }
        assertEquals(List.of(at(0, 1), at(0, 2), at(0, 3)), inside);
        assertEquals(at(1, 0), loader.position());
    }

    @Test
    void resumed_after_the_last_batch_the_epoch_has_no_more_and_the_next_one_follows() {
        DataLoader<List<Integer>> loader = loader(2);
        loader.resumeFrom(at(5, 3));
        assertEquals(5, loader.epoch());
        BatchIterator<List<Integer>> rest = loader.iterator();
        assertEquals(5, rest.epoch());
        assertFalse(rest.hasNext());
        BatchIterator<List<Integer>> next = loader.iterator();
        assertEquals(6, next.epoch());
        assertEquals(List.of(0, 1, 2, 3), next.next());
        loader.close();
    }

    @Test
    void a_resumed_epoch_goes_on_with_its_next_batch() {
        DataLoader<List<Integer>> loader = loader(2);
        loader.resumeFrom(at(2, 1));
        assertEquals(at(2, 1), loader.position());
        List<List<Integer>> rest = new ArrayList<>();
        loader.forEach(rest::add);
        assertEquals(List.of(List.of(4, 5, 6, 7), List.of(8, 9)), rest);
        assertEquals(at(3, 0), loader.position());
        loader.close();
    }

    @Test
    void a_failed_batch_was_passed_over() {
        Numbers failing =
                new Numbers(
                        10,
                        i -> {
                            if (i == 0) {
                                throw new IllegalStateException("zero");
                            }
                            return i;
                        });
        DataLoader<List<Integer>> loader = failing.loader().batchSize(4).seed(3).build();
        assertThrows(DataLoadException.class, loader.iterator()::next);
        assertEquals(at(0, 1), loader.position());
    }

    @Test
    void a_stream_has_no_number_of_batches_in_its_position() {
        DataLoader<List<Integer>> loader =
                DataLoader.builder(IterableDataset.of(List.of(1, 2, 3)), List::copyOf).build();
        loader.iterator().next();
        assertEquals(new LoaderPosition(0, 1, 0, -1), loader.position());
        DataLoader<List<Integer>> other =
                DataLoader.builder(IterableDataset.of(List.of(1, 2, 3)), List::copyOf).build();
        other.resumeFrom(new LoaderPosition(0, 2, 0, -1));
        BatchIterator<List<Integer>> rest = other.iterator();
        assertTrue(rest.hasNext());
        assertEquals(List.of(3), rest.next());
        assertFalse(rest.hasNext());
        assertEquals(new LoaderPosition(1, 0, 0, -1), rest.position());
        other.resumeFrom(new LoaderPosition(0, 9, 0, -1));
        assertFalse(other.iterator().hasNext());
    }

    @Test
    void a_position_survives_as_a_map_of_whole_numbers() {
        LoaderPosition position = new LoaderPosition(1L << 60, 5, Long.MIN_VALUE, 7);
        assertEquals(position, LoaderPosition.fromMap(position.toMap()));
        position.toMap().values().forEach(value -> assertTrue(value instanceof Long));
        Map<String, Object> readBack = new HashMap<>();
        readBack.put("epoch", 2);
        readBack.put("batch", 3.0);
        readBack.put("seed", BigInteger.valueOf(4));
        readBack.put("batches", (short) 5);
        readBack.put("more", "ignored");
        assertEquals(new LoaderPosition(2, 3, 4, 5), LoaderPosition.fromMap(readBack));
    }

    @Test
    void a_map_that_is_no_position_is_refused() {
        Map<String, Object> map = new HashMap<>(at(1, 1).toMap());
        map.put("batch", 1.5);
        assertRefused("a loader's position needs a whole number 'batch', got 1.5", map);
        map.put("batch", 1L << 40);
        assertRefused("a loader's position has 'batch' out of range: 1099511627776", map);
        map.put("batch", 4);
        assertRefused("no position of a loader: epoch 1, batch 4 of 3", map);
        map.remove("batch");
        assertRefused("a loader's position needs a whole number 'batch', got null", map);
        map.put("batch", 1);
        map.put("epoch", -1);
        assertRefused("no position of a loader: epoch -1, batch 1 of 3", map);
    }

    private static void assertRefused(String message, Map<String, Object> map) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> LoaderPosition.fromMap(map))
                        .getMessage());
    }

    @Test
    void a_position_of_another_loader_is_refused() {
        DataLoader<List<Integer>> loader = loader(0);
        assertEquals(
                "the position is of a loader with seed 4, this one has seed 3",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> loader.resumeFrom(new LoaderPosition(0, 0, 4, 3)))
                        .getMessage());
        assertEquals(
                "the position is of a loader with an unknown number of batches in an epoch, this"
                        + " one has 3; give it the same dataset, sampler and batch size",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> loader.resumeFrom(new LoaderPosition(0, 0, 3, -1)))
                        .getMessage());
        loader.close();
        assertThrows(IllegalStateException.class, () -> loader.resumeFrom(at(0, 0)));
    }
}
