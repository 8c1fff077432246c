package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.grad4j.data.sampler.RandomSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DataLoaderTest {

    private static <T> List<T> flat(Iterable<List<T>> batches) {
        List<T> all = new ArrayList<>();
        batches.forEach(all::addAll);
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void an_empty_dataset_has_no_batches(int workers) {
        DataLoader<List<Integer>> loader =
                Numbers.upTo(0).loader().shuffle(true).numWorkers(workers).build();
        assertEquals(0, loader.size());
        assertFalse(loader.iterator().hasNext());
        assertThrows(NoSuchElementException.class, () -> loader.iterator().next());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0", "1, 1, 0", "3, 1, 0", "4, 1, 1", "5, 2, 1", "8, 2, 2", "9, 3, 2",
    })
    void the_number_of_batches_is_rounded_up_or_with_drop_last_down(
            int samples, int all, int full) {
        for (int workers : new int[] {0, 2}) {
            DataLoader.Builder<Integer, List<Integer>> builder =
                    Numbers.upTo(samples).loader().batchSize(4).numWorkers(workers);
            DataLoader<List<Integer>> loader = builder.build();
            assertEquals(all, loader.size());
            assertEquals(IntStream.range(0, samples).boxed().toList(), flat(loader));
            DataLoader<List<Integer>> dropping = builder.dropLast(true).build();
            assertEquals(full, dropping.size());
            assertEquals(IntStream.range(0, 4 * full).boxed().toList(), flat(dropping));
        }
    }

    @Test
    void batches_stay_the_same_from_release_to_release() {
        assertEquals(
                "04640104c03c42f9d9ec50138c73831d21128b93dcefb6183b669d31da034224",
                Digests.ofEpoch(Digests.augmented().build().iterator()));
    }

    @Test
    void each_epoch_has_another_order_and_other_random_transforms() {
        DataLoader<Batch> loader = Digests.augmented().build();
        Set<String> digests = new HashSet<>();
        for (int epoch = 0; epoch < 20; epoch++) {
            digests.add(Digests.ofEpoch(loader.iterator()));
        }
        assertEquals(20, digests.size());
    }

    @Test
    void another_seed_gives_other_batches() {
        assertNotEquals(
                Digests.ofEpoch(Digests.augmented().seed(1).build().iterator()),
                Digests.ofEpoch(Digests.augmented().seed(2).build().iterator()));
    }

    @Test
    void an_epoch_can_be_repeated_without_disturbing_the_count() {
        DataLoader<Batch> loader = Digests.augmented().numWorkers(2).build();
        String first = Digests.ofEpoch(loader.iterator());
        assertEquals(1, loader.epoch());
        String second = Digests.ofEpoch(loader.iterator());
        assertEquals(first, Digests.ofEpoch(loader.iterator(0)));
        assertEquals(second, Digests.ofEpoch(loader.iterator(1)));
        assertEquals(2, loader.epoch());
        BatchIterator<Batch> third = loader.iterator();
        assertEquals(2, third.epoch());
        assertEquals(3, loader.epoch());
        assertThrows(IllegalArgumentException.class, () -> loader.iterator(-1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void an_epoch_sees_each_sample_once(int workers) {
        DataLoader<List<Integer>> loader =
                Numbers.upTo(100).loader().batchSize(2).shuffle(true).numWorkers(workers).build();
        List<Integer> seen = flat(loader);
        assertNotEquals(IntStream.range(0, 100).boxed().toList(), seen);
        assertEquals(IntStream.range(0, 100).boxed().toList(), seen.stream().sorted().toList());
    }

    @Test
    void a_sampler_decides_the_order() {
        Sampler odd =
                new Sampler() {
                    @Override
                    public int size() {
                        return 3;
                    }

                    @Override
                    public int[] indices(long epoch) {
                        return new int[] {5, 3, (int) epoch};
                    }
                };
        DataLoader<List<Integer>> loader =
                Numbers.upTo(6).loader().batchSize(2).sampler(odd).build();
        assertEquals(2, loader.size());
        assertEquals(List.of(5, 3, 0), flat(loader));
        assertEquals(List.of(5, 3, 1), flat(loader));
    }

    @Test
    void epochs_of_one_loader_can_run_at_the_same_time() {
        DataLoader<List<Integer>> loader =
                Numbers.upTo(6).loader().batchSize(2).numWorkers(2).build();
        int pairs = 0;
        for (List<Integer> outer : loader) {
            for (List<Integer> inner : loader) {
                pairs += outer.size() * inner.size();
            }
        }
        assertEquals(36, pairs);
        assertEquals(4, loader.epoch());
    }

    @Test
    void without_workers_samples_are_loaded_in_the_calling_thread() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        flat(new Numbers(10, i -> threads.add(Thread.currentThread()) ? i : i).loader().build());
        assertEquals(Set.of(Thread.currentThread()), threads);
    }

    @Test
    void workers_load_samples_and_collate_them() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Collate<Integer, Integer> collate =
                samples -> {
                    threads.add(Thread.currentThread().getName());
                    return samples.size();
                };
        // Others end when the machine lets them idle, and their successors would count as well.
        try (DataLoader<Integer> loader =
                DataLoader.builder(
                                new Numbers(
                                        40,
                                        i -> {
                                            threads.add(Thread.currentThread().getName());
                                            return i;
                                        }),
                                collate)
                        .numWorkers(2)
                        .persistentWorkers(true)
                        .build()) {
            loader.forEach(size -> assertEquals(1, size));
        }
        assertFalse(threads.isEmpty());
        assertTrue(threads.size() <= 2, threads.toString());
        assertTrue(threads.stream().allMatch(name -> name.startsWith("grad4j-loader-")));
    }

    @Test
    void workers_load_several_batches_at_the_same_time() {
        CyclicBarrier both = new CyclicBarrier(2);
        Numbers dataset =
                new Numbers(
                        2,
                        i -> {
                            try {
                                both.await(10, TimeUnit.SECONDS);
                            } catch (Exception error) {
                                throw new IllegalStateException("alone", error);
                            }
                            return i;
                        });
        assertEquals(List.of(0, 1), flat(dataset.loader().numWorkers(2).build()));
    }

    @Test
    void the_end_of_an_epoch_is_a_no_such_element() {
        BatchIterator<List<Integer>> batches = Numbers.upTo(1).loader().build().iterator();
        batches.next();
        NoSuchElementException error = assertThrows(NoSuchElementException.class, batches::next);
        assertEquals("epoch 0 has 1 batches, all were taken", error.getMessage());
    }

    @Test
    void settings_out_of_range_are_refused() {
        DataLoader.Builder<Integer, List<Integer>> builder = Numbers.upTo(1).loader();
        assertRefused("batchSize must be at least 1, got 0", () -> builder.batchSize(0));
        assertRefused("numWorkers must be at least 0, got -1", () -> builder.numWorkers(-1));
        assertRefused("prefetchFactor must be at least 1, got 0", () -> builder.prefetchFactor(0));
        assertRefused("timeout must be positive, got PT0S", () -> builder.timeout(Duration.ZERO));
        assertRefused(
                "a sampler already decides the order; leave out shuffle(true)",
                () -> builder.sampler(new RandomSampler(1, 0)).shuffle(true).build());
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Test
    void examples_become_batches_by_default() {
        List<Example> examples =
                List.of(
                        new Example(new float[] {1, 2}, new long[] {2}, 7),
                        new Example(new float[] {3, 4}, new long[] {2}, 8));
        Batch batch =
                DataLoader.builder(Dataset.of(examples)).batchSize(2).build().iterator().next();
        assertArrayEquals(new float[] {1, 2, 3, 4}, batch.rawFeatures());
        assertArrayEquals(new long[] {7, 8}, batch.rawLabels());
        assertEquals("[2, 2]", Arrays.toString(batch.shape()));
    }
}
