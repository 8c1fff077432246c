package org.grad4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In float32 an LSTM walks all steps at once; in float64 one after another. */
class LstmWalkTest {
    @ParameterizedTest
    @CsvSource({"1, 1, false", "5, 3, false", "4, 7, true", "2, 1, true"})
    void walking_at_once_gives_what_single_steps_give(int steps, int n, boolean both) {
        LSTM single = lstm(both);
        LSTM wide = (LSTM) single.copy();
        wide.to(DType.FLOAT64);
        Tensor x = Tensor.randn(new Generator(2), steps, n, 6);

        compare(all(single, x, false), all(wide, x.to(DType.FLOAT64), false));
    }

    @ParameterizedTest
    @CsvSource({"1, 2, false", "4, 3, true"})
    void gradients_of_gradients_agree_too(int steps, int n, boolean both) {
        LSTM single = lstm(both);
        LSTM wide = (LSTM) single.copy();
        wide.to(DType.FLOAT64);
        Tensor x = Tensor.randn(new Generator(2), steps, n, 6);

        compare(all(single, x, true), all(wide, x.to(DType.FLOAT64), true));
    }

    /** More sequences than a thread takes at a time, no bias, inputs far out, batch first. */
    @Test
    void many_sequences_without_a_bias_agree_too() {
        for (int n : new int[] {65, 100}) {
            LSTM single =
                    LSTM.builder(6, 5)
                            .bias(false)
                            .batchFirst(true)
                            .generator(new Generator(1))
                            .build();
            LSTM wide = (LSTM) single.copy();
            wide.to(DType.FLOAT64);
            Tensor x = Tensor.randn(new Generator(2), n, 3, 6).mul(30);
            compare(
                    gradients(single, single.call(x)),
                    gradients(wide, wide.call(x.to(DType.FLOAT64))));
        }
    }

    private static List<Tensor> gradients(LSTM lstm, Tensor y) {
        List<Tensor> found = new ArrayList<>(List.of(y));
        List<Tensor> leaves = lstm.parameters();
        found.addAll(Autograd.grad(List.of(y.square().mean()), leaves, null, false, false, false));
        return found;
    }

    /** The states of the second walk depend on the weights, which it uses too. */
    @Test
    void inputs_that_depend_on_each_other_are_counted_once() {
        LSTM lstm = lstm(false);
        Tensor first = Tensor.randn(new Generator(2), 4, 3, 6);
        Tensor second = Tensor.randn(new Generator(3), 2, 3, 6);
        List<List<Tensor>> found = new ArrayList<>();
        for (boolean recorded : new boolean[] {false, true}) {
            var out = lstm.call(second, lstm.call(first, null).state());
            Tensor y = out.output().square().sum();
            found.add(Autograd.grad(List.of(y), lstm.parameters(), null, true, recorded, false));
        }
        compare(found.get(1), found.get(0));
    }

    @Test
    void what_is_not_recorded_keeps_nothing_and_gives_the_same() {
        LSTM lstm = lstm(true);
        Tensor x = Tensor.randn(new Generator(2), 4, 40, 6);
        Tensor recorded = lstm.call(x);
        compare(List.of(Autograd.noGrad(() -> lstm.call(x))), List.of(recorded));
        Tensor inferred = Autograd.inferenceMode(() -> lstm.call(x));
        compare(List.of(inferred), List.of(recorded));
    }

    @Test
    void states_of_another_type_are_refused() {
        LSTM lstm = LSTM.builder(6, 5).build();
        Tensor state = Tensor.zeros(DType.FLOAT64, 1, 3, 5);
        Tensor x = Tensor.randn(2, 3, 6);
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> lstm.call(x, new LSTMState(state, state)));
        assertThat(error).hasMessageContaining("float64");
    }

    private static LSTM lstm(boolean bothWays) {
        return LSTM.builder(6, 5)
                .numLayers(2)
                .bidirectional(bothWays)
                .generator(new Generator(1))
                .build();
    }

    /** Outputs, states, and gradients with respect to input, first states and parameters. */
    private static List<Tensor> all(LSTM lstm, Tensor given, boolean second) {
        Tensor x = given.detach().clone().requiresGrad(true);
        long layers = lstm.parameters().size() / 4;
        Tensor h = Tensor.randn(new Generator(3), layers, x.size(1), 5).to(x.dtype());
        Tensor c = Tensor.randn(new Generator(4), layers, x.size(1), 5).to(x.dtype());
        List<Tensor> leaves = new ArrayList<>(lstm.parameters());
        leaves.addAll(List.of(x, h.requiresGrad(true), c.requiresGrad(true)));
        var out = lstm.call(x, new LSTMState(h, c));
        List<Tensor> found = new ArrayList<>(List.of(out.output()));
        found.addAll(List.of(out.state().h(), out.state().c()));
        Tensor y = out.output().square().sum();
        y = y.add(out.state().h().pow(3).sum()).add(out.state().c().square().sum());
        List<Tensor> first = Autograd.grad(List.of(y), leaves, null, true, second, false);
        found.addAll(first);
        if (second) {
            Tensor sum = first.stream().map(g -> g.square().sum()).reduce(Tensor::add).get();
            found.addAll(Autograd.grad(List.of(sum), leaves, null, false, false, false));
        }
        return found;
    }

    private static void compare(List<Tensor> found, List<Tensor> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            double[] values = found.get(i).toDoubleArray();
            double[] wanted = expected.get(i).toDoubleArray();
            double size = expected.get(i).abs().max().item();
            for (int j = 0; j < values.length; j++) {
                assertThat(values[j])
                        .as("tensor %d at %d", i, j)
                        .isCloseTo(wanted[j], within(2e-5 * Math.max(1, size)));
            }
        }
    }
}
