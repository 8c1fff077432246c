package org.grad4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.layer.Conv2d;
import org.grad4j.nn.layer.Dropout;
import org.grad4j.nn.layer.Flatten;
import org.grad4j.nn.layer.Linear;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What is done with a whole module: freezing, converting, copying, summing up. */
class ModuleToolsTest {
    private record Ends(Linear first, int number) {}

    private static final class Net extends Module {
        final Linear first = register("first", new Linear(2, 3));
        final Linear second = register("second", new Linear(3, 1));
        final Tensor mean = registerBuffer("mean", Tensor.zeros(2));
        final Tensor mask = registerBuffer("mask", Tensor.ones(2), false);
        final Tensor steps = registerBuffer("steps", Tensor.of(0L));
        final List<Linear> order = new ArrayList<>(List.of(second, first));
        final Map<String, Tensor> byName = Map.of("weight", first.weight());
        final Ends ends = new Ends(first, 3);

        @Override
        protected Tensor forward(Tensor x) {
            return second.call(first.call(x.sub(mean).mul(mask)).relu());
        }
    }

    @Test
    void a_buffer_that_is_not_persistent_is_no_part_of_the_state() {
        Net net = new Net();

        assertThat(net.namedBuffers().keySet()).containsExactly("mean", "mask", "steps");
        assertThat(net.stateDict().keySet()).contains("mean", "steps").doesNotContain("mask");
        net.loadStateDict(new Net().stateDict());
    }

    @Test
    void apply_visits_parts_before_what_holds_them() {
        Net net = new Net();
        List<Module> seen = new ArrayList<>();

        net.apply(seen::add);

        assertThat(seen).containsExactly(net.first, net.second, net);
    }

    @Test
    void frozen_parameters_get_no_gradient_until_thawed() {
        Net net = new Net();
        net.first.requiresGrad(false);

        net.call(Tensor.ones(1, 2)).sum().backward();
        assertThat(net.first.weight().grad()).isNull();
        assertThat(net.second.bias().grad()).isNotNull();
        assertThat(net.parameters()).hasSize(4);

        net.requiresGrad(true);
        net.call(Tensor.ones(1, 2)).sum().backward();
        assertThat(net.first.weight().grad()).isNotNull();
    }

    @Test
    void converting_keeps_the_tensors_and_their_gradients() {
        Net net = new Net();
        Tensor weight = net.first.weight();
        float[] before = weight.toFloatArray();
        net.call(Tensor.ones(1, 2)).sum().backward();
        float[] gradient = net.second.bias().grad().toFloatArray();

        TensorScope.run(() -> net.to(DType.FLOAT64));

        assertThat(net.first.weight()).isSameAs(weight);
        assertThat(weight.dtype()).isEqualTo(DType.FLOAT64);
        assertThat(weight.requiresGrad()).isTrue();
        assertThat(weight.toFloatArray()).isEqualTo(before);
        assertThat(net.mean.dtype()).isEqualTo(DType.FLOAT64);
        assertThat(net.mask.dtype()).isEqualTo(DType.FLOAT64);
        assertThat(net.steps.dtype()).isEqualTo(DType.INT64);
        assertThat(net.second.bias().grad().dtype()).isEqualTo(DType.FLOAT64);
        assertThat(net.second.bias().grad().toFloatArray()).isEqualTo(gradient);
        Tensor y = net.call(Tensor.ones(DType.FLOAT64, 1, 2));
        assertThat(y.dtype()).isEqualTo(DType.FLOAT64);
        y.sum().backward();
    }

    @Test
    void a_graph_from_before_the_conversion_is_stale() {
        Net net = new Net();
        Tensor loss = net.call(Tensor.ones(1, 2)).sum();

        net.to(DType.FLOAT64);

        assertThatThrownBy(loss::backward)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("changed in place");
    }

