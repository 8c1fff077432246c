package org.grad4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.GradCheck;
import org.grad4j.nn.Module;
import org.grad4j.nn.Sequential;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Normalising layers: running statistics, modes, edges and what they refuse. */
class NormTest {
    private static final double CLOSE = 1e-6;

    private static void assertValues(Tensor found, double... expected) {
        assertThat(found.toDoubleArray()).containsExactly(expected, within(CLOSE));
    }

    @Test
    void running_statistics_move_by_the_momentum_and_divide_by_one_less() {
        BatchNorm1d norm = new BatchNorm1d(1);

        norm.call(Tensor.of(1f, 2f, 3f, 6f).reshape(4, 1));

        // Mean 3, Σ (x - 3)² = 14: 14 / 3 where the output uses 14 / 4.
        assertValues(norm.runningMean(), 0.3);
        assertValues(norm.runningVar(), 0.9 + 0.1 * 14 / 3);
        assertThat(norm.namedBuffers().get("num_batches_tracked").itemLong()).isEqualTo(1);
        assertThat(norm.namedBuffers().get("num_batches_tracked").dtype()).isEqualTo(DType.INT64);
    }

    @Test
    void without_momentum_the_running_statistics_are_the_mean_over_all_batches() {
        BatchNorm1d norm = BatchNorm1d.builder(1).momentum(null).build();

        norm.call(Tensor.of(0f, 2f).reshape(2, 1));
        norm.call(Tensor.of(3f, 7f).reshape(2, 1));
        norm.call(Tensor.of(6f, 6f).reshape(2, 1));

        assertValues(norm.runningMean(), (1 + 5 + 6) / 3.0);
        assertValues(norm.runningVar(), (2 + 8 + 0) / 3.0);
    }

    @Test
    void evaluation_uses_the_running_statistics_and_leaves_them() {
        BatchNorm2d norm = BatchNorm2d.builder(1).eps(0).build();
        norm.runningMean().fill_(2);
        norm.runningVar().fill_(4);
        norm.eval();

        assertValues(norm.call(Tensor.of(6f, 0f).reshape(1, 1, 1, 2)), 2, -1);
        assertValues(norm.runningMean(), 2);
        assertThat(norm.namedBuffers().get("num_batches_tracked").itemLong()).isZero();
    }

    @Test
    void without_tracking_evaluation_uses_the_batch() {
        BatchNorm1d norm = BatchNorm1d.builder(1).trackRunningStats(false).eps(0).build();
        norm.eval();

        assertValues(norm.call(Tensor.of(1f, 3f).reshape(2, 1)), -1, 1);
        assertThat(norm.runningMean()).isNull();
    }

    @Test
    void an_empty_batch_leaves_the_running_statistics() {
        BatchNorm2d norm = new BatchNorm2d(2);

        assertThat(norm.call(Tensor.zeros(0, 2, 3, 3)).shape()).containsExactly(0, 2, 3, 3);
        assertValues(norm.runningVar(), 1, 1);
    }

