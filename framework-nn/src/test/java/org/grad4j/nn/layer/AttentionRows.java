package org.grad4j.nn.layer;

import java.util.List;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/** The rows of attention. */
final class AttentionRows {
    private static final Generator RANDOM = new Generator(3);
    private static final String LINEAR =
            "  (out_proj): NonDynamicallyQuantizableLinear(in_features=4, out_features=4, bias=%s)\n";

    static final List<LayerRow> ROWS =
            List.of(
                    LayerRow.of(
                            () ->
                                    MultiheadAttention.builder(4, 2)
                                            .batchFirst(true)
                                            .dropout(0.5)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            new long[] {2, 3, 4},
                            (layer, x) -> ((MultiheadAttention) layer).call(x, x, x).output(),
                            0,
                            List.of(
                                    "in_proj_weight",
                                    "in_proj_bias",
                                    "out_proj.weight",
                                    "out_proj.bias"),
                            "MultiheadAttention(\n" + LINEAR.formatted("True") + ")"),
                    LayerRow.of(
                            () ->
                                    MultiheadAttention.builder(4, 2)
                                            .kdim(3)
                                            .vdim(2)
                                            .bias(false)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            new long[] {3, 2, 4},
                            (layer, x) ->
                                    ((MultiheadAttention) layer)
                                            .call(
                                                    x,
                                                    x.narrow(2, 0, 3),
                                                    x.narrow(2, 1, 2),
                                                    AttentionOptions.DEFAULT
                                                            .isCausal(true)
                                                            .needWeights(false))
                                            .output(),
                            1,
                            List.of(
                                    "q_proj_weight",
                                    "k_proj_weight",
                                    "v_proj_weight",
                                    "out_proj.weight"),
                            "MultiheadAttention(\n" + LINEAR.formatted("False") + ")"));

    private AttentionRows() {}

    static Tensor bools(long rows, int... values) {
        return Tensor.of(values, rows, values.length / rows).to(DType.BOOL);
    }
}
