package org.grad4j.data.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.grad4j.data.BatchSampler;
import org.grad4j.data.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every sampler promises, and what is special about each. */
class SamplerContractTest {

    private static long[] labels(int n) {
        return LongStream.range(0, n).map(i -> i % 10 == 0 ? 2 : i % 3 == 0 ? 1 : 0).toArray();
    }

    private static double[] weights(int n) {
        return IntStream.range(0, n).mapToDouble(i -> 1 + i % 4).toArray();
    }

    /** Samplers over n samples, each with a seed. */
    private static List<Sampler> samplers(int n, long seed) {
        return List.of(
                new SequentialSampler(n),
                new RandomSampler(n, seed),
                RandomSampler.withReplacement(n, n, seed),
                new SubsetRandomSampler(IntStream.range(n / 3, n).toArray(), seed),
                new WeightedRandomSampler(weights(n), n, true, seed),
                new WeightedRandomSampler(weights(n), n / 2, false, seed),
                new StratifiedSampler(labels(n), seed),
                new BalancedSampler(labels(n), seed),
                new DistributedSampler(n, 1, 3, true, false, seed),
                new DistributedSampler(n, 2, 3, false, true, seed));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 63, 64, 65})
    void asking_twice_gives_the_same_indices_all_of_them_in_range(int n) {
        for (Sampler sampler : samplers(n, 5)) {
            for (long epoch : new long[] {0, 1, Long.MAX_VALUE}) {
                int[] indices = sampler.indices(epoch);
                String name = sampler + " over " + n;
                assertEquals(sampler.size(), indices.length, name);
                assertTrue(Arrays.stream(indices).allMatch(i -> i >= 0 && i < n), name);
                assertArrayEquals(indices, sampler.indices(epoch), name);
                Arrays.fill(indices, -1);
                assertFalse(Arrays.equals(indices, sampler.indices(epoch)) && n > 3, name);
            }
        }
    }

    @Test
    void random_orders_depend_on_epoch_and_seed() {
        List<Sampler> one = samplers(100, 5);
        List<Sampler> other = samplers(100, 6);
        for (int i = 0; i < one.size(); i++) {
            Sampler sampler = one.get(i);
            boolean random = !Arrays.equals(sampler.indices(0), other.get(i).indices(0));
            boolean fixed =
                    sampler instanceof SequentialSampler
                            || sampler instanceof DistributedSampler d && !d.shuffle();
            assertEquals(fixed, !random, sampler.toString());
            assertEquals(
                    fixed,
                    Arrays.equals(sampler.indices(0), sampler.indices(1)),
                    sampler.toString());
        }
    }

    @Test
    void a_subset_visits_each_of_its_indices_once() {
        int[] subset = {7, 3, 3, 11};
        int[] visited = new SubsetRandomSampler(subset, 1).indices(4);
        Arrays.sort(visited);
        assertArrayEquals(new int[] {3, 3, 7, 11}, visited);
        assertArrayEquals(new int[] {7, 3, 3, 11}, subset);
    }

    @Test
    void draws_with_replacement_repeat_and_are_uniform() {
        int n = 10;
        int[] counts = new int[n];
        int[] drawn = RandomSampler.withReplacement(n, 20_000, 3).indices(0);
        Arrays.stream(drawn).forEach(i -> counts[i]++);
        double chiSquare =
                Arrays.stream(counts).mapToDouble(c -> (c - 2e3) * (c - 2e3) / 2e3).sum();
        assertTrue(chiSquare < 33.7, "chi-square " + chiSquare); // p = 1e-4, 9 degrees of freedom
    }

    @Test
    void weights_are_proportions() {
        double[] weights = {0, 1, 3, 0, 4, 0};
        int[] counts = new int[weights.length];
        int[] drawn = new WeightedRandomSampler(weights, 16_000, 9).indices(0);
        Arrays.stream(drawn).forEach(i -> counts[i]++);
        double chiSquare = 0;
        for (int i = 0; i < weights.length; i++) {
            double expected = weights[i] * 2000;
            if (expected == 0) {
                assertEquals(0, counts[i]);
            } else {
                chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
            }
        }
        assertTrue(chiSquare < 18.4, "chi-square " + chiSquare); // p = 1e-4, 2 degrees of freedom
    }

    @Test
    void without_replacement_the_first_draw_is_in_proportion_and_nothing_comes_twice() {
        WeightedRandomSampler sampler =
                new WeightedRandomSampler(new double[] {1, 0, 2, 5}, 3, false, 4);
        int[] first = new int[4];
        for (int epoch = 0; epoch < 8000; epoch++) {
            int[] drawn = sampler.indices(epoch);
            first[drawn[0]]++;
            assertEquals(3, Arrays.stream(drawn).distinct().filter(i -> i != 1).count());
        }
        double chiSquare = square(first[0], 1000) + square(first[2], 2000) + square(first[3], 5000);
        assertTrue(chiSquare < 18.4, "chi-square " + chiSquare);
    }

    private static double square(int count, double expected) {
        return (count - expected) * (count - expected) / expected;
    }

    @Test
    void every_stratified_batch_holds_the_classes_in_proportion() {
        long[] labels = labels(1000);
        Map<Long, Long> whole = count(labels, IntStream.range(0, 1000).toArray());
        BatchSampler batches = BatchSampler.of(new StratifiedSampler(labels, 3), 50, false);
        int[] seen = new int[1000];
        for (int[] batch : batches.batches(2)) {
            Arrays.stream(batch).forEach(i -> seen[i]++);
            Map<Long, Long> part = count(labels, batch);
            for (long label : whole.keySet()) {
                double expected = whole.get(label) * 50 / 1000.0;
                assertTrue(
                        Math.abs(part.get(label) - expected) < 2,
                        "class " + label + ": " + part.get(label) + ", expected " + expected);
            }
        }
        assertTrue(Arrays.stream(seen).allMatch(times -> times == 1));
    }

    private static Map<Long, Long> count(long[] labels, int[] indices) {
        Map<Long, Long> counts = new HashMap<>();
        Arrays.stream(indices).forEach(i -> counts.merge(labels[i], 1L, Long::sum));
        return counts;
    }

    @Test
    void balanced_classes_come_equally_often_and_use_all_their_samples() {
        long[] labels = labels(1000); // 600 of class 0, 300 of 1, 100 of 2
        int[] indices = new BalancedSampler(labels, 900, 8).indices(1);
        assertEquals(Map.of(0L, 300L, 1L, 300L, 2L, 300L), count(labels, indices));
        Map<Integer, Integer> times = new HashMap<>();
        Arrays.stream(indices).forEach(i -> times.merge(i, 1, Integer::sum));
        times.forEach((i, n) -> assertEquals(labels[i] == 2 ? 3 : 1, n));
    }

    @Test
    void bucket_batches_hold_similar_lengths_and_every_sample_once() {
        int n = 1003;
        int[] lengths = IntStream.range(0, n).map(i -> i * 7919 % 500).toArray();
        BucketBatchSampler sampler = new BucketBatchSampler(lengths, 16, 20, false, 6);
        int[][] batches = sampler.batches(3);
        assertEquals(63, sampler.size());
        assertEquals(63, batches.length);
        int[] all = Arrays.stream(batches).flatMapToInt(Arrays::stream).sorted().toArray();
        assertArrayEquals(IntStream.range(0, n).toArray(), all);
        assertTrue(padding(batches, lengths) < padding(shuffled(n), lengths) / 5);
        assertFalse(Arrays.deepEquals(batches, sampler.batches(4)));
        assertTrue(Arrays.deepEquals(batches, sampler.batches(3)));
        int[][] full = new BucketBatchSampler(lengths, 16, 20, true, 6).batches(3);
        assertEquals(62, full.length);
        assertTrue(Arrays.stream(full).allMatch(batch -> batch.length == 16));
        assertEquals(0, new BucketBatchSampler(new int[0], 16, 1).batches(0).length);
    }

    private static int[][] shuffled(int n) {
        return BatchSampler.of(new RandomSampler(n, 1), 16, false).batches(0);
    }

    private static int padding(int[][] batches, int[] lengths) {
        int padding = 0;
        for (int[] batch : batches) {
            int longest = Arrays.stream(batch).map(i -> lengths[i]).max().orElseThrow();
            padding += Arrays.stream(batch).map(i -> longest - lengths[i]).sum();
        }
        return padding;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 11, 12, 13})
    void distributed_shares_cover_everything_with_as_little_as_possible_twice(int n) {
        for (int world : new int[] {1, 3, 4, 20}) {
            int[] times = new int[n];
            int[] timesDropping = new int[n];
            for (int rank = 0; rank < world; rank++) {
                int[] share = new DistributedSampler(n, rank, world, true, false, 2).indices(5);
                assertEquals((n + world - 1) / world, share.length);
                Arrays.stream(share).forEach(i -> times[i]++);
                int[] full = new DistributedSampler(n, rank, world, true, true, 2).indices(5);
                assertEquals(n / world, full.length);
                Arrays.stream(full).forEach(i -> timesDropping[i]++);
            }
            int most = n == 0 ? 0 : (world + n - 1) / n;
            assertTrue(Arrays.stream(times).allMatch(t -> t >= 1 && t <= Math.max(2, most)));
            assertTrue(Arrays.stream(timesDropping).allMatch(t -> t <= 1));
            assertEquals(n / world * world, Arrays.stream(timesDropping).sum());
        }
    }

    @Test
    void an_unshuffled_share_is_every_world_th_index_as_in_pytorch() {
        assertArrayEquals(
                new int[] {1, 4, 7, 0},
                new DistributedSampler(10, 1, 3, false, false, 0).indices(0));
        assertArrayEquals(
                new int[] {2, 5, 8}, new DistributedSampler(10, 2, 3, false, true, 0).indices(0));
    }

    @Test
    void wrong_settings_are_refused_with_their_values() {
        assertRefused(
                "cannot draw 1 indices from 0 samples",
                () -> RandomSampler.withReplacement(0, 1, 0));
        assertRefused(
                "indices must not be negative, got -2",
                () -> new SubsetRandomSampler(new int[] {1, -2}, 0));
        assertRefused(
                "weights must be finite and at least 0, got -1.0 at 1",
                () -> new WeightedRandomSampler(new double[] {1, -1}, 1, true, 0));
        assertRefused(
                "weights must be finite and at least 0, got NaN at 0",
                () -> new WeightedRandomSampler(new double[] {Double.NaN}, 1, true, 0));
        assertRefused(
                "cannot draw 2 indices without replacement from 1 weights above 0",
                () -> new WeightedRandomSampler(new double[] {1, 0}, 2, false, 0));
        assertRefused(
                "cannot draw 2 indices with replacement from 0 weights above 0",
                () -> new WeightedRandomSampler(new double[] {0, 0}, 2, true, 0));
        assertRefused(
                "cannot draw 3 indices from 0 labels",
                () -> new BalancedSampler(new long[0], 3, 0));
        assertRefused(
                "batchSize and bucketSize must be at least 1, got 0 and 2",
                () -> new BucketBatchSampler(new int[3], 0, 2, false, 0));
        assertRefused(
                "rank must lie in [0, 3), got 3",
                () -> new DistributedSampler(5, 3, 3, true, true, 0));
        assertRefused(
                "batchSize must be at least 1, got 0",
                () -> BatchSampler.of(new SequentialSampler(3), 0, false));
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
