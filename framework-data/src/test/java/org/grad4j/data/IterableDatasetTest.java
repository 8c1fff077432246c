package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grad4j.data.IterableDataset.Pass;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IterableDatasetTest {

    @AfterEach
    void no_thread_is_left() throws InterruptedException {
        LoaderThreads.assertGone();
    }

    private static IterableDataset<Integer> upTo(int n) {
        return IterableDataset.ofStream(() -> IntStream.range(0, n).boxed());
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static DataLoader.Builder<Integer, List<Integer>> loader(
            IterableDataset<Integer> data) {
        return DataLoader.builder(data, List::copyOf);
    }

    private static <S> List<S> content(IterableDataset<S> dataset, long epoch) {
        List<S> all = new ArrayList<>();
        dataset.iterator(new Pass(1, epoch, 0)).forEachRemaining(all::add);
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0", "0, 1", "0, 3", "0, 4", "0, 5", "0, 8", "2, 0", "2, 1", "2, 3", "2, 4", "2, 5",
        "2, 8"
    })
    void a_stream_of_any_length_is_batched_to_its_end(int workers, int n) {
        List<List<Integer>> batches = new ArrayList<>();
        loader(upTo(n)).batchSize(4).numWorkers(workers).build().forEach(batches::add);
        assertEquals((n + 3) / 4, batches.size());
        assertEquals(range(0, n), batches.stream().flatMap(List::stream).toList());
        List<List<Integer>> full = new ArrayList<>();
        loader(upTo(n)).batchSize(4).dropLast(true).numWorkers(workers).build().forEach(full::add);
        assertEquals(n / 4, full.size());
    }

    @Test
    void the_length_is_unknown_until_the_end() {
        DataLoader<List<Integer>> loader = loader(upTo(3)).batchSize(2).build();
        assertEquals(OptionalInt.empty(), loader.batches());
        assertThrows(IllegalStateException.class, loader::size);
        BatchIterator<List<Integer>> batches = loader.iterator();
        assertEquals(OptionalInt.empty(), batches.batches());
        assertEquals(List.of(0, 1), batches.next());
        assertEquals(List.of(2), batches.next());
        assertFalse(batches.hasNext());
        assertEquals(
                "epoch 0 has 2 batches, all were taken",
                assertThrows(NoSuchElementException.class, batches::next).getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 8})
    void parts_take_turns_and_nothing_comes_twice_whatever_the_number_of_workers(int workers) {
        IterableDataset<Integer> parts =
                IterableDataset.sharded(
                        List.of(
                                IterableDataset.of(range(0, 5)),
                                IterableDataset.of(range(10, 11)),
                                IterableDataset.of(List.of()),
                                IterableDataset.of(range(30, 38))));
        for (int prefetch : new int[] {1, 2, 8}) {
            DataLoader<List<Integer>> loader =
                    loader(parts).batchSize(2).numWorkers(workers).prefetchFactor(prefetch).build();
            List<List<Integer>> batches = new ArrayList<>();
            loader.forEach(batches::add);
            assertEquals(
                    List.of(
                            List.of(0, 1),
                            List.of(10),
                            List.of(30, 31),
                            List.of(2, 3),
                            List.of(32, 33),
                            List.of(4),
                            List.of(34, 35),
                            List.of(36, 37)),
                    batches);
        }
    }

    @Test
    void several_parts_are_read_at_the_same_time() {
        CyclicBarrier both = new CyclicBarrier(2);
        IterableDataset<Integer> waiting =
                pass ->
                        IntStream.range(0, 1)
                                .peek(
                                        i -> {
                                            try {
                                                both.await(10, TimeUnit.SECONDS);
                                            } catch (Exception error) {
                                                throw new IllegalStateException("alone", error);
                                            }
                                        })
                                .boxed()
                                .iterator();
        List<List<Integer>> batches = new ArrayList<>();
        loader(IterableDataset.sharded(List.of(waiting, waiting)))
                .numWorkers(2)
                .build()
                .forEach(batches::add);
        assertEquals(List.of(List.of(0), List.of(0)), batches);
    }

    @Test
    void a_part_is_read_by_one_thread_at_a_time_and_transformed_by_many() {
        AtomicInteger reading = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Set<Thread> transforming = ConcurrentHashMap.newKeySet();
        CyclicBarrier two = new CyclicBarrier(2);
        IterableDataset<Integer> dataset =
                ((IterableDataset<Integer>)
                                pass ->
                                        IntStream.range(0, 40)
                                                .peek(
                                                        i -> {
                                                            most.accumulateAndGet(
                                                                    reading.incrementAndGet(),
                                                                    Math::max);
                                                            Thread.yield();
                                                            reading.decrementAndGet();
                                                        })
                                                .boxed()
                                                .iterator())
                        .map(
                                Transform.of(
                                        i -> {
                                            transforming.add(Thread.currentThread());
                                            try {
                                                two.await(10, TimeUnit.SECONDS);
                                            } catch (Exception error) {
                                                throw new IllegalStateException("alone", error);
                                            }
                                            return i;
                                        }));
        List<Integer> seen = new ArrayList<>();
        // Others end when the machine lets them idle, and their successors would count as well.
        try (DataLoader<List<Integer>> loader =
                loader(dataset).batchSize(5).numWorkers(2).persistentWorkers(true).build()) {
            loader.forEach(seen::addAll);
        }
        assertEquals(range(0, 40), seen);
        assertEquals(1, most.get());
        assertEquals(2, transforming.size());
    }

    @Test
    void views_filter_take_shuffle_and_share_out() {
        assertEquals(List.of(1, 3), content(upTo(5).filter(i -> i % 2 == 1), 0));
        assertEquals(List.of(0, 1), content(upTo(5).take(2), 0));
        assertEquals(List.of(), content(upTo(5).take(0), 0));
        assertEquals(List.of(1, 4, 7), content(upTo(9).distributed(1, 3), 0));
        IterableDataset<Integer> shuffled = upTo(100).shuffle(10);
        List<Integer> once = content(shuffled, 0);
        assertEquals(once, content(shuffled, 0));
        assertNotEquals(once, content(shuffled, 1));
        assertNotEquals(range(0, 100), once);
        assertEquals(range(0, 100), once.stream().sorted().toList());
        for (int i = 0; i < 100; i++) {
            assertTrue(once.get(i) < i + 10, "sample " + once.get(i) + " at place " + i);
        }
        assertEquals(range(0, 20), content(upTo(20).shuffle(1), 0));
    }

    @Test
    void views_skip_concat_and_zip() {
        assertEquals(List.of(3, 4), content(upTo(5).skip(3), 0));
        assertEquals(List.of(), content(upTo(5).skip(9), 0));
        assertEquals(range(0, 5), content(upTo(5).skip(0), 0));
        assertEquals(List.of(0, 1, 0), content(upTo(2).concat(upTo(0)).concat(upTo(1)), 0));
        assertEquals(List.of(0, 1), content(upTo(0).concat(upTo(2)), 0));
        assertEquals(
                List.of("0/1", "1/2"),
                content(upTo(2).zip(upTo(9).skip(1), (a, b) -> a + "/" + b), 0));
        assertEquals(List.of(), content(upTo(0).zip(upTo(9), Integer::sum), 0));
        IterableDataset<Integer> parts = IterableDataset.sharded(List.of(upTo(1), upTo(2)));
        assertEquals(2, parts.concat(parts).shards());
        assertRefused(
                "concat: the datasets must have as many parts, got 2 and 1",
                () -> parts.concat(upTo(3)));
        assertRefused(
                "zip: the datasets must have as many parts, got 1 and 2",
                () -> upTo(3).zip(parts, Integer::sum));
        assertRefused("skip must not be negative, got -1", () -> upTo(3).skip(-1));
    }

    @Test
    void both_of_a_pair_are_closed_and_the_second_is_opened_late() {
        List<String> log = new ArrayList<>();
        content(logged("a", log).concat(logged("b", log)), 0);
        assertEquals(List.of("open a", "close a", "open b"), log);
        log.clear();
        loader(logged("a", log).concat(logged("b", log))).build().iterator().close();
        loader(logged("a", log).concat(logged("b", log))).build().forEach(batch -> {});
        assertEquals(List.of("open a", "close a", "open b", "close b"), log);
        log.clear();
        loader(logged("a", log).zip(logged("b", log), Integer::sum)).build().forEach(batch -> {});
        assertEquals(List.of("open a", "open b", "close a", "close b"), log);
        log.clear();
        IterableDataset<Integer> broken =
                pass -> {
                    throw new IllegalStateException("no");
                };
        assertThrows(
                IllegalStateException.class,
                () -> content(logged("a", log).zip(broken, Integer::sum), 0));
        assertEquals(List.of("open a", "close a"), log);
    }

    private static IterableDataset<Integer> logged(String name, List<String> log) {
        return IterableDataset.ofStream(
                () -> {
                    log.add("open " + name);
                    return Stream.of(1, 2).onClose(() -> log.add("close " + name));
                });
    }

    @Test
    void shuffles_are_keyed_by_seed_epoch_and_part() {
        IterableDataset<Integer> shuffled = upTo(50).shuffle(50);
        List<Integer> one = list(shuffled.iterator(new Pass(1, 2, 3)));
        assertEquals(one, list(shuffled.iterator(new Pass(1, 2, 3))));
        assertNotEquals(one, list(shuffled.iterator(new Pass(0, 2, 3))));
        assertNotEquals(one, list(shuffled.iterator(new Pass(1, 0, 3))));
        assertNotEquals(one, list(shuffled.iterator(new Pass(1, 2, 0))));
    }

    private static <S> List<S> list(Iterator<S> iterator) {
        List<S> list = new ArrayList<>();
        iterator.forEachRemaining(list::add);
        return list;
    }

    @Test
    void a_random_transform_draws_the_same_in_a_loader_and_by_hand() {
        IterableDataset<Long> drawing = upTo(9).map((i, random) -> random.nextLong());
        List<Long> byHand = list(drawing.iterator(new Pass(4, 0, 0)));
        for (int workers : new int[] {0, 3}) {
            List<Long> loaded =
                    DataLoader.builder(drawing, List::copyOf)
                            .batchSize(2)
                            .seed(4)
                            .numWorkers(workers)
                            .build()
                            .stream()
                            .flatMap(List::stream)
                            .toList();
            assertEquals(byHand, loaded);
        }
        assertEquals(9, byHand.stream().distinct().count());
    }

    /** Counts openings and closings. */
    private static final class Resource {
        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();

        IterableDataset<Integer> stream(int n) {
            return IterableDataset.ofStream(
                    () -> {
                        opened.incrementAndGet();
                        return IntStream.range(0, n).boxed().onClose(closed::incrementAndGet);
                    });
        }

        void assertClosed(int times) throws InterruptedException {
            for (int i = 0; i < 300 && closed.get() < times; i++) {
                Thread.sleep(10);
            }
            assertEquals(times, opened.get());
            assertEquals(times, closed.get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void what_a_stream_has_open_is_closed_at_its_end_and_when_the_epoch_is_closed(int workers)
            throws InterruptedException {
        Resource resource = new Resource();
        IterableDataset<Integer> dataset =
                resource.stream(10).filter(i -> true).map(Transform.of(i -> i));
        DataLoader<List<Integer>> loader = loader(dataset).numWorkers(workers).build();
        loader.forEach(batch -> assertEquals(1, batch.size()));
        resource.assertClosed(1);
        try (BatchIterator<List<Integer>> batches = loader.iterator()) {
            batches.next();
        }
        resource.assertClosed(2);
        try (Stream<List<Integer>> batches = loader.stream()) {
            assertEquals(3, batches.limit(3).count());
        }
        resource.assertClosed(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void what_an_abandoned_epoch_has_open_is_closed_when_nobody_holds_it(int workers)
            throws InterruptedException {
        Resource resource = new Resource();
        for (List<Integer> batch : loader(resource.stream(1000)).numWorkers(workers).build()) {
            assertEquals(List.of(0), batch);
            break;
        }
        for (int i = 0; i < 100 && resource.closed.get() == 0; i++) {
            System.gc();
            Thread.sleep(20);
        }
        resource.assertClosed(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void a_stream_that_fails_says_where_and_ends(int workers) {
        IllegalStateException boom = new IllegalStateException("boom");
        IterableDataset<Integer> failing =
                upTo(30).filter(
                                i -> {
                                    if (i == 21) {
                                        throw boom;
                                    }
                                    return true;
                                });
        BatchIterator<List<Integer>> batches =
                loader(failing).batchSize(2).numWorkers(workers).build().iterator();
        for (int i = 0; i < 10; i++) {
            assertEquals(List.of(2 * i, 2 * i + 1), batches.next());
        }
        DataLoadException error = assertThrows(DataLoadException.class, batches::next);
        assertEquals(boom, error.getCause());
        assertEquals(21, error.index().orElseThrow());
        assertEquals(10, error.batch());
        assertFalse(batches.hasNext());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void a_transform_that_fails_spoils_its_batch_alone(int workers) {
        IterableDataset<Integer> failing =
                IterableDataset.sharded(List.of(IterableDataset.of(range(100, 110)), upTo(30)))
                        .map(
                                Transform.of(
                                        i -> {
                                            if (i == 5) {
                                                throw new IllegalStateException("five");
                                            }
                                            return i;
                                        }));
        BatchIterator<List<Integer>> batches =
                loader(failing).batchSize(2).numWorkers(workers).build().iterator();
        for (int i = 0; i < 5; i++) {
            batches.next();
        }
        DataLoadException error = assertThrows(DataLoadException.class, batches::next);
        assertEquals(5, error.index().orElseThrow());
        assertTrue(error.getMessage().contains("in part 1, "), error.getMessage());
        assertEquals(List.of(106, 107), batches.next());
        assertEquals(List.of(6, 7), batches.next());
        batches.close();
    }

    @Test
    void no_more_is_read_ahead_than_workers_times_prefetch_factor() throws InterruptedException {
        AtomicInteger read = new AtomicInteger();
        IterableDataset<Integer> counting =
                upTo(500).filter(i -> read.incrementAndGet() > 0).map(Transform.of(i -> i));
        BatchIterator<List<Integer>> batches =
                loader(counting).batchSize(5).numWorkers(2).prefetchFactor(3).build().iterator();
        int most = 0;
        for (int taken = 1; taken <= 20; taken++) {
            batches.next();
            Thread.sleep(5);
            // A filter looks one sample ahead of what the loader takes.
            most = Math.max(most, read.get() - 1 - (taken - 1) * 5);
        }
        batches.close();
        assertTrue(most <= (2 * 3 + 1) * 5, "samples alive: " + most);
        assertTrue(most > 5, "nothing was read ahead");
    }

    @Test
    void a_wait_in_vain_for_the_end_is_thrown_by_next_and_can_be_repeated() {
        CountDownLatch release = new CountDownLatch(1);
        IterableDataset<Integer> slow =
                upTo(2).filter(
                                i -> {
                                    try {
                                        return release.await(10, TimeUnit.SECONDS);
                                    } catch (InterruptedException closing) {
                                        throw new IllegalStateException("interrupted", closing);
                                    }
                                });
        BatchIterator<List<Integer>> batches =
                loader(slow).numWorkers(1).timeout(Duration.ofMillis(60)).build().iterator();
        assertTrue(batches.hasNext());
        release.countDown();
        assertLate(batches);
        assertEquals(List.of(0), LateBatches.next(batches));
        assertEquals(List.of(1), LateBatches.next(batches));
        while (batches.hasNext()) { // a busy machine may be late with the end, too
            assertLate(batches);
        }
    }

    private static void assertLate(BatchIterator<?> batches) {
        DataLoadException error = assertThrows(DataLoadException.class, batches::next);
        assertTrue(error.getMessage().contains("not loaded within PT0.06S"), error.getMessage());
    }

    @Test
    void nulls_are_reported() {
        assertNull(
                "the dataset returned null", IterableDataset.of(java.util.Arrays.asList(1, null)));
        assertNull("the transform returned null", upTo(4).map((i, random) -> null));
        assertNull("the dataset's iterator is null", pass -> null);
    }

    private static void assertNull(String message, IterableDataset<?> dataset) {
        DataLoadException error =
                assertThrows(
                        DataLoadException.class,
                        () ->
                                DataLoader.builder(dataset, List::copyOf)
                                        .batchSize(2)
                                        .build()
                                        .iterator()
                                        .next());
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    @Test
    void settings_that_a_stream_cannot_have_are_refused() {
        String message =
                "a stream decides its order itself; use its shuffle(buffer), or a dataset with"
                        + " indices";
        assertRefused(message, () -> loader(upTo(3)).shuffle(true).build());
        assertRefused(
                "shuffle: the buffer must hold at least 1 sample, got 0", () -> upTo(3).shuffle(0));
        assertRefused("take must not be negative, got -1", () -> upTo(3).take(-1));
        assertRefused(
                "distributed: rank must lie in [0, 2), got 2", () -> upTo(3).distributed(2, 2));
        assertRefused(
                "sharded: needs at least one part",
                () -> IterableDataset.<Integer>sharded(List.of()));
        IterableDataset<Integer> two = IterableDataset.sharded(List.of(upTo(1), upTo(1)));
        assertRefused(
                "sharded: a part must not have parts itself, got one with 2",
                () -> IterableDataset.sharded(List.of(two)));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
