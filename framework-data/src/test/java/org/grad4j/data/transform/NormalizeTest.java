package org.grad4j.data.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.grad4j.data.Dataset;
import org.grad4j.data.Example;
import org.junit.jupiter.api.Test;

class NormalizeTest {

    @Test
    void nothing_normalises_to_nothing() {
        Example empty = new Example(new float[0], new long[] {0}, 1);
        assertEquals(0, new Normalize(1, 2).apply(empty, null).features().length);
    }

    @Test
    void one_mean_and_std_hold_for_all_features() {
        Example example = new Example(new float[] {1, 3, 5}, new long[] {3}, 7);
        Example result = new Normalize(1, 2).apply(example, null);
        assertArrayEquals(new float[] {0, 1, 2}, result.features());
        assertArrayEquals(new float[] {1, 3, 5}, example.features());
        assertArrayEquals(new long[] {3}, result.shape());
        assertEquals(7, result.label());
    }

    @Test
    void each_channel_has_its_own_mean_and_std() {
        Example example = new Example(new float[] {1, 3, 5, 7}, new long[] {2, 1, 2}, 0);
        Normalize normalize = new Normalize(new float[] {1, 5}, new float[] {2, 1});
        assertArrayEquals(new float[] {0, 1, 0, 2}, normalize.apply(example, null).features());
    }

    @Test
    void the_first_dimension_must_be_the_number_of_channels() {
        Normalize normalize = new Normalize(new float[2], new float[] {1, 1});
        Example example = new Example(new float[6], new long[] {3, 2}, 0);
        assertEquals(
                "normalize: expected shape [2, ...], got [3, 2]",
                assertThrows(IllegalArgumentException.class, () -> normalize.apply(example, null))
                        .getMessage());
    }

    @Test
    void means_and_stds_are_measured_by_channel() {
        Example one = new Example(new float[] {1, 3, 10, 10}, new long[] {2, 2}, 0);
        Example two = new Example(new float[] {5, 7, 10, 14}, new long[] {2, 2}, 0);
        Normalize fitted = Normalize.fit(Dataset.of(List.of(one, two)));
        assertArrayEquals(new float[] {4, 11}, fitted.mean(), 1e-6f);
        float[] std = {(float) Math.sqrt(5), (float) Math.sqrt(3)};
        assertArrayEquals(std, fitted.std(), 1e-6f);
    }

    @Test
    void what_cannot_be_measured_is_refused() {
        Example flat = new Example(new float[] {1, 2, 5, 5}, new long[] {2, 2}, 0);
        Example other = new Example(new float[3], new long[] {3}, 0);
        refused("normalize: no sample to measure", List.of());
        refused("normalize: channel 1 has no spread; all values are 5.0", List.of(flat));
        refused("normalize: expected samples of shape [2, ...], got [3]", List.of(flat, other));
        refused(
                "normalize: expected samples of shape [c, ...], got []",
                List.of(new Example(new float[1], new long[0], 0)));
    }

    private static void refused(String message, List<Example> examples) {
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Normalize.fit(Dataset.of(examples)))
                        .getMessage());
    }

    @Test
    void means_and_stds_must_fit() {
        assertThrows(
                IllegalArgumentException.class, () -> new Normalize(new float[1], new float[2]));
        assertThrows(
                IllegalArgumentException.class, () -> new Normalize(new float[0], new float[0]));
        assertThrows(IllegalArgumentException.class, () -> new Normalize(0, Float.NaN));
        assertEquals(
                "std must be positive, got [0.0]",
                assertThrows(IllegalArgumentException.class, () -> new Normalize(0, 0))
                        .getMessage());
    }

    @Test
    void bytes_are_unsigned_and_scale_to_one() {
        byte[] bytes = {0, 51, (byte) 255};
        assertArrayEquals(new float[] {0, 0.2f, 1}, new ToFloat().apply(bytes, null));
    }
}
