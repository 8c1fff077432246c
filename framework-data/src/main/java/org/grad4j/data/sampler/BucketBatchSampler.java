package org.grad4j.data.sampler;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.IntStream;
import org.grad4j.data.BatchSampler;
import org.grad4j.data.KeyedRandom;

/**
 * Batches of samples of similar length, so that little is padded: the samples are shuffled, sorted
 * by length within each bucket of {@code bucketSize} batches, cut into batches, and the batches
 * shuffled. A larger bucket pads less and mixes less.
 *
 * <p>The array is not copied; treat it as a value.
 *
 * @param lengths of each sample
 * @param batchSize samples in a batch, at least 1
 * @param bucketSize batches in a bucket, at least 1
 * @param dropLast whether the one batch that is not full is left out
 * @param seed of all epochs
 */
public record BucketBatchSampler(
        int[] lengths, int batchSize, int bucketSize, boolean dropLast, long seed)
        implements BatchSampler {

    /**
     * Checks the sizes.
     *
     * @param lengths of each sample
     * @param batchSize samples in a batch, at least 1
     * @param bucketSize batches in a bucket, at least 1
     * @param dropLast whether the one batch that is not full is left out
     * @param seed of all epochs
     * @throws NullPointerException if the array is null
     * @throws IllegalArgumentException if a size is less than 1
     */
    public BucketBatchSampler {
        Objects.requireNonNull(lengths, "the lengths are null");
        if (batchSize < 1 || bucketSize < 1) {
            throw new IllegalArgumentException(
                    "batchSize and bucketSize must be at least 1, got "
                            + batchSize
                            + " and "
                            + bucketSize);
        }
    }

    /**
     * Buckets of 100 batches, the last batch kept.
     *
     * @param lengths of each sample
     * @param batchSize samples in a batch, at least 1
     * @param seed of all epochs
     * @throws NullPointerException if the array is null
     * @throws IllegalArgumentException if the batch size is less than 1
     */
    public BucketBatchSampler(int[] lengths, int batchSize, long seed) {
        this(lengths, batchSize, 100, false, seed);
    }

    @Override
    public int size() {
        return order().size();
    }

    private BatchSampler order() {
        return BatchSampler.of(new SequentialSampler(lengths.length), batchSize, dropLast);
    }

    @Override
    public int[][] batches(long epoch) {
        KeyedRandom random = KeyedRandom.of(seed, epoch);
        int[] shuffled = IntStream.range(0, lengths.length).toArray();
        Shuffle.inPlace(shuffled, random);
        int[] sorted = sortedByBucket(shuffled);
        int[][] places = order().batches(epoch);
        int[] turns = IntStream.range(0, places.length).toArray();
        Shuffle.inPlace(turns, random);
        return Arrays.stream(turns)
                .mapToObj(turn -> Arrays.stream(places[turn]).map(place -> sorted[place]).toArray())
                .toArray(int[][]::new);
    }

    private int[] sortedByBucket(int[] order) {
        int step = (int) Math.min(order.length, (long) bucketSize * batchSize);
        int[] sorted = new int[order.length];
        for (int start = 0; start < order.length; start += step) {
            int end = Math.min(order.length, start + step);
            int[] bucket =
                    Arrays.stream(order, start, end)
                            .boxed()
                            .sorted(Comparator.comparingInt(i -> lengths[i]))
                            .mapToInt(Integer::intValue)
                            .toArray();
            System.arraycopy(bucket, 0, sorted, start, bucket.length);
        }
        return sorted;
    }
}
