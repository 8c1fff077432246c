package org.grad4j.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the number of threads, each has columns of its own, and together they have all. */
class PanelsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 16, 64})
    void parts_meet_at_their_borders(int parts) {
        for (int n = 64 * parts; n < 64 * parts + 200; n++) {
            assertThat(Panels.border(n, 0, parts)).isZero();
            assertThat(Panels.border(n, parts, parts)).isEqualTo(n);
            for (int part = 0; part < parts; part++) {
                int from = Panels.border(n, part, parts);
                assertThat(from % 16).isZero();
                assertThat(Panels.border(n, part + 1, parts)).isBetween(from + 48, n);
            }
        }
    }
}
