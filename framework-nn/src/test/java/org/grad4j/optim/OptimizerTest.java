package org.grad4j.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.layer.Linear;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class OptimizerTest {
    private static Tensor parameter(float... values) {
        return Tensor.of(values).requiresGrad(true);
    }

    @Test
    void parameters_without_gradient_stay_as_they_are() {
        Tensor used = parameter(1);
        Tensor unused = parameter(2);
        for (Optimizer optimizer :
                List.of(new SGD(List.of(used, unused), 0.5), new Adam(List.of(used, unused), 1))) {
            optimizer.zeroGrad();
            used.mul(2).sum().backward();
            float before = used.toFloatArray()[0];

            optimizer.step();

            assertThat(used.toFloatArray()[0]).isNotEqualTo(before);
            assertThat(unused.item()).isEqualTo(2);
        }
    }

    @Test
    void a_parameter_without_gradient_does_not_age() {
        Tensor p = parameter(0);
        Adam late = new Adam(List.of(p, parameter(1)), 0.1);
        late.step();
        late.step();
        p.grad(Tensor.of(3f));

        late.step();

        assertThat(p.item())
                .as("the first step of Adam is one learning rate")
                .isCloseTo(-0.1, within(1e-6));
    }

    @Test
    void the_learning_rate_can_be_changed_between_steps() {
        Tensor p = parameter(0);
        Optimizer optimizer = new SGD(List.of(p), 1);
        p.grad(Tensor.of(1f));
        optimizer.step();

        optimizer.lr(0.25);
        optimizer.step();

        assertThat(p.item()).isEqualTo(-1.25);
        assertThat(optimizer.lr()).isEqualTo(0.25);
        optimizer.lr(0);
        optimizer.step();
        assertThat(p.item()).isEqualTo(-1.25);
    }

    @Test
    void gradients_accumulate_until_they_are_dropped() {
        Tensor p = parameter(0);
        Optimizer optimizer = new SGD(List.of(p), 1);
        p.mul(2).sum().backward();
        p.mul(3).sum().backward();

        optimizer.step();
        assertThat(p.item()).isEqualTo(-5);

        optimizer.zeroGrad();
        assertThat(p.grad()).isNull();
    }

    @Test
    void a_graph_from_before_the_step_is_stale() {
        Tensor p = parameter(2);
        Optimizer optimizer = new SGD(List.of(p), 1);
        Tensor loss = p.mul(p).sum();
        p.grad(Tensor.of(1f));

        optimizer.step();

        assertThatThrownBy(loss::backward)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version");
    }

    @Test
    void state_outlives_the_scope_of_the_step_that_made_it() {
        for (boolean nesterov : new boolean[] {false, true}) {
            Tensor inScope = parameter(1, 2);
            Tensor outside = parameter(1, 2);
            Optimizer a =
                    SGD.builder(List.of(inScope)).lr(0.1).momentum(0.9).nesterov(nesterov).build();
            Optimizer b =
                    SGD.builder(List.of(outside)).lr(0.1).momentum(0.9).nesterov(nesterov).build();
            for (int i = 0; i < 3; i++) {
                TensorScope.run(() -> stepOn(inScope, a));
                stepOn(outside, b);
            }

            assertThat(inScope.toFloatArray()).containsExactly(outside.toFloatArray());
        }
    }

    private static void stepOn(Tensor p, Optimizer optimizer) {
        optimizer.zeroGrad();
        p.mul(p).sum().backward();
        optimizer.step();
    }

    /** Written as a user would: in tensor operations. */
    private static final class SignDescent extends Optimizer {
        SignDescent(List<Tensor> parameters, double lr) {
            super(parameters, Options.lr(lr));
        }

        @Override
        protected void update(
                ParamGroup group, ParamState state, Tensor parameter, Tensor gradient) {
            parameter.sub_(gradient.div(gradient.abs()).mul(group.lr()));
        }
    }

    @Test
    void an_optimizer_may_be_written_in_tensor_operations() {
        Tensor p = parameter(5, -5);
        Optimizer optimizer = new SignDescent(List.of(p), 0.5);
        stepOn(p, optimizer);
        stepOn(p, optimizer);
        assertThat(p.toFloatArray()).containsExactly(4, -4);

        long live = TensorMemory.stats().liveArrays();
        TensorScope.run(() -> stepOn(p, optimizer));
        assertThat(TensorMemory.stats().liveArrays()).isLessThanOrEqualTo(live);
    }

    @Test
    void transposed_parameters_and_gradients_are_stepped_element_by_element() {
        Tensor p = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}).t().requiresGrad(true);
        p.grad(Tensor.of(new float[][] {{1, 4}, {2, 5}, {3, 6}}));

        new SGD(List.of(p), 1).step();

        assertThat(p.toFloatArray()).containsOnly(0);
    }

    @Test
    void whole_models_are_stepped() {
        Linear model = new Linear(3, 2);
        Optimizer optimizer = new Adam(model.parameters());

        assertThat(optimizer.parameters()).isEqualTo(model.parameters());
        assertThat(optimizer.lr()).isEqualTo(0.001);
        assertThat(SGD.builder(model.parameters()).build().lr()).isEqualTo(0.001);
    }

    @Test
    void bad_parameters_are_named() {
        Tensor p = parameter(1);

        assertThatThrownBy(() -> new SGD(List.of(), 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an optimizer needs at least one parameter");
        assertThatThrownBy(() -> new SGD(List.of(p, Tensor.ones(2)), 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("parameter 1 of the optimizer does not require gradients");
        assertThatThrownBy(() -> new Adam(List.of(p.mul(2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parameter 0 of the optimizer was made by MulBackward0");
        assertThatThrownBy(() -> new Adam(List.of(p, p)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parameter 1 of the optimizer appears twice");
    }

    @Test
    void parameters_that_are_null_are_named() {
        for (ThrowingCallable without :
                List.<ThrowingCallable>of(
                        () -> new SGD(null, 0.1),
                        () -> new Adam(null, 0.1),
                        () -> new Adam(null),
                        () -> SGD.builder(null),
                        () -> Adam.builder(null),
                        () -> new SignDescent(null, 0.1))) {
            assertThatThrownBy(without)
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("the parameters are null");
        }
        assertThatThrownBy(() -> new SGD(Arrays.asList(parameter(1), null), 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameter 1 of the optimizer is null");
    }

    @Test
    void bad_settings_are_named() {
        List<Tensor> p = List.of(parameter(1));

        assertThatThrownBy(() -> new SGD(p, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lr must be a number of 0 or more, got -1.0");
        assertThatThrownBy(() -> new SGD(p, 1).lr(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> SGD.builder(p).momentum(-0.1)).hasMessageContaining("momentum");
        assertThatThrownBy(() -> SGD.builder(p).weightDecay(-1))
                .hasMessageContaining("weightDecay");
        assertThatThrownBy(() -> SGD.builder(p).nesterov(true).build())
                .hasMessageContaining("nesterov needs a momentum above 0");
        assertThatThrownBy(() -> SGD.builder(p).momentum(1).dampening(1).nesterov(true).build())
                .hasMessageContaining("no dampening, got momentum 1.0 and dampening 1.0");
        assertThatThrownBy(() -> Adam.builder(p).betas(1, 0.9))
                .hasMessage("betas must be 2 numbers of at least 0 and below 1, got [1.0, 0.9]");
        assertThatThrownBy(() -> Adam.builder(p).betas(0.9, -1)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> Adam.builder(p).eps(-1)).hasMessageContaining("eps");
        assertThatThrownBy(() -> Adam.builder(p).weightDecay(Double.POSITIVE_INFINITY))
                .hasMessageContaining("Infinity");
    }
}
