package org.grad4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DropoutTest {
    @Test
    void nothing_happens_in_evaluation_or_with_probability_0() {
        Tensor x = Tensor.ones(5);
        Dropout dropout = new Dropout(0.5);
        dropout.eval();

        assertThat(dropout.call(x)).isSameAs(x);
        assertThat(new Dropout(0).call(x)).isSameAs(x);
        assertThat(new Dropout(1e-12).call(x)).isSameAs(x);
    }

    @Test
    void everything_is_dropped_with_probability_1() {
        assertThat(new Dropout(1).call(Tensor.ones(1000)).toFloatArray()).containsOnly(0);
    }

    @Test
    void the_kept_share_is_scaled_so_that_the_mean_stays() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            Tensor x = Tensor.ones(dtype, 100, 1000);

            Tensor y = new Dropout(0.2, new Generator(6)).call(x);

            assertThat(y.dtype()).isEqualTo(dtype);
            assertThat(y.toFloatArray()).containsOnly(0, 1.25f);
            // Five standard errors of the mean of 100,000 samples.
            assertThat(y.mean().item()).isCloseTo(1, within(5 * 0.5 / Math.sqrt(100_000)));
        }
    }

    @Test
    void probabilities_near_0_and_1_are_kept_to() {
        for (double p : new double[] {1e-7, 0.001, 0.999, 1 - 1e-7}) {
            float[] y = new Dropout(p, new Generator(4)).call(Tensor.ones(200_000)).toFloatArray();
            double dropped = 0;
            for (float value : y) {
                assertThat(value == 0 || Math.abs(value * (1 - p) - 1) < 1e-6).isTrue();
                dropped += value == 0 ? 1 : 0;
            }
            double deviation = Math.sqrt(p * (1 - p) / y.length);
            assertThat(dropped / y.length).isCloseTo(p, within(5 * deviation + 1e-5));
        }
    }

    @Test
    void masks_differ_from_call_to_call_and_repeat_with_the_seed() {
        Tensor x = Tensor.ones(64);
        Dropout dropout = new Dropout(0.5, new Generator(7));
        float[] first = dropout.call(x).toFloatArray();

        assertThat(dropout.call(x).toFloatArray()).isNotEqualTo(first);
        assertThat(new Dropout(0.5, new Generator(7)).call(x).toFloatArray())
                .containsExactly(first);
        Generator.manualSeed(7);
        assertThat(new Dropout().call(x).toFloatArray()).containsExactly(first);
    }

    @Test
    void the_gradient_goes_where_the_value_went() {
        Tensor x = Tensor.full(3, 50).requiresGrad(true);

        Tensor y = new Dropout(0.5, new Generator(8)).call(x);
        y.sum().backward();

        assertThat(x.grad().mul(3).toFloatArray()).containsExactly(y.toFloatArray());
    }

    @Test
    void a_transposed_input_is_masked_in_its_own_order() {
        Tensor x = Tensor.rand(new Generator(1), 6, 4);

        float[] plain = new Dropout(0.5, new Generator(9)).call(x.t().clone()).toFloatArray();

        assertThat(new Dropout(0.5, new Generator(9)).call(x.t()).toFloatArray())
                .containsExactly(plain);
    }

    @Test
    void bad_arguments_are_named() {
        for (double p : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new Dropout(p))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Dropout: p must be from 0 to 1, got " + p);
        }
        assertThatThrownBy(() -> new Dropout().call(Tensor.arange(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Dropout: needs a floating-point tensor, got torch.int64");
    }
}
