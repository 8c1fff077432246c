package org.grad4j.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Loaders whose batches tell everything that went into them, and the digests of batches. */
final class Digests {
    private Digests() {}

    /** Examples with a random transform and uneven delays, so that threads overtake each other. */
    static DataLoader.Builder<Example, Batch> augmented() {
        Dataset<Example> dataset = new Numbers(103, i -> i).map(Digests::augment);
        return DataLoader.builder(dataset).batchSize(8).shuffle(true).seed(42);
    }

    /** The same over a stream in three parts, shuffled in a buffer. */
    static DataLoader.Builder<Example, Batch> augmentedStream() {
        IterableDataset<Integer> parts =
                IterableDataset.sharded(
                        List.of(numbers(0, 60), numbers(100, 133), numbers(200, 207)));
        return DataLoader.builder(parts.shuffle(10).map(Digests::augment)).batchSize(8).seed(42);
    }

    private static IterableDataset<Integer> numbers(int from, int to) {
        return IterableDataset.ofStream(() -> IntStream.range(from, to).boxed());
    }

    private static Example augment(int i, RandomGenerator random) {
        if (i % 7 == 0) {
            Thread.yield();
        }
        float[] features = {i, random.nextFloat(), (float) random.nextGaussian()};
        return new Example(features, new long[] {3}, i % 10);
    }

    /** SHA-256 of a batch. */
    static String of(Batch batch) {
        ByteBuffer bytes =
                ByteBuffer.allocate(4 * batch.rawFeatures().length + 8 * batch.rawLabels().length);
        for (float feature : batch.rawFeatures()) {
            bytes.putFloat(feature);
        }
        for (long label : batch.rawLabels()) {
            bytes.putLong(label);
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException error) {
            throw new AssertionError(error);
        }
    }

    /** SHA-256 of each batch that is left. */
    static List<String> of(Iterator<Batch> batches) {
        List<String> digests = new ArrayList<>();
        batches.forEachRemaining(batch -> digests.add(of(batch)));
        return digests;
    }
}
