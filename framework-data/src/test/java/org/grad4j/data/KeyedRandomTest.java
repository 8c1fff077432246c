package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyedRandomTest {

    @Test
    void the_same_keys_give_the_same_stream() {
        KeyedRandom a = KeyedRandom.of(1, 2, 3);
        KeyedRandom b = KeyedRandom.of(1, 2, 3);
        for (int i = 0; i < 100; i++) {
            assertEquals(a.nextLong(), b.nextLong());
        }
    }

    @Test
    void order_and_number_of_keys_matter() {
        Set<Long> first = new HashSet<>();
        first.add(KeyedRandom.of().nextLong());
        first.add(KeyedRandom.of(0).nextLong());
        first.add(KeyedRandom.of(0, 0).nextLong());
        for (int seed = 1; seed < 30; seed++) {
            for (int epoch = 0; epoch < 30; epoch++) {
                first.add(KeyedRandom.of(seed, epoch).nextLong());
            }
        }
        assertEquals(3 + 29 * 30, first.size());
    }

    @Test
    void streams_are_fixed_by_this_class() {
        KeyedRandom random = KeyedRandom.of(1, 2);
        // Computed by an independent implementation of SplitMix64.
        assertEquals(4887950749284251676L, random.nextLong());
        assertEquals(764, random.nextInt(1000));
        assertEquals(0.28499555587768555f, random.nextFloat());
        assertEquals(0.8519284581482828, random.nextDouble());
        assertEquals(-0.25820497889705085, random.nextGaussian());
    }

    @Test
    void bounded_numbers_are_uniform() {
        KeyedRandom random = KeyedRandom.of(5);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[random.nextInt(7)]++;
        }
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += Math.pow(count - 10_000, 2) / 10_000;
        }
        assertTrue(chiSquare < 27.9, "chi-square " + chiSquare); // p = 1e-4, 6 degrees
    }

    @Test
    void a_bound_is_positive() {
        KeyedRandom random = KeyedRandom.of(5);
        assertEquals(0, random.nextInt(1));
        assertTrue(random.nextInt(Integer.MAX_VALUE) >= 0);
        assertEquals(
                "bound must be positive, got 0",
                assertThrows(IllegalArgumentException.class, () -> random.nextInt(0)).getMessage());
    }

    @Test
    void gaussian_numbers_have_mean_0_and_variance_1() {
        KeyedRandom random = KeyedRandom.of(9);
        double sum = 0;
        double squares = 0;
        int n = 100_000;
        for (int i = 0; i < n; i++) {
            double x = random.nextGaussian();
            sum += x;
            squares += x * x;
        }
        assertEquals(0, sum / n, 0.015);
        assertEquals(1, squares / n, 0.03);
    }
}
