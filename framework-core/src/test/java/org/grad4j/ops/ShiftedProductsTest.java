package org.grad4j.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In float32, many channels convolve by products of shifted planes; in float64 by columns. */
class ShiftedProductsTest {
    @ParameterizedTest
    @CsvSource({
        "3, 32, 64, 12, 3, 0, 1, 1",
        "2, 25, 27, 9, 3, 1, 1, 1",
        "1, 24, 24, 5, 5, 2, 1, 1",
        "3, 50, 52, 11, 3, 2, 2, 2",
        "2, 30, 24, 20, 1, 0, 1, 1",
        "2, 96, 72, 7, 3, 1, 1, 3",
        "5, 24, 40, 3, 3, 0, 1, 1"
    })
    void values_and_gradients_are_those_of_columns(
            int n, int c, int k, int side, int kernel, int padding, int dilation, int groups) {
        Generator random = new Generator(n + c + k);
        Tensor x = Tensor.randn(random, n, c, side, side + 1);
        Tensor w = Tensor.randn(random, k, c / groups, kernel, kernel);
        Tensor bias = Tensor.randn(random, k);
        List<Tensor> single = all(x, w, bias, padding, dilation, groups);
        DType wide = DType.FLOAT64;
        List<Tensor> expected =
                all(x.to(wide), w.to(wide), bias.to(wide), padding, dilation, groups);
        for (int i = 0; i < expected.size(); i++) {
            double[] values = single.get(i).toDoubleArray();
            double[] wanted = expected.get(i).toDoubleArray();
            double size = expected.get(i).abs().max().item();
            for (int j = 0; j < wanted.length; j++) {
                assertThat(values[j])
                        .as("result %d at %d", i, j)
                        .isCloseTo(wanted[j], within(2e-6 * size));
            }
        }
    }

    /** The result, and the gradients of input, weight and bias together and alone. */
    private static List<Tensor> all(
            Tensor x, Tensor w, Tensor bias, int padding, int dilation, int groups) {
        List<Tensor> leaves =
                List.of(x.detach(), w.detach(), bias.detach()).stream()
                        .map(leaf -> leaf.requiresGrad(true))
                        .toList();
        Tensor y = conv(leaves.get(0), leaves.get(1), leaves.get(2), padding, dilation, groups);
        Tensor g = Tensor.randn(new Generator(7), y.shape()).to(y.dtype());
        List<Tensor> together = Autograd.grad(List.of(y), leaves, List.of(g), true, false, false);
        Tensor ofX = conv(leaves.get(0), w, bias, padding, dilation, groups);
        Tensor ofW = conv(x, leaves.get(1), bias, padding, dilation, groups);
        return List.of(
                y,
                together.get(0),
                together.get(1),
                together.get(2),
                grad(ofX, leaves.get(0), g),
                grad(ofW, leaves.get(1), g));
    }

    private static Tensor grad(Tensor y, Tensor leaf, Tensor g) {
        return Autograd.grad(List.of(y), List.of(leaf), List.of(g), false, false, false).get(0);
    }

    private static Tensor conv(
            Tensor x, Tensor w, Tensor bias, int padding, int dilation, int groups) {
        int[] one = {1, 1};
        int[] pads = {padding, padding};
        int[] dilations = {dilation, dilation};
        return x.conv2d(w, bias, one, pads, dilations, groups);
    }
}
