package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong while loading: each case ends in time, and no thread is left behind. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DataLoaderFaultTest {

    @AfterEach
    void no_thread_is_left() throws InterruptedException {
        LoaderThreads.assertGone();
    }

    private static Numbers failingAt(int bad, Throwable error) {
        return new Numbers(
                100,
                i -> {
                    if (i == bad) {
                        throw DataLoaderFaultTest.<RuntimeException>unchecked(error);
                    }
                    return i;
                });
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E unchecked(Throwable error) throws E {
        throw (E) error;
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("sleep was interrupted", interrupted);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private static void awaitDeaf(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
            Thread.interrupted();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4})
    void an_exception_reaches_the_caller_with_epoch_batch_and_dataset_index(int workers) {
        IllegalStateException boom = new IllegalStateException("boom");
        DataLoader<List<Integer>> loader =
                failingAt(61, boom).loader().batchSize(4).numWorkers(workers).build();
        loader.iterator().close();
        BatchIterator<List<Integer>> batches = loader.iterator();
        for (int i = 0; i < 15; i++) {
            assertEquals(4 * i, batches.next().get(0));
        }
        DataLoadException error = assertThrows(DataLoadException.class, batches::next);
        assertSame(boom, error.getCause());
        assertEquals(1, error.epoch());
        assertEquals(15, error.batch());
        assertEquals(OptionalLong.of(61), error.index());
        String thread =
                workers == 0
                        ? "thread " + Thread.currentThread().getName()
                        : "worker "
                                + error.worker().orElseThrow()
                                + ", thread grad4j-loader-\\d+-thread-\\d+";
        assertTrue(
                error.getMessage()
                        .matches(
                                "epoch 1, batch 15, dataset index 61: "
                                        + "java.lang.IllegalStateException: boom \\(in "
                                        + thread
                                        + "\\)"),
                error.getMessage());
        assertEquals(List.of(64, 65, 66, 67), batches.next());
        while (batches.hasNext()) {
            batches.next();
        }
        assertEquals(List.of(0, 1, 2, 3), loader.iterator(0).next());
        loader.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void a_dataset_that_always_fails_gives_one_error_for_each_batch(int workers) {
        Numbers dataset =
                new Numbers(
                        41,
                        i -> {
                            throw new IllegalStateException("bad " + i);
                        });
        BatchIterator<List<Integer>> batches =
                dataset.loader().batchSize(2).numWorkers(workers).build().iterator();
        int errors = 0;
        while (batches.hasNext()) {
            DataLoadException error = assertThrows(DataLoadException.class, batches::next);
            assertEquals(errors, error.batch());
            assertEquals(OptionalLong.of(2 * errors), error.index());
            errors++;
        }
        assertEquals(21, errors);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void errors_and_checked_exceptions_arrive_as_causes(int workers) {
        for (Throwable thrown :
                List.of(
                        new OutOfMemoryError("made up"),
                        new StackOverflowError("made up"),
                        new AssertionError("made up"),
                        new InterruptedException("made up"),
                        new Exception("made up"))) {
            try (DataLoader<List<Integer>> loader =
                    failingAt(40, thrown).loader().numWorkers(workers).build()) {
                BatchIterator<List<Integer>> batches = loader.iterator();
                for (int i = 0; i < 40; i++) {
                    batches.next();
                }
                DataLoadException error = assertThrows(DataLoadException.class, batches::next);
                assertSame(thrown, error.getCause());
                assertEquals(OptionalLong.of(40), error.index());
                assertEquals(List.of(41), batches.next());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void a_real_stack_overflow_and_a_real_lack_of_memory_arrive_as_causes(int workers) {
        Numbers dataset =
                new Numbers(
                        20,
                        i ->
                                switch (i) {
                                    case 10 -> recurse(i);
                                    case 11 -> new long[Integer.MAX_VALUE - 8][].length;
                                    default -> i;
                                });
        List<Class<?>> causes = new ArrayList<>();
        BatchIterator<List<Integer>> batches =
                dataset.loader().numWorkers(workers).build().iterator();
        while (batches.hasNext()) {
            try {
                batches.next();
            } catch (DataLoadException error) {
                causes.add(error.getCause().getClass());
            }
        }
        assertEquals(StackOverflowError.class, causes.get(0));
        if (causes.size() > 1) { // a machine with a very large heap has room for it
            assertEquals(OutOfMemoryError.class, causes.get(1));
        }
    }

    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void a_worker_that_interrupts_itself_harms_nobody(int workers) {
        Numbers dataset =
                new Numbers(
                        20,
                        i -> {
                            if (i == 5 && workers > 0) {
                                Thread.currentThread().interrupt();
                            }
                            return i;
                        });
        int count = 0;
        for (List<Integer> batch : dataset.loader().numWorkers(workers).build()) {
            count += batch.size();
        }
        assertEquals(20, count);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void nulls_are_reported(int workers) {
        Dataset<Object> nothing = Dataset.of(List.of(1, 2)).map((value, random) -> null);
        DataLoadException sample =
                assertThrows(
                        DataLoadException.class,
                        () ->
                                DataLoader.builder(nothing, List::copyOf)
                                        .numWorkers(workers)
                                        .build()
                                        .iterator()
                                        .next());
        assertTrue(sample.getMessage().contains("the dataset returned null"), sample.getMessage());
        DataLoadException batch =
                assertThrows(
                        DataLoadException.class,
                        () ->
                                DataLoader.builder(Numbers.upTo(1), samples -> null)
                                        .numWorkers(workers)
                                        .build()
                                        .iterator()
                                        .next());
        assertTrue(batch.getMessage().contains("the collate returned null"), batch.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void samples_of_different_shapes_are_named_by_their_dataset_indices(int workers) {
        Dataset<Example> dataset =
                Numbers.upTo(10)
                        .map(
                                Transform.of(
                                        i -> {
                                            int width = i == 6 ? 3 : 2;
                                            return new Example(
                                                    new float[width], new long[] {width}, 0);
                                        }));
        BatchIterator<Batch> batches =
                DataLoader.builder(dataset).batchSize(4).numWorkers(workers).build().iterator();
        batches.next();
        DataLoadException error = assertThrows(DataLoadException.class, batches::next);
        assertEquals(OptionalLong.of(6), error.index());
        String expected =
                "epoch 0, batch 1, dataset index 6: example 2 of the batch has shape [3], example 0"
                        + " has [2]; the first one has dataset index 4 (in ";
        assertTrue(error.getMessage().startsWith(expected), error.getMessage());
        assertEquals(2, batches.next().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void a_collate_that_fails_blames_no_single_sample(int workers) {
        Collate<Integer, Integer> failing =
                samples -> {
                    throw new IllegalStateException("no");
                };
        DataLoadException error =
                assertThrows(
                        DataLoadException.class,
                        () ->
                                DataLoader.builder(Numbers.upTo(2), failing)
                                        .numWorkers(workers)
                                        .build()
                                        .iterator()
                                        .next());
        assertEquals(OptionalLong.empty(), error.index());
        assertTrue(
                error.getMessage().contains("cannot make a batch of the samples"),
                error.getMessage());
    }

    @Test
    void leaving_the_loop_early_leaves_no_thread() throws InterruptedException {
        DataLoader<List<Integer>> loader =
                Numbers.upTo(1000).loader().batchSize(2).numWorkers(4).build();
        int count = 0;
        for (List<Integer> batch : loader) {
            assertEquals(2, batch.size());
            if (++count == 4) {
                assertFalse(LoaderThreads.alive().isEmpty());
                break;
            }
        }
        LoaderThreads.assertGone();
        assertEquals(4, count);
        assertEquals(List.of(0, 1), loader.iterator().next());
    }

    @Test
    void an_exception_in_the_body_of_the_loop_leaves_no_thread() throws InterruptedException {
        DataLoader<List<Integer>> loader = Numbers.upTo(1000).loader().numWorkers(4).build();
        assertThrows(
                ArithmeticException.class,
                () -> {
                    for (List<Integer> batch : loader) {
                        assertEquals(1 / batch.get(0), 7);
                    }
                });
        LoaderThreads.assertGone();
    }

    @Test
    void a_finished_epoch_leaves_no_thread() throws InterruptedException {
        int count = 0;
        for (List<Integer> batch : Numbers.upTo(50).loader().numWorkers(2).build()) {
            count += batch.size();
        }
        assertEquals(50, count);
        LoaderThreads.assertGone();
    }

    @Test
    void a_caller_slower_than_the_idle_time_of_the_workers_gets_all_batches()
            throws InterruptedException {
        BatchIterator<List<Integer>> batches =
                Numbers.upTo(8).loader().numWorkers(1).prefetchFactor(1).build().iterator();
        for (int i = 0; i < 4; i++) {
            assertEquals(List.of(i), batches.next());
            LoaderThreads.assertGone();
        }
        for (int i = 4; i < 8; i++) {
            assertEquals(List.of(i), batches.next());
        }
    }

    @Test
    void closing_an_iterator_stops_loading_at_the_next_sample() throws InterruptedException {
        AtomicInteger loaded = new AtomicInteger();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Numbers dataset =
                new Numbers(
                        100_000,
                        i -> {
                            if (i >= 1000) {
                                started.countDown();
                                awaitDeaf(closed);
                            }
                            loaded.incrementAndGet();
                            return i;
                        });
        BatchIterator<List<Integer>> batches =
                dataset.loader().batchSize(1000).numWorkers(2).prefetchFactor(4).build().iterator();
        batches.next();
        assertTrue(started.await(5, TimeUnit.SECONDS));
        batches.close();
        batches.close();
        closed.countDown();
        LoaderThreads.assertGone();
        assertTrue(loaded.get() <= 1000 + 2, "samples loaded: " + loaded); // one for each worker
        assertTrue(batches.hasNext());
        IllegalStateException error = assertThrows(IllegalStateException.class, batches::next);
        assertEquals(
                "the iterator of epoch 0 or its loader was closed before batch 1 was taken; ask the"
                        + " loader for a new iterator",
                error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closing_while_another_thread_waits_wakes_that_thread(boolean wholeLoader)
            throws InterruptedException {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Numbers dataset =
                new Numbers(
                        10,
                        i -> {
                            stuck.countDown();
                            await(never);
                            return i;
                        });
        DataLoader<List<Integer>> loader = dataset.loader().numWorkers(1).build();
        BatchIterator<List<Integer>> batches = loader.iterator();
        Throwable[] thrown = new Throwable[1];
        Thread waiting =
                new Thread(
                        () -> {
                            try {
                                batches.next();
                            } catch (Throwable error) {
                                thrown[0] = error;
                            }
                        });
        waiting.start();
        assertTrue(stuck.await(5, TimeUnit.SECONDS));
        if (wholeLoader) {
            loader.close();
        } else {
            batches.close();
        }
        waiting.join(5000);
        assertFalse(waiting.isAlive());
        assertInstanceOf(IllegalStateException.class, thrown[0]);
        LoaderThreads.assertGone();
    }

    @Test
    void a_closed_loader_refuses_new_epochs() {
        for (int workers : new int[] {0, 2}) {
            DataLoader<List<Integer>> loader =
                    Numbers.upTo(10).loader().numWorkers(workers).build();
            BatchIterator<List<Integer>> batches = loader.iterator();
            batches.next();
            loader.close();
            loader.close();
            assertThrows(IllegalStateException.class, batches::next);
            IllegalStateException error =
                    assertThrows(IllegalStateException.class, loader::iterator);
            assertEquals("the loader is closed; build a new one", error.getMessage());
        }
    }

    @Test
    void a_worker_that_is_stuck_and_deaf_to_interrupts_blocks_neither_next_nor_close()
            throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        Numbers dataset =
                new Numbers(
                        10,
                        i -> {
                            awaitDeaf(release);
                            return i;
                        });
        DataLoader<List<Integer>> loader =
                dataset.loader().numWorkers(2).timeout(Duration.ofMillis(100)).build();
        BatchIterator<List<Integer>> batches = loader.iterator();
        DataLoadException error = assertThrows(DataLoadException.class, batches::next);
        assertEquals(
                "epoch 0, batch 0: not loaded within PT0.1S; a dataset's get may be stuck (the log"
                        + " has the workers' stacks), or set a longer timeout",
                error.getMessage());
        loader.close();
        assertThrows(IllegalStateException.class, batches::next);
        release.countDown();
        LoaderThreads.assertGone();
    }

    @Test
    void closing_the_loader_wakes_a_thread_that_waits_for_a_deaf_worker() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Numbers dataset =
                new Numbers(
                        10,
                        i -> {
                            stuck.countDown();
                            awaitDeaf(release);
                            return i;
                        });
        DataLoader<List<Integer>> loader = dataset.loader().numWorkers(1).build();
        BatchIterator<List<Integer>> batches = loader.iterator();
        var waiting =
                new FutureTask<>(() -> assertThrows(IllegalStateException.class, batches::next));
        new Thread(waiting).start();
        assertTrue(stuck.await(5, TimeUnit.SECONDS));
        loader.close();
        waiting.get(5, TimeUnit.SECONDS);
        release.countDown();
    }

    @Test
    void a_wait_that_took_too_long_can_be_repeated() {
        CountDownLatch release = new CountDownLatch(1);
        Numbers dataset =
                new Numbers(
                        3,
                        i -> {
                            await(release);
                            return i;
                        });
        BatchIterator<List<Integer>> batches =
                dataset.loader().numWorkers(1).timeout(Duration.ofMillis(60)).build().iterator();
        assertThrows(DataLoadException.class, batches::next);
        release.countDown();
        assertEquals(List.of(0), LateBatches.next(batches));
        assertEquals(List.of(1), LateBatches.next(batches));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void an_interrupted_caller_gets_an_error_keeps_its_flag_and_can_go_on(int workers) {
        BatchIterator<List<Integer>> batches =
                Numbers.upTo(3).loader().numWorkers(workers).build().iterator();
        batches.next();
        Thread.currentThread().interrupt();
        DataLoadException error = assertThrows(DataLoadException.class, batches::next);
        assertTrue(Thread.interrupted(), "the flag was lost");
        assertEquals(
                "epoch 0, batch 1: interrupted while waiting for the batch", error.getMessage());
        assertEquals(List.of(1), batches.next());
    }

    @Test
    void a_caller_interrupted_while_it_waits_gets_an_error_and_keeps_its_flag() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Numbers dataset =
                new Numbers(
                        3,
                        i -> {
                            loading.countDown();
                            await(release);
                            return i;
                        });
        DataLoader<List<Integer>> loader = dataset.loader().numWorkers(1).build();
        BatchIterator<List<Integer>> batches = loader.iterator();
        var calls =
                new FutureTask<>(
                        () -> {
                            var error = assertThrows(DataLoadException.class, batches::next);
                            assertInstanceOf(InterruptedException.class, error.getCause());
                            assertTrue(Thread.interrupted(), "the flag was lost");
                            release.countDown();
                            return batches.next();
                        });
        Thread caller = new Thread(calls);
        caller.start();
        assertTrue(loading.await(5, TimeUnit.SECONDS));
        caller.interrupt();
        assertEquals(List.of(0), calls.get(5, TimeUnit.SECONDS));
        loader.close();
    }

    @Test
    void no_more_is_loaded_ahead_than_workers_times_prefetch_factor() {
        int batchSize = 5;
        AtomicInteger loaded = new AtomicInteger();
        Numbers dataset =
                new Numbers(
                        500,
                        i -> {
                            loaded.incrementAndGet();
                            return i;
                        });
        BatchIterator<List<Integer>> batches =
                dataset.loader()
                        .batchSize(batchSize)
                        .numWorkers(2)
                        .prefetchFactor(3)
                        .build()
                        .iterator();
        int most = 0;
        for (int taken = 1; taken <= 20; taken++) {
            batches.next();
            sleep(5);
            most = Math.max(most, loaded.get() - (taken - 1) * batchSize);
        }
        assertTrue(most <= (2 * 3 + 1) * batchSize, "samples alive: " + most);
        assertTrue(most > batchSize, "nothing was loaded ahead");
        batches.close();
    }

    @Test
    void many_abandoned_epochs_never_use_more_threads_than_workers() throws InterruptedException {
        LoaderThreads.assertGone(); // idle ones of other tests would be counted below
        DataLoader<List<Integer>> loader =
                Numbers.upTo(200).loader().batchSize(2).shuffle(true).numWorkers(3).build();
        KeyedRandom random = KeyedRandom.of(7);
        int most = 0;
        for (int epoch = 0; epoch < 1000; epoch++) {
            int leaveAfter = random.nextInt(20);
            for (List<Integer> batch : loader) {
                assertEquals(2, batch.size());
                if (leaveAfter-- == 0) {
                    break;
                }
            }
            if (epoch % 50 == 0) {
                most = Math.max(most, LoaderThreads.alive().size());
            }
        }
        assertTrue(most <= 3, "threads: " + most);
    }
}