    @Test
    void one_value_per_channel_has_no_variance_in_training() {
        BatchNorm1d norm = new BatchNorm1d(3);

        assertThatThrownBy(() -> norm.call(Tensor.ones(1, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "BatchNorm1d: batchNorm: needs more than one value per channel in training,"
                                + " got [1, 3]");
        norm.eval();
        assertThat(norm.call(Tensor.ones(1, 3)).shape()).containsExactly(1, 3);
    }

    @Test
    void gradients_in_training_are_right_to_the_second_order() {
        Tensor x = Tensor.randn(new Generator(2), 3, 2, 2).to(DType.FLOAT64).requiresGrad(true);
        BatchNorm1d batch = BatchNorm1d.builder(2).dtype(DType.FLOAT64).build();
        InstanceNorm1d instance =
                InstanceNorm1d.builder(2).affine(true).dtype(DType.FLOAT64).build();

        for (Module norm : new Module[] {batch, instance}) {
            GradCheck.gradcheck(in -> norm.call(in[0]), x);
            GradCheck.gradgradcheck(in -> norm.call(in[0]), x);
        }
    }

    @Test
    void a_large_mean_does_not_spoil_the_variance() {
        Tensor x = Tensor.randn(new Generator(4), 64, 1, 32, 32).add(1000);

        Tensor y = new BatchNorm2d(1).call(x);

        assertThat(y.mean().item()).isCloseTo(0, within(1e-3));
        assertThat(y.std().item()).isCloseTo(1, within(1e-3));
    }

    @Test
    void images_that_are_not_contiguous_are_normalised_as_they_are() {
        Tensor x = Tensor.randn(new Generator(4), 4, 5, 6, 3).permute(0, 3, 1, 2);

        Tensor y = new BatchNorm2d(3).call(x);

        assertThat(y.allclose(new BatchNorm2d(3).call(x.contiguous()))).isTrue();
    }

    @Test
    void nothing_is_recorded_in_the_running_statistics() {
        BatchNorm2d norm = new BatchNorm2d(2);
        Tensor x = Tensor.randn(new Generator(4), 2, 2, 2, 2).requiresGrad(true);

        norm.call(x).sum().backward();

        assertThat(norm.runningMean().requiresGrad()).isFalse();
        assertThat(Autograd.noGrad(() -> norm.call(x)).gradFn()).isNull();
    }

    @Test
    void wrong_inputs_are_named_with_the_path() {
        Sequential net = Sequential.of(new Conv2d(1, 4, 3), new BatchNorm2d(8));

        assertThatThrownBy(() -> net.call(Tensor.zeros(2, 1, 5, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sequential.1 (BatchNorm2d): needs 8 channels, got [2, 4, 3, 3]");
        assertThatThrownBy(() -> new BatchNorm2d(8).call(Tensor.zeros(2, 8)))
                .hasMessage("BatchNorm2d: the input must be [n, c, h, w], got [2, 8]");
        assertThatThrownBy(() -> new BatchNorm1d(8).call(Tensor.zeros(2, 8, 3, 3)))
                .hasMessage("BatchNorm1d: the input must be [n, c] or [n, c, l], got [2, 8, 3, 3]");
        assertThatThrownBy(() -> new LayerNorm(4).call(Tensor.zeros(2, 3)))
                .hasMessage(
                        "LayerNorm: layerNorm: the last sizes of the input must be [4], got [2,"
                                + " 3]");
        assertThatThrownBy(() -> new GroupNorm(2, 4).call(Tensor.zeros(2, 6, 3)))
                .hasMessage(
                        "GroupNorm: groupNorm: the weight must be [6] for an input of shape [2, 6,"
                                + " 3], got [4]");
        assertThatThrownBy(() -> new InstanceNorm1d(2).call(Tensor.zeros(3, 2, 1)))
                .hasMessage(
                        "InstanceNorm1d: instanceNorm: needs more than one value for each channel"
                                + " of a sample, got [3, 2, 1]");
    }

    @Test
    void settings_are_checked_when_the_layer_is_built() {
        assertThatThrownBy(() -> new BatchNorm2d(0))
                .hasMessage("BatchNorm2d: features must be 1 or more, got 0");
        assertThatThrownBy(() -> BatchNorm2d.builder(2).momentum(1.5))
                .hasMessage("BatchNorm2d: momentum must be from 0 to 1 or null, got 1.5");
        assertThatThrownBy(() -> BatchNorm2d.builder(2).eps(-1))
                .hasMessage("BatchNorm2d: eps must be 0 or more, got -1.0");
        assertThatThrownBy(() -> new GroupNorm(3, 4))
                .hasMessage("GroupNorm: groups must divide the channels, got 3 and 4");
        assertThatThrownBy(() -> new LayerNorm())
                .hasMessage("LayerNorm: sizes must be 1 or more, got []");
    }

    @Test
    void a_normalised_weight_starts_as_the_layer_s_own() {
        Tensor x = Tensor.randn(new Generator(3), 2, 3, 6);
        Conv1d conv = new Conv1d(3, 4, 3);

        Tensor y = WeightNorm.of(conv).call(x);

        assertThat(y.allclose(conv.call(x), 1e-5, 1e-6)).isTrue();
    }

    @Test
    void the_largest_singular_value_becomes_one() {
        Linear linear = new Linear(5, 4, true, DType.FLOAT32, new Generator(1));
        SpectralNorm norm = SpectralNorm.of(linear, 1, 1e-12, new Generator(2));
        for (int i = 0; i < 200; i++) {
            norm.call(Tensor.ones(1, 5));
        }

        Tensor w = norm.weight().detach();

        // The largest eigenvalue of wᵀ·w by many squarings, scaled by the trace each time.
        Tensor power = w.t().matmul(w);
        double log = 0;
        for (int i = 0; i < 30; i++) {
            double trace = power.trace().item();
            log = 2 * (log + Math.log(trace));
            power = power.div(trace);
            power = power.matmul(power);
        }
        double largest = Math.exp((log + Math.log(power.trace().item())) / Math.pow(2, 30));
        assertThat(Math.sqrt(largest)).isCloseTo(1, within(1e-4));
    }

    @Test
    void spectral_vectors_move_in_training_only() {
        SpectralNorm norm = SpectralNorm.of(new Linear(30, 30), 1, 1e-12, new Generator(1));
        norm.eval();
        float[] before = norm.weight().toFloatArray();
        assertThat(norm.weight().toFloatArray()).isEqualTo(before);
        norm.train();
        assertThat(norm.weight().toFloatArray()).isNotEqualTo(before);
    }

    @Test
    void only_layers_with_a_weight_are_normalised() {
        assertThatThrownBy(() -> WeightNorm.of(new ReLU()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("WeightNorm: needs a Linear or a convolution, got ReLU");
        assertThatThrownBy(() -> SpectralNorm.of(null))
                .hasMessage("SpectralNorm: needs a Linear or a convolution, got null");
    }
}
