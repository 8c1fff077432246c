package org.grad4j.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.loss.MSELoss;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GradientsTest {
    private static Tensor with(double... gradient) {
        Tensor parameter = Tensor.zeros(DType.FLOAT64, gradient.length).requiresGrad(true);
        parameter.grad(Tensor.of(gradient));
        return parameter;
    }

    private static double[] grad(Tensor parameter) {
        return parameter.grad().toDoubleArray();
    }

    @Test
    void a_norm_that_is_too_large_is_scaled_down() {
        Tensor a = with(3, 0);
        Tensor b = with(-4);
        Tensor without = Tensor.ones(2).requiresGrad(true);

        double norm = Gradients.clipNorm_(List.of(a, without, b), 1);

        assertThat(norm).isCloseTo(5, within(1e-12));
        double factor = 1 / (5 + 1e-6);
        assertThat(grad(a)).containsExactly(3 * factor, 0);
        assertThat(grad(b)).containsExactly(-4 * factor);
        assertThat(without.grad()).isNull();
        assertThat(Gradients.norm(List.of(a, b))).isCloseTo(1, within(1e-6));
    }

    @Test
    void a_norm_that_is_small_enough_leaves_the_gradients_alone() {
        Tensor a = with(0.3, -0.4);

        assertThat(Gradients.clipNorm_(List.of(a), 1)).isCloseTo(0.5, within(1e-12));
        assertThat(grad(a)).containsExactly(0.3, -0.4);
        assertThat(Gradients.norm(List.of(Tensor.ones(1).requiresGrad(true)))).isZero();
        assertThat(Gradients.norm(List.of())).isZero();
    }

    @Test
    void norms_may_have_any_order() {
        List<Tensor> p = List.of(with(3, -1), with(-4));

        assertThat(Gradients.norm(p, 1)).isCloseTo(8, within(1e-12));
        assertThat(Gradients.norm(p, 3)).isCloseTo(Math.cbrt(27 + 1 + 64), within(1e-12));
        assertThat(Gradients.norm(p, Double.POSITIVE_INFINITY)).isEqualTo(4);
        Gradients.clipNorm_(p, 2, Double.POSITIVE_INFINITY, true);
        assertThat(grad(p.get(1))[0]).isCloseTo(-2, within(1e-5));
    }

    @Test
    void a_norm_that_is_not_finite_is_an_error_on_demand() {
        for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
            Tensor a = with(1, bad);
            Tensor b = with(1);
            assertThatThrownBy(() -> Gradients.clipNorm_(List.of(a, b), 1, 2, true))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the norm of order 2.0 of the gradients is")
                    .hasMessageContaining("detectAnomaly");
            assertThat(grad(b)).containsExactly(1);

            Gradients.clipNorm_(List.of(a, b), 1);

            assertThat(grad(a)[1]).isNaN();
            assertThat(grad(b)[0]).isEqualTo(Double.valueOf(Double.isNaN(bad) ? bad : 0));
        }
    }

    @Test
    void values_are_bounded_one_by_one() {
        Tensor a = with(-3, 0.5, 2);

        Gradients.clipValue_(List.of(a), 1);

        assertThat(grad(a)).containsExactly(-1, 0.5, 1);
    }

    @Test
    void clipping_leaves_no_tensors_behind() {
        List<Tensor> p = List.of(with(1, 2, 3));
        Gradients.clipNorm_(p, 1);
        long live = TensorMemory.stats().liveArrays();

        Gradients.clipNorm_(p, 0.5);
        Gradients.clipValue_(p, 0.1);

        assertThat(TensorMemory.stats().liveArrays()).isLessThanOrEqualTo(live);
    }

    @Test
    void bad_arguments_are_named() {
        List<Tensor> p = List.of(with(1));
        assertThatThrownBy(() -> Gradients.clipNorm_(null, 1))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the parameters are null");
        assertThatThrownBy(() -> Gradients.clipValue_(Arrays.asList(with(1), null), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameter 1 is null");
        assertThatThrownBy(() -> Gradients.clipNorm_(p, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxNorm must be a number of 0 or more, got -1.0");
        assertThatThrownBy(() -> Gradients.clipValue_(p, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value must be a number of 0 or more, got NaN");
        assertThatThrownBy(() -> Gradients.norm(p, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the order of the norm must be above 0, got 0.0");
    }

    private static Linear model() {
        return new Linear(3, 2, true, DType.FLOAT64, new Generator(4));
    }

    @Test
    void accumulated_parts_step_as_the_whole_batch() {
        int parts = 4;
        int size = 2;
        Tensor batch = Tensor.randn(new Generator(5), parts * size, 3).to(DType.FLOAT64);
        Tensor target = Tensor.randn(new Generator(6), parts * size, 2).to(DType.FLOAT64);
        MSELoss criterion = new MSELoss(Reduction.MEAN);
        Linear whole = model();
        Optimizer atOnce = SGD.builder(whole.parameters()).lr(0.1).build();
        criterion.call(whole.call(batch), target).backward();
        Gradients.clipNorm_(whole.parameters(), 1);
        atOnce.step();
        Linear model = model();
        Optimizer optimizer = SGD.builder(model.parameters()).lr(0.1).build();

        for (int i = 0; i < parts; i++) {
            int part = i;
            Tensor x = batch.narrow(0, part * size, size);
            Tensor y = target.narrow(0, part * size, size);
            TensorScope.run(() -> criterion.call(model.call(x), y).div(parts).backward());
        }
        Gradients.clipNorm_(model.parameters(), 1);
        optimizer.step();

        for (int k = 0; k < 2; k++) {
            double[] expected = whole.parameters().get(k).toDoubleArray();
            double[] found = model.parameters().get(k).toDoubleArray();
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-14));
            }
        }
    }

    @Test
    void the_example_of_the_package_is_what_the_test_above_runs() throws IOException {
        String page = Files.readString(Path.of("src/main/java/org/grad4j/optim/package-info.java"));
        String test =
                Files.readString(Path.of("src/test/java/org/grad4j/optim/GradientsTest.java"));
        String example = page.substring(page.indexOf("{@code\n") + 7, page.indexOf("}</pre>"));
        List<String> lines =
                example.lines()
                        .map(line -> line.replaceFirst("^ \\* ?", "").strip())
                        .filter(line -> line.matches(".*\\(.*;"))
                        .filter(line -> !line.contains("zeroGrad"))
                        .toList();

        assertThat(lines).hasSizeGreaterThan(4).allMatch(line -> test.contains("    " + line));
    }
}
