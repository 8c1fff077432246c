package org.grad4j.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.grad4j.data.Example;
import org.junit.jupiter.api.Test;

class SyntheticDigitsTest {

    @Test
    void there_may_be_none() {
        assertEquals(0, new SyntheticDigits(0, 1).size());
        assertThrows(IndexOutOfBoundsException.class, () -> new SyntheticDigits(0, 1).get(0));
        assertEquals(
                "size must not be negative, got -1",
                assertThrows(IllegalArgumentException.class, () -> new SyntheticDigits(-1, 1))
                        .getMessage());
    }

    @Test
    void a_sample_depends_on_seed_and_index_only() {
        Example expected = new SyntheticDigits(8, 3).get(7);
        Example again = new SyntheticDigits(100, 3).get(7);
        assertEquals(expected.label(), again.label());
        assertArrayEquals(expected.features(), again.features());
        assertFalse(
                Arrays.equals(expected.features(), new SyntheticDigits(8, 4).get(7).features()));
        assertFalse(
                Arrays.equals(expected.features(), new SyntheticDigits(8, 3).get(6).features()));
    }

    @Test
    void the_digits_are_the_same_on_every_machine_and_in_every_release() throws Exception {
        SyntheticDigits digits = new SyntheticDigits(100, 1);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < digits.size(); i++) {
            Example example = digits.get(i);
            ByteBuffer bytes = ByteBuffer.allocate(4 * 784 + 8);
            for (float feature : example.features()) {
                bytes.putFloat(feature);
            }
            bytes.putLong(example.label());
            digest.update(bytes.flip());
        }
        assertEquals(
                "8d88d2a90063373a568ebcb0ab049761e562a890631ea0ca647995ceec0caf2c",
                HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void threads_draw_the_same_digits() {
        SyntheticDigits digits = new SyntheticDigits(500, 1);
        float[][] parallel =
                IntStream.range(0, 500)
                        .parallel()
                        .mapToObj(i -> digits.get(i).features())
                        .toArray(float[][]::new);
        for (int i = 0; i < 500; i++) {
            assertArrayEquals(digits.get(i).features(), parallel[i]);
        }
    }

    @Test
    void all_ten_digits_are_about_equally_frequent_and_look_like_mnist_to_a_model() {
        SyntheticDigits digits = new SyntheticDigits(5000, 9);
        int[] counts = new int[10];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < digits.size(); i++) {
            Example example = digits.get(i);
            assertArrayEquals(new long[] {1, 28, 28}, example.shape());
            counts[(int) example.label()]++;
            for (float x : example.features()) {
                float grey = x * Mnist.STD + Mnist.MEAN;
                assertTrue(grey > -1e-6 && grey < 1 + 1e-6, "grey " + grey);
                sum += x;
                squares += x * x;
            }
        }
        for (int count : counts) {
            assertEquals(500, count, 100);
        }
        int n = 5000 * 784;
        assertEquals(0, sum / n, 0.1);
        assertEquals(1, Math.sqrt(squares / n), 0.3);
    }

    @Test
    void digits_of_a_class_resemble_each_other_more_than_others() {
        SyntheticDigits digits = new SyntheticDigits(4000, 5);
        float[][] means = new float[10][784];
        for (int i = 0; i < 3000; i++) {
            Example example = digits.get(i);
            for (int p = 0; p < 784; p++) {
                means[(int) example.label()][p] += example.features()[p] / 300;
            }
        }
        int right = 0;
        for (int i = 3000; i < 4000; i++) {
            Example example = digits.get(i);
            if (nearest(means, example.features()) == example.label()) {
                right++;
            }
        }
        assertTrue(right > 450, "right by the nearest mean: " + right + " of 1000");
        assertTrue(right < 900, "too easy, right by the nearest mean: " + right + " of 1000");
    }

    private static int nearest(float[][] means, float[] features) {
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int label = 0; label < means.length; label++) {
            double distance = 0;
            for (int p = 0; p < features.length; p++) {
                distance += Math.pow(features[p] - means[label][p], 2);
            }
            if (distance < least) {
                least = distance;
                best = label;
            }
        }
        return best;
    }
}
