package org.grad4j.nn.layer;

import java.util.List;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;

/** The rows of Linear, Flatten, dropout and the first layers over images. */
final class LayerRows {
    private static final Generator RANDOM = new Generator(3);

    private LayerRows() {}

    static final List<LayerRow> ROWS =
            List.of(
                    LayerRow.of(
                            () -> new Linear(3, 2, true, DType.FLOAT64, RANDOM),
                            new long[] {4, 3},
                            List.of("weight", "bias"),
                            "Linear(in_features=3, out_features=2, bias=True)"),
                    LayerRow.of(
                            () -> new Linear(3, 2, false, DType.FLOAT64, RANDOM),
                            new long[] {2, 4, 3},
                            List.of("weight"),
                            "Linear(in_features=3, out_features=2, bias=False)"),
                    LayerRow.of(
                            () ->
                                    Conv2d.builder(2, 3, 3)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            new long[] {2, 2, 5, 4},
                            List.of("weight", "bias"),
                            "Conv2d(2, 3, kernel_size=(3, 3), stride=(1, 1))"),
                    LayerRow.of(
                            () ->
                                    Conv2d.builder(1, 2, 3, 2)
                                            .stride(2)
                                            .padding(1, 0)
                                            .bias(false)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            new long[] {2, 1, 5, 4},
                            List.of("weight"),
                            "Conv2d(1, 2, kernel_size=(3, 2), stride=(2, 2), padding=(1, 0),"
                                    + " bias=False)"),
                    LayerRow.of(
                            () -> new MaxPool2d(2),
                            new long[] {2, 2, 4, 5},
                            List.of(),
                            "MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1,"
                                    + " ceil_mode=False)"),
                    LayerRow.of(
                            () ->
                                    new MaxPool2d(
                                            new int[] {3, 2}, new int[] {1, 2}, new int[] {1, 0}),
                            new long[] {1, 2, 4, 5},
                            List.of(),
                            "MaxPool2d(kernel_size=(3, 2), stride=(1, 2), padding=(1, 0),"
                                    + " dilation=1, ceil_mode=False)"),
                    LayerRow.of(ReLU::new, new long[] {3, 4}, List.of(), "ReLU()"),
                    LayerRow.of(
                            Flatten::new,
                            new long[] {2, 3, 2, 2},
                            List.of(),
                            "Flatten(start_dim=1, end_dim=-1)"),
                    LayerRow.of(
                            () -> new Dropout(0.5, RANDOM),
                            new long[] {3, 4},
                            List.of(),
                            "Dropout(p=0.5, inplace=False)"),
                    LayerRow.of(
                            CosineSimilarity::new,
                            new long[] {2, 3},
                            (layer, x) -> ((CosineSimilarity) layer).call(x, x.flip(1)),
                            0,
                            List.of(),
                            "CosineSimilarity()"),
                    LayerRow.of(
                            PairwiseDistance::new,
                            new long[] {2, 3},
                            (layer, x) -> ((PairwiseDistance) layer).call(x, x.flip(1)),
                            0,
                            List.of(),
                            "PairwiseDistance()"));
}
