package org.grad4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.grad4j.nn.Sequential;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class TransformerTest {
    private static Tensor random(long... shape) {
        return Tensor.randn(new Generator(7), shape);
    }

    private static Transformer small() {
        Transformer model =
                Transformer.builder(4, 2)
                        .encoderLayers(1)
                        .decoderLayers(2)
                        .feedForward(8)
                        .batchFirst(true)
                        .build();
        model.eval();
        return model;
    }

    @Test
    void the_mask_of_later_steps_is_PyTorch_s() {
        float low = Float.NEGATIVE_INFINITY;

        assertThat(Transformer.generateSquareSubsequentMask(3).toNestedArray())
                .isEqualTo(new float[][] {{0, low, low}, {0, 0, low}, {0, 0, 0}});
    }

    @Test
    void with_that_mask_later_targets_change_nothing_before_them() {
        Transformer model = small();
        Tensor src = random(2, 5, 4);
        Tensor tgt = random(2, 3, 4);
        TransformerMasks masks =
                TransformerMasks.NONE.tgt(Transformer.generateSquareSubsequentMask(3));

        Tensor all = model.call(src, tgt, masks);
        Tensor head =
                model.call(
                        src,
                        tgt.narrow(1, 0, 2),
                        masks.tgt(Transformer.generateSquareSubsequentMask(2)));

        assertThat(all.narrow(1, 0, 2).allclose(head, 1e-4, 1e-5)).isTrue();
        assertThat(model.call(src, tgt).allclose(all)).isFalse();
    }

    @Test
    void padding_of_the_source_changes_nothing() {
        Transformer model = small();
        Tensor src = random(1, 3, 4);
        Tensor tgt = random(1, 2, 4);
        Tensor padding = AttentionRows.bools(1, 0, 0, 1);
        TransformerMasks masks =
                TransformerMasks.NONE.srcKeyPadding(padding).memoryKeyPadding(padding);

        Tensor y = model.call(src, tgt, masks);

        assertThat(y.allclose(model.call(src.narrow(1, 0, 2), tgt), 1e-4, 1e-5)).isTrue();
    }

    @Test
    void the_parts_make_the_whole() {
        Transformer model = small();
        Tensor src = random(2, 3, 4);
        Tensor tgt = random(2, 2, 4);

        Tensor y = model.decoder().call(tgt, model.encoder().call(src));

        assertThat(y.toFloatArray()).isEqualTo(model.call(src, tgt).toFloatArray());
    }

    @Test
    void stacked_layers_are_copies_that_train_apart() {
        TransformerEncoderLayer layer =
                TransformerEncoderLayer.builder(4, 2).feedForward(8).build();
        TransformerEncoder encoder = new TransformerEncoder(layer, 2);

        assertThat(encoder.parameters())
                .hasSize(24)
                .doesNotContainAnyElementsOf(layer.parameters());
        assertThat(encoder.stateDict().get("layers.1.linear1.weight").toFloatArray())
                .isEqualTo(layer.stateDict().get("linear1.weight").toFloatArray());
    }

    @Test
    void an_activation_may_be_a_module() {
        TransformerEncoderLayer layer =
                TransformerEncoderLayer.builder(4, 2)
                        .feedForward(8)
                        .activation(new PReLU())
                        .build();

        assertThat(layer.namedParameters()).containsKey("activation.weight");
        assertThat(new TransformerEncoder(layer, 2).namedParameters())
                .containsKey("layers.1.activation.weight");
    }

    @Test
    void what_does_not_fit_is_refused_with_its_path() {
        Transformer model = small();
        assertThatThrownBy(() -> model.call(random(2, 3, 5), random(2, 2, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "transformer.encoder.layers.0.self_attn (MultiheadAttention 4, 2 heads):"
                                + " needs a query [n, l, 4]");
        assertThatThrownBy(() -> model.call(random(2, 3, 4), null))
                .hasMessage("Transformer: the target is null");
        assertThatThrownBy(() -> Sequential.of(model))
                .hasMessageContaining("does not override forward(Tensor)");
        assertThatThrownBy(() -> new TransformerEncoderLayer(5, 2))
                .hasMessage(
                        "TransformerEncoderLayer: the size must be a multiple of the heads, got 5"
                                + " and 2");
        assertThatThrownBy(() -> Transformer.builder(4, 2).feedForward(0))
                .hasMessage("Transformer: feedForward must be 1 or more, got 0");
        assertThatThrownBy(() -> Transformer.builder(4, 2).dropout(1.5))
                .hasMessage("Transformer: dropout must be from 0 to 1, got 1.5");
        assertThatThrownBy(() -> Transformer.builder(4, 2).activation(null))
                .hasMessage("Transformer: the activation is null");
        assertThatThrownBy(() -> new TransformerEncoder(null, 2))
                .hasMessage(
                        "TransformerEncoder: needs a layer and a number of 0 or more, got null and"
                                + " 2");
    }
}