    @Test
    void parameters_become_floating_types_only() {
        assertThatThrownBy(() -> new Net().to(DType.INT64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Net: to needs a floating-point type, got torch.int64");
        assertThatThrownBy(() -> new Net().to(null)).hasMessageContaining("got null");
    }

    @Test
    void a_copy_computes_the_same_and_shares_nothing() {
        Net net = new Net();
        net.second.requiresGrad(false);
        Net twin = (Net) net.copy();
        Tensor x = Tensor.ones(1, 2);

        assertThat(twin.call(x).toFloatArray()).isEqualTo(net.call(x).toFloatArray());
        assertThat(twin.first).isNotSameAs(net.first);
        assertThat(twin.namedChildren().get("first")).isSameAs(twin.first);
        assertThat(twin.order).containsExactly(twin.second, twin.first);
        assertThat(twin.ends).isEqualTo(new Ends(twin.first, 3));
        assertThat(twin.byName).containsEntry("weight", twin.first.weight());
        assertThat(twin.second.weight().requiresGrad()).isFalse();
        assertThat(twin.stateDict().keySet()).isEqualTo(net.stateDict().keySet());

        float before = twin.first.weight().toFloatArray()[0];
        net.first.weight().detach().fill_(9);
        net.eval();
        assertThat(twin.first.weight().toFloatArray()[0]).isEqualTo(before);
        assertThat(twin.isTraining()).isTrue();
        twin.call(x).sum().backward();
        assertThat(twin.first.weight().grad()).isNotNull();
        assertThat(net.first.weight().grad()).isNull();
    }

    @Test
    void a_copy_made_in_a_scope_outlives_it() {
        Net net = new Net();
        List<Module> twins = new ArrayList<>();

        TensorScope.run(() -> twins.add(net.copy()));

        assertThat(((Net) twins.get(0)).first.weight().isReleased()).isFalse();
    }

    @Test
    void a_chain_with_lambdas_is_copied() {
        Sequential net = Sequential.of(new Linear(2, 2), Tensor::relu);

        Sequential twin = (Sequential) net.copy();
        twin.append(new Linear(2, 2));

        assertThat(net.size()).isEqualTo(2);
        assertThat(twin.get(0)).isNotSameAs(net.get(0));
        assertThat(twin.namedParameters()).hasSize(4);
    }

    @Test
    void what_is_shared_in_a_module_is_shared_in_its_copy() {
        Linear shared = new Linear(1, 1);
        Sequential twin = (Sequential) Sequential.of(shared, shared).copy();

        assertThat(twin.get(0)).isSameAs(twin.get(1));
        assertThat(twin.parameters()).hasSize(2);
    }

    @Test
    void a_field_of_a_special_list_is_named() {
        Module odd =
                new Module() {
                    final LinkedList<Linear> layers = new LinkedList<>();

                    {
                        layers.add(register("a", new Linear(1, 1)));
                    }
                };

        assertThatThrownBy(odd::copy)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "copy: the field layers of Module must be declared as a List or Map, it"
                                + " is a LinkedList");
    }

    @Test
    void what_does_not_fit_is_left_out_if_not_strict() {
        Sequential from = Sequential.of(new Linear(2, 3), new Linear(3, 1));
        Sequential to = Sequential.of(new Linear(2, 3));
        to.append("head", new Linear(3, 4));

        LoadReport report = to.loadStateDict(from.stateDict(), false);

        assertThat(report.missing()).containsExactly("head.weight", "head.bias");
        assertThat(report.unexpected()).containsExactly("1.weight", "1.bias");
        assertThat(to.stateDict().get("0.weight").toFloatArray())
                .isEqualTo(from.stateDict().get("0.weight").toFloatArray());
        assertThat(to.loadStateDict(to.stateDict(), true))
                .isEqualTo(new LoadReport(List.of(), List.of()));
    }

    @Test
    void shapes_must_fit_even_if_not_strict_and_nothing_changes() {
        Linear layer = new Linear(2, 1);
        float[] before = layer.bias().toFloatArray();
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("bias", Tensor.full(7, 1));
        state.put("weight", Tensor.zeros(1, 3));
        state.put("other", Tensor.zeros(1));

        assertThatThrownBy(() -> layer.loadStateDict(state, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the state does not fit Linear, nothing was changed:\n"
                                + "  weight: expected shape [1, 2], got [1, 3]");
        assertThat(layer.bias().toFloatArray()).isEqualTo(before);
    }

    @Test
    void a_summary_lists_shapes_parameters_work_and_memory() {
        Sequential net =
                Sequential.of(
                        new Conv2d(1, 4, 3),
                        Tensor::relu,
                        new Flatten(),
                        new Dropout(0.5),
                        new Linear(4 * 6 * 6, 10));

        Summary summary = net.summary(2, 1, 8, 8);

        long convolution = 2L * 4 * 6 * 6 * 9;
        long linear = 2L * 144 * 10;
        assertThat(summary.parameters()).isEqualTo(40 + 1450);
        assertThat(summary.trainable()).isEqualTo(1490);
        assertThat(summary.multiplyAdds()).isEqualTo(convolution + linear);
        assertThat(summary.inputBytes()).isEqualTo(2 * 64 * 4);
        assertThat(summary.outputBytes()).isEqualTo((4 * 288 + 20) * 4);
        assertThat(summary.parameterBytes()).isEqualTo(1490 * 4);
        assertThat(summary.lines().get(1))
                .isEqualTo(new Summary.Line("0", "Conv2d", "[2, 4, 6, 6]", 40, convolution));
        assertThat(summary.toString().lines().skip(3).limit(4).toList())
                .containsExactly(
                        "Sequential                               [2, 10]                                -               -",
                        "  Conv2d (0)                             [2, 4, 6, 6]                          40           2,592",
                        "  Lambda (1)                             [2, 4, 6, 6]                           -               -",
                        "  Flatten (2)                            [2, 144]                               -               -");
        assertThat(summary.toString())
                .contains("Parameters: 1,490 (trainable: 1,490)", "Multiply-adds: 5,472");
        assertThat(net.isTraining()).isTrue();
        assertThat(net.get(3).isTraining()).isTrue();
    }

    @Test
    void a_summary_of_an_input_that_does_not_fit_leaves_the_module_as_it_was() {
        Sequential net = Sequential.of(new Linear(2, 1));

        assertThatThrownBy(() -> net.summary(1, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sequential.0 (Linear 2→1)");
        assertThat(net.isTraining()).isTrue();
        assertThat(net.summary(1, 2).lines().get(1).multiplyAdds()).isEqualTo(2);
    }
}
