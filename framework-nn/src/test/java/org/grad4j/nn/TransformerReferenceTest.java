package org.grad4j.nn;

import java.util.List;
import java.util.Map;
import org.grad4j.nn.layer.TransformerDecoderLayer;
import org.grad4j.nn.layer.TransformerEncoderLayer;
import org.grad4j.reference.ReferenceCases;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The blocks of a transformer against values that libtorch computed. */
class TransformerReferenceTest {
    static List<Case> cases() {
        return ReferenceCases.read("transformers.txt");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void output_and_gradients_are_those_of_libtorch(Case one) {
        LayerReferences.check(one, TransformerReferenceTest::apply);
    }

    private static List<Tensor> apply(Case one, Map<String, Tensor> in) {
        Layer activation = one.text("activation").equals("relu") ? Tensor::relu : Tensor::gelu;
        Tensor x = in.get("x");
        if (one.operation().equals("TransformerEncoderLayer")) {
            TransformerEncoderLayer layer =
                    TransformerEncoderLayer.builder(4, 2)
                            .feedForward(6)
                            .dropout(0)
                            .activation(activation)
                            .normFirst(one.flag("normFirst"))
                            .dtype(x.dtype())
                            .build();
            return List.of(LayerReferences.load(layer, in).call(x));
        }
        TransformerDecoderLayer layer =
                TransformerDecoderLayer.builder(4, 2)
                        .feedForward(6)
                        .dropout(0)
                        .activation(activation)
                        .normFirst(one.flag("normFirst"))
                        .dtype(x.dtype())
                        .build();
        return List.of(LayerReferences.load(layer, in).call(x, in.get("memory")));
    }
}
