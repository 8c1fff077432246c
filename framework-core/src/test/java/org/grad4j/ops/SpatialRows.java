package org.grad4j.ops;

import static org.grad4j.ops.OpTable.dims;
import static org.grad4j.ops.Row.Trait.SAVES_NOTHING;
import static org.grad4j.ops.Row.Trait.TIES;
import static org.grad4j.ops.Row.row;
import static org.grad4j.ops.Values.ANY;

import java.util.List;
import org.grad4j.tensor.Interpolation;
import org.grad4j.tensor.Tensor;

/** Rows of the table: convolution, pooling, resizing and normalising. */
final class SpatialRows {
    private static final String[] SIGNALS = {"[2,2,7]", "[2,6]", "[0,2,6]"};
    private static final String[] PICTURES = {"[2,1,5,6]", "[2,5,5]", "[0,2,5,5]"};

    private SpatialRows() {}

    private static double[] factors(double... factors) {
        return factors;
    }

    private static long[] sizes(long... sizes) {
        return sizes;
    }

    static List<Row> differentiable() {
        return List.of(
                row(
                        "conv1d(Tensor, Tensor, int, int, int, int)",
                        ANY,
                        in -> in[0].conv1d(in[1], in[2], 2, 1, 1, 1),
                        "[2,2,5] [3,2,2] [3]",
                        "[2,5] [1,2,3] [1]",
                        "[0,2,4] [2,2,2] [2]"),
                row(
                        "conv1d(Tensor, Tensor, int, int, int, int)",
                        ANY,
                        in -> in[0].conv1d(in[1], null, 1, 2, 2, 2),
                        "[2,2,5] [4,1,2]",
                        "[1,4,3] [2,2,3]"),
                row(
                        "conv2d(Tensor, Tensor, int[], int[], int[], int)",
                        ANY,
                        in -> in[0].conv2d(in[1], in[2], dims(2, 1), dims(1, 1), dims(1, 2), 1),
                        "[1,2,3,4] [2,2,2,2] [2]",
                        "[2,1,3,3] [1,1,1,2] [1]",
                        "[0,1,3,3] [1,1,2,2] [1]"),
                row(
                        "conv2d(Tensor, Tensor, int[], int[], int[], int)",
                        ANY,
                        in -> in[0].conv2d(in[1], in[2], dims(1, 2), dims(1, 0), dims(1, 1), 2),
                        "[1,4,3,4] [2,2,2,2] [2]",
                        "[2,2,3,3] [4,1,2,2] [4]",
                        "[2,3,3] [2,1,1,1] [2]"),
                row(
                        "convTranspose1d(Tensor, Tensor, int, int, int, int, int)",
                        ANY,
                        in -> in[0].convTranspose1d(in[1], in[2], 2, 1, 1, 1, 1),
                        "[2,2,3] [2,3,3] [3]",
                        "[2,3] [2,1,2] [1]",
                        "[0,2,4] [2,2,2] [2]"),
                row(
                        "convTranspose2d(Tensor, Tensor, int[], int[], int[], int, int[])",
                        ANY,
                        in ->
                                in[0].convTranspose2d(
                                        in[1],
                                        in[2],
                                        dims(2, 1),
                                        dims(1, 0),
                                        dims(1, 0),
                                        1,
                                        dims(1, 1)),
                        "[1,2,2,3] [2,2,2,2] [2]",
                        "[2,2,2] [2,1,3,1] [1]",
                        "[0,1,2,2] [1,2,2,2] [2]"),
                row(
                        "convTranspose2d(Tensor, Tensor, int[], int[], int[], int, int[])",
                        ANY,
                        in ->
                                in[0].convTranspose2d(
                                        in[1],
                                        null,
                                        dims(1, 2),
                                        dims(0, 1),
                                        dims(1, 0),
                                        2,
                                        dims(2, 1)),
                        "[1,4,2,2] [4,1,2,2]",
                        "[2,2,2,2] [2,2,1,2]"),
                row(
                                "maxPool1d(int, int, int, int, boolean)",
                                ANY,
                                in -> in[0].maxPool1d(3, 2, 1, 1, true),
                                SIGNALS)
                        .with(TIES),
                row(
                                "maxPool1d(int, int, int, int, boolean)",
                                ANY,
                                in -> in[0].maxPool1d(2, 1, 0, 3, false),
                                SIGNALS)
                        .with(TIES),
                row(
                                "maxPool1dWithIndices(int, int, int, int, boolean)",
                                ANY,
                                in -> in[0].maxPool1dWithIndices(2, 2, 1, 1, false).values(),
                                SIGNALS)
                        .with(TIES),
                row(
                                "maxPool2d(int[], int[], int[], int[], boolean)",
                                ANY,
                                in ->
                                        in[0].maxPool2d(
                                                dims(2, 3),
                                                dims(2, 2),
                                                dims(1, 1),
                                                dims(2, 1),
                                                true),
                                PICTURES)
                        .with(TIES),
                row(
                                "maxPool2dWithIndices(int[], int[], int[], int[], boolean)",
                                ANY,
                                in ->
                                        in[0].maxPool2dWithIndices(
                                                        dims(2, 2),
                                                        dims(1, 2),
                                                        dims(0, 1),
                                                        dims(1, 1),
                                                        false)
                                                .values(),
                                PICTURES)
                        .with(TIES),
                row(
                                "avgPool1d(int, int, int, boolean, boolean)",
                                ANY,
                                in -> in[0].avgPool1d(3, 2, 1, true, true),
                                SIGNALS)
                        .with(SAVES_NOTHING),
                row(
                                "avgPool2d(int[], int[], int[], boolean, boolean)",
                                ANY,
                                in ->
                                        in[0].avgPool2d(
                                                dims(2, 3), dims(2, 2), dims(1, 1), true, false),
                                PICTURES)
                        .with(SAVES_NOTHING),
                row("adaptiveAvgPool1d(int)", ANY, in -> in[0].adaptiveAvgPool1d(4), SIGNALS)
                        .with(SAVES_NOTHING),
                row(
                                "adaptiveAvgPool2d(int, int)",
                                ANY,
                                in -> in[0].adaptiveAvgPool2d(3, 1),
                                PICTURES)
                        .with(SAVES_NOTHING),
                row(
                                "adaptiveMaxPool1d(int)",
                                ANY,
                                in -> in[0].adaptiveMaxPool1d(4).values(),
                                SIGNALS)
                        .with(TIES),
                row(
                                "adaptiveMaxPool2d(int, int)",
                                ANY,
                                in -> in[0].adaptiveMaxPool2d(2, 3).values(),
                                PICTURES)
                        .with(TIES),
                row(
                                "interpolate(long[], Interpolation, boolean)",
                                ANY,
                                in -> in[0].interpolate(sizes(4, 7), Interpolation.BILINEAR, false),
                                "[1,2,3,2]",
                                "[2,1,5,8]",
                                "[0,1,2,2]")
                        .with(SAVES_NOTHING),
                row(
                                "interpolate(long[], Interpolation, boolean)",
                                ANY,
                                in -> in[0].interpolate(sizes(5), Interpolation.LINEAR, true),
                                "[1,2,3]",
                                "[2,1,7]")
                        .with(SAVES_NOTHING),
                row(
                                "interpolate(double[], Interpolation, boolean)",
                                ANY,
                                in ->
                                        in[0].interpolate(
                                                factors(2, 1.5), Interpolation.NEAREST, false),
                                "[1,2,3,2]",
                                "[0,1,2,2]")
                        .with(SAVES_NOTHING),
                row(
                                "pixelShuffle(int)",
                                ANY,
                                in -> in[0].pixelShuffle(2),
                                "[2,4,2,3]",
                                "[8,1,2]",
                                "[0,4,1,1]")
                        .with(SAVES_NOTHING),
                row(
                                "pixelUnshuffle(int)",
                                ANY,
                                in -> in[0].pixelUnshuffle(2),
                                "[2,1,2,4]",
                                "[2,2,2]",
                                "[0,1,2,2]")
                        .with(SAVES_NOTHING),
                row(
                                "unfold(int[], int[], int[], int[])",
                                ANY,
                                in -> in[0].unfold(dims(2, 2), dims(1, 2), dims(1, 0), dims(2, 1)),
                                "[2,1,3,4]",
                                "[2,4,3]",
                                "[0,1,3,3]")
                        .with(SAVES_NOTHING),
                row(
                                "fold(int[], int[], int[], int[], int[])",
                                ANY,
                                in ->
                                        in[0].fold(
                                                dims(3, 4),
                                                dims(2, 2),
                                                dims(1, 1),
                                                dims(0, 1),
                                                dims(1, 2)),
                                "[2,4,6]",
                                "[8,6]",
                                "[0,4,6]")
                        .with(SAVES_NOTHING),
                row(
                        "batchNorm(Tensor, Tensor, Tensor, Tensor, boolean, double, double)",
                        ANY,
                        in -> in[0].batchNorm(null, null, in[1], in[2], true, 0.1, 1e-5),
                        "[4,3] [3] [3]",
                        "[2,3,4] [3] [3]",
                        "[2,2,2,3] [2] [2]",
                        "[0,2,2] [2] [2]"),
                row(
                        "batchNorm(Tensor, Tensor, Tensor, Tensor, boolean, double, double)",
                        ANY,
                        in -> in[0].batchNorm(null, null, null, null, true, 0.1, 1e-3),
                        "[4,3]",
                        "[2,2,2,3]"),
                row(
                        "batchNorm(Tensor, Tensor, Tensor, Tensor, boolean, double, double)",
                        ANY,
                        in ->
                                in[0].batchNorm(
                                        Tensor.of(0.5, -1.0).to(in[0].dtype()),
                                        Tensor.of(0.5, 2.0).to(in[0].dtype()),
                                        in[1],
                                        in[2],
                                        false,
                                        0.1,
                                        1e-5),
                        "[3,2] [2] [2]",
                        "[2,2,2,3] [2] [2]",
                        "[0,2,2] [2] [2]"),
                row(
                        "layerNorm(long[], Tensor, Tensor, double)",
                        ANY,
                        in -> in[0].layerNorm(sizes(3), in[1], in[2], 1e-5),
                        "[2,3] [3] [3]",
                        "[3] [3] [3]",
                        "[2,2,3] [3] [3]",
                        "[0,3] [3] [3]"),
                row(
                        "layerNorm(long[], Tensor, Tensor, double)",
                        ANY,
                        in -> in[0].layerNorm(sizes(2, 3), in[1], null, 1e-3),
                        "[2,2,3] [2,3]",
                        "[2,3] [2,3]"),
                row(
                        "groupNorm(int, Tensor, Tensor, double)",
                        ANY,
                        in -> in[0].groupNorm(2, in[1], in[2], 1e-5),
                        "[2,4,3] [4] [4]",
                        "[1,4,2,2] [4] [4]",
                        "[0,4,2] [4] [4]"),
                row(
                        "instanceNorm(Tensor, Tensor, Tensor, Tensor, boolean, double, double)",
                        ANY,
                        in -> in[0].instanceNorm(null, null, in[1], in[2], true, 0.1, 1e-5),
                        "[2,2,3] [2] [2]",
                        "[2,2,2,2] [2] [2]",
                        "[0,2,2] [2] [2]"),
                row(
                        "rmsNorm(long[], Tensor, double)",
                        ANY,
                        in -> in[0].rmsNorm(sizes(3), in[1], 1e-5),
                        "[2,3] [3]",
                        "[2,2,3] [3]",
                        "[0,3] [3]"),
                row(
                        "normalize(double, int, double)",
                        ANY,
                        in -> in[0].normalize(2, 1, 1e-12),
                        "[2,3]",
                        "[2,3,2]",
                        "[0,2]"),
                row(
                        "normalize(double, int, double)",
                        ANY,
                        in -> in[0].normalize(3, -1, 1e-12),
                        "[2,3]",
                        "[4]"),
                row(
                        "cosineSimilarity(Tensor, int, double)",
                        ANY,
                        in -> in[0].cosineSimilarity(in[1], 1, 1e-8),
                        "[2,3] [2,3]",
                        "[2,3,2] [1,3,2]",
                        "[0,3] [1,3]"),
                row(
                        "pairwiseDistance(Tensor, double, double, boolean)",
                        ANY,
                        in -> in[0].pairwiseDistance(in[1], 2, 1e-6, false),
                        "[2,3] [4,1,3]",
                        "[3] [2,3]",
                        "[0,3] [3]"));
    }
}
