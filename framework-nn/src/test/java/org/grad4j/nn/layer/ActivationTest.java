package org.grad4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.grad4j.nn.Sequential;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ActivationTest {
    @Test
    void a_random_rectifier_draws_slopes_in_training_and_takes_their_mean_in_evaluation() {
        RReLU layer = new RReLU(0.1, 0.3, new Generator(5));
        Tensor x = Tensor.full(-1, 1000);

        float[] trained = layer.call(x).toFloatArray();
        layer.eval();
        float[] evaluated = layer.call(x).toFloatArray();

        for (float y : trained) {
            assertThat(y).isBetween(-0.3f, -0.1f);
        }
        assertThat(trained[0]).isNotEqualTo(trained[1]);
        assertThat(evaluated).containsOnly(-0.2f);
        assertThat(layer.call(Tensor.ones(2)).toFloatArray()).containsExactly(1, 1);
    }

    @Test
    void shrinking_leaves_what_is_no_number() {
        Tensor x = Tensor.of(Float.NaN, 0.5f, -0.5f, 2, -2);

        assertThat(new Hardshrink().call(x).toFloatArray()).containsExactly(Float.NaN, 0, 0, 2, -2);
        assertThat(new Softshrink().call(x).toFloatArray())
                .containsExactly(Float.NaN, 0, 0, 1.5f, -1.5f);
    }

    @Test
    void a_gate_needs_two_halves() {
        assertThatThrownBy(() -> Sequential.of(new GLU()).call(Tensor.ones(2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sequential.0 (GLU): glu: dimension -1 must have an even size, got 3");
    }

    @Test
    void slopes_per_channel_need_their_channels() {
        assertThatThrownBy(() -> new PReLU(3).call(Tensor.ones(2, 4)))
                .hasMessage("PReLU: dimension 1 must be the 3 channels, got [2, 4]");
        assertThatThrownBy(() -> new PReLU(3).call(Tensor.ones(3)))
                .hasMessage("PReLU: dimension 1 must be the 3 channels, got [3]");
    }

    @Test
    void an_image_softmax_needs_images() {
        assertThatThrownBy(() -> new Softmax2d().call(Tensor.ones(2, 3)))
                .hasMessage("Softmax2d: needs [n, c, h, w] or [c, h, w], got [2, 3]");
    }

    @Test
    void settings_that_mean_nothing_are_refused_at_once() {
        assertThatThrownBy(() -> new GELU("erf"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("GELU: approximate must be \"none\" or \"tanh\", got erf");
        assertThatThrownBy(() -> new Hardtanh(1, 1))
                .hasMessage("Hardtanh: max must be above min, got min 1.0 and max 1.0");
        assertThatThrownBy(() -> new Softshrink(-1))
                .hasMessage("Softshrink: lambda must be 0 or more, got -1.0");
        assertThatThrownBy(() -> new RReLU(0.5, 0.1))
                .hasMessage("RReLU: lower must not be above upper, got 0.5 and 0.1");
        assertThatThrownBy(() -> new PReLU(0))
                .hasMessage("PReLU: numParameters must be 1 or more, got 0");
    }
}
