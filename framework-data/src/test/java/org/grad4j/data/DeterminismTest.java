package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same batches for any number of workers, in any process, and after any resume. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeterminismTest {

    private enum Source {
        INDICES(Digests::augmented),
        BUCKETS(Digests::augmentedBuckets),
        STREAM(Digests::augmentedStream),
        MIXED(Digests::mixed),
        MIXED_STREAM(Digests::mixedStream);

        private final Supplier<DataLoader.Builder<Example, Batch>> builder;

        Source(Supplier<DataLoader.Builder<Example, Batch>> builder) {
            this.builder = builder;
        }

        DataLoader.Builder<Example, Batch> builder() {
            return builder.get();
        }

        List<String> epochs(int count) {
            DataLoader<Batch> loader = builder().build();
            List<String> digests = new ArrayList<>();
            for (int epoch = 0; epoch < count; epoch++) {
                digests.addAll(Digests.of(loader.iterator()));
            }
            return digests;
        }
    }

    @ParameterizedTest
    @EnumSource
    void batches_are_identical_for_any_number_of_workers(Source source) {
        List<String> expected = source.epochs(2);
        for (int workers : new int[] {0, 1, 2, 4, 8}) {
            for (int prefetch : new int[] {1, 2, 8}) {
                for (boolean persistent : new boolean[] {false, workers > 0}) {
                    DataLoader.Builder<Example, Batch> builder =
                            source.builder().numWorkers(workers).prefetchFactor(prefetch);
                    try (DataLoader<Batch> loader = builder.persistentWorkers(persistent).build()) {
                        List<String> digests = Digests.of(loader.iterator());
                        digests.addAll(Digests.of(loader.iterator()));
                        assertEquals(expected, digests, workers + " workers, " + prefetch);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void batches_are_the_same_on_virtual_threads_and_on_any_executor(Source source)
            throws InterruptedException {
        List<String> expected = source.epochs(1);
        try (DataLoader<Batch> loader =
                source.builder().numWorkers(20).virtualThreads(true).build()) {
            assertEquals(expected, Digests.of(loader.iterator()));
        }
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Executor sameThread = Runnable::run;
        Executor refusing =
                task -> {
                    throw new RejectedExecutionException("no");
                };
        for (Executor executor : List.of(threads, sameThread, refusing)) {
            DataLoader<Batch> loader = source.builder().numWorkers(3).executor(executor).build();
            assertEquals(expected, Digests.of(loader.iterator()));
        }
        threads.shutdown();
        assertTrue(threads.awaitTermination(5, TimeUnit.SECONDS), "a worker kept its thread");
    }

    @ParameterizedTest
    @EnumSource
    void epochs_differ(Source source) {
        List<String> two = source.epochs(2);
        int size = two.size() / 2;
        assertEquals(two.size(), two.stream().distinct().count());
        assertNotEquals(two.subList(0, size), two.subList(size, two.size()));
    }

    @ParameterizedTest
    @EnumSource
    void batches_are_the_same_in_another_jvm(Source source) throws Exception {
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                OtherJvm.class.getName(),
                                source.name())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertEquals(source.epochs(2), output.lines().toList());
    }

    /** Prints the digests of two epochs, loaded by three workers. */
    static final class OtherJvm {
        private OtherJvm() {}

        public static void main(String[] args) {
            DataLoader<Batch> loader = Source.valueOf(args[0]).builder().numWorkers(3).build();
            for (int epoch = 0; epoch < 2; epoch++) {
                Digests.of(loader.iterator()).forEach(System.out::println);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void up_to_five_resumes_at_random_points_change_nothing(Source source) {
        int epochs = 4;
        List<String> expected = source.epochs(epochs);
        long seed = System.nanoTime();
        System.out.println("resumes with seed " + seed);
        Random random = new Random(seed);
        for (int run = 0; run < 20; run++) {
            List<String> digests = new ArrayList<>();
            LoaderPosition position = null;
            int resumes = 1 + run % 5;
            for (int life = 0; life <= resumes; life++) {
                DataLoader<Batch> loader =
                        source.builder().numWorkers(run % 3).prefetchFactor(1 + run % 2).build();
                if (position != null) {
                    loader.resumeFrom(LoaderPosition.fromMap(position.toMap()));
                }
                int cut =
                        life == resumes
                                ? Integer.MAX_VALUE
                                : random.nextInt(expected.size() - digests.size() + 1);
                position = train(loader, epochs, cut, digests);
            }
            assertEquals(expected, digests, "run " + run + ", seed " + seed);
        }
    }

    /** Trains until all epochs are over, or some batches were taken; then the process "dies". */
    private static LoaderPosition train(
            DataLoader<Batch> loader, int epochs, int cut, List<String> digests) {
        int taken = 0;
        LoaderPosition position = loader.position();
        while (loader.epoch() < epochs) {
            for (Batch batch : loader) {
                if (taken == cut) {
                    return position;
                }
                digests.add(Digests.of(batch));
                taken++;
                position = loader.position();
            }
        }
        return position;
    }
}
