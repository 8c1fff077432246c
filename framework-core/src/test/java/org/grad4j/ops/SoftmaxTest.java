package org.grad4j.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.UnaryOperator;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Float32 softmax, which takes many rows at a time, against float64, which takes Math.exp. */
class SoftmaxTest {
    @ParameterizedTest
    @CsvSource({
        "1000, 10, 1, 2",
        "3, 5000, 1, 2",
        "3, 2049, 1, 1",
        "2048, 1, 1, 1",
        "7, 300, 13, 1",
        "2100, 3, 1, 0",
        "5, 683, 3, 1"
    })
    void rows_of_any_number_and_length(int a, int b, int c, int dim) {
        Tensor x = Tensor.randn(new Generator(a + b), a, b, c).mul(30);
        if (c == 1 && dim == 2) {
            x = x.squeeze(2);
            dim = 1;
        }
        int d = dim;
        compare(x, y -> y.softmax(d));
        compare(x, y -> y.logSoftmax(d));
        compare(x.transpose(0, 1), y -> y.softmax(d));
        compare(x.transpose(0, 1), y -> y.logSoftmax(d));
    }

    private static void compare(Tensor input, UnaryOperator<Tensor> op) {
        Tensor x = input.detach().requiresGrad(true);
        Tensor exact = input.to(DType.FLOAT64).detach().requiresGrad(true);
        Tensor weights = Tensor.randn(new Generator(3), input.shape());
        Tensor y = op.apply(x);
        Tensor expected = op.apply(exact);
        y.mul(weights).sum().backward();
        expected.mul(weights.to(DType.FLOAT64)).sum().backward();
        assertClose(y, expected);
        assertClose(x.grad(), exact.grad());
    }

    private static void assertClose(Tensor found, Tensor expected) {
        double[] values = found.toDoubleArray();
        double[] wanted = expected.toDoubleArray();
        for (int i = 0; i < wanted.length; i++) {
            double near = 1e-6 * Math.max(1, Math.abs(wanted[i]));
            assertThat(values[i]).as("at %d", i).isCloseTo(wanted[i], within(near));
        }
    }

    @Test
    void numbers_that_are_far_apart_or_infinite() {
        float inf = Float.POSITIVE_INFINITY;
        float nan = Float.NaN;
        Tensor x =
                Tensor.of(
                        new float[] {0, 1000, -inf, -inf, -inf, -inf, inf, 0, 0, nan, 0, 0}, 4, 3);
        assertThat(x.softmax(1).toFloatArray())
                .containsExactly(0, 1, 0, nan, nan, nan, nan, nan, nan, nan, nan, nan);
        assertThat(x.logSoftmax(1).toFloatArray())
                .containsExactly(-1000, 0, -inf, nan, nan, nan, nan, nan, nan, nan, nan, nan);
    }
}
