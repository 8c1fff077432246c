package org.grad4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.grad4j.autograd.TensorHook;
import org.grad4j.nn.layer.AdaptiveMaxPool1d;
import org.grad4j.nn.layer.AdaptiveMaxPool2d;
import org.grad4j.nn.layer.CosineSimilarity;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.layer.MaxPool1d;
import org.grad4j.nn.layer.MaxPool2d;
import org.grad4j.nn.layer.PairwiseDistance;
import org.grad4j.nn.layer.ReLU;
import org.grad4j.nn.loss.CosineEmbeddingLoss;
import org.grad4j.nn.loss.CrossEntropyLoss;
import org.grad4j.nn.loss.GaussianNLLLoss;
import org.grad4j.nn.loss.MSELoss;
import org.grad4j.nn.loss.MarginRankingLoss;
import org.grad4j.nn.loss.TripletMarginLoss;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HooksTest {
    /** Two inputs, the second optional. */
    private static final class Product extends Module {
        Tensor call(Tensor left, Tensor right) {
            return enter(
                    Arrays.asList(left, right),
                    in -> in.get(1) == null ? in.get(0).mul(1) : in.get(0).mul(in.get(1)));
        }
    }

    private record Pair(Tensor first, Tensor second) {}

    private static final class Twins extends Module {
        Pair pair(Tensor x) {
            return enter(List.of(x), in -> new Pair(in.get(0), in.get(0).mul(2)));
        }
    }

    @Test
    void hooks_run_in_order_around_forward_and_can_be_removed() {
        ReLU layer = new ReLU();
        List<String> seen = new ArrayList<>();
        TensorHook.Handle before =
                layer.registerForwardPreHook(
                        (module, inputs) -> {
                            seen.add("before " + inputs.get(0).item());
                            return null;
                        });
        TensorHook.Handle after =
                layer.registerForwardHook(
                        (module, inputs, output) -> {
                            seen.add("after " + ((Tensor) output).item());
                            return null;
                        });

        layer.call(Tensor.scalar(-2));
        before.remove();
        before.remove();
        layer.call(Tensor.scalar(3));
        after.remove();
        layer.call(Tensor.scalar(4));

        assertThat(seen).containsExactly("before -2.0", "after 0.0", "after 3.0");
    }

    @Test
    void a_hook_may_replace_what_comes_and_what_goes() {
        ReLU layer = new ReLU();
        layer.registerForwardPreHook((module, inputs) -> List.of(inputs.get(0).neg()));
        layer.registerForwardHook((module, inputs, output) -> ((Tensor) output).add(1));

        assertThat(layer.call(Tensor.scalar(-2)).item()).isEqualTo(3);
    }

    @Test
    void removing_one_of_two_equal_hooks_leaves_the_other() {
        ReLU layer = new ReLU();
        ForwardHook doubled = (module, inputs, output) -> ((Tensor) output).mul(2);
        TensorHook.Handle first = layer.registerForwardHook(doubled);
        layer.registerForwardHook(doubled);

        first.remove();

        assertThat(layer.call(Tensor.scalar(1)).item()).isEqualTo(2);
    }

    @Test
    void an_optional_input_left_out_is_null() {
        Product layer = new Product();
        List<List<Tensor>> seen = new ArrayList<>();
        layer.registerForwardPreHook(
                (module, inputs) -> {
                    seen.add(inputs);
                    return null;
                });
        Tensor x = Tensor.ones(2);

        layer.call(x, null);

        assertThat(seen).containsExactly(Arrays.asList(x, null));
    }

    @Test
    void a_replacement_must_fit() {
        ReLU layer = new ReLU();
        TensorHook.Handle two =
                layer.registerForwardPreHook(
                        (module, inputs) -> List.of(inputs.get(0), inputs.get(0)));
        assertThatThrownBy(() -> layer.call(Tensor.ones(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ReLU: a forward pre-hook returned 2 tensors for 1 inputs");
        two.remove();
        layer.registerForwardHook((module, inputs, output) -> "text");
        assertThatThrownBy(() -> layer.call(Tensor.ones(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ReLU: a forward hook must return null or a Tensor, got a String");
        assertThatThrownBy(() -> layer.registerForwardHook(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the hook is null");
    }

    @Test
    void a_backward_hook_sees_the_gradients_through_its_module_alone() {
        Linear layer = new Linear(2, 1, false);
        layer.loadStateDict(Map.of("weight", Tensor.of(new float[][] {{3, 4}})));
        Tensor x = Tensor.of(new float[][] {{1, 2}}).requiresGrad(true);
        List<Tensor> seen = new ArrayList<>();
        layer.registerBackwardHook(
                (module, gradInputs, gradOutput) -> {
                    seen.add(gradInputs.get(0));
                    seen.add(gradOutput);
                    return null;
                });

        layer.call(x).mul(5).sum().add(x.sum()).backward();

        assertThat(seen.get(0).toFloatArray()).containsExactly(15, 20);
        assertThat(seen.get(1).toFloatArray()).containsExactly(5);
        assertThat(x.grad().toFloatArray()).containsExactly(16, 21);
        assertThat(layer.weight().grad().toFloatArray()).containsExactly(5, 10);
    }

    @Test
    void a_backward_hook_may_replace_the_gradients() {
        Product layer = new Product();
        layer.registerBackwardHook(
                (module, gradInputs, gradOutput) ->
                        List.of(gradInputs.get(0).mul(10), gradInputs.get(1)));
        Tensor left = Tensor.of(2f).requiresGrad(true);
        Tensor right = Tensor.of(3f).requiresGrad(true);

        layer.call(left, right).backward();

        assertThat(left.grad().item()).isEqualTo(30);
        assertThat(right.grad().item()).isEqualTo(2);
    }

    @Test
    void without_differentiated_inputs_a_backward_hook_still_sees_the_result_s_gradient() {
        Linear layer = new Linear(1, 1);
        List<Tensor> seen = new ArrayList<>();
        TensorHook.Handle handle =
                layer.registerBackwardHook(
                        (module, gradInputs, gradOutput) -> {
                            assertThat(gradInputs).containsExactly((Tensor) null);
                            seen.add(gradOutput);
                            return null;
                        });

        layer.call(Tensor.ones(1, 1)).sum().backward();
        handle.remove();
        layer.call(Tensor.ones(1, 1)).sum().backward();

        assertThat(seen).hasSize(1);
    }

    @Test
    void a_backward_hook_needs_one_tensor_as_result() {
        Twins layer = new Twins();
        layer.registerBackwardHook((module, gradInputs, gradOutput) -> null);

        assertThatThrownBy(() -> layer.pair(Tensor.ones(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "Twins: a backward hook needs a module whose result is one tensor, this"
                                + " one's is a Pair");
    }

    @Test
    void hooks_see_and_may_replace_what_a_loss_is_called_with() {
        MSELoss loss = new MSELoss();
        Tensor input = Tensor.of(3f).requiresGrad(true);
        Tensor target = Tensor.of(1f);
        List<List<Tensor>> seen = new ArrayList<>();
        TensorHook.Handle watching =
                loss.registerForwardHook(
                        (module, inputs, output) -> {
                            seen.add(inputs);
                            return null;
                        });
        loss.call(input, target);
        watching.remove();
        loss.registerForwardPreHook((module, in) -> List.of(in.get(0), in.get(1).add(1)));

        assertThat(seen).containsExactly(List.of(input, target));
        assertThat(loss.call(input, target).item()).isEqualTo(1);
    }

    @Test
    void a_backward_hook_of_a_loss_sees_the_gradient_of_what_the_model_said() {
        CrossEntropyLoss loss = new CrossEntropyLoss();
        Tensor logits = Tensor.zeros(1, 2).requiresGrad(true);
        List<List<Tensor>> seen = new ArrayList<>();
        loss.registerBackwardHook(
                (module, gradInputs, gradOutput) -> {
                    seen.add(gradInputs);
                    return null;
                });

        loss.call(logits, Tensor.of(new long[] {1}, 1)).backward();

        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).get(0).toFloatArray()).containsExactly(0.5f, -0.5f);
        assertThat(seen.get(0).get(1)).isNull();
        assertThat(logits.grad().toFloatArray()).containsExactly(0.5f, -0.5f);
    }

    static List<Named<Runnable>> modulesOfSeveralInputs() {
        Tensor x = Tensor.ones(1, 1, 4, 4);
        Tensor row = Tensor.ones(1, 4);
        Tensor one = Tensor.ones(1);
        return List.of(
                counted(new MaxPool2d(2), 1, pool -> pool.callWithIndices(x)),
                counted(new MaxPool1d(2), 1, pool -> pool.callWithIndices(x.select(0, 0))),
                counted(new AdaptiveMaxPool2d(2), 1, pool -> pool.callWithIndices(x)),
                counted(new AdaptiveMaxPool1d(2), 1, pool -> pool.callWithIndices(x.select(0, 0))),
                counted(new CosineSimilarity(), 2, layer -> layer.call(row, row)),
                counted(new PairwiseDistance(), 2, layer -> layer.call(row, row)),
                counted(new GaussianNLLLoss(), 3, loss -> loss.call(row, row, row)),
                counted(new MarginRankingLoss(), 3, loss -> loss.call(row, row, row)),
                counted(new CosineEmbeddingLoss(), 3, loss -> loss.call(row, row, one)),
                counted(new TripletMarginLoss(), 3, loss -> loss.call(row, row, row)));
    }

    private static <M extends Module> Named<Runnable> counted(M module, int n, Consumer<M> call) {
        return Named.of(
                module.getClass().getSimpleName(),
                () -> {
                    List<Integer> counts = new ArrayList<>();
                    module.registerForwardPreHook(
                            (self, inputs) -> {
                                counts.add(inputs.size());
                                return null;
                            });
                    call.accept(module);
                    assertThat(counts).containsExactly(n);
                });
    }

    @ParameterizedTest
    @MethodSource("modulesOfSeveralInputs")
    void hooks_see_every_input(Runnable check) {
        check.run();
    }

    @Test
    void an_error_inside_a_hooked_module_keeps_its_path() {
        Sequential net = Sequential.of(new Linear(2, 1));
        net.get(0).registerForwardHook((module, inputs, output) -> null);

        assertThatThrownBy(() -> net.call(Tensor.ones(1, 3)))
                .hasMessageStartingWith("sequential.0 (Linear 2→1): last dimension must be 2");
    }
}
