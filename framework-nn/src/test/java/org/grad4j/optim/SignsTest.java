package org.grad4j.optim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignsTest {
    @ParameterizedTest
    @ValueSource(floats = {0, Float.MIN_VALUE, 1e-20f, 0.3f, 1, 7, Float.MAX_VALUE})
    void signs_of_floats_are_those_of_math(float x) {
        assertThat(Signs.of(x)).isEqualTo(Math.signum(x));
        assertThat(Signs.of(-x)).isEqualTo(Math.signum(-x));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, Double.MIN_VALUE, 1e-200, 0.3, 1, 7, Double.POSITIVE_INFINITY})
    void signs_of_doubles_are_those_of_math(double x) {
        assertThat(Signs.of(x)).isEqualTo(Math.signum(x));
        assertThat(Signs.of(-x)).isEqualTo(Math.signum(-x));
    }

    @ParameterizedTest
    @ValueSource(doubles = Double.NaN)
    void the_sign_of_nan_is_nan(double x) {
        assertThat(Signs.of(x)).isNaN();
        assertThat(Signs.of((float) x)).isNaN();
    }
}
