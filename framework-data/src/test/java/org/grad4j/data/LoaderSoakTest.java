package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many epochs, left at random, leave threads and live arrays where they were. */
class LoaderSoakTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void forty_epochs_left_at_random_leave_nothing(boolean stream) throws InterruptedException {
        run(40, stream);
    }

    @Tag("soak")
    @Test
    void a_thousand_epochs_left_at_random_leave_nothing() throws InterruptedException {
        run(1000, false);
        run(1000, true);
    }

    private static void run(int epochs, boolean stream) throws InterruptedException {
        LoaderThreads.assertGone(); // idle ones of other tests would be counted below
        Tensor.ones(2).sum().item(); // starts the native library, which has threads of its own
        // What other tests left behind may be found late, and would make a count of all too high.
        long created = TensorMemory.stats().created();
        int threads = Thread.activeCount();
        long seed = System.nanoTime();
        System.out.println("soak with seed " + seed);
        KeyedRandom random = KeyedRandom.of(seed);
        Dataset<Example> dataset =
                Numbers.upTo(200)
                        .map(
                                Transform.of(
                                        i -> new Example(new float[] {i}, new long[] {1}, i % 2)));
        DataLoader<Batch> loader =
                (stream
                                ? DataLoader.builder(IterableDataset.ofStream(dataset::stream))
                                : DataLoader.builder(dataset).shuffle(true))
                        .batchSize(2)
                        .numWorkers(3)
                        .build();
        int most = 0;
        for (int epoch = 0; epoch < epochs; epoch++) {
            int leaveAfter = random.nextInt(130); // of 100 batches, so some epochs end
            int taken = 0;
            BatchIterator<Batch> batches = loader.iterator();
            while (batches.hasNext() && taken < leaveAfter) {
                Batch batch = batches.next();
                // A tensor in a scope, or left to the garbage collector with its batch.
                if (taken++ % 2 == 0) {
                    Tensor sum = TensorScope.run(() -> batch.features().sum());
                    assertTrue(sum.item() >= 0);
                } else {
                    assertEquals(2, batch.labels().numel());
                }
            }
            if (epoch % 3 == 0) {
                batches.close();
            }
            most = Math.max(most, LoaderThreads.alive().size());
        }
        assertTrue(most <= 3, "loader threads: " + most);
        LoaderThreads.assertGone();
        TensorMemory.settle();
        // On a busy machine the collector's findings come late.
        for (int i = 0; i < 20 && !TensorMemory.liveSince(created).isEmpty(); i++) {
            TensorMemory.settle();
        }
        assertEquals(List.of(), TensorMemory.liveSince(created));
        assertTrue(Thread.activeCount() <= threads, "threads: " + Thread.activeCount());
    }
}
