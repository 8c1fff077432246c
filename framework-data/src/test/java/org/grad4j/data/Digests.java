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
import org.grad4j.data.sampler.BucketBatchSampler;

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

    /** The same in batches of similar length. */
    static DataLoader.Builder<Example, Batch> augmentedBuckets() {
        int[] lengths = IntStream.range(0, 103).map(i -> i * 31 % 17).toArray();
        Dataset<Example> dataset = new Numbers(103, i -> i).map(Digests::augment);
        return DataLoader.builder(dataset)
                .batchSampler(new BucketBatchSampler(lengths, 8, 4, false, 42))
                .seed(42);
    }

    /** Batches with random choices of their own. */
    static DataLoader.Builder<Example, Batch> mixed() {
        Dataset<Example> dataset = new Numbers(103, i -> i).map(Digests::augment);
        return DataLoader.builder(dataset, Collate.examples().andThen(Digests::shift))
                .batchSize(8)
                .shuffle(true)
                .seed(42);
    }

    /** The same over a stream in parts of which one ends early. */
    static DataLoader.Builder<Example, Batch> mixedStream() {
        IterableDataset<Integer> parts =
                IterableDataset.sharded(List.of(numbers(0, 60), numbers(100, 109)));
        return DataLoader.builder(
                        parts.map(Digests::augment), Collate.examples().andThen(Digests::shift))
                .batchSize(8)
                .seed(42);
    }

    private static Batch shift(Batch batch, RandomGenerator random) {
        float[] features = batch.rawFeatures().clone();
        float shift = random.nextFloat();
        for (int i = 0; i < features.length; i++) {
            features[i] += shift;
        }
        return Batch.of(features, new long[] {3}, batch.rawLabels());
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
        MessageDigest digest = sha256();
        update(digest, batch);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of each batch that is left. */
    static List<String> of(Iterator<Batch> batches) {
        List<String> digests = new ArrayList<>();
        batches.forEachRemaining(batch -> digests.add(of(batch)));
        return digests;
    }

    /** One SHA-256 of all batches that are left. */
    static String ofEpoch(Iterator<Batch> batches) {
        MessageDigest digest = sha256();
        batches.forEachRemaining(batch -> update(digest, batch));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, Batch batch) {
        ByteBuffer bytes =
                ByteBuffer.allocate(4 * batch.rawFeatures().length + 8 * batch.rawLabels().length);
        for (float feature : batch.rawFeatures()) {
            bytes.putFloat(feature);
        }
        for (long label : batch.rawLabels()) {
            bytes.putLong(label);
        }
        digest.update(bytes.flip());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException error) {
            throw new AssertionError(error);
        }
    }
}
