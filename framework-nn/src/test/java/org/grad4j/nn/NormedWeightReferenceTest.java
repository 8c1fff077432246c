package org.grad4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.grad4j.nn.layer.Conv2d;
import org.grad4j.nn.layer.ConvTranspose1d;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.layer.SpectralNorm;
import org.grad4j.nn.layer.WeightNorm;
import org.grad4j.reference.ReferenceCases;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers with a normalised weight against values that libtorch computed. */
class NormedWeightReferenceTest {
    static List<Case> cases() {
        return ReferenceCases.read("normed-weights.txt");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void output_and_gradients_are_those_of_libtorch(Case one) {
        LayerReferences.check(one, NormedWeightReferenceTest::apply);
    }

    private static List<Tensor> apply(Case one, Map<String, Tensor> in) {
        Module plain = layer(one.text("layer"), in.get("x").dtype());
        Module layer =
                one.operation().equals("WeightNorm")
                        ? WeightNorm.of(plain)
                        : SpectralNorm.of(plain, 1, 1e-12, new Generator(1));
        assertThat(layer.name()).isEqualTo(one.operation());
        LayerReferences.load(layer, in)
                .train(!one.arguments().containsKey("training") || one.flag("training"));
        Tensor y = layer.call(in.get("x"));
        Map<String, Tensor> buffers = layer.namedBuffers();
        return buffers.isEmpty()
                ? List.of(y)
                : List.of(
                        y,
                        buffers.get("parametrizations.weight.0._u"),
                        buffers.get("parametrizations.weight.0._v"));
    }

    private static Module layer(String name, DType type) {
        Generator generator = new Generator(1);
        return switch (name) {
            case "linear" -> new Linear(3, 2, false, type, generator);
            case "conv2d" -> Conv2d.builder(2, 3, 2, 2).bias(false).dtype(type).build();
            case "transposed" -> ConvTranspose1d.builder(2, 3, 2).bias(false).dtype(type).build();
            default -> throw new AssertionError("no layer " + name);
        };
    }
}
