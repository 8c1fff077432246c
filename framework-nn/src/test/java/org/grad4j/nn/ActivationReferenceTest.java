package org.grad4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.grad4j.nn.layer.CELU;
import org.grad4j.nn.layer.ELU;
import org.grad4j.nn.layer.GELU;
import org.grad4j.nn.layer.GLU;
import org.grad4j.nn.layer.Hardshrink;
import org.grad4j.nn.layer.Hardsigmoid;
import org.grad4j.nn.layer.Hardswish;
import org.grad4j.nn.layer.Hardtanh;
import org.grad4j.nn.layer.LeakyReLU;
import org.grad4j.nn.layer.LogSigmoid;
import org.grad4j.nn.layer.LogSoftmax;
import org.grad4j.nn.layer.Mish;
import org.grad4j.nn.layer.PReLU;
import org.grad4j.nn.layer.ReLU;
import org.grad4j.nn.layer.ReLU6;
import org.grad4j.nn.layer.SELU;
import org.grad4j.nn.layer.SiLU;
import org.grad4j.nn.layer.Sigmoid;
import org.grad4j.nn.layer.Softmax;
import org.grad4j.nn.layer.Softmax2d;
import org.grad4j.nn.layer.Softmin;
import org.grad4j.nn.layer.Softplus;
import org.grad4j.nn.layer.Softshrink;
import org.grad4j.nn.layer.Softsign;
import org.grad4j.nn.layer.Tanh;
import org.grad4j.nn.layer.Tanhshrink;
import org.grad4j.nn.layer.Threshold;
import org.grad4j.reference.ReferenceCases;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations against values that libtorch computed. */
class ActivationReferenceTest {
    /** libtorch computes these with a constant in float32 even for float64. */
    private static final Set<String> ROUNDED = Set.of("Hardsigmoid", "CELU");

    static List<Case> cases() {
        return ReferenceCases.read("activations.txt");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void output_and_gradients_are_those_of_libtorch(Case one) {
        boolean rounded = ROUNDED.contains(one.operation());
        LayerReferences.check(one, rounded ? 1e-7 : 1e-10, ActivationReferenceTest::apply);
    }

    private static List<Tensor> apply(Case one, Map<String, Tensor> in) {
        Module layer = layer(one, in);
        assertThat(layer.name()).isEqualTo(one.operation());
        return List.of(LayerReferences.load(layer, in).call(in.get("x")));
    }

    private static Module layer(Case one, Map<String, Tensor> in) {
        return switch (one.operation()) {
            case "ReLU" -> new ReLU();
            case "ReLU6" -> new ReLU6();
            case "SELU" -> new SELU();
            case "SiLU" -> new SiLU();
            case "Mish" -> new Mish();
            case "Sigmoid" -> new Sigmoid();
            case "Tanh" -> new Tanh();
            case "Softsign" -> new Softsign();
            case "Hardsigmoid" -> new Hardsigmoid();
            case "Hardswish" -> new Hardswish();
            case "LogSigmoid" -> new LogSigmoid();
            case "Tanhshrink" -> new Tanhshrink();
            case "LeakyReLU" -> new LeakyReLU(one.number("a"));
            case "ELU" -> new ELU(one.number("a"));
            case "CELU" -> new CELU(one.number("a"));
            case "GELU" -> new GELU(one.text("approximate"));
            case "Softplus" -> new Softplus(one.number("beta"), one.number("threshold"));
            case "Hardtanh" -> new Hardtanh(one.number("min"), one.number("max"));
            case "Softmax" -> new Softmax(one.integer("dim"));
            case "LogSoftmax" -> new LogSoftmax(one.integer("dim"));
            case "Softmin" -> new Softmin(one.integer("dim"));
            case "Softmax2d" -> new Softmax2d();
            case "Threshold" -> new Threshold(one.number("a"), one.number("b"));
            case "Softshrink" -> new Softshrink(one.number("a"));
            case "Hardshrink" -> new Hardshrink(one.number("a"));
            case "GLU" -> new GLU(one.integer("dim"));
            case "PReLU" ->
                    new PReLU((int) in.get("weight").numel(), 0.25, in.get("weight").dtype());
            default -> throw new AssertionError("no layer for " + one);
        };
    }
}
