package org.grad4j.benchmarks.micro;

import java.util.Random;
import org.grad4j.data.ArrayDataset;
import org.grad4j.data.Batch;
import org.grad4j.data.BatchIterator;
import org.grad4j.data.DataLoader;
import org.grad4j.data.Dataset;
import org.grad4j.data.Example;
import org.grad4j.data.transform.RandomRotation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** One batch of 64 images of 28 × 28 from memory, shuffled, and with a transform of each image. */
public class LoaderBenchmark extends Scoped {
    private static final int SIZE = 8192;

    /** Threads that load beside the one that asks. */
    @Param({"0", "1", "2"})
    public int workers;

    private DataLoader<Batch> plain;
    private DataLoader<Batch> turned;
    private BatchIterator<Batch> plainBatches;
    private BatchIterator<Batch> turnedBatches;

    /** Makes the data and starts the loaders. */
    @Setup
    public void prepare() {
        float[] pixels = new float[SIZE * 28 * 28];
        long[] labels = new long[SIZE];
        Random random = new Random(1);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        ArrayDataset digits = ArrayDataset.of(pixels, new long[] {1, 28, 28}, labels);
        plain = loader(digits);
        turned = loader(digits.map(new RandomRotation(10)));
        plainBatches = plain.iterator();
        turnedBatches = turned.iterator();
    }

    private DataLoader<Batch> loader(Dataset<Example> digits) {
        return DataLoader.builder(digits)
                .batchSize(64)
                .shuffle(true)
                .numWorkers(workers)
                .persistentWorkers(workers > 0)
                .build();
    }

    /** Stops the loaders. */
    @TearDown
    public void stop() {
        plainBatches.close();
        turnedBatches.close();
        plain.close();
        turned.close();
    }

    /** As it lies in memory. */
    @Benchmark
    public Batch inMemory() {
        if (!plainBatches.hasNext()) {
            plainBatches = plain.iterator();
        }
        return plainBatches.next();
    }

    /** Every image turned by up to ten degrees. */
    @Benchmark
    public Batch transformed() {
        if (!turnedBatches.hasNext()) {
            turnedBatches = turned.iterator();
        }
        return turnedBatches.next();
    }
}
