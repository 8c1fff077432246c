package org.grad4j.nn.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.grad4j.nn.layer.Conv2d;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Moments within five standard errors, bounds, and the shapes' own properties. */
class DistributionsTest {
    private static final long SEED = 42;

    private static Generator generator() {
        return new Generator(SEED);
    }

    private static void hasMoments(Tensor tensor, double mean, double std) {
        double[] values = tensor.toDoubleArray();
        double n = values.length;
        double average = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / n;
        // No distribution here has a fourth moment above that of the normal one.
        assertThat(average).isCloseTo(mean, within(5 * std / Math.sqrt(n)));
        assertThat(variance).isCloseTo(std * std, within(5 * std * std * Math.sqrt(2 / n)));
    }

    private static double largest(Tensor tensor) {
        return Arrays.stream(tensor.toDoubleArray()).map(Math::abs).max().orElseThrow();
    }

    @Test
    void normal_values_have_their_mean_and_deviation() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            hasMoments(Init.normal_(Tensor.zeros(dtype, 100, 300), 2, 0.5, generator()), 2, 0.5);
        }
    }

    @Test
    void xavier_counts_inputs_and_outputs() {
        double std = 3 * Math.sqrt(2.0 / (200 * 9 + 100 * 9));

        Tensor uniform = Init.xavierUniform_(Tensor.zeros(100, 200, 3, 3), 3, generator());
        Tensor normal = Init.xavierNormal_(Tensor.zeros(100, 200, 3, 3), 3, generator());

        hasMoments(uniform, 0, std);
        hasMoments(normal, 0, std);
        assertThat(largest(uniform)).isLessThanOrEqualTo(std * Math.sqrt(3) * (1 + 1e-6));
        assertThat(largest(normal)).isGreaterThan(3 * std);
    }

    @Test
    void kaiming_counts_inputs_or_outputs() {
        for (FanMode mode : FanMode.values()) {
            for (Nonlinearity what : Nonlinearity.values()) {
                double fan = mode == FanMode.FAN_IN ? 200 * 4 : 100 * 4;
                double std = Init.calculateGain(what, 0.2) / Math.sqrt(fan);

                Tensor weight = Tensor.zeros(100, 200, 2, 2);
                hasMoments(Init.kaimingUniform_(weight, 0.2, mode, what, generator()), 0, std);
                assertThat(largest(weight)).isLessThanOrEqualTo(std * Math.sqrt(3) * (1 + 1e-6));
                hasMoments(Init.kaimingNormal_(weight, 0.2, mode, what, generator()), 0, std);
            }
        }
    }

    @Test
    void gains_are_those_of_pytorch() {
        assertThat(Init.calculateGain(Nonlinearity.LINEAR)).isEqualTo(1);
        assertThat(Init.calculateGain(Nonlinearity.SIGMOID)).isEqualTo(1);
        assertThat(Init.calculateGain(Nonlinearity.TANH)).isEqualTo(5.0 / 3);
        assertThat(Init.calculateGain(Nonlinearity.RELU)).isEqualTo(Math.sqrt(2));
        assertThat(Init.calculateGain(Nonlinearity.LEAKY_RELU)).isEqualTo(Math.sqrt(2 / 1.0001));
        assertThat(Init.calculateGain(Nonlinearity.LEAKY_RELU, 1)).isEqualTo(1);
        assertThat(Init.calculateGain(Nonlinearity.SELU)).isEqualTo(0.75);
    }

    @Test
    void fans_are_sizes_times_the_kernel() {
        Tensor weight = Tensor.zeros(5, 7, 2, 3);

        assertThat(Init.fanIn(weight)).isEqualTo(42);
        assertThat(Init.fanOut(weight)).isEqualTo(30);
        assertThat(Init.fanIn(Tensor.zeros(0, 4))).isEqualTo(4);
    }

    /** The moments of a normal distribution cut at ±2 and ±1, and far in its tail. */
    @Test
    void a_truncated_normal_stays_in_bounds_and_has_the_moments_of_the_cut() {
        Tensor wide = Init.truncNormal_(Tensor.zeros(40_000), 1, 2, -3, 5, generator());
        Tensor half = Init.truncNormal_(Tensor.zeros(40_000), 0, 1, 0, 100, generator());
        Tensor tail = Init.truncNormal_(Tensor.zeros(40_000), 0, 1, 5, 1e9, generator());

        hasMoments(wide, 1, 2 * 0.8796256610342398);
        assertThat(largest(wide.sub(1))).isLessThanOrEqualTo(4);
        hasMoments(half, Math.sqrt(2 / Math.PI), Math.sqrt(1 - 2 / Math.PI));
        assertThat(tail.min().item()).isGreaterThanOrEqualTo(5);
        assertThat(tail.mean().item()).isCloseTo(5.18650396712584, within(0.005));
    }

    @Test
    void a_truncated_normal_without_spread_is_its_mean_between_the_bounds() {
        Tensor x = Tensor.zeros(2);

        assertThat(Init.truncNormal_(x, 5, 0, -1, 1, generator()).toFloatArray()).containsOnly(1);
        assertThat(Init.truncNormal_(x, 5, 1, 2, 2, generator()).toFloatArray()).containsOnly(2);
    }

    @Test
    void rows_or_columns_of_an_orthogonal_weight_are_orthogonal_and_of_equal_length() {
        for (long[] shape : new long[][] {{30, 50}, {50, 30}, {40, 40}, {8, 3, 2, 2}, {1, 9}}) {
            Tensor weight = Init.orthogonal_(Tensor.zeros(DType.FLOAT64, shape), 3, generator());
            Tensor m = weight.flatten(1);
            Tensor gram = m.size(0) > m.size(1) ? m.t().matmul(m) : m.matmul(m.t());

            Tensor expected = Tensor.eye(gram.size(0)).to(DType.FLOAT64).mul(9);
            assertThat(gram.allclose(expected, 0, 1e-12)).as(Arrays.toString(shape)).isTrue();
        }
        assertThat(Init.orthogonal_(Tensor.zeros(0, 3), 1, generator()).numel()).isZero();
    }

    /** The determinants' signs and the entries of uniformly distributed rotations. */
    @Test
    void orthogonal_weights_have_no_preferred_direction() {
        double corner = 0;
        int positive = 0;
        int rounds = 4000;
        Generator generator = generator();
        for (int i = 0; i < rounds; i++) {
            double[] q =
                    Init.orthogonal_(Tensor.zeros(DType.FLOAT64, 2, 2), 1, generator)
                            .toDoubleArray();
            corner += q[0];
            positive += q[0] * q[3] - q[1] * q[2] > 0 ? 1 : 0;
        }
        double error = 5 / Math.sqrt(rounds);
        assertThat(corner / rounds).isCloseTo(0, within(error));
        assertThat(positive / (double) rounds).isCloseTo(0.5, within(error));
    }

    @Test
    void each_column_of_a_sparse_weight_has_its_share_of_zeros() {
        Tensor weight = Init.sparse_(Tensor.zeros(30, 400), 0.35, 0.5, generator());
        double[] values = weight.toDoubleArray();

        for (int column = 0; column < 400; column++) {
            int zeros = 0;
            for (int row = 0; row < 30; row++) {
                zeros += values[row * 400 + column] == 0 ? 1 : 0;
            }
            assertThat(zeros).isEqualTo(11);
        }
        hasMoments(weight.maskedSelect(weight.ne(0)), 0, 0.5);
        double[] perRow = weight.eq(0).to(DType.FLOAT64).mean(1).toDoubleArray();
        assertThat(Arrays.stream(perRow).min().orElseThrow()).isGreaterThan(0.24);
        assertThat(Arrays.stream(perRow).max().orElseThrow()).isLessThan(0.49);
        assertThat(Init.sparse_(Tensor.ones(3, 2), 1, 1, generator()).toFloatArray())
                .containsOnly(0);
    }

    @Test
    void constants_fill_and_the_identity_is_the_identity() {
        assertThat(Init.constant_(Tensor.zeros(2), 2.5).toFloatArray()).containsOnly(2.5f);
        assertThat(Init.ones_(Tensor.zeros(2)).toFloatArray()).containsOnly(1);
        assertThat(Init.zeros_(Tensor.ones(2)).toFloatArray()).containsOnly(0);
        assertThat(Init.eye_(Tensor.full(7, 2, 3)).toFloatArray())
                .containsExactly(1, 0, 0, 0, 1, 0);
        assertThat(Init.eye_(Tensor.full(7, 3, 2)).toFloatArray())
                .containsExactly(1, 0, 0, 1, 0, 0);
    }

    @Test
    void a_dirac_convolution_hands_on_its_input() {
        Conv2d layer = Conv2d.builder(3, 3, 3, 5).padding(1, 2).bias(false).build();
        Init.dirac_(layer.weight(), 1);
        Tensor x = Tensor.rand(generator(), 2, 3, 6, 7);

        assertThat(layer.call(x).toFloatArray()).containsExactly(x.toFloatArray());
    }

    @Test
    void a_dirac_weight_of_groups_starts_anew_in_each() {
        float[] values = Init.dirac_(Tensor.ones(4, 3, 3), 2).toFloatArray();

        for (int i = 0; i < values.length; i++) {
            boolean one = i == 1 || i == 9 + 4 || i == 18 + 1 || i == 27 + 4;
            assertThat(values[i]).as("place %d", i).isEqualTo(one ? 1 : 0);
        }
    }

    @Test
    void parameters_stay_leaves_and_the_change_is_noted() {
        for (BiConsumer<Tensor, Generator> init :
                List.<BiConsumer<Tensor, Generator>>of(
                        (w, g) -> Init.normal_(w, 0, 1, g),
                        (w, g) -> Init.orthogonal_(w, 1, g),
                        (w, g) -> Init.ones_(w),
                        (w, g) -> Init.eye_(w))) {
            Tensor w = Tensor.ones(2, 2).requiresGrad(true);
            Tensor loss = w.mul(w).sum();

            init.accept(w, generator());

            assertThat(w.isLeaf()).isTrue();
            assertThat(w.requiresGrad()).isTrue();
            assertThatThrownBy(loss::backward).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void bad_arguments_are_named() {
        Generator g = generator();
        Tensor vector = Tensor.zeros(3);
        Tensor matrix = Tensor.zeros(2, 2);
        refused(() -> Init.normal_(vector, 0, -1, g), "normal_: the standard deviation must be");
        refused(() -> Init.normal_(Tensor.arange(3), 0, 1, g), "normal_: needs a floating-point");
        refused(() -> Init.normal_(null, 0, 1, g), "normal_: the tensor is null");
        refused(() -> Init.truncNormal_(vector, 0, 1, 1, -1, g), "in order, got 1.0 and -1.0");
        refused(
                () -> Init.xavierUniform_(vector, 1, g),
                "a weight is [out, in, ...], got shape [3]");
        refused(() -> Init.eye_(vector), "eye_: the weight must have 2 dimensions, got shape [3]");
        refused(() -> Init.dirac_(matrix, 1), "dirac_: the weight must have 3 to 5 dimensions");
        refused(
                () -> Init.dirac_(Tensor.zeros(3, 1, 1), 2),
                "dirac_: 3 output channels do not divide into 2 groups");
        refused(() -> Init.orthogonal_(vector, 1, g), "must have 2 or more dimensions");
        refused(() -> Init.sparse_(matrix, 2, 1, g), "must be from 0 to 1, got 2.0");
        refused(() -> Init.sparse_(vector, 0.5, 1, g), "must have 2 dimensions");
        refused(() -> Init.constant_(null, 1), "constant_: the tensor is null");
        refused(() -> Init.calculateGain(null), "calculateGain: the nonlinearity is null");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
