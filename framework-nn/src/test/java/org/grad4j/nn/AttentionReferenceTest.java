package org.grad4j.nn;

import java.util.List;
import java.util.Map;
import org.grad4j.nn.layer.AttentionOptions;
import org.grad4j.nn.layer.Functional;
import org.grad4j.nn.layer.MultiheadAttention;
import org.grad4j.reference.ReferenceCases;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attention against values that libtorch computed. */
class AttentionReferenceTest {
    static List<Case> cases() {
        return ReferenceCases.read("attention.txt");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void outputs_and_gradients_are_those_of_libtorch(Case one) {
        LayerReferences.check(one, AttentionReferenceTest::apply);
    }

    private static List<Tensor> apply(Case one, Map<String, Tensor> in) {
        Tensor query = in.get("query");
        Tensor key = in.get("key");
        Tensor value = in.get("value");
        if (one.operation().equals("scaledDotProductAttention")) {
            return List.of(
                    Functional.scaledDotProductAttention(
                            query,
                            key,
                            value,
                            in.get("mask"),
                            0,
                            one.flag("causal"),
                            one.has("scale") ? one.number("scale") : null,
                            new Generator(1)));
        }
        MultiheadAttention layer =
                LayerReferences.load(
                        MultiheadAttention.builder(4, one.integer("heads"))
                                .kdim(key.size(-1))
                                .vdim(value.size(-1))
                                .addBiasKv(in.containsKey("bias_k"))
                                .addZeroAttn(in.containsKey("bias_k"))
                                .dtype(query.dtype())
                                .build(),
                        in);
        AttentionOptions options =
                AttentionOptions.DEFAULT
                        .keyPaddingMask(in.get("padding"))
                        .attnMask(in.get("mask"))
                        .averageWeights(one.flag("average"));
        var result = layer.call(query, key, value, options);
        return List.of(result.output(), result.weights());
    }
}
