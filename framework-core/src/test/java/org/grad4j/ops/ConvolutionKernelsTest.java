package org.grad4j.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In float32, convolutions of many shapes have ways of their own; in float64 all use columns. */
class ConvolutionKernelsTest {
    @ParameterizedTest
    @CsvSource({
        "1, 3, 4, 9, 3, 0:1:1:1", // shifted columns
        "3, 2, 16, 12, 5, 2:1:1:1",
        "8, 1, 2, 9, 3, 0:1:1:1", // several images, planes copied
        "19, 1, 6, 12, 5, 2:1:1:1",
        "37, 2, 3, 8, 3, 1:2:1:2",
        "16, 4, 6, 7, 3, 2:1:2:1",
        "9, 3, 3, 10, 3, 1:3:3:1",
        "14, 3, 2, 10, 3, 6:1:1:3",
        "33, 6, 16, 12, 5, 0:1:1:1", // several images, planes as they are
        "8, 20, 9, 6, 3, 1:1:1:1",
        "70, 18, 8, 5, 3, 2:2:1:1",
        "11, 24, 12, 9, 3, 0:1:3:2",
        "8, 40, 12, 17, 5, 3:3:1:3",
        "300, 8, 4, 4, 3, 0:1:1:1",
        "3, 32, 64, 12, 3, 0:1:1:1", // shifted products
        "2, 25, 27, 9, 3, 1:1:1:1",
        "1, 24, 24, 5, 5, 2:1:1:1",
        "3, 50, 52, 11, 3, 2:2:2:1",
        "2, 30, 24, 20, 1, 0:1:1:1",
        "2, 96, 72, 7, 3, 1:1:3:1",
        "5, 24, 40, 3, 3, 0:1:1:1"
    })
    void values_and_gradients_are_those_of_columns(
            int n, int c, int k, int side, int kernel, String window) {
        int[] sizes = Arrays.stream(window.split(":")).mapToInt(Integer::parseInt).toArray();
        int groups = sizes[2];
        Window each = new Window(sizes[0], sizes[1], groups, sizes[3]);
        Generator random = new Generator(n + c + k);
        Tensor x = Tensor.randn(random, n, c, side, side + 1);
        Tensor w = Tensor.randn(random, k, c / groups, kernel, kernel);
        Tensor bias = Tensor.randn(random, k);
        List<Tensor> single = each.all(x, w, bias);
        DType wide = DType.FLOAT64;
        List<Tensor> expected = each.all(x.to(wide), w.to(wide), bias.to(wide));
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

    /** How windows step down and lie; across they step by one. */
    private record Window(int padding, int dilation, int groups, int down) {
        /** The result, and the gradients of input, weight and bias together and alone. */
        List<Tensor> all(Tensor x, Tensor w, Tensor bias) {
            List<Tensor> leaves =
                    List.of(x.detach(), w.detach(), bias.detach()).stream()
                            .map(leaf -> leaf.requiresGrad(true))
                            .toList();
            Tensor y = conv(leaves.get(0), leaves.get(1), leaves.get(2));
            Tensor g = Tensor.randn(new Generator(7), y.shape()).to(y.dtype());
            List<Tensor> together =
                    Autograd.grad(List.of(y), leaves, List.of(g), true, false, false);
            return List.of(
                    y,
                    together.get(0),
                    together.get(1),
                    together.get(2),
                    grad(conv(leaves.get(0), w, bias), leaves.get(0), g),
                    grad(conv(x, leaves.get(1), bias), leaves.get(1), g));
        }

        private Tensor conv(Tensor x, Tensor w, Tensor bias) {
            int[] strides = {down, 1};
            int[] pads = {padding, padding};
            int[] dilations = {dilation, dilation};
            return x.conv2d(w, bias, strides, pads, dilations, groups);
        }
    }

    private static Tensor grad(Tensor y, Tensor leaf, Tensor g) {
        return Autograd.grad(List.of(y), List.of(leaf), List.of(g), false, false, false).get(0);
    }

    /** A number that is none stays in the windows that see it. */
    @ParameterizedTest
    @CsvSource({"8, 1, 2", "8, 8, 4"})
    void several_images_do_not_mix(int n, int c, int k) {
        Tensor x = Tensor.randn(new Generator(1), n, c, 6, 6);
        Tensor w = Tensor.randn(new Generator(2), k, c, 3, 3);
        Window plain = new Window(0, 1, 1, 1);
        float[] clean = plain.conv(x, w, null).toFloatArray();
        x.select(0, 3).select(0, 0).select(0, 0).select(0, 5).fill_(Double.NaN);
        float[] values = plain.conv(x, w, null).toFloatArray();
        for (int i = 0; i < values.length; i++) {
            boolean seen = i / (k * 16) == 3 && i % 16 == 3;
            assertThat(Float.valueOf(values[i]))
                    .as("at %d", i)
                    .isEqualTo(Float.valueOf(seen ? Float.NaN : clean[i]));
        }
    }
}
