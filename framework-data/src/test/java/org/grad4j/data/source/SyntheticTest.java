package org.grad4j.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.grad4j.data.Dataset;
import org.grad4j.data.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SyntheticTest {

    static List<Dataset<Example>> sets() {
        return List.of(
                Synthetic.moons(20, 0.1, 3),
                Synthetic.circles(20, 0.1, 0.5, 3),
                Synthetic.blobs(20, 3, 4, 1, 3),
                Synthetic.spirals(20, 3, 0.1, 3),
                Synthetic.sines(20, 16, 3, 0.1, 3));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void a_sample_depends_on_seed_and_index_alone(Dataset<Example> set) {
        assertEquals(20, set.size());
        assertArrayEquals(set.get(7).features(), set.get(7).features());
        assertTrue(!Arrays.equals(set.get(7).features(), set.get(13).features()));
        assertThrows(IndexOutOfBoundsException.class, () -> set.get(20));
        assertThrows(IndexOutOfBoundsException.class, () -> set.get(-1));
    }

    @Test
    void moons_are_two_half_circles() {
        Dataset<Example> moons = Synthetic.moons(200, 0, 1);
        for (int i = 0; i < 200; i++) {
            float x = moons.get(i).features()[0];
            float y = moons.get(i).features()[1];
            boolean upper = moons.get(i).label() == 0;
            assertEquals(1, upper ? Math.hypot(x, y) : Math.hypot(x - 1, y - 0.5), 1e-6);
            assertTrue(upper ? y >= 0 : y <= 0.5);
        }
    }

    @Test
    void circles_have_their_radii() {
        Dataset<Example> circles = Synthetic.circles(100, 0, 0.3, 1);
        for (int i = 0; i < 100; i++) {
            float[] point = circles.get(i).features();
            assertEquals(i % 2 == 0 ? 1 : 0.3, Math.hypot(point[0], point[1]), 1e-6);
        }
    }

    @Test
    void blobs_lie_about_their_centres() {
        Dataset<Example> blobs = Synthetic.blobs(3000, 3, 2, 0.5, 8);
        double[] mean = new double[6];
        for (int i = 0; i < 3000; i++) {
            Example example = blobs.get(i);
            mean[(int) example.label() * 2] += example.features()[0] / 1000;
            mean[(int) example.label() * 2 + 1] += example.features()[1] / 1000;
        }
        double squares = 0;
        for (int i = 0; i < 3000; i++) {
            Example example = blobs.get(i);
            squares += Math.pow(example.features()[0] - mean[(int) example.label() * 2], 2) / 3000;
        }
        assertEquals(0.5, Math.sqrt(squares), 0.03);
    }

    @Test
    void arms_of_a_spiral_are_turned_copies_of_each_other() {
        Dataset<Example> spirals = Synthetic.spirals(300, 3, 0, 1);
        for (int i = 0; i < 300; i++) {
            Example example = spirals.get(i);
            double radius = Math.hypot(example.features()[0], example.features()[1]);
            double angle = Math.atan2(example.features()[1], example.features()[0]);
            double turns = angle / (2 * Math.PI) - 1.5 * radius - example.label() / 3.0;
            assertEquals(0, turns - Math.rint(turns), 1e-4 / Math.max(radius, 1e-3));
        }
    }

    @Test
    void sines_have_as_many_periods_as_their_label_says() {
        Dataset<Example> sines = Synthetic.sines(6, 64, 3, 0, 1);
        for (int i = 0; i < 6; i++) {
            float[] wave = sines.get(i).features();
            assertArrayEquals(new long[] {1, 64}, sines.get(i).shape());
            int crossings = 0;
            for (int t = 0; t < 64; t++) {
                crossings += (wave[t] < 0) != (wave[(t + 1) % 64] < 0) ? 1 : 0;
            }
            assertEquals(2 * (sines.get(i).label() + 1), crossings);
        }
    }

    @Test
    void settings_are_checked() {
        assertThrows(IllegalArgumentException.class, () -> Synthetic.moons(-1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> Synthetic.moons(1, -0.1, 1));
        assertThrows(IllegalArgumentException.class, () -> Synthetic.circles(1, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> Synthetic.blobs(1, 0, 2, 1, 1));
        assertEquals(
                "arms must be positive, got 0",
                assertThrows(IllegalArgumentException.class, () -> Synthetic.spirals(1, 0, 0, 1))
                        .getMessage());
        assertEquals(0, Synthetic.sines(0, 1, 1, 0, 1).size());
    }
}
