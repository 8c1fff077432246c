package org.grad4j.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.backend.Backend;
import org.grad4j.backend.ConvolutionEnd;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
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
        "2, 25, 27, 9, 3, 1:1:1:1", // shifted columns
        "1, 24, 24, 5, 5, 2:1:1:1",
        "2, 30, 24, 20, 1, 0:1:1:1",
        "2, 96, 72, 7, 3, 1:1:3:1",
        "3, 50, 52, 11, 3, 2:2:2:1",
        "5, 24, 40, 3, 3, 0:1:1:1",
        "3, 32, 64, 12, 3, 0:1:1:1", // channels side by side
        "8, 32, 64, 12, 3, 0:1:1:1",
        "9, 64, 40, 6, 3, 1:1:1:1",
        "1, 33, 32, 8, 5, 2:1:1:1",
        "3, 64, 70, 11, 3, 2:2:2:1",
        "2, 96, 99, 7, 3, 1:1:3:1",
        "2, 120, 120, 20, 3, 1:1:1:1",
        "2, 34, 32, 20, 1, 1:1:1:1"
    })
    void values_and_gradients_are_those_of_columns(
            int n, int c, int k, int side, int kernel, String window) {
        int[] sizes = numbers(window);
        int groups = sizes[2];
        Window each =
                new Window(
                        new int[] {sizes[3], 1},
                        new int[] {sizes[0], sizes[0]},
                        new int[] {sizes[1], sizes[1]},
                        groups);
        Generator random = new Generator(n + c + k);
        Tensor x = Tensor.randn(random, shared(n), c, side, side + 1);
        Tensor w = Tensor.randn(random, k, c / groups, kernel, kernel);
        each.compare(x, w, Tensor.randn(random, k));
    }

    /** Several images at once are as many for each thread on any machine. */
    private static int shared(int images) {
        return images < 4 ? images : Math.max(images, (images * Backend.threads() + 1) / 2);
    }

    @ParameterizedTest
    @CsvSource({
        "8, 3, 2, 9:7, 3:5, 1:1, 0:2, 1:1, 1", // copied
        "9, 2, 4, 7:12, 2:3, 2:1, 1:0, 3:2, 2",
        "8, 2, 2, 1:2, 3:3, 1:1, 3:3, 3:3, 2", // some copies see padding only
        "8, 4, 4, 8:8, 3:3, 1:1, 12:12, 12:12, 4",
        "12, 9, 5, 9:11, 2:4, 1:1, 1:2, 2:1, 1", // as they are
        "10, 18, 9, 5:13, 4:2, 3:1, 0:1, 1:3, 1",
        "8, 16, 4, 1:30, 1:5, 1:1, 0:2, 1:1, 1",
        "8, 64, 16, 6:6, 1:1, 1:1, 0:0, 1:1, 1", // single pixels
        "8, 64, 16, 6:6, 1:1, 1:1, 1:1, 1:1, 1",
        "8, 16, 6, 110:120, 3:3, 1:1, 1:1, 1:1, 1", // large images, one at a time
        "8, 140, 66, 6:7, 3:3, 1:1, 1:1, 1:1, 1", // more weights than small products take
        "8, 140, 66, 40:40, 3:3, 1:1, 1:1, 1:1, 1",
        "8, 1, 1, 5:0, 3:3, 1:1, 2:2, 1:1, 1", // only padding
        "2, 32, 38, 14:20, 2:5, 1:1, 1:3, 1:1, 1", // channels side by side, a row of taps at once
        "2, 33, 48, 22:12, 4:3, 1:1, 2:1, 2:1, 1",
        "1, 32, 32, 6:60, 1:6, 1:1, 0:2, 1:1, 1",
        "2, 34, 34, 9:9, 3:1, 1:1, 1:0, 1:1, 1",
        "1, 32, 33, 11:27, 3:3, 1:1, 0:0, 1:1, 1", // the last stretch has one place
        "2, 32, 64, 13:22, 3:3, 1:1, 0:0, 1:1, 1", // two, of the input's gradient
        "1, 64, 32, 6:61, 3:3, 1:1, 0:0, 1:1, 1"
    })
    void oblong_windows_are_those_of_columns(
            int n,
            int c,
            int k,
            String image,
            String kernel,
            String stride,
            String padding,
            String dilation,
            int groups) {
        int[] size = numbers(image);
        int[] taps = numbers(kernel);
        Window each = new Window(numbers(stride), numbers(padding), numbers(dilation), groups);
        Generator random = new Generator(n + c + k);
        Tensor x = Tensor.randn(random, shared(n), c, size[0], size[1]);
        Tensor w = Tensor.randn(random, k, c / groups, taps[0], taps[1]);
        each.compare(x, w, Tensor.randn(random, k));
    }

    private static int[] numbers(String numbers) {
        return Arrays.stream(numbers.split(":")).mapToInt(Integer::parseInt).toArray();
    }

    /** How windows move and lie. */
    private record Window(int[] stride, int[] padding, int[] dilation, int groups) {
        void compare(Tensor x, Tensor w, Tensor bias) {
            List<Tensor> single = all(x, w, bias);
            DType wide = DType.FLOAT64;
            List<Tensor> expected = all(x.to(wide), w.to(wide), bias.to(wide));
            for (int i = 0; i < expected.size(); i++) {
                assertClose("result " + i, single.get(i), expected.get(i));
            }
        }

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
            return x.conv2d(w, bias, stride, padding, dilation, groups);
        }
    }

    private static Tensor grad(Tensor y, Tensor leaf, Tensor g) {
        return Autograd.grad(List.of(y), List.of(leaf), List.of(g), false, false, false).get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 32, 64, 12, 3, 0:1:1", // windows over all elements
        "3, 32, 64, 18, 3, 0:1:1", // a row of taps at once
        "1, 32, 32, 16, 5, 2:1:1",
        "7, 64, 33, 7, 3, 1:1:1", // a column that no window covers
        "1, 32, 32, 8, 5, 2:1:1",
        "4, 64, 66, 9, 3, 1:1:2",
        "2, 40, 32, 11, 3, 2:2:1",
        "70, 32, 32, 5, 3, 0:1:1",
        "2, 32, 128, 25, 3, 0:1:1" // in several chunks
    })
    void rectifier_convolution_and_pooling_at_once_are_those_one_after_another(
            int n, int c, int k, int side, int kernel, String window) {
        int[] sizes = numbers(window);
        Generator random = new Generator(n + c + k);
        Tensor x = Tensor.randn(random, n, c, side, side + 1);
        x.select(0, 0).fill_(0); // equal elements
        Tensor w = Tensor.randn(random, k, c / sizes[2], kernel, kernel);
        for (int form = 0; form < 6; form++) {
            boolean rectified = form % 2 == 1;
            ConvolutionEnd end = ConvolutionEnd.values()[form / 2];
            for (Tensor bias : Arrays.asList(Tensor.randn(random, k), null)) {
                Together each = new Together(sizes, rectified, end);
                List<Tensor> found = each.all(true, x, w, bias);
                List<Tensor> expected = each.all(false, x, w, bias);
                for (int i = 0; i < expected.size(); i++) {
                    assertClose(each + " result " + i, found.get(i), expected.get(i));
                }
            }
        }
    }

    /** A convolution, with padding, dilation and groups, and what comes before and after it. */
    private record Together(int[] sizes, boolean rectified, ConvolutionEnd end) {
        Tensor atOnce(Tensor x, Tensor w, Tensor bias) {
            return Convolutions.conv2dTogether(
                    x, w, bias, pair(1), pair(sizes[0]), pair(sizes[1]), sizes[2], rectified, end);
        }

        Tensor apart(Tensor x, Tensor w, Tensor bias) {
            Tensor in = rectified ? x.relu() : x;
            Tensor y = in.conv2d(w, bias, pair(1), pair(sizes[0]), pair(sizes[1]), sizes[2]);
            return switch (end) {
                case EACH -> y;
                case LARGEST -> y.maxPool2d(2);
                case LARGEST_RECTIFIED -> y.relu().maxPool2d(2);
            };
        }

        private Tensor compute(boolean atOnce, Tensor x, Tensor w, Tensor bias) {
            return atOnce ? atOnce(x, w, bias) : apart(x, w, bias);
        }

        private static Tensor bias(Tensor offset) {
            return offset == null ? null : offset.detach();
        }

        /** The result, its gradients together and alone, and those of their squares. */
        List<Tensor> all(boolean atOnce, Tensor x, Tensor w, Tensor bias) {
            DType dtype = atOnce ? DType.FLOAT32 : DType.FLOAT64;
            Tensor images = x.to(dtype).detach().requiresGrad(true);
            Tensor weight = w.to(dtype).detach().requiresGrad(true);
            Tensor offset = bias == null ? null : bias.to(dtype).detach().requiresGrad(true);
            List<Tensor> leaves =
                    offset == null ? List.of(images, weight) : List.of(images, weight, offset);
            Tensor y = compute(atOnce, images, weight, offset);
            assertThat(y.gradFn().name())
                    .isEqualTo(
                            end == ConvolutionEnd.EACH
                                    ? "ConvolutionBackward0"
                                    : "MaxPool2DWithIndicesBackward0");
            Tensor g = Tensor.randn(new Generator(7), y.shape()).to(dtype);
            List<Tensor> results = new ArrayList<>(List.of(y));
            results.addAll(Autograd.grad(List.of(y), leaves, List.of(g), true, false, false));
            for (Tensor leaf : leaves) {
                results.addAll(
                        Autograd.grad(List.of(y), List.of(leaf), List.of(g), true, false, false));
            }
            List<Tensor> recorded =
                    Autograd.grad(List.of(y), leaves, List.of(g), true, true, false);
            results.addAll(recorded);
            Tensor squares = recorded.get(0).pow(2).sum().add(recorded.get(1).pow(2).sum());
            results.addAll(Autograd.grad(squares, images, weight));
            Tensor frozen = images.detach();
            Tensor fixed = weight.detach();
            results.add(grad(compute(atOnce, frozen, weight, bias(offset)), weight, g));
            results.add(grad(compute(atOnce, images, fixed, bias(offset)), images, g));
            if (offset != null) {
                results.add(grad(compute(atOnce, frozen, fixed, offset), offset, g));
            }
            results.add(Autograd.noGrad(() -> compute(atOnce, images, weight, offset)));
            return results;
        }
    }

    private static int[] pair(int number) {
        return new int[] {number, number};
    }

    @ParameterizedTest
    @CsvSource({
        "false, LARGEST",
        "true, LARGEST",
        "false, LARGEST_RECTIFIED",
        "true, LARGEST_RECTIFIED"
    })
    void the_largest_of_a_convolution_show_what_is_no_number(
            boolean rectified, ConvolutionEnd end) {
        Tensor x = Tensor.zeros(2, 32, 6, 6);
        x.select(0, 1).select(0, 3).select(0, 0).select(0, 0).fill_(Double.NaN);
        x.select(0, 0).select(0, 2).select(0, 5).select(0, 5).fill_(Double.POSITIVE_INFINITY);
        Tensor w = Tensor.ones(32, 32, 3, 3);
        Together each = new Together(new int[] {0, 1, 1}, rectified, end);
        Tensor atOnce = x.clone().requiresGrad(true);
        Tensor apart = x.to(DType.FLOAT64).detach().requiresGrad(true);
        Tensor y = each.atOnce(atOnce, w, null);
        Tensor expected = each.apart(apart, w.to(DType.FLOAT64), null);
        y.sum().backward();
        expected.sum().backward();

        assertThat(y.toFloatArray()).containsExactly(expected.toFloatArray());
        assertThat(atOnce.grad().toFloatArray()).containsExactly(apart.grad().toFloatArray());
        float[] values = y.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            float seen = i < 32 * 4 ? Float.POSITIVE_INFINITY : Float.NaN;
            boolean sees = i % 4 == (i < 32 * 4 ? 3 : 0);
            assertThat(Float.valueOf(values[i])).isEqualTo(Float.valueOf(sees ? seen : 0f));
        }
    }

    @Test
    void what_the_rectifier_holds_back_is_0_whatever_its_gradient_is() {
        Together each = new Together(new int[] {0, 1, 1}, true, ConvolutionEnd.LARGEST_RECTIFIED);
        Tensor x = Tensor.ones(1, 32, 6, 6).requiresGrad(true);
        Tensor w = Tensor.full(-1, 32, 32, 3, 3).requiresGrad(true);
        Tensor bias = Tensor.zeros(32).requiresGrad(true);
        Tensor y = each.atOnce(x, w, bias);
        y.backward(Tensor.full(Double.POSITIVE_INFINITY, 1, 32, 2, 2));
        for (Tensor zeros : List.of(y, x.grad(), w.grad(), bias.grad())) {
            assertThat(zeros.toFloatArray()).containsOnly(0f);
        }
    }

    @Test
    void what_is_computed_at_once_may_be_strided() {
        Together each = new Together(new int[] {1, 1, 1}, true, ConvolutionEnd.LARGEST_RECTIFIED);
        Generator random = new Generator(4);
        Tensor x = Tensor.randn(random, 6, 9, 3, 32).permute(2, 3, 1, 0);
        Tensor w = Tensor.randn(random, 3, 3, 33, 40).permute(3, 2, 0, 1).narrow(1, 1, 32);
        Tensor bias = Tensor.randn(random, 40, 3).select(1, 1);
        List<Tensor> found = each.all(true, x, w, bias);
        List<Tensor> expected = each.all(false, x, w, bias);
        for (int i = 0; i < expected.size(); i++) {
            assertClose("result " + i, found.get(i), expected.get(i));
        }
        assertClose("view", each.atOnce(x, w, bias), each.apart(x, w, bias).to(DType.FLOAT64));
    }

    @Test
    void what_is_computed_at_once_notices_a_change_of_what_it_saves() {
        Together each = new Together(new int[] {0, 1, 1}, true, ConvolutionEnd.LARGEST_RECTIFIED);
        Tensor x = Tensor.ones(1, 32, 6, 6).requiresGrad(true);
        Tensor w = Tensor.ones(32, 32, 3, 3).requiresGrad(true);
        for (int changed = 0; changed < 3; changed++) {
            Tensor in = x.mul(1);
            Tensor weight = w.mul(1);
            Tensor y = each.atOnce(in, weight, null);
            List.of(in, weight, y).get(changed).add_(1);
            Tensor loss = y.sum();
            if (changed == 2) {
                loss.backward(); // the result is not saved
                assertThatThrownBy(() -> y.sum().backward())
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("released by the first backward()");
            } else {
                assertThatThrownBy(loss::backward)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("changed in place");
            }
        }
    }

    /** Places that no memory could hold are refused, or computed another way. */
    @Test
    void windows_of_any_distance_are_computed_one_after_another() {
        int[] far = {1 << 30, 1};
        int[] one = {1, 1};
        Tensor x = Tensor.ones(1, 32, 8, 32);
        Tensor w = Tensor.ones(32, 32, 3, 1);
        assertThat(
                        Convolutions.conv2dTogether(
                                x,
                                w,
                                null,
                                one,
                                new int[] {1 << 30, 0},
                                far,
                                1,
                                false,
                                ConvolutionEnd.LARGEST))
                .isNull();
        assertThat(
                        new Together(new int[] {24, 24, 1}, false, ConvolutionEnd.LARGEST)
                                .atOnce(x, w, null))
                .isNull();
    }

    @Test
    void what_is_no_convolution_of_many_channels_is_not_computed_at_once() {
        Together plain = new Together(new int[] {0, 1, 1}, false, ConvolutionEnd.LARGEST);
        Tensor x = Tensor.ones(2, 32, 6, 6);
        Tensor w = Tensor.ones(32, 32, 3, 3);
        DType wide = DType.FLOAT64;
        assertThat(plain.atOnce(x, w, null)).isNotNull();
        assertThat(plain.atOnce(x.select(0, 0), w, null)).isNull();
        assertThat(plain.atOnce(x.to(wide), w, null)).isNull();
        assertThat(plain.atOnce(x.to(wide), w.to(wide), null)).isNull();
        assertThat(plain.atOnce(x, w, Tensor.ones(32).to(wide))).isNull();
        assertThat(plain.atOnce(x, Tensor.ones(32, 31, 3, 3), null)).isNull();
        assertThat(plain.atOnce(x, Tensor.ones(31, 32, 3, 3), null)).isNull();
        assertThat(plain.atOnce(x, Tensor.ones(32, 32, 3), null)).isNull();
        assertThat(plain.atOnce(x, w, Tensor.ones(1))).isNull();
        Together two = new Together(new int[] {0, 1, 2}, false, ConvolutionEnd.LARGEST);
        assertThat(two.atOnce(Tensor.ones(2, 64, 6, 6), Tensor.ones(65, 32, 3, 3), null)).isNull();
        assertThat(plain.atOnce(x, Tensor.ones(32, 32, 6, 6), null)).isNull();
        assertThat(plain.atOnce(x, Tensor.ones(32, 32, 9, 9), null)).isNull();
        assertThat(plain.atOnce(Tensor.ones(0, 32, 6, 6), w, null)).isNull();
        assertThat(
                        Convolutions.conv2dTogether(
                                x,
                                w,
                                null,
                                pair(2),
                                pair(0),
                                pair(1),
                                1,
                                true,
                                ConvolutionEnd.EACH))
                .isNull();
    }

    /** A number that is none stays in the windows that see it. */
    @ParameterizedTest
    @CsvSource({"1, 2", "8, 4"})
    void several_images_do_not_mix(int c, int k) {
        int n = shared(8);
        Tensor x = Tensor.randn(new Generator(1), n, c, 6, 6);
        Tensor w = Tensor.randn(new Generator(2), k, c, 3, 3);
        float[] clean = x.conv2d(w, null, 1, 0).toFloatArray();
        x.select(0, 3).select(0, 0).select(0, 0).select(0, 5).fill_(Double.NaN);
        float[] values = x.conv2d(w, null, 1, 0).toFloatArray();
        for (int i = 0; i < values.length; i++) {
            boolean seen = i / (k * 16) == 3 && i % 16 == 3;
            assertThat(Float.valueOf(values[i]))
                    .as("at %d", i)
                    .isEqualTo(Float.valueOf(seen ? Float.NaN : clean[i]));
        }
    }

    /** Signals, and the way back from a convolution, take the same kernels. */
    @Test
    void signals_and_transposes_are_those_of_columns() {
        Generator random = new Generator(3);
        int n = shared(8);
        DType wide = DType.FLOAT64;
        Tensor x = Tensor.randn(random, n, 6, 20);
        Tensor w = Tensor.randn(random, 3, 6, 5);
        assertClose(
                "signal",
                x.conv1d(w, null, 1, 2, 1, 1),
                x.to(wide).conv1d(w.to(wide), null, 1, 2, 1, 1));
        Tensor y = Tensor.randn(random, n, 4, 9, 8);
        Tensor back = Tensor.randn(random, 4, 9, 3, 3);
        int[] none = {0, 0};
        int[] one = {1, 1};
        assertClose(
                "transpose",
                y.convTranspose2d(back, null, one, one, none, 1, one),
                y.to(wide).convTranspose2d(back.to(wide), null, one, one, none, 1, one));
    }

    private static void assertClose(String name, Tensor found, Tensor expected) {
        assertThat(found.shape()).as(name).containsExactly(expected.shape());
        if (expected.numel() > 0) {
            double gap = found.to(DType.FLOAT64).sub(expected).abs().max().item();
            assertThat(gap).as(name).isLessThanOrEqualTo(2e-6 * expected.abs().max().item());
        }
    }
}
