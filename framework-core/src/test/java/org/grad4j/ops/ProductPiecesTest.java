package org.grad4j.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Large products in float32 are multiplied in pieces, in float64 whole. */
class ProductPiecesTest {
    @ParameterizedTest
    @CsvSource({
        "256, 64, 784, true, false",
        "130, 100, 150, false, false",
        "257, 122, 129, true, false",
        "65, 240, 131, false, false",
        "128, 256, 256, true, false",
        "100, 488, 70, false, false",
        "70, 489, 70, true, false",
        "1, 300, 1000, false, true",
        "16, 500, 9, false, true",
        "16, 2000, 300, false, true",
        "17, 300, 200, false, true",
        "300, 30, 300, true, true",
        "32, 245, 257, false, false",
        "512, 489, 130, true, false",
        "300, 300, 785, true, false",
        "300, 64, 785, false, false",
        "33, 2060, 129, false, false",
        "256, 100, 128, false, true",
        "513, 300, 200, false, false"
    })
    void products_in_pieces_are_those_in_one(int m, int k, int n, boolean flipA, boolean flipB) {
        Generator random = new Generator(m + n);
        Tensor a = flipA ? Tensor.randn(random, k, m).t() : Tensor.randn(random, m, k);
        Tensor b = flipB ? Tensor.randn(random, n, k).t() : Tensor.randn(random, k, n);
        Tensor bias = Tensor.randn(random, n);
        DType wide = DType.FLOAT64;
        Tensor expected = a.to(wide).matmul(b.to(wide));
        compare(a.matmul(b), expected, k);
        Tensor one = a.unsqueeze(0);
        compare(one.bmm(b.unsqueeze(0)), expected.unsqueeze(0), k);
        compare(one.matmul(b.unsqueeze(0)), expected.unsqueeze(0), k);
        Tensor w = b.t();
        compare(a.linear(w, bias), a.to(wide).linear(w.to(wide), bias.to(wide)), k);
    }

    @Test
    void a_part_of_a_wider_matrix_is_multiplied_where_it_lies() {
        Generator random = new Generator(5);
        Tensor a = Tensor.randn(random, 70, 320).narrow(1, 3, 310);
        Tensor b = Tensor.randn(random, 400, 300).narrow(0, 7, 310).narrow(1, 5, 140);
        DType wide = DType.FLOAT64;
        compare(a.matmul(b), a.to(wide).matmul(b.to(wide)), 310);
    }

    @Test
    void what_is_not_a_number_stays_in_its_row_and_column() {
        Tensor a = Tensor.ones(64, 300);
        Tensor b = Tensor.ones(300, 200);
        a.select(0, 5).select(0, 290).fill_(Double.NaN);
        b.select(1, 130).select(0, 1).fill_(Double.POSITIVE_INFINITY);
        double[] expected = new double[64 * 200];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = i % 200 == 130 ? Double.POSITIVE_INFINITY : 300;
        }
        Arrays.fill(expected, 5 * 200, 6 * 200, Double.NaN);
        assertThat(a.matmul(b).toDoubleArray()).isEqualTo(expected);
    }

    private static void compare(Tensor found, Tensor expected, int k) {
        assertThat(found.shape()).isEqualTo(expected.shape());
        double[] values = found.toDoubleArray();
        double[] wanted = expected.toDoubleArray();
        for (int i = 0; i < wanted.length; i++) {
            assertThat(values[i]).as("at %d", i).isCloseTo(wanted[i], within(2e-6 * k));
        }
    }
}
