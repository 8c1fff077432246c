package org.grad4j.nn.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.grad4j.nn.layer.Conv2d;
import org.grad4j.nn.layer.Linear;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class InitTest {
    /** Checks the bounds, and mean and variance within five standard errors. */
    private static void isUniform(Tensor tensor, double bound) {
        double[] values = tensor.toDoubleArray();
        double n = values.length;
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values).map(v -> v * v).sum() / n;
        double expected = bound * bound / 3;

        assertThat(Arrays.stream(values).map(Math::abs).max().orElseThrow())
                .isLessThanOrEqualTo(bound * (1 + 1e-7))
                .isGreaterThan(bound * (1 - 20 / n));
        assertThat(mean).isCloseTo(0, within(5 * Math.sqrt(expected / n)));
        assertThat(variance).isCloseTo(expected, within(5 * expected * Math.sqrt(0.8 / n)));
    }

    @Test
    void a_linear_layer_starts_uniform_within_one_over_the_root_of_its_inputs() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            Linear layer = new Linear(100, 2000, true, dtype, new Generator(1));

            isUniform(layer.weight(), 0.1);
            isUniform(layer.bias(), 0.1);
        }
    }

    @Test
    void a_convolution_counts_its_kernel_among_the_inputs() {
        Conv2d layer = Conv2d.builder(16, 512, 5, 5).generator(new Generator(2)).build();

        isUniform(layer.weight(), 0.05);
        isUniform(layer.bias(), 0.05);
    }

    @Test
    void the_global_seed_makes_layers_reproducible() {
        Generator.manualSeed(9);
        float[] first = new Linear(3, 4).weight().toFloatArray();
        float[] second = new Conv2d(1, 2, 3).weight().toFloatArray();
        Generator.manualSeed(9);

        assertThat(new Linear(3, 4).weight().toFloatArray()).containsExactly(first);
        assertThat(new Conv2d(1, 2, 3).weight().toFloatArray()).containsExactly(second);
        assertThat(new Linear(3, 4).weight().toFloatArray()).isNotEqualTo(first);
    }

    @Test
    void float32_and_float64_start_alike() {
        float[] single =
                new Linear(7, 5, true, DType.FLOAT32, new Generator(4)).weight().toFloatArray();
        double[] twice =
                new Linear(7, 5, true, DType.FLOAT64, new Generator(4)).weight().toDoubleArray();

        for (int i = 0; i < single.length; i++) {
            assertThat((double) single[i]).isCloseTo(twice[i], within(1e-7));
        }
    }

    @Test
    void a_layer_without_inputs_starts_at_zero() {
        Linear layer = new Linear(0, 3);

        assertThat(layer.bias().toFloatArray()).containsExactly(0, 0, 0);
        assertThat(layer.call(Tensor.zeros(2, 0)).toFloatArray()).containsOnly(0);
    }

    @Test
    void filling_a_transposed_view_fills_it_in_its_own_order() {
        Tensor base = Tensor.zeros(2, 3);
        Tensor plain = Tensor.zeros(3, 2);

        Init.uniform_(base.t(), -1, 1, new Generator(8));
        Init.uniform_(plain, -1, 1, new Generator(8));

        assertThat(base.t().toFloatArray()).containsExactly(plain.toFloatArray());
    }

    @Test
    void a_change_in_place_is_noted() {
        Tensor w = Tensor.ones(2).requiresGrad(true);
        Tensor loss = w.mul(w).sum();

        Init.uniform_(w, 0, 1, new Generator(1));

        assertThatThrownBy(loss::backward).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void bad_arguments_are_named() {
        Generator generator = new Generator(1);

        assertThatThrownBy(() -> Init.uniform_(Tensor.zeros(2), 1, 0, generator))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 1.0 and 0.0");
        assertThatThrownBy(() -> Init.uniform_(Tensor.zeros(2), Double.NaN, 0, generator))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Init.uniform_(Tensor.arange(3), 0, 1, generator))
                .hasMessageContaining("torch.int64");
        assertThatThrownBy(() -> Init.kaimingUniform_(Tensor.zeros(2), 0, generator))
                .hasMessageContaining("a weight is [out, in, ...], got shape [2]");
    }
}
