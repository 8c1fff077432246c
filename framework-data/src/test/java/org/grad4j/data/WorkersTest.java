package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Where workers come from, how they start, and how they end. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTest {

    @AfterEach
    void no_thread_is_left() throws InterruptedException {
        LoaderThreads.assertGone();
    }

    private static void run(DataLoader<List<Integer>> loader) {
        loader.forEach(batch -> assertFalse(batch.isEmpty()));
    }

    @Test
    void persistent_workers_outlive_their_epoch_and_end_with_the_loader() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Numbers dataset =
                new Numbers(
                        40,
                        i -> {
                            threads.add(Thread.currentThread());
                            pause(); // or one worker may be done before a second one is needed
                            return i;
                        });
        try (DataLoader<List<Integer>> loader =
                dataset.loader().numWorkers(2).persistentWorkers(true).build()) {
            run(loader);
            Thread.sleep(400); // longer than other workers live
            assertEquals(2, LoaderThreads.alive().size());
            run(loader);
        }
        assertEquals(2, threads.size());
    }

    private static void pause() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void persistent_workers_of_a_loader_that_nobody_holds_end() throws InterruptedException {
        run(Numbers.upTo(10).loader().numWorkers(2).persistentWorkers(true).build());
        for (int i = 0; i < 100 && !LoaderThreads.alive().isEmpty(); i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertEquals(List.of(), LoaderThreads.alive());
    }

    @Test
    void a_loader_stays_open_while_one_of_its_epochs_is_held() throws InterruptedException {
        BatchIterator<List<Integer>> batches =
                Numbers.upTo(10).loader().numWorkers(1).persistentWorkers(true).build().iterator();
        for (int i = 0; i < 10; i++) {
            System.gc();
            Thread.sleep(10);
            assertEquals(List.of(i), batches.next());
        }
        batches.close();
        batches = null;
        persistent_workers_of_a_loader_that_nobody_holds_end();
    }

    @Test
    void each_worker_starts_with_its_number() {
        Set<Integer> numbers = ConcurrentHashMap.newKeySet();
        AtomicInteger starts = new AtomicInteger();
        ThreadLocal<Integer> started = new ThreadLocal<>();
        Numbers dataset = new Numbers(60, i -> i + 0 * started.get());
        try (DataLoader<List<Integer>> loader =
                dataset.loader()
                        .numWorkers(3)
                        .persistentWorkers(true)
                        .workerInit(
                                worker -> {
                                    numbers.add(worker);
                                    started.set(worker);
                                    starts.incrementAndGet();
                                })
                        .build()) {
            run(loader);
            run(loader);
        }
        assertTrue(Set.of(0, 1, 2).containsAll(numbers), numbers.toString());
        assertEquals(numbers.size(), starts.get());
    }

    @Test
    void a_worker_that_cannot_start_fails_its_batches_with_the_cause() {
        IllegalStateException boom = new IllegalStateException("no licence");
        for (DataLoader.Builder<Integer, List<Integer>> builder :
                List.of(
                        Numbers.upTo(3).loader(),
                        DataLoader.<Integer, List<Integer>>builder(
                                IterableDataset.of(List.of(0, 1, 2)), List::copyOf))) {
            BatchIterator<List<Integer>> batches =
                    builder.numWorkers(1)
                            .workerInit(
                                    worker -> {
                                        throw boom;
                                    })
                            .build()
                            .iterator();
            int errors = 0;
            while (batches.hasNext()) {
                DataLoadException error = assertThrows(DataLoadException.class, batches::next);
                assertSame(boom, error.getCause());
                assertTrue(
                        error.getMessage().contains("the worker's start-up code failed"),
                        error.getMessage());
                errors++;
            }
            assertEquals(3, errors);
        }
    }

    @Test
    void an_executor_lends_its_threads_and_stays_open() throws InterruptedException {
        ExecutorService executor =
                Executors.newFixedThreadPool(2, task -> new Thread(task, "lent"));
        Set<String> names = ConcurrentHashMap.newKeySet();
        Numbers dataset = new Numbers(50, i -> names.add(Thread.currentThread().getName()) ? i : i);
        DataLoader<List<Integer>> loader =
                dataset.loader().numWorkers(2).executor(executor).build();
        run(loader);
        loader.close();
        assertEquals(Set.of("lent"), names);
        assertFalse(executor.isShutdown());
        executor.shutdown();
        assertTrue(executor.awaitTermination(5, TimeUnit.SECONDS));
    }

    @Test
    void virtual_threads_are_used_where_there_are_any() throws ReflectiveOperationException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Numbers dataset = new Numbers(200, i -> threads.add(Thread.currentThread()) ? i : i);
        run(dataset.loader().numWorkers(50).virtualThreads(true).build());
        boolean jdkHasThem = Runtime.version().feature() >= 21;
        for (Thread thread : threads) {
            boolean virtual =
                    jdkHasThem && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
            assertEquals(jdkHasThem, virtual);
            assertTrue(thread.isDaemon());
        }
        assertFalse(threads.isEmpty());
    }

    @Test
    void a_wait_that_is_too_long_puts_the_stacks_of_the_workers_into_the_log()
            throws InterruptedException {
        Logger logger = (Logger) LoggerFactory.getLogger(EpochIterator.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Numbers dataset = new Numbers(5, i -> i == 2 ? waitForRelease(reached, release) : i);
        try (DataLoader<List<Integer>> loader =
                dataset.loader().numWorkers(1).timeout(Duration.ofMillis(100)).build()) {
            BatchIterator<List<Integer>> batches = loader.iterator();
            LateBatches.next(batches);
            LateBatches.next(batches);
            reached.await();
            logger.addAppender(log);
            assertThrows(DataLoadException.class, batches::next);
            release.countDown();
        } finally {
            logger.detachAppender(log);
        }
        assertEquals(1, log.list.size());
        String message = log.list.get(0).getFormattedMessage();
        assertTrue(message.matches("(?s)epoch 0, batch 2: waiting for \\d+\\.\\d+ s; .*"), message);
        assertTrue(message.contains("worker 0, thread grad4j-loader-"), message);
        assertTrue(message.contains("WorkersTest.waitForRelease"), message);
        assertTrue(message.contains("batches in the queue: 1"), message);
    }

    private static int waitForRelease(CountDownLatch reached, CountDownLatch release) {
        reached.countDown();
        try {
            release.await();
            return 0;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void settings_that_contradict_each_other_are_refused() {
        assertRefused(
                "persistentWorkers needs numWorkers of at least 1",
                () -> Numbers.upTo(1).loader().persistentWorkers(true).build());
        assertRefused(
                "executor needs numWorkers of at least 1",
                () -> Numbers.upTo(1).loader().executor(Runnable::run).build());
        assertRefused(
                "an executor already decides the threads; leave out virtualThreads(true)",
                () ->
                        Numbers.upTo(1)
                                .loader()
                                .numWorkers(1)
                                .executor(Runnable::run)
                                .virtualThreads(true)
                                .build());
        BatchSampler batches = BatchSampler.of(epochSampler(), 1, false);
        String message =
                "a batch sampler already decides the batches; leave out batchSize, shuffle, sampler"
                        + " and dropLast";
        assertRefused(
                message, () -> Numbers.upTo(1).loader().batchSampler(batches).batchSize(2).build());
        assertRefused(
                message,
                () -> Numbers.upTo(1).loader().batchSampler(batches).shuffle(true).build());
    }

    private static Sampler epochSampler() {
        return new org.grad4j.data.sampler.SequentialSampler(1);
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Test
    void a_batch_sampler_decides_the_batches() {
        BatchSampler pairs = two(epoch -> new int[][] {{3, 3, (int) epoch}, {1}});
        DataLoader<List<Integer>> loader =
                Numbers.upTo(4).loader().batchSampler(pairs).numWorkers(2).build();
        assertEquals(2, loader.size());
        assertEquals(List.of(List.of(3, 3, 0), List.of(1)), loader.stream().toList());
        assertEquals(List.of(List.of(3, 3, 1), List.of(1)), loader.stream().toList());
    }

    @Test
    void a_batch_sampler_that_breaks_its_contract_is_named() {
        refusedEpoch(
                "the batch sampler has size 2, but returned 1 batches for epoch 0",
                epoch -> new int[][] {{1}});
        refusedEpoch(
                "the batch sampler returned no indices for batch 1 of epoch 0",
                epoch -> new int[][] {{1}, {}});
        refusedEpoch(
                "the batch sampler returned no indices for batch 0 of epoch 0",
                epoch -> new int[][] {null, {1}});
    }

    private static void refusedEpoch(String message, LongFunction<int[][]> batches) {
        DataLoader<List<Integer>> loader =
                Numbers.upTo(4).loader().batchSampler(two(batches)).build();
        assertRefused(message, loader::iterator);
    }

    private static BatchSampler two(LongFunction<int[][]> batches) {
        return new BatchSampler() {
            @Override
            public int size() {
                return 2;
            }

            @Override
            public int[][] batches(long epoch) {
                return batches.apply(epoch);
            }
        };
    }
}
