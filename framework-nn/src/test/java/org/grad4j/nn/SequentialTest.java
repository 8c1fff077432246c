package org.grad4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.Node;
import org.grad4j.autograd.TensorHook;
import org.grad4j.nn.layer.Conv2d;
import org.grad4j.nn.layer.Dropout;
import org.grad4j.nn.layer.Flatten;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.layer.MaxPool2d;
import org.grad4j.nn.layer.ReLU;
import org.grad4j.nn.loss.MSELoss;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequentialTest {
    private record Scale(double by) implements Layer {
        @Override
        public Tensor call(Tensor x) {
            return x.mul(by);
        }
    }

    private static final class Plain implements Layer {
        @Override
        public Tensor call(Tensor x) {
            return x;
        }
    }

    @Test
    void a_chain_of_nothing_returns_its_input() {
        Tensor x = Tensor.ones(2);

        assertThat(Sequential.of().call(x)).isSameAs(x);
        assertThat(Sequential.of()).hasToString("Sequential()");
    }

    @Test
    void modules_method_references_and_lambdas_mix() {
        Linear first = new Linear(2, 3);
        Linear last = new Linear(3, 1);
        Sequential net = Sequential.of(first, Tensor::relu, x -> x.mul(2), last);
        Tensor x = Tensor.of(new float[][] {{1, -1}, {2, 3}});

        Tensor y = net.call(x);

        assertThat(y.toFloatArray())
                .containsExactly(last.call(first.call(x).relu().mul(2)).toFloatArray());
        assertThat(net.namedParameters().keySet())
                .containsExactly("0.weight", "0.bias", "3.weight", "3.bias");
        assertThat(net.size()).isEqualTo(4);
        assertThat(net.get(3)).isSameAs(last);
    }

    @Test
    void layers_may_have_names() {
        Sequential net =
                Sequential.of()
                        .append("hidden", new Linear(2, 3))
                        .append("act", Tensor::tanh)
                        .append(new Linear(3, 1));

        assertThat(net.namedParameters().keySet())
                .containsExactly("hidden.weight", "hidden.bias", "2.weight", "2.bias");
        assertThatThrownBy(() -> net.append("act", new ReLU()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the name is used twice");
    }

    @Test
    void a_module_without_a_unary_forward_is_refused_when_the_chain_is_built() {
        assertThatThrownBy(() -> Sequential.of(new ReLU(), new MSELoss()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Sequential: MSELoss at \"1\" does not override forward(Tensor)");
    }

    @Test
    void a_forward_inherited_from_a_superclass_is_good_enough() {
        class Base extends Module {
            @Override
            protected Tensor forward(Tensor x) {
                return x.neg();
            }
        }
        class Derived extends Base {}

        assertThat(Sequential.of(new Derived()).call(Tensor.ones(1)).item()).isEqualTo(-1);
    }

    @Test
    void null_is_refused() {
        assertThatThrownBy(() -> Sequential.of(new ReLU(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"1\", it is null");
    }

    @Test
    void an_error_in_a_lambda_is_named_by_its_place() {
        assertThatThrownBy(
                        () ->
                                Sequential.of(new Flatten(), x -> x.reshape(7))
                                        .call(Tensor.ones(2, 2)))
                .hasMessageStartingWith("sequential.1 (Lambda): reshape");
    }

    @Test
    void a_chain_prints_its_layers_numbered() {
        assertThat(
                        Sequential.of(
                                new Flatten(),
                                new Linear(4, 2),
                                Tensor::relu,
                                new Scale(2),
                                new Plain()))
                .hasToString(
                        """
                        Sequential(
                          (0): Flatten(start_dim=1, end_dim=-1)
                          (1): Linear(in_features=4, out_features=2, bias=True)
                          (2): Lambda()
                          (3): Scale[by=2.0]
                          (4): Plain()
                        )""");
    }

    @Test
    void rectifying_after_pooling_gives_the_same_bits() {
        Tensor values = Tensor.randn(new Generator(5), 3, 2, 7, 8);
        values.select(0, 0).fill_(-1);
        values.select(0, 1).select(0, 0).fill_(0.0);
        values.select(0, 2).select(0, 0).select(0, 0).fill_(Double.NaN);
        Tensor x = values.clone().requiresGrad(true);
        Tensor same = values.clone().requiresGrad(true);
        Sequential net = Sequential.of(h -> h.mul(2), new ReLU(), new MaxPool2d(3, 2, 1));

        Tensor y = net.call(x);
        Tensor expected = same.mul(2).relu().maxPool2d(3, 2, 1);
        Tensor g = Tensor.randn(new Generator(6), y.shape());
        y.backward(g);
        expected.backward(g);

        assertThat(y.gradFn().name()).isEqualTo("ReluBackward0");
        assertThat(y.toFloatArray()).containsExactly(expected.toFloatArray());
        assertThat(x.grad().toFloatArray()).containsExactly(same.grad().toFloatArray());
    }

    @Test
    void rectifying_after_pooling_has_the_same_second_gradients() {
        Tensor values = Tensor.randn(new Generator(7), DType.FLOAT64, 2, 1, 4, 4);
        Sequential net = Sequential.of(h -> h.pow(3), new ReLU(), new MaxPool2d(2));
        Tensor x = values.clone().requiresGrad(true);
        Tensor same = values.clone().requiresGrad(true);

        Tensor found = secondGradient(net.call(x), x);
        Tensor expected = secondGradient(same.pow(3).relu().maxPool2d(2), same);

        assertThat(found.toDoubleArray()).containsExactly(expected.toDoubleArray());
    }

    private static Tensor secondGradient(Tensor y, Tensor x) {
        Tensor g = Autograd.grad(List.of(y.sum()), List.of(x), null, true, true, false).get(0);
        return Autograd.grad(g.sum(), x).get(0);
    }

    @Test
    void the_chains_input_may_be_changed_in_place_where_a_rectifier_comes_first() {
        Tensor x = Tensor.ones(1, 1, 4, 4).requiresGrad(true);
        Tensor h = x.mul(2);
        Tensor y = Sequential.of(new ReLU(), new MaxPool2d(2)).call(h);

        h.add_(1);
        y.sum().backward();

        assertThat(x.grad().sum().item()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"view", "dropout"})
    void the_chains_input_may_be_changed_in_place_behind_a_layer_that_returns_it(String form) {
        Dropout dropout = new Dropout(0.5);
        dropout.eval();
        Layer first = form.equals("view") ? h -> h.view(1, 32, 4, 4) : dropout;
        for (Module last : List.of(new MaxPool2d(2), new Conv2d(32, 32, 3))) {
            Sequential net = Sequential.of(first, new ReLU(), last);
            Tensor x = Tensor.ones(1, 32, 4, 4).requiresGrad(true);
            Tensor h = x.mul(2);
            Tensor y = net.call(h);

            h.add_(1);
            y.sum().backward();

            Tensor same = Tensor.ones(1, 32, 4, 4).requiresGrad(true);
            last.call(first.call(same.mul(2)).relu()).sum().backward();
            assertThat(x.grad().allclose(same.grad(), 1e-5, 1e-6)).isTrue();
        }
    }

    @Test
    void what_was_made_in_inference_mode_may_be_rectified_for_a_layer_that_is_trained() {
        for (Layer last : List.of(new Conv2d(32, 32, 3), new Linear(4, 2))) {
            Sequential net =
                    Sequential.of(h -> Autograd.inferenceMode(() -> h.mul(2)), new ReLU(), last);

            net.call(Tensor.ones(1, 32, 4, 4)).sum().backward();

            net.parameters().forEach(p -> assertThat(p.grad()).isNotNull());
        }
    }

    @Test
    void hooks_see_layers_in_their_order() {
        ReLU rectifier = new ReLU();
        List<String> seen = new ArrayList<>();
        Sequential net = Sequential.of(h -> h.mul(2), rectifier, new MaxPool2d(2));
        Tensor x = Tensor.ones(1, 1, 4, 4).requiresGrad(true);
        TensorHook.Handle handle =
                rectifier.registerForwardHook(
                        (module, inputs, output) -> {
                            seen.add(Arrays.toString(((Tensor) output).shape()));
                            return null;
                        });

        String withHook = net.call(x).gradFn().name();
        handle.remove();
        String without = net.call(x).gradFn().name();

        assertThat(seen).containsExactly("[1, 1, 4, 4]");
        assertThat(withHook).isEqualTo("MaxPool2DWithIndicesBackward0");
        assertThat(without).isEqualTo("ReluBackward0");
    }

    /**
     * Chains of r: ReLU, c: Conv2d of many channels, p: MaxPool2d(2), q: MaxPool2d(3), l: lambda.
     */
    @ParameterizedTest
    @CsvSource({
        "cp, M",
        "crp, M",
        "crcrp, MC", // the rectifier between goes to the second
        "lrc, CM", // the lambda is a product
        "lrcp, MM",
        "lrcrp, MM",
        "lrcq, MCM",
        "rc, CR", // of the chain's input
        "rp, MR",
        "lrp, RMM",
        "crcrcp, MCC",
        "crpcrp, MM",
        "cc, CC"
    })
    void what_is_computed_at_once_gives_the_numbers_of_one_after_another(
            String form, String expectedNodes) {
        Generator random = new Generator(11);
        List<Layer> layers = new ArrayList<>();
        for (char kind : form.toCharArray()) {
            layers.add(layer(kind, random));
        }
        Sequential net = Sequential.of(layers.toArray(Layer[]::new));
        Tensor x = Tensor.randn(random, 3, 32, 13, 14).requiresGrad(true);
        Tensor y = net.call(x);
        Tensor expected = x;
        for (Layer layer : layers) {
            expected = layer.call(expected);
        }
        Tensor g = Tensor.randn(random, y.shape());
        List<Tensor> leaves = new ArrayList<>(net.parameters());
        leaves.add(x);
        List<Tensor> found = Autograd.grad(List.of(y), leaves, List.of(g), false, false, false);
        List<Tensor> wanted =
                Autograd.grad(List.of(expected), leaves, List.of(g), false, false, false);

        assertThat(letters(y)).isEqualTo(expectedNodes);
        assertThat(y.allclose(expected, 1e-4, 1e-5)).isTrue();
        for (int i = 0; i < wanted.size(); i++) {
            double gap = found.get(i).sub(wanted.get(i)).abs().max().item();
            assertThat(gap).isLessThan(1e-5 * wanted.get(i).abs().max().item());
        }
        Tensor without = Autograd.noGrad(() -> net.call(x));
        assertThat(without.toFloatArray()).containsExactly(y.toFloatArray());
        assertThat(net.call(x.select(0, 1)).allclose(y.select(0, 1), 1e-4, 1e-5)).isTrue();
    }

    private static Layer layer(char kind, Generator random) {
        return switch (kind) {
            case 'r' -> new ReLU();
            case 'c' -> Conv2d.builder(32, 32, 3).padding(1).generator(random).build();
            case 'p' -> new MaxPool2d(2);
            case 'q' -> new MaxPool2d(3);
            default -> h -> h.mul(1.5);
        };
    }

    /** M: maxima or a product, C: a convolution, R: a rectifier. */
    private static String letters(Tensor y) {
        StringBuilder letters = new StringBuilder();
        nodes(y).stream()
                .filter(name -> !name.equals("AccumulateGrad"))
                .forEach(name -> letters.append(name.charAt(0)));
        return letters.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"same", "reflect"})
    void padding_that_the_convolution_does_not_do_itself_is_kept(String padding) {
        Conv2d.Builder builder = Conv2d.builder(32, 32, 4);
        Conv2d conv =
                padding.equals("same")
                        ? builder.padding(padding).build()
                        : builder.padding(1).paddingMode(PadMode.REFLECT).build();
        Tensor x = Tensor.randn(new Generator(3), 2, 32, 8, 8);

        Tensor y = Sequential.of(conv, new MaxPool2d(2)).call(x);

        assertThat(y.allclose(conv.call(x).maxPool2d(2), 1e-4, 1e-5)).isTrue();
    }

    private static List<String> nodes(Tensor y) {
        List<String> names = new ArrayList<>();
        Node node = y.gradFn();
        while (node != null) {
            names.add(node.name());
            node = node.nextFunctions().isEmpty() ? null : node.nextFunctions().get(0);
        }
        return names;
    }

    @Test
    void convolution_and_pooling_with_hooks_are_two() {
        Conv2d conv = new Conv2d(32, 32, 3);
        MaxPool2d pool = new MaxPool2d(2);
        ReLU between = new ReLU();
        Sequential net = Sequential.of(conv, between, pool);
        Tensor x = Tensor.ones(1, 32, 6, 6).requiresGrad(true);
        for (Module hooked : List.of(conv, between, pool)) {
            TensorHook.Handle handle = hooked.registerForwardHook((module, inputs, output) -> null);
            assertThat(nodes(net.call(x))).contains("ConvolutionBackward0");
            handle.remove();
        }
        assertThat(nodes(net.call(x))).doesNotContain("ConvolutionBackward0");
        for (MaxPool2d other :
                List.of(
                        new MaxPool2d(3),
                        new MaxPool2d(2, 1),
                        new MaxPool2d(2, 2, 1),
                        MaxPool2d.builder(2).dilation(2).build(),
                        MaxPool2d.builder(2).ceilMode(true).build())) {
            assertThat(nodes(Sequential.of(conv, other).call(x))).contains("ConvolutionBackward0");
        }
    }

    @Test
    void an_input_that_does_not_fit_is_refused_by_the_convolution_before_a_pooling() {
        Sequential net = Sequential.of(new Conv2d(32, 32, 3), new ReLU(), new MaxPool2d(2));

        assertThatThrownBy(() -> net.call(Tensor.ones(1, 31, 6, 6)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sequential.0 (Conv2d 32→32): ");
        assertThatThrownBy(() -> net.call(null)).hasMessageContaining("the input is null");
    }

    @Test
    void the_mode_reaches_the_layers() {
        Sequential net = Sequential.of(new ReLU(), Tensor::relu);

        net.eval();

        assertThat(net.modules()).noneMatch(Module::isTraining);
    }
}
