package org.grad4j.nn.layer;

import java.util.ArrayList;
import java.util.List;
import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/** The rows of the parts of a transformer. */
final class TransformerRows {
    private static final Generator RANDOM = new Generator(3);

    private static final String ATTENTION =
            """
            (%s): MultiheadAttention(
              (out_proj): NonDynamicallyQuantizableLinear(in_features=2, out_features=2, bias=True)
            )
            """;
    private static final String LINEAR =
            """
            (linear1): Linear(in_features=2, out_features=3, bias=True)
            (dropout): Dropout(p=0.1, inplace=False)
            (linear2): Linear(in_features=3, out_features=2, bias=True)
            """;
    private static final String NORM =
            "(norm%s): LayerNorm((2,), eps=1e-05, elementwise_affine=True)\n";
    private static final String DROPOUT = "(dropout%s): Dropout(p=0.1, inplace=False)\n";

    private static final String ENCODER_LAYER =
            text(
                    "TransformerEncoderLayer",
                    ATTENTION.formatted("self_attn")
                            + LINEAR
                            + NORM.formatted(1)
                            + NORM.formatted(2)
                            + DROPOUT.formatted(1)
                            + DROPOUT.formatted(2));
    private static final String DECODER_LAYER =
            text(
                    "TransformerDecoderLayer",
                    ATTENTION.formatted("self_attn")
                            + ATTENTION.formatted("multihead_attn")
                            + LINEAR
                            + NORM.formatted(1)
                            + NORM.formatted(2)
                            + NORM.formatted(3)
                            + DROPOUT.formatted(1)
                            + DROPOUT.formatted(2)
                            + DROPOUT.formatted(3));
    private static final String ENCODER =
            text(
                    "TransformerEncoder",
                    text("(layers): ModuleList", "(0-1): 2 x " + ENCODER_LAYER + "\n")
                            + "\n"
                            + NORM.formatted(""));
    private static final String DECODER =
            text(
                    "TransformerDecoder",
                    text("(layers): ModuleList", "(0): " + DECODER_LAYER + "\n")
                            + "\n"
                            + NORM.formatted(""));

    static final List<LayerRow> ROWS =
            List.of(
                    LayerRow.of(
                            () -> encoderLayer(false),
                            new long[] {2, 2, 2},
                            Module::call,
                            1,
                            keys("", "self_attn", "", 2),
                            ENCODER_LAYER),
                    LayerRow.of(
                            () -> decoderLayer(true),
                            new long[] {2, 2, 2},
                            (layer, x) -> ((TransformerDecoderLayer) layer).call(x, x.flip(0)),
                            1,
                            keys("", "self_attn", "multihead_attn", 3),
                            DECODER_LAYER),
                    LayerRow.of(
                            () -> new TransformerEncoder(encoderLayer(true), 2, norm()),
                            new long[] {2, 1, 2},
                            (layer, x) ->
                                    ((TransformerEncoder) layer)
                                            .call(
                                                    x,
                                                    Transformer.generateSquareSubsequentMask(2),
                                                    null),
                            1,
                            stack("", 2, "self_attn", ""),
                            ENCODER),
                    LayerRow.of(
                            () -> new TransformerDecoder(decoderLayer(false), 1, norm()),
                            new long[] {2, 1, 2},
                            (layer, x) -> ((TransformerDecoder) layer).call(x, x.flip(0)),
                            1,
                            stack("", 1, "self_attn", "multihead_attn"),
                            DECODER),
                    LayerRow.of(
                            () ->
                                    Transformer.builder(2, 1)
                                            .encoderLayers(2)
                                            .decoderLayers(1)
                                            .feedForward(3)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            new long[] {2, 1, 2},
                            (layer, x) ->
                                    ((Transformer) layer)
                                            .call(
                                                    x.flip(0),
                                                    x,
                                                    TransformerMasks.NONE.tgt(
                                                            Transformer
                                                                    .generateSquareSubsequentMask(
                                                                            2))),
                            1,
                            transformer(),
                            text(
                                    "Transformer",
                                    "(encoder): " + ENCODER + "\n(decoder): " + DECODER + "\n")));

    private TransformerRows() {}

    /** A name with lines between its parentheses. */
    private static String text(String name, String lines) {
        return name + "(\n" + lines.indent(2) + ")";
    }

    private static LayerNorm norm() {
        return new LayerNorm(new long[] {2}, 1e-5, true, true, DType.FLOAT64);
    }

    private static TransformerEncoderLayer encoderLayer(boolean normFirst) {
        return TransformerEncoderLayer.builder(2, 1)
                .feedForward(3)
                .normFirst(normFirst)
                .dtype(DType.FLOAT64)
                .generator(RANDOM)
                .build();
    }

    private static TransformerDecoderLayer decoderLayer(boolean normFirst) {
        return TransformerDecoderLayer.builder(2, 1)
                .feedForward(3)
                .activation(Tensor::gelu)
                .normFirst(normFirst)
                .dtype(DType.FLOAT64)
                .generator(RANDOM)
                .build();
    }

    private static List<String> keys(String prefix, String self, String cross, int norms) {
        List<String> keys = new ArrayList<>();
        for (String attention : List.of(self, cross)) {
            if (!attention.isEmpty()) {
                keys.add(prefix + attention + ".in_proj_weight");
                keys.add(prefix + attention + ".in_proj_bias");
                keys.add(prefix + attention + ".out_proj.weight");
                keys.add(prefix + attention + ".out_proj.bias");
            }
        }
        List<String> others = new ArrayList<>(List.of("linear1", "linear2"));
        for (int k = 1; k <= norms; k++) {
            others.add("norm" + k);
        }
        for (String other : others) {
            keys.add(prefix + other + ".weight");
            keys.add(prefix + other + ".bias");
        }
        return keys;
    }

    private static List<String> stack(String prefix, int layers, String self, String cross) {
        List<String> keys = new ArrayList<>();
        for (int k = 0; k < layers; k++) {
            keys.addAll(keys(prefix + "layers." + k + ".", self, cross, cross.isEmpty() ? 2 : 3));
        }
        keys.add(prefix + "norm.weight");
        keys.add(prefix + "norm.bias");
        return keys;
    }

    private static List<String> transformer() {
        List<String> keys = new ArrayList<>(stack("encoder.", 2, "self_attn", ""));
        keys.addAll(stack("decoder.", 1, "self_attn", "multihead_attn"));
        return keys;
    }
}
