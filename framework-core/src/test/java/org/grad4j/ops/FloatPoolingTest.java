package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Max pooling compares float32 numbers as whole ones; NaN, zeros and infinities stay in order. */
class FloatPoolingTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT16", "BFLOAT16", "FLOAT64"})
    void special_numbers_win_and_lose_as_everywhere(DType type) {
        double[] windows = {
            -INF,
            -INF,
            -INF,
            -INF, // all the same: the first takes the gradient
            -0.0,
            0.0,
            -1,
            -0.0, // zeros are equal
            1,
            INF,
            2,
            INF,
            1,
            Double.NaN,
            INF,
            3,
            -3,
            -2,
            -1,
            -4
        };
        Tensor x = Tensor.of(windows, 5, 1, 2, 2).to(type).requiresGrad(true);
        Tensor y = x.maxPool2d(2);
        double[] values = y.toDoubleArray();
        values[1] = Math.abs(values[1]);
        assertArrayEquals(new double[] {-INF, 0, INF, Double.NaN, -1}, values);
        Tensor g = Tensor.of(new double[] {1, 2, 3, 4, 5}, 5, 1, 1, 1).to(type);
        List<Tensor> dx = Autograd.grad(List.of(y), List.of(x), List.of(g), false, false, false);
        double[] expected = {1, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0, 5, 0};
        assertArrayEquals(expected, dx.get(0).toDoubleArray());
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 0", "2, 3, 0", "3, 2, 1", "3, 3, 0", "2, 1, 0"})
    void windows_of_every_kind_are_those_of_float64(int kernel, int stride, int padding) {
        Tensor x = Tensor.randn(new Generator(5), 3, 9, 4, 10).permute(0, 2, 1, 3);
        Tensor[] found = pooled(x, kernel, stride, padding);
        Tensor[] expected = pooled(x.to(DType.FLOAT64), kernel, stride, padding);
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(expected[i].toDoubleArray(), found[i].toDoubleArray(), 1e-6);
        }
    }

    /**
     * Two by two, in planes that lie without gaps: even and odd ones, and some of several bands.
     */
    @ParameterizedTest
    @CsvSource({"2, 2", "3, 4", "8, 6", "9, 10", "5, 7", "90, 100", "3, 2100"})
    void windows_side_by_side_are_those_of_float64(int h, int w) {
        Tensor x =
                Tensor.randint(new Generator(8), -2, 3, 2, 3, h, w)
                        .to(DType.FLOAT32)
                        .mul(-1); // ties, and -0
        Tensor[] found = pooled(x, 2, 2, 0);
        Tensor[] expected = pooled(x.to(DType.FLOAT64), 2, 2, 0);
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(expected[i].toDoubleArray(), found[i].toDoubleArray(), 1e-6);
        }
    }

    private static Tensor[] pooled(Tensor given, int kernel, int stride, int padding) {
        Tensor x = given.detach().requiresGrad(true);
        Tensor y = x.maxPool2d(kernel, stride, padding);
        Tensor g = Tensor.randn(new Generator(6), y.shape()).to(y.dtype());
        return new Tensor[] {
            y, Autograd.grad(List.of(y), List.of(x), List.of(g), false, false, false).get(0)
        };
    }
}
