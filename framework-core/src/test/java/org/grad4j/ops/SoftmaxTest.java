package org.grad4j.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
        Tensor x = Tensor.randn(new Generator(a + b), a, b, c);
        if (c == 1 && dim == 2) {
            x = x.squeeze(2);
            dim = 1;
        }
        for (Tensor input : new Tensor[] {x, x.mul(30)}) {
            compare(input, dim);
            compare(input.transpose(0, 1), dim);
        }
    }

    @Test
    void rows_that_share_their_elements() {
        Tensor x = Tensor.randn(new Generator(4), 300, 1);
        compare(x.expand(300, 20), 0);
        compare(x.expand(300, 20), 1);
        compare(Tensor.randn(new Generator(5), 40, 60).narrow(1, 7, 30), 1);
    }

    private static void compare(Tensor x, int dim) {
        compare(x, y -> y.softmax(dim));
        compare(x, y -> y.logSoftmax(dim));
    }

    private static void compare(Tensor input, UnaryOperator<Tensor> op) {
        Tensor x = input.detach().requiresGrad(true);
        Tensor exact = input.to(DType.FLOAT64).detach().requiresGrad(true);
        Tensor weights = Tensor.randn(new Generator(3), input.shape());
        Tensor y = op.apply(x);
        Tensor expected = op.apply(exact);
        assertClose(y, expected, 1e-6);
        y.mul(weights).sum().backward();
        expected.mul(weights.to(DType.FLOAT64)).sum().backward();
        assertClose(x.grad(), exact.grad(), 1e-5);
        x.zeroGrad();
        exact.zeroGrad();
        Tensor row = weights.select(0, 0);
        op.apply(x).sum(0).mul(row).sum().backward(); // its gradient is expanded
        op.apply(exact).sum(0).mul(row.to(DType.FLOAT64)).sum().backward();
        assertClose(x.grad(), exact.grad(), 1e-5);
    }

    /** Relative to a number and to the largest of all, but for what float32 cannot tell from 0. */
    private static void assertClose(Tensor found, Tensor expected, double relative) {
        double[] values = found.toDoubleArray();
        double[] wanted = expected.toDoubleArray();
        double most = Arrays.stream(wanted).map(Math::abs).max().orElse(0);
        for (int i = 0; i < wanted.length; i++) {
            double near = relative * (Math.abs(wanted[i]) + most) + 1e-7;
            assertThat(values[i]).as("at %d", i).isCloseTo(wanted[i], within(near));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void halves_are_rounded_once(DType type) {
        Tensor x = Tensor.randn(new Generator(6), 50, 10).to(type);
        Tensor exact = x.to(DType.FLOAT64).softmax(1).to(type);
        assertThat(x.softmax(1).toFloatArray()).isEqualTo(exact.toFloatArray());
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
