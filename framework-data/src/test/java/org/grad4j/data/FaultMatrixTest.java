package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Every kind of source with every number of workers meets every fault: it happens for certain,
 * after each worker has done several batches, its case ends within five seconds, and no thread is
 * left.
 */
@Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultMatrixTest {
    private static final int N = 400;
    private static final int FAULT = 333; // in batch 83 of 100

    /** Where samples come from; a fault strikes while a stream is read, or in its transform. */
    private enum Source {
        INDICES,
        STREAM_READ,
        STREAM_MAP;

        DataLoader.Builder<Integer, List<Integer>> loader(IntUnaryOperator onGet) {
            DataLoader.Builder<Integer, List<Integer>> builder =
                    switch (this) {
                        case INDICES -> new Numbers(N, onGet).loader();
                        case STREAM_READ ->
                                DataLoader.builder(
                                        IterableDataset.ofStream(
                                                () -> IntStream.range(0, N).map(onGet).boxed()),
                                        List::copyOf);
                        case STREAM_MAP ->
                                DataLoader.builder(
                                        IterableDataset.ofStream(
                                                        () -> IntStream.range(0, N).boxed())
                                                .map((i, random) -> onGet.applyAsInt(i)),
                                        List::copyOf);
                    };
            return builder.batchSize(4).timeout(Duration.ofSeconds(60));
        }
    }

    private static Stream<Arguments> everySourceAndWorkers() {
        return Stream.of(Source.values())
                .flatMap(
                        source ->
                                Stream.of(0, 1, 2, 4)
                                        .map(workers -> Arguments.of(source, workers)));
    }

    private static Stream<Arguments> everySourceWithWorkers() {
        return everySourceAndWorkers().filter(one -> (int) one.get()[1] > 0);
    }

    @BeforeAll
    static void be_quiet_about_stalls() {
        setLevel(Level.ERROR);
    }

    @AfterAll
    static void be_loud_again() {
        setLevel(null);
    }

    private static void setLevel(Level level) {
        for (Class<?> type : List.of(EpochIterator.class, WorkerPool.class)) {
            ((Logger) LoggerFactory.getLogger(type)).setLevel(level);
        }
    }

    @AfterEach
    void no_thread_is_left() throws InterruptedException {
        LoaderThreads.assertGone();
    }

    @ParameterizedTest
    @MethodSource("everySourceAndWorkers")
    void leaving_early(Source source, int workers) {
        AtomicInteger loaded = new AtomicInteger();
        int taken = 0;
        for (List<Integer> batch :
                source.loader(i -> i + 0 * loaded.incrementAndGet()).numWorkers(workers).build()) {
            assertEquals(4, batch.size());
            if (++taken == 50) {
                break;
            }
        }
        assertEquals(50, taken);
        assertTrue(loaded.get() >= 200);
    }

    @ParameterizedTest
    @MethodSource("everySourceAndWorkers")
    void an_exception(Source source, int workers) {
        assertArrives(source, workers, new IllegalStateException("boom"));
    }

    @ParameterizedTest
    @MethodSource("everySourceAndWorkers")
    void an_error(Source source, int workers) {
        assertArrives(source, workers, new AssertionError("boom"));
        assertArrives(source, workers, new NoClassDefFoundError("boom"));
    }

    @ParameterizedTest
    @MethodSource("everySourceAndWorkers")
    void a_lack_of_memory(Source source, int workers) {
        assertArrives(source, workers, new OutOfMemoryError("boom"));
    }

    @ParameterizedTest
    @MethodSource("everySourceAndWorkers")
    void a_stack_overflow(Source source, int workers) {
        assertArrives(source, workers, new StackOverflowError("boom"));
    }

    @ParameterizedTest
    @MethodSource("everySourceAndWorkers")
    void a_sample_that_throws_an_interrupted_exception(Source source, int workers) {
        assertArrives(source, workers, new InterruptedException("boom"));
    }

    private static void assertArrives(Source source, int workers, Throwable fault) {
        AtomicInteger fired = new AtomicInteger();
        IntUnaryOperator onGet =
                i -> {
                    if (i == FAULT) {
                        fired.incrementAndGet();
                        throw FaultMatrixTest.<RuntimeException>unchecked(fault);
                    }
                    return i;
                };
        DataLoader<List<Integer>> loader = source.loader(onGet).numWorkers(workers).build();
        BatchIterator<List<Integer>> batches = loader.iterator();
        for (int batch = 0; batch < 83; batch++) {
            assertEquals(4 * batch, batches.next().get(0));
        }
        DataLoadException error = assertThrows(DataLoadException.class, batches::next);
        assertEquals(1, fired.get());
        assertEquals(fault, error.getCause());
        assertEquals(83, error.batch());
        assertEquals(FAULT, error.index().orElseThrow());
        assertEquals(workers > 0, error.worker().isPresent());
        assertTrue(
                error.getMessage().startsWith("epoch 0, batch 83, dataset index 333: " + fault),
                error.getMessage());
        assertEquals(source != Source.STREAM_READ, batches.hasNext());
        int left = 0;
        while (batches.hasNext()) {
            left += batches.next().size();
        }
        assertEquals(source == Source.STREAM_READ ? 0 : 64, left);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E unchecked(Throwable error) throws E {
        throw (E) error;
    }

    @ParameterizedTest
    @MethodSource("everySourceWithWorkers")
    void a_worker_that_is_interrupted(Source source, int workers) {
        AtomicInteger fired = new AtomicInteger();
        IntUnaryOperator onGet =
                i -> {
                    if (i % 50 == 49) {
                        fired.incrementAndGet();
                        Thread.currentThread().interrupt();
                    }
                    return i;
                };
        int count = 0;
        for (List<Integer> batch : source.loader(onGet).numWorkers(workers).build()) {
            count += batch.size();
        }
        assertEquals(N, count);
        assertEquals(8, fired.get());
    }

    @ParameterizedTest
    @MethodSource("everySourceAndWorkers")
    void a_caller_that_is_interrupted(Source source, int workers) {
        DataLoader<List<Integer>> loader = source.loader(i -> i).numWorkers(workers).build();
        BatchIterator<List<Integer>> batches = loader.iterator();
        for (int batch = 0; batch < 50; batch++) {
            batches.next();
        }
        Thread.currentThread().interrupt();
        assertTrue(batches.hasNext());
        assertThrows(DataLoadException.class, batches::next);
        assertTrue(Thread.interrupted(), "the flag was lost");
        int count = 0;
        while (batches.hasNext()) {
            count += batches.next().size();
        }
        assertEquals(200, count);
    }

    @ParameterizedTest
    @MethodSource("everySourceWithWorkers")
    void a_worker_that_is_stuck_and_deaf(Source source, int workers) throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        Semaphore fired = new Semaphore(0);
        DataLoader<List<Integer>> loader =
                source.loader(i -> i == FAULT ? stuck(fired, release) : i)
                        .numWorkers(workers)
                        .timeout(Duration.ofMillis(150))
                        .build();
        BatchIterator<List<Integer>> batches = loader.iterator();
        for (int batch = 0; batch < 83; batch++) {
            LateBatches.next(batches);
        }
        fired.acquire();
        assertTrue(batches.hasNext());
        DataLoadException error = assertThrows(DataLoadException.class, batches::next);
        assertTrue(error.getMessage().contains("not loaded within PT0.15S"), error.getMessage());
        assertEquals(0, fired.availablePermits(), "fired once more");
        loader.close();
        assertThrows(IllegalStateException.class, batches::next);
        release.countDown();
    }

    private static int stuck(Semaphore fired, CountDownLatch release) {
        fired.release();
        while (release.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
            Thread.interrupted();
        }
        return 0;
    }

    @ParameterizedTest
    @MethodSource("everySourceWithWorkers")
    void closing_the_loader_during_next(Source source, int workers) throws InterruptedException {
        closingDuringNext(source, workers, true);
    }

    @ParameterizedTest
    @MethodSource("everySourceWithWorkers")
    void closing_the_epoch_during_next(Source source, int workers) throws InterruptedException {
        closingDuringNext(source, workers, false);
    }

    private static void closingDuringNext(Source source, int workers, boolean wholeLoader)
            throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        IntUnaryOperator onGet =
                i -> {
                    if (i == FAULT) {
                        reached.countDown();
                        try {
                            never.await();
                        } catch (InterruptedException closing) {
                            throw new IllegalStateException("interrupted", closing);
                        }
                    }
                    return i;
                };
        DataLoader<List<Integer>> loader = source.loader(onGet).numWorkers(workers).build();
        BatchIterator<List<Integer>> batches = loader.iterator();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread consumer =
                new Thread(
                        () -> {
                            try {
                                while (batches.hasNext()) {
                                    batches.next();
                                }
                            } catch (Throwable error) {
                                thrown.set(error);
                            }
                        });
        consumer.start();
        assertTrue(reached.await(4, TimeUnit.SECONDS));
        if (wholeLoader) {
            loader.close();
        } else {
            batches.close();
        }
        consumer.join(4000);
        assertFalse(consumer.isAlive());
        assertInstanceOf(IllegalStateException.class, thrown.get());
    }

    @ParameterizedTest
    @MethodSource("everySourceAndWorkers")
    void a_collate_that_fails(Source source, int workers) {
        AtomicInteger fired = new AtomicInteger();
        Collate<Integer, Integer> collate =
                samples -> {
                    if (samples.contains(FAULT)) {
                        fired.incrementAndGet();
                        throw new CollateException(1, "does not fit");
                    }
                    return samples.size();
                };
        DataLoader<Integer> loader =
                (source == Source.INDICES
                                ? DataLoader.builder(Numbers.upTo(N), collate)
                                : DataLoader.builder(
                                        IterableDataset.ofStream(
                                                () -> IntStream.range(0, N).boxed()),
                                        collate))
                        .batchSize(4)
                        .numWorkers(workers)
                        .build();
        BatchIterator<Integer> batches = loader.iterator();
        for (int batch = 0; batch < 83; batch++) {
            assertEquals(4, batches.next());
        }
        DataLoadException error = assertThrows(DataLoadException.class, batches::next);
        assertEquals(1, fired.get());
        assertEquals(FAULT, error.index().orElseThrow());
        assertTrue(
                error.getMessage().contains("does not fit; the first one has dataset index 332"),
                error.getMessage());
        while (batches.hasNext()) {
            batches.next();
        }
    }
}
