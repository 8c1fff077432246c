package org.grad4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.layer.Conv2d;
import org.grad4j.nn.layer.Dropout;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.layer.MaxPool2d;
import org.grad4j.nn.loss.CrossEntropyLoss;
import org.grad4j.nn.loss.MSELoss;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ModuleTest {
    private static class Net extends Module {
        final Linear hidden = register("hidden", new Linear(784, 128));
        final Linear output = register("output", new Linear(128, 10));

        @Override
        protected Tensor forward(Tensor x) {
            return output.call(hidden.call(x).relu());
        }
    }

    /** A module whose parts a test registers. */
    private static final class Parts extends Module {
        @Override
        protected Tensor forward(Tensor x) {
            Tensor y = x;
            for (Module child : children()) {
                y = child.call(y);
            }
            return y;
        }

        <M extends Module> Parts with(String name, M child) {
            register(name, child);
            return this;
        }

        Parts withParameter(String name, Tensor tensor) {
            registerParameter(name, tensor);
            return this;
        }

        Parts withBuffer(String name, Tensor tensor) {
            registerBuffer(name, tensor);
            return this;
        }
    }

    // ---- registering and listing ----

    @Test
    void a_module_without_parts_lists_nothing() {
        Parts empty = new Parts();

        assertThat(empty.parameters()).isEmpty();
        assertThat(empty.namedBuffers()).isEmpty();
        assertThat(empty.stateDict()).isEmpty();
        assertThat(empty.numParameters()).isZero();
        assertThat(empty.modules()).containsExactly(empty);
        assertThat(empty).hasToString("Parts()");
    }

    @Test
    void parameters_are_named_by_their_paths_in_the_order_of_registration() {
        Parts outer = new Parts().with("first", new Net());
        outer.withParameter("scale", Tensor.ones(3)).with("last", new Linear(2, 2, false));

        assertThat(outer.namedParameters().keySet())
                .containsExactly(
                        "scale",
                        "first.hidden.weight",
                        "first.hidden.bias",
                        "first.output.weight",
                        "first.output.bias",
                        "last.weight");
        assertThat(outer.numParameters()).isEqualTo(3 + 784 * 128 + 128 + 1280 + 10 + 4);
        assertThat(outer.namedModules().keySet())
                .containsExactly("", "first", "first.hidden", "first.output", "last");
        assertThat(outer.namedChildren().keySet()).containsExactly("first", "last");
    }

    @Test
    void a_shared_module_is_listed_once_but_saved_under_both_names() {
        Linear shared = new Linear(3, 3);
        Parts net = new Parts().with("a", shared).with("b", shared);

        assertThat(net.namedParameters().keySet()).containsExactly("a.weight", "a.bias");
        assertThat(net.numParameters()).isEqualTo(12);
        assertThat(net.modules()).containsExactly(net, shared);
        assertThat(net.stateDict().keySet())
                .containsExactly("a.weight", "a.bias", "b.weight", "b.bias");
    }

    @Test
    void a_shared_parameter_is_listed_once() {
        Tensor tied = Tensor.ones(2);
        Parts net = new Parts().with("in", new Parts().withParameter("w", tied));
        net.with("out", new Parts().withParameter("w", tied));

        assertThat(net.namedParameters().keySet()).containsExactly("in.w");
    }

    @Test
    void buffers_are_saved_but_not_trained() {
        Tensor mean = Tensor.zeros(3);
        Parts net = new Parts().withParameter("weight", Tensor.ones(3)).withBuffer("mean", mean);

        assertThat(net.namedBuffers()).containsOnlyKeys("mean");
        assertThat(net.parameters()).hasSize(1);
        assertThat(net.stateDict().keySet()).containsExactly("weight", "mean");
        assertThat(mean.requiresGrad()).isFalse();
    }

    @Test
    void parameters_require_gradients_and_outlive_the_scope_they_were_made_in() {
        Parts net = new Parts();
        TensorScope.run(
                () -> {
                    net.withParameter("w", Tensor.ones(2).mul(3));
                    net.withBuffer("b", Tensor.ones(2).mul(4));
                    net.with("linear", new Linear(2, 1));
                });

        assertThat(net.parameters()).allMatch(Tensor::requiresGrad);
        assertThat(net.namedParameters().get("w").toFloatArray()).containsExactly(3, 3);
        assertThat(net.namedBuffers().get("b").toFloatArray()).containsExactly(4, 4);
        assertThat(net.namedParameters().get("linear.weight").isReleased()).isFalse();
    }

    @Test
    void a_name_used_twice_is_an_error_whatever_it_names() {
        Parts net = new Parts().with("part", new Linear(1, 1));

        for (Runnable again :
                List.<Runnable>of(
                        () -> net.with("part", new Linear(1, 1)),
                        () -> net.withParameter("part", Tensor.ones(1)),
                        () -> net.withBuffer("part", Tensor.ones(1)))) {
            assertThatThrownBy(again::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Parts: cannot register \"part\", the name is used twice");
        }
    }

    @Test
    void names_are_not_empty_and_have_no_dots() {
        for (String name : new String[] {"", "a.b", null}) {
            assertThatThrownBy(() -> new Parts().with(name, new Linear(1, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a name must not be empty or have a dot");
        }
    }

    @Test
    void null_cannot_be_registered() {
        assertThatThrownBy(() -> new Parts().withParameter("bias", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"bias\", it is null; leave optional parts unregistered");
    }

    @Test
    void a_module_cannot_become_a_part_of_itself() {
        Parts inner = new Parts();
        Parts outer = new Parts().with("inner", inner);

        assertThatThrownBy(() -> inner.with("outer", outer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("this module is a part of it");
        assertThatThrownBy(() -> inner.with("self", inner))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_computed_tensor_cannot_be_a_parameter_and_whole_numbers_neither() {
        Tensor computed = Tensor.ones(2).requiresGrad(true).mul(2);

        assertThatThrownBy(() -> new Parts().withParameter("w", computed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the parameter \"w\" was made by MulBackward0");
        assertThatThrownBy(() -> new Parts().withParameter("w", Tensor.arange(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("torch.int64");
        assertThatThrownBy(() -> new Parts().withBuffer("b", computed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the buffer \"b\" requires gradients");
    }

    // ---- forgotten registrations ----

    private static final class Forgetful extends Module {
        final Linear hidden = new Linear(2, 2);
        final Tensor scale = Tensor.ones(2).requiresGrad(true);
        final List<Linear> blocks = List.of(new Linear(2, 2));
        final Module[] heads = {new Linear(2, 2)};
        final Tensor constant = Tensor.ones(2);
        final Linear absent = null;
    }

    @Test
    void everything_that_was_not_registered_is_named_when_parameters_are_asked_for() {
        Parts net = new Parts().with("body", new Forgetful());

        assertThatThrownBy(net::parameters)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Parts: the field \"body.hidden\" holds the module Linear")
                .hasMessageContaining("write hidden = register(\"hidden\", ...)")
                .hasMessageContaining("write scale = registerParameter(\"scale\", ...)")
                .hasMessageContaining("\"body.blocks\"")
                .hasMessageContaining("\"body.heads\"")
                .hasMessageNotContaining("constant")
                .hasMessageNotContaining("absent");
        assertThatThrownBy(net::stateDict).isInstanceOf(IllegalStateException.class);
    }

    private static final class Holder extends Module {
        final Linear own = register("own", new Linear(2, 2));
        final Tensor alias = own.weight();
        final List<Module> list = List.of(own);
    }

    @Test
    void fields_may_refer_to_what_is_registered_elsewhere_in_the_model() {
        assertThat(new Holder().parameters()).hasSize(2);
    }

    @Test
    void a_part_forgotten_after_the_first_look_is_still_found() {
        Parts net = new Parts().with("a", new Linear(1, 1));
        assertThat(net.parameters()).hasSize(2);

        net.with("b", new Forgetful());

        assertThatThrownBy(net::parameters).isInstanceOf(IllegalStateException.class);
    }

    // ---- calling ----

    @Test
    void a_shape_error_names_the_path_of_the_module() {
        assertThatThrownBy(() -> new Net().call(Tensor.zeros(64, 1, 28, 28)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "net.hidden (Linear 784→128): last dimension must be 784, got [64, 1, 28,"
                                + " 28]")
                .hasRootCauseMessage("last dimension must be 784, got [64, 1, 28, 28]");
    }

    @Test
    void the_path_grows_with_the_depth() {
        Parts net = new Parts().with("body", Sequential.of(x -> x.flatten(1), new Net()));

        assertThatThrownBy(() -> net.call(Tensor.zeros(2, 3)))
                .hasMessage(
                        "parts.body.1.hidden (Linear 784→128): last dimension must be 784, got [2,"
                                + " 3]");
    }

    @Test
    void a_module_that_is_called_alone_is_named_by_its_label() {
        assertThatThrownBy(() -> new Conv2d(1, 6, 5).call(Tensor.zeros(2, 3, 28, 28)))
                .hasMessageStartingWith("Conv2d 1→6: conv2d: the input has 3 channels");
        assertThatThrownBy(() -> new MaxPool2d(2).call(Tensor.zeros(2)))
                .hasMessageStartingWith("MaxPool2d: maxPool2d: the input must be");
        assertThatThrownBy(() -> new Linear(2, 2).call(Tensor.zeros(DType.FLOAT64, 2)))
                .hasMessageStartingWith("Linear 2→2: linear: both tensors must have the same type");
    }

    @Test
    void a_grandchild_called_directly_is_found_and_a_stranger_is_skipped() {
        Net inner = new Net();
        Module reaching =
                new Module() {
                    final Net part = register("part", inner);

                    @Override
                    protected Tensor forward(Tensor x) {
                        return part.output.call(x);
                    }
                };
        Module strange =
                new Module() {
                    @Override
                    protected Tensor forward(Tensor x) {
                        return inner.call(x);
                    }
                };

        assertThatThrownBy(() -> reaching.call(Tensor.zeros(1)))
                .hasMessageStartingWith("module.part.output (Linear 128→10): ");
        assertThatThrownBy(() -> strange.call(Tensor.zeros(1)))
                .hasMessageStartingWith("net.hidden (Linear 784→128): ");
    }

    @Test
    void a_null_input_is_named_with_the_path() {
        final class Forgets extends Module {
            final Linear hidden = register("hidden", new Linear(3, 4));

            @Override
            protected Tensor forward(Tensor x) {
                return hidden.call(null);
            }
        }

        assertThatThrownBy(() -> new Linear(3, 4).call(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Linear 3→4: the input is null");
        assertThatThrownBy(() -> new Forgets().call(Tensor.ones(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("forgets.hidden (Linear 3→4): the input is null");
    }

    @Test
    void a_forward_that_returns_null_is_named_with_the_path() {
        final class Empty extends Module {
            @Override
            protected Tensor forward(Tensor x) {
                return null;
            }
        }
        Tensor x = Tensor.ones(3);

        assertThatThrownBy(() -> new Empty().call(x))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Empty: forward returned null; return what it computes");
        assertThatThrownBy(() -> new Parts().with("head", new Empty()).call(x))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("parts.head (Empty): forward returned null; return what it computes");
        Sequential chain = Sequential.of(Tensor::relu, Sequential.of(y -> null), Tensor::relu);
        assertThatThrownBy(() -> chain.call(x))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "sequential.1.0 (Lambda): forward returned null; return what it computes");
    }

    @Test
    void a_loss_without_input_or_target_says_which_is_missing() {
        Tensor x = Tensor.ones(1, 3);

        assertThatThrownBy(() -> new MSELoss().call(null, x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MSELoss: the input is null");
        assertThatThrownBy(() -> new CrossEntropyLoss().call(x, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("CrossEntropyLoss: the target is null");
        assertThatThrownBy(() -> new MSELoss(null)).hasMessage("the reduction is null");
        assertThatThrownBy(() -> new CrossEntropyLoss(null)).hasMessage("the reduction is null");
    }

    @Test
    void errors_of_other_kinds_pass_as_they_are() {
        NumberFormatException own = new NumberFormatException("not mine");
        Layer failing =
                x -> {
                    throw own;
                };

        assertThatThrownBy(() -> Sequential.of(failing).call(Tensor.zeros(1))).isSameAs(own);
    }

    private static final class Bilinear extends Module {
        final Linear left = register("left", new Linear(2, 3));

        Tensor call(Tensor a, Tensor b) {
            return enter(() -> left.call(a).mul(b));
        }
    }

    @Test
    void a_module_of_two_inputs_has_the_same_door() {
        Bilinear module = new Bilinear();

        assertThat(module.call(Tensor.ones(2), Tensor.zeros(3)).abs().toFloatArray())
                .containsExactly(0, 0, 0);
        assertThatThrownBy(() -> module.call(Tensor.ones(5), Tensor.zeros(3)))
                .hasMessage("bilinear.left (Linear 2→3): last dimension must be 2, got [5]");
        assertThatThrownBy(() -> module.call(Tensor.ones(2)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Bilinear has no forward(Tensor)");
    }

    // ---- modes ----

    @Test
    void the_training_mode_reaches_every_part() {
        Parts net = new Parts().with("deep", new Parts().with("dropout", new Dropout()));
        assertThat(net.modules()).allMatch(Module::isTraining);

        net.eval();
        assertThat(net.modules()).noneMatch(Module::isTraining);

        net.train();
        assertThat(net.modules()).allMatch(Module::isTraining);
    }

    @Test
    void zeroGrad_drops_all_gradients() {
        Net net = new Net();
        net.call(Tensor.ones(1, 784)).sum().backward();
        assertThat(net.parameters()).noneMatch(parameter -> parameter.grad() == null);

        net.zeroGrad();

        assertThat(net.parameters()).allMatch(parameter -> parameter.grad() == null);
    }

    // ---- text ----

    @Test
    void a_module_prints_as_PyTorch_prints_it() {
        assertThat(new Net())
                .hasToString(
                        """
                        Net(
                          (hidden): Linear(in_features=784, out_features=128, bias=True)
                          (output): Linear(in_features=128, out_features=10, bias=True)
                        )\
                        """);
    }

    @Test
    void nested_modules_are_indented_by_two_each() {
        Parts net = new Parts().with("net", Sequential.of(new Linear(1, 2, false), Tensor::relu));

        assertThat(net)
                .hasToString(
                        """
                        Parts(
                          (net): Sequential(
                            (0): Linear(in_features=1, out_features=2, bias=False)
                            (1): Lambda()
                          )
                        )\
                        """);
    }

    @Test
    void settings_and_children_of_one_module_are_listed_below_each_other() {
        Module both =
                new Net() {
                    @Override
                    protected String extraRepr() {
                        return "alpha=1";
                    }
                };

        assertThat(both.toString()).startsWith("Net(\n  alpha=1\n  (hidden): Linear(");
    }
}
