package org.grad4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.layer.Linear;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class StateDictTest {
    private static final class Net extends Module {
        final Linear fc1 = register("fc1", new Linear(3, 2));
        final Linear fc2 = register("fc2", new Linear(2, 1));
        final Tensor steps = registerBuffer("steps", Tensor.of(0L));
    }

    private static Map<String, Tensor> copyOf(Net net) {
        Map<String, Tensor> copy = new LinkedHashMap<>(net.stateDict());
        copy.replaceAll((path, tensor) -> tensor.clone());
        return copy;
    }

    @Test
    void the_state_has_PyTorch_s_names_and_shapes() {
        Map<String, Tensor> state = new Net().stateDict();

        assertThat(state.keySet())
                .containsExactly("steps", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias");
        assertThat(state.get("fc1.weight").shape()).containsExactly(2, 3);
        assertThat(state.values()).noneMatch(Tensor::requiresGrad);
    }

    @Test
    void the_state_shares_memory_with_the_module() {
        Net net = new Net();

        net.stateDict().get("fc1.bias").fill_(5);

        assertThat(net.fc1.bias().toFloatArray()).containsExactly(5, 5);
    }

    @Test
    void loading_copies_every_value_into_the_tensors_that_are_there() {
        Net from = new Net();
        Net to = new Net();
        from.steps.fill_(7);
        Tensor weight = to.fc1.weight();

        to.loadStateDict(from.stateDict());

        assertThat(to.fc1.weight()).isSameAs(weight);
        from.stateDict()
                .forEach(
                        (path, value) ->
                                assertThat(to.stateDict().get(path).toDoubleArray())
                                        .isEqualTo(value.toDoubleArray()));
        assertThat(weight.requiresGrad()).isTrue();
        assertThat(weight.isLeaf()).isTrue();
        from.fc1.weight().detach().fill_(0);
        assertThat(weight.toFloatArray()).isNotEqualTo(from.fc1.weight().toFloatArray());
    }

    @Test
    void a_parameter_itself_may_be_the_value() {
        Net from = new Net();
        Net to = new Net();
        Map<String, Tensor> state = new LinkedHashMap<>(from.namedParameters());
        state.put("steps", Tensor.of(1L));

        to.loadStateDict(state);

        assertThat(to.fc2.weight().toFloatArray()).isEqualTo(from.fc2.weight().toFloatArray());
        assertThat(to.fc2.weight().isLeaf()).isTrue();
    }

    @Test
    void a_graph_from_before_the_load_is_stale() {
        Net net = new Net();
        Tensor loss = net.fc2.call(net.fc1.call(Tensor.ones(1, 3))).sum();

        net.loadStateDict(copyOf(net));

        assertThatThrownBy(loss::backward).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everything_that_does_not_fit_is_listed_and_nothing_changes() {
        Net net = new Net();
        Map<String, Tensor> before = copyOf(net);
        Map<String, Tensor> state = copyOf(new Net());
        state.remove("fc2.bias");
        state.put("fc2.bais", Tensor.zeros(1));
        state.put("head.gamma", Tensor.zeros(1));
        state.put("fc1.weight", Tensor.zeros(3, 2));
        state.put("fc1.bias", Tensor.zeros(DType.FLOAT64, 2));
        state.put("steps", null);
        TensorScope.run(() -> state.put("fc2.weight", Tensor.zeros(1, 2)));

        assertThatThrownBy(() -> net.loadStateDict(state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        """
                        the state does not fit Net, nothing was changed:
                          missing: fc2.bias
                          unexpected: fc2.bais (did you mean fc2.bias?)
                          unexpected: head.gamma
                          steps: the value is null
                          fc1.weight: expected shape [2, 3], got [3, 2]
                          fc1.bias: expected type torch.float32, got torch.float64
                          fc2.weight: the value was released by its scope\
                        """);
        before.forEach(
                (path, value) ->
                        assertThat(net.stateDict().get(path).toDoubleArray())
                                .as(path)
                                .isEqualTo(value.toDoubleArray()));
    }

    @Test
    void weights_of_a_narrower_floating_type_are_widened() {
        Linear layer = new Linear(1, 1);
        layer.loadStateDict(
                Map.of(
                        "weight", Tensor.full(0.1, DType.FLOAT16, 1, 1),
                        "bias", Tensor.full(0.1, DType.BFLOAT16, 1)));
        assertThat(layer.stateDict().get("weight").item()).isEqualTo(0.0999755859375);
        assertThat(layer.stateDict().get("bias").item()).isEqualTo(0.10009765625);
        assertThat(layer.stateDict().get("bias").dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void a_state_that_is_null_is_named() {
        assertThatThrownBy(() -> new Linear(1, 1).loadStateDict(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the state is null");
    }

    @Test
    void transposed_values_arrive_in_their_order() {
        Net net = new Net();
        Map<String, Tensor> state = copyOf(net);
        Tensor weight = Tensor.of(new float[][] {{1, 4}, {2, 5}, {3, 6}});
        state.put("fc1.weight", weight.t());

        net.loadStateDict(state);

        assertThat(net.fc1.weight().toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void a_model_can_load_its_own_state() {
        Net net = new Net();
        float[] before = net.fc1.weight().toFloatArray();

        net.loadStateDict(net.stateDict());

        assertThat(net.fc1.weight().toFloatArray()).isEqualTo(before);
    }

    @Test
    void the_same_seed_makes_the_same_model() {
        Generator.manualSeed(42);
        Map<String, Tensor> one = new Net().stateDict();
        Generator.manualSeed(42);
        Map<String, Tensor> two = new Net().stateDict();

        one.forEach(
                (path, value) ->
                        assertThat(two.get(path).toDoubleArray()).isEqualTo(value.toDoubleArray()));
        assertThat(new Net().fc1.weight().toFloatArray())
                .isNotEqualTo(one.get("fc1.weight").toFloatArray());
    }
}
