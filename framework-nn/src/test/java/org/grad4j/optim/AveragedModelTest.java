package org.grad4j.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.grad4j.autograd.Autograd;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class AveragedModelTest {
    /** One parameter, one floating buffer, one of whole numbers. */
    private static final class Counting extends Module {
        private final Tensor weight =
                registerParameter("weight", Tensor.of(new double[] {1, -1}, 2).requiresGrad(true));
        private final Tensor mean = registerBuffer("mean", Tensor.of(new double[] {10}, 1));
        private final Tensor batches = registerBuffer("batches", Tensor.of(0L));

        @Override
        protected Tensor forward(Tensor x) {
            return x.mul(weight);
        }

        void set(double value) {
            Autograd.noGrad(
                    () -> {
                        weight.copy_(Tensor.of(value, -value));
                        mean.copy_(Tensor.of(10 * value));
                        batches.add_(1);
                    });
        }

        double value() {
            return weight.toDoubleArray()[0];
        }
    }

    private static double average(AveragedModel average, Counting model) {
        return average.with(model::value);
    }

    @Test
    void swa_weighs_all_updates_equally() {
        Counting model = new Counting();
        AveragedModel average = AveragedModel.swa(model);
        for (double value : new double[] {3, 5, 10}) {
            model.set(value);
            average.update();
        }

        assertThat(average.updates()).isEqualTo(3);
        assertThat(average(average, model)).isCloseTo(6, within(1e-12));
        assertThat(model.value()).as("afterwards").isEqualTo(10);
        assertThat(average.with(() -> model.mean.item())).as("of the last update").isEqualTo(100);
        assertThat(average.with(() -> model.batches.itemLong())).isEqualTo(3);
    }

    @Test
    void ema_forgets() {
        Counting model = new Counting();
        AveragedModel average = AveragedModel.ema(model, 0.9, true);
        double expected = 0;
        for (double value : new double[] {3, 5, 10, -2}) {
            model.set(value);
            average.update();
            expected = value == 3 ? 3 : 0.9 * expected + 0.1 * value;
        }

        assertThat(average(average, model)).isCloseTo(expected, within(1e-12));
        double mean = 10 * expected;
        assertThat(average.with(() -> model.mean.item())).isCloseTo(mean, within(1e-11));
        assertThat(average.with(() -> model.batches.itemLong())).isEqualTo(4);
    }

    @Test
    void the_model_gets_its_own_back_after_a_failure() {
        Counting model = new Counting();
        AveragedModel average = AveragedModel.swa(model);
        model.set(7);

        assertThatThrownBy(
                        () ->
                                average.with(
                                        () -> {
                                            throw new IllegalStateException("stop");
                                        }))
                .hasMessage("stop");
        assertThat(model.value()).isEqualTo(7);
        average.apply();
        assertThat(model.value()).isEqualTo(1);
    }

    @Test
    void a_loaded_average_continues() {
        Counting model = new Counting();
        AveragedModel average = AveragedModel.swa(model);
        model.set(3);
        average.update();
        Counting other = new Counting();
        AveragedModel loaded = AveragedModel.swa(other);
        assertThat(average.stateDict())
                .containsOnlyKeys("n_averaged", "module.weight", "module.mean", "module.batches");
        loaded.loadStateDict(average.stateDict());
        other.set(5);
        loaded.update();

        assertThat(loaded.updates()).isEqualTo(2);
        assertThat(average(loaded, other)).isCloseTo(4, within(1e-12));
    }

    @Test
    void a_state_that_does_not_fit_changes_nothing() {
        Counting model = new Counting();
        AveragedModel average = AveragedModel.swa(model);
        Map<String, Tensor> state = new HashMap<>(average.stateDict());
        state.remove("n_averaged");
        state.put("module.weight", Tensor.ones(DType.FLOAT32, 2));
        state.put("module.bias", Tensor.ones(2));

        assertThatThrownBy(() -> average.loadStateDict(state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing was changed:")
                .hasMessageContaining("missing: n_averaged")
                .hasMessageContaining("unexpected: module.bias")
                .hasMessageContaining(
                        "module.weight: expected [2] torch.float64, got [2] torch.float32");
        assertThat(average(average, model)).isEqualTo(1);
    }

    @Test
    void updates_in_a_scope_leave_nothing_behind() {
        Counting model = new Counting();
        AveragedModel average = AveragedModel.ema(model, 0.5);
        TensorScope.run(average::update);
        long live = TensorMemory.stats().liveArrays();

        TensorScope.run(
                () -> {
                    average.update();
                    average.with(model::value);
                });

        assertThat(TensorMemory.stats().liveArrays()).isLessThanOrEqualTo(live);
    }

    @Test
    void bad_arguments_are_named() {
        assertThatThrownBy(() -> AveragedModel.ema(new Counting(), 1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("decay must be from 0 to 1, got 1.5");
        assertThatThrownBy(() -> AveragedModel.swa(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the model is null");
        assertThatThrownBy(() -> AveragedModel.swa(new Counting()).with(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the code is null");
    }
}
