package org.grad4j.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The layout of state dicts and what is refused. */
class OptimizerStateTest {
    private static Tensor parameter(long... shape) {
        Tensor parameter = Tensor.ones(shape).requiresGrad(true);
        parameter.grad(Tensor.ones(shape));
        return parameter;
    }

    private static Optimizer adam() {
        Adam adam =
                Adam.builder(List.of(parameter(2), parameter(3, 2)))
                        .lr(0.1)
                        .addParamGroup(
                                List.of(parameter()),
                                group -> group.set("betas", List.of(0.5, 0.25)))
                        .build();
        adam.step();
        return adam;
    }

    @SuppressWarnings("unchecked") // as stateDict says
    private static <T> T at(Object state, Object... path) {
        Object value = state;
        for (Object key : path) {
            value =
                    key instanceof Integer index
                            ? ((List<Object>) value).get(index)
                            : ((Map<String, Object>) value).get(key);
        }
        return (T) value;
    }

    /** A deep copy with another value at a path; null removes. */
    private static Map<String, Object> with(Object state, Object value, Object... path) {
        return at(List.of(changed(state, value, path, 0)), 0);
    }

    private static Object changed(Object state, Object value, Object[] path, int depth) {
        if (depth == path.length) {
            return value;
        }
        if (path[depth] instanceof Integer index) {
            List<Object> copy = new ArrayList<>((List<?>) state);
            copy.set(index, changed(copy.get(index), value, path, depth + 1));
            return copy;
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        ((Map<?, ?>) state).forEach((key, each) -> copy.put((String) key, each));
        String key = (String) path[depth];
        copy.put(key, changed(copy.get(key), value, path, depth + 1));
        copy.values().removeIf(each -> each == null);
        return copy;
    }

    @Test
    void the_layout_is_that_of_PyTorch() {
        Map<String, Object> state = adam().stateDict();

        assertThat(state).containsOnlyKeys("state", "param_groups");
        assertThat(OptimizerStateTest.<Map<String, Object>>at(state, "state"))
                .containsOnlyKeys("0", "1", "2");
        assertThat(OptimizerStateTest.<Map<String, Object>>at(state, "state", "1"))
                .containsOnlyKeys("step", "exp_avg", "exp_avg_sq");
        assertThat(OptimizerStateTest.<Long>at(state, "state", "1", "step")).isEqualTo(1L);
        assertThat(OptimizerStateTest.<Tensor>at(state, "state", "1", "exp_avg").shape())
                .containsExactly(3, 2);
        Map<String, Object> group = at(state, "param_groups", 0);
        assertThat(group)
                .containsEntry("lr", 0.1)
                .containsEntry("betas", List.of(0.9, 0.999))
                .containsEntry("eps", 1e-8)
                .containsEntry("weight_decay", 0.0)
                .containsEntry("amsgrad", false)
                .containsEntry("maximize", false)
                .containsEntry("params", List.of(0L, 1L))
                .hasSize(7);
        assertThat(OptimizerStateTest.<Object>at(state, "param_groups", 1, "betas"))
                .isEqualTo(List.of(0.5, 0.25));
        assertThat(OptimizerStateTest.<Object>at(state, "param_groups", 1, "params"))
                .isEqualTo(List.of(2L));
    }

    @Test
    void parameters_that_were_not_stepped_have_no_state() {
        Adam adam = new Adam(List.of(Tensor.ones(2).requiresGrad(true), parameter(2)));
        assertThat(OptimizerStateTest.<Map<String, Object>>at(adam.stateDict(), "state")).isEmpty();

        adam.step();

        assertThat(OptimizerStateTest.<Map<String, Object>>at(adam.stateDict(), "state"))
                .containsOnlyKeys("1");
    }

    @Test
    void whole_numbers_are_taken_for_numbers() {
        Optimizer optimizer = adam();
        optimizer.loadStateDict(with(optimizer.stateDict(), 1L, "param_groups", 0, "lr"));
        assertThat(optimizer.paramGroups().get(0).lr()).isEqualTo(1);
        assertThat(optimizer.paramGroups().get(0).options().get("lr")).isEqualTo(1.0);

        optimizer.loadStateDict(with(optimizer.stateDict(), 5.0, "state", "0", "step"));
        assertThat(OptimizerStateTest.<Object>at(optimizer.stateDict(), "state", "0", "step"))
                .isEqualTo(5L);
    }

    @Test
    void what_was_loaded_is_a_copy_that_outlives_its_scope() {
        Optimizer optimizer = adam();
        Tensor[] source = new Tensor[1];
        TensorScope.run(
                () -> {
                    source[0] = Tensor.ones(2);
                    optimizer.loadStateDict(
                            with(optimizer.stateDict(), source[0], "state", "0", "exp_avg"));
                });

        assertThat(source[0].isReleased()).isTrue();
        assertThat(
                        OptimizerStateTest.<Tensor>at(
                                        optimizer.stateDict(), "state", "0", "exp_avg")
                                .toFloatArray())
                .containsOnly(1);
        optimizer.step();
    }

    private static void refused(Object value, String message, Object... path) {
        Optimizer optimizer = adam();
        Map<String, Object> before = optimizer.stateDict();
        Map<String, Object> bad = with(before, value, path);
        assertThatThrownBy(() -> optimizer.loadStateDict(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the state does not fit Adam, nothing was changed:")
                .hasMessageContaining(message);
        assertThat(optimizer.stateDict()).isEqualTo(before);
    }

    @Test
    void what_does_not_fit_is_refused_with_its_place() {
        Tensor released = Tensor.ones(2);
        released.array().storage().release();
        refused(null, "missing: state", "state");
        refused(3L, "state: expected a map, got 3", "state");
        refused(Map.of(1L, Map.of()), "state: a key must be a string, got 1", "state");
        refused(List.of(), "param_groups: expected a list of 2 groups, got 0", "param_groups");
        refused("x", "param_groups: expected a list of 2 groups, got a String", "param_groups");
        refused(true, "param_groups[1]: expected a map, got true", "param_groups", 1);
        refused(
                List.of(0L),
                "param_groups[0].params: expected [0, 1], got [0]",
                "param_groups",
                0,
                "params");
        refused(
                "fast",
                "param_groups[0].lr must be a number of 0 or more, got fast",
                "param_groups",
                0,
                "lr");
        refused(
                List.of(0.9),
                "param_groups[1].betas must be 2 numbers of at least 0 and below 1, got [0.9]",
                "param_groups",
                1,
                "betas");
        refused(-1L, "state.0.step must be a whole number of 0 or more", "state", "0", "step");
        refused(0.5, "state.0.step must be a whole number of 0 or more", "state", "0", "step");
        refused(1L, "state.0.exp_avg must be a tensor, got 1", "state", "0", "exp_avg");
        refused(null, "missing: state.1.exp_avg_sq", "state", "1", "exp_avg_sq");
        refused(released, "state.0.exp_avg was released", "state", "0", "exp_avg");
        refused(
                Tensor.ones(3),
                "state.0.exp_avg must be as its parameter, [2] torch.float32, got a tensor of"
                        + " shape [3] torch.float32",
                "state",
                "0",
                "exp_avg");
        refused(
                Tensor.ones(DType.FLOAT64, 2),
                "got a tensor of shape [2] torch.float64",
                "state",
                "0",
                "exp_avg");
        assertThatThrownBy(() -> adam().loadStateDict(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the state is null");
    }

    @Test
    void options_that_do_not_go_together_are_refused() {
        Optimizer sgd = new SGD(List.of(parameter(1)), 0.1);
        Map<String, Object> state = with(sgd.stateDict(), true, "param_groups", 0, "nesterov");
        assertThatThrownBy(() -> sgd.loadStateDict(state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("param_groups[0]: nesterov needs a momentum above 0");
        assertThatThrownBy(
                        () ->
                                sgd.addParamGroup(
                                        List.of(parameter(1)),
                                        group -> group.set("nesterov", true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("nesterov needs a momentum above 0");
        assertThat(sgd.paramGroups()).hasSize(1);
    }

    @Test
    void the_state_of_another_optimizer_is_refused() {
        Optimizer sgd = new SGD(List.of(parameter(1)), 0.1);
        Optimizer adam = new Adam(List.of(parameter(1)), 0.1);
        assertThatThrownBy(() -> sgd.loadStateDict(adam.stateDict()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing: param_groups[0].momentum")
                .hasMessageContaining("unexpected: param_groups[0].betas");
    }

    @Test
    void the_history_of_LBFGS_must_be_whole() {
        Tensor p = parameter(3);
        LBFGS lbfgs = LBFGS.builder(List.of(p)).lr(0.1).maxIter(3).build();
        lbfgs.step(
                () -> {
                    lbfgs.zeroGrad();
                    Tensor loss = p.pow(4).sum();
                    loss.backward();
                    return loss;
                });
        Map<String, Object> state = lbfgs.stateDict();
        Map<Map<String, Object>, String> bad = new LinkedHashMap<>();
        bad.put(with(state, null, "state", "0", "d"), "state.0 lacks [d]");
        bad.put(
                with(state, List.of(), "state", "0", "ro"),
                "lists of different lengths: [1, 1, 0]");
        bad.put(
                with(state, Tensor.ones(4), "state", "0", "prev_flat_grad"),
                "state.0 has a tensor that is not [3] torch.float32");
        bad.put(with(state, List.of(1L), "state", "0", "old_dirs"), "must be a list of tensors");

        bad.forEach(
                (each, message) ->
                        assertThatThrownBy(() -> lbfgs.loadStateDict(each))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining(message));
        lbfgs.loadStateDict(state);
    }

    @Test
    void groups_are_checked_when_they_join() {
        Tensor p = parameter(1);
        Optimizer sgd = new SGD(List.of(p), 0.1);
        assertThatThrownBy(() -> sgd.addParamGroup(List.of(parameter(1), p)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameter 1 of the new group appears twice");
        assertThatThrownBy(() -> sgd.addParamGroup(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a group needs at least one parameter");
        assertThatThrownBy(() -> sgd.addParamGroup(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the parameters of the group are null");
        assertThatThrownBy(() -> sgd.addParamGroup(List.of(parameter(1)), null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the settings of the group are null");
        ParamGroup group = sgd.paramGroups().get(0);
        assertThatThrownBy(() -> group.number("speed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no option speed");
        assertThatThrownBy(() -> group.flag("lr"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the option lr is 0.1");
        assertThat(sgd.parameters()).containsExactly(p);
    }

    @Test
    void closures_are_checked() {
        Tensor p = parameter(1);
        Optimizer sgd = new SGD(List.of(p), 0.1);
        assertThatThrownBy(() -> sgd.step(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the closure is null");
        assertThatThrownBy(() -> sgd.step(() -> null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the closure of step must return the loss, got null");
        assertThatThrownBy(() -> new LBFGS(List.of(p)).step())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call step(closure)");
        Tensor other = Tensor.ones(DType.FLOAT64, 1).requiresGrad(true);
        assertThatThrownBy(() -> new LBFGS(List.of(p, other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "LBFGS needs parameters of one type, got torch.float32 and torch.float64");
    }
}
