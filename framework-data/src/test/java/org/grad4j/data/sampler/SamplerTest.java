package org.grad4j.data.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.grad4j.data.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 63, 64, 65, 1000})
    void every_index_is_visited_once_and_asking_twice_gives_the_same_answer(int size) {
        for (Sampler sampler :
                new Sampler[] {new SequentialSampler(size), new RandomSampler(size, 5)}) {
            assertEquals(size, sampler.size());
            for (long epoch : new long[] {0, 1, Long.MAX_VALUE}) {
                int[] indices = sampler.indices(epoch);
                assertArrayEquals(indices, sampler.indices(epoch));
                Arrays.sort(indices);
                assertArrayEquals(IntStream.range(0, size).toArray(), indices);
            }
        }
    }

    @Test
    void a_negative_size_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> new SequentialSampler(-1));
        assertThrows(IllegalArgumentException.class, () -> new RandomSampler(-1, 0));
    }

    @Test
    void the_order_is_fixed_by_seed_and_epoch() {
        // Computed by an independent implementation.
        assertArrayEquals(new int[] {7, 2, 6, 3, 5, 4, 1, 0}, new RandomSampler(8, 1).indices(0));
        assertArrayEquals(new int[] {2, 6, 3, 5, 7, 0, 4, 1}, new RandomSampler(8, 1).indices(1));
        assertArrayEquals(new int[] {3, 2, 5, 6, 4, 7, 0, 1}, new RandomSampler(8, 2).indices(0));
    }

    @Test
    void each_place_is_equally_likely_for_each_sample() {
        int n = 10;
        int shuffles = 10_000;
        int[][] counts = new int[n][n]; // [sample, place]
        RandomSampler sampler = new RandomSampler(n, 123);
        for (int epoch = 0; epoch < shuffles; epoch++) {
            int[] order = sampler.indices(epoch);
            for (int place = 0; place < n; place++) {
                counts[order[place]][place]++;
            }
        }
        double expected = shuffles / (double) n;
        for (int sample = 0; sample < n; sample++) {
            double chiSquare = 0;
            for (int count : counts[sample]) {
                chiSquare += (count - expected) * (count - expected) / expected;
            }
            // p = 1e-4 with 9 degrees of freedom
            assertTrue(chiSquare < 33.7, "sample " + sample + ": chi-square " + chiSquare);
        }
    }
}
