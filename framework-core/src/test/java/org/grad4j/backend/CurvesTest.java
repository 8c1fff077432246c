package org.grad4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CurvesTest {
    @Test
    void tanh_and_sigmoid_are_exact_to_float_precision() {
        int n = 4001;
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (i - 2000) * 0.01f;
        }
        float[] bent = new float[n];
        float[] gate = x.clone();
        Curves.tanh(x, bent, n);
        Curves.sigmoid(gate, n);
        for (int i = 0; i < n; i++) {
            assertThat((double) bent[i])
                    .as("tanh(%s)", x[i])
                    .isCloseTo(Math.tanh(x[i]), within(4e-7))
                    .isBetween(-1.0, 1.0)
                    .isEqualTo(-bent[n - 1 - i]);
            assertThat((double) gate[i])
                    .as("sigmoid(%s)", x[i])
                    .isCloseTo(1 / (1 + Math.exp(-x[i])), within(4e-7))
                    .isBetween(0.0, 1.0);
        }
    }

    @Test
    void what_is_not_finite_has_its_limit() {
        float[] x = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f};
        float[] bent = new float[4];
        float[] gate = x.clone();
        Curves.tanh(x, bent, 4);
        Curves.sigmoid(gate, 4);
        assertThat(bent).containsExactly(new float[] {Float.NaN, 1, -1, -0f}, within(1e-7f));
        assertThat(gate).containsExactly(new float[] {Float.NaN, 1, 0, 0.5f}, within(1e-7f));
    }
}
