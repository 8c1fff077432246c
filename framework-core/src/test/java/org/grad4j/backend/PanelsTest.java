package org.grad4j.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** Among them strips that are not full, panels that are not, and a left matrix transposed. */
    @ParameterizedTest
    @CsvSource({
        "32, 1600, 250, false",
        "70, 3000, 100, false",
        "65, 1300, 500, true",
        "64, 12000, 100, true"
    })
    void products_are_those_in_double_precision(int m, int n, int k, boolean transposed) {
        // Each thread takes a panel at least.
        assertThat(Panels.pays(m, n, k, transposed)).isEqualTo(n >= 64 * Backend.threads());
        Generator random = new Generator(m + n + k);
        Array a = Tensor.randn(random, transposed ? k : m, transposed ? m : k).array();
        Array left = transposed ? MatMul.transposed(a) : a;
        Array right = Tensor.randn(random, k, n).array();
        Array z = MatMul.product(left, right);
        Array exact = MatMul.product(left.to(DType.FLOAT64), right.to(DType.FLOAT64));
        double gap = Tensor.wrap(z.to(DType.FLOAT64)).sub(Tensor.wrap(exact)).abs().max().item();
        assertThat(gap).isLessThan(1e-4);
    }
}
