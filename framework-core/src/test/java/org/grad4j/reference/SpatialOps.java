package org.grad4j.reference;

import static org.grad4j.reference.ReferenceOps.ints;
import static org.grad4j.reference.ReferenceOps.op;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.Interpolation;
import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;

/** The lines of {@link ReferenceOps} for convolution, pooling, resizing and normalising. */
final class SpatialOps {
    private static final int[] ONE = {1, 1};
    private static final int[] NONE = {0, 0};

    private SpatialOps() {}

    static void add() {
        convolutions();
        pools();
        sizes();
        norms();
    }

    private static void convolutions() {
        op(
                "conv1d",
                (one, in) ->
                        in[0].conv1d(
                                in[1],
                                at(in, 2),
                                one.integer("stride"),
                                one.integer("padding"),
                                one.integer("dilation"),
                                one.integer("groups")));
        op(
                "conv2d",
                (one, in) ->
                        in[0].conv2d(
                                in[1],
                                at(in, 2),
                                ints(one, "stride"),
                                ints(one, "padding"),
                                ints(one, "dilation"),
                                one.has("groups") ? one.integer("groups") : 1));
        op(
                "conv1dPadded",
                (one, in) ->
                        in[0].pad(twice(ints(one, "padding")), mode(one))
                                .conv1d(in[1], in[2], 1, 0, 1, 1),
                "conv1d");
        op(
                "conv2dPadded",
                (one, in) -> in[0].pad(twice(ints(one, "padding")), mode(one)).conv2d(in[1], in[2]),
                "conv2d");
        op(
                "conv1dNamed",
                (one, in) -> named(one, in, in[1].size(2)).conv1d(in[1], in[2], 1, 0, 3, 1),
                "conv1d");
        op(
                "conv2dNamed",
                (one, in) ->
                        named(one, in, in[1].size(3), in[1].size(2))
                                .conv2d(in[1], in[2], ONE, NONE, ints(one, "dilation"), 1),
                "conv2d");
        op(
                "convTranspose1d",
                (one, in) ->
                        in[0].convTranspose1d(
                                in[1],
                                at(in, 2),
                                one.integer("stride"),
                                one.integer("padding"),
                                one.integer("outputPadding"),
                                one.integer("groups"),
                                one.integer("dilation")));
        op(
                "convTranspose2d",
                (one, in) ->
                        in[0].convTranspose2d(
                                in[1],
                                at(in, 2),
                                ints(one, "stride"),
                                ints(one, "padding"),
                                ints(one, "outputPadding"),
                                one.integer("groups"),
                                ints(one, "dilation")));
    }

    private static Tensor at(Tensor[] in, int i) {
        return i < in.length ? in[i] : null;
    }

    private static PadMode mode(Case one) {
        return PadMode.valueOf(one.text("mode").toUpperCase(Locale.ROOT));
    }

    /** Height and width on both sides, as padding is given. */
    private static int[] twice(int[] padding) {
        return padding.length == 1
                ? new int[] {padding[0], padding[0]}
                : new int[] {padding[1], padding[1], padding[0], padding[0]};
    }

    /** Padded so that nothing, or the size, changes; the odd place goes to the end. */
    private static Tensor named(Case one, Tensor[] in, long... kernels) {
        if (one.text("padding").equals("valid")) {
            return in[0];
        }
        int[] dilation = ints(one, "dilation");
        int[] around = new int[2 * kernels.length];
        for (int d = 0; d < kernels.length; d++) {
            int total = (int) (dilation[dilation.length - 1 - d] * (kernels[d] - 1));
            around[2 * d] = total / 2;
            around[2 * d + 1] = total - total / 2;
        }
        return in[0].pad(around);
    }

    private static void pools() {
        op(
                "maxPool1d",
                (one, in) ->
                        in[0].maxPool1dWithIndices(
                                one.integer("kernel"),
                                one.integer("stride"),
                                one.integer("padding"),
                                one.integer("dilation"),
                                one.flag("ceil")),
                "maxPool1d",
                "maxPool1dWithIndices");
        op(
                "maxPool2d",
                (one, in) ->
                        in[0].maxPool2d(
                                ints(one, "kernel"),
                                ints(one, "stride"),
                                ints(one, "padding"),
                                one.has("dilation") ? ints(one, "dilation") : ONE,
                                false));
        op(
                "maxPool2dIndices",
                (one, in) ->
                        in[0].maxPool2dWithIndices(
                                ints(one, "kernel"),
                                ints(one, "stride"),
                                ints(one, "padding"),
                                ints(one, "dilation"),
                                one.flag("ceil")),
                "maxPool2dWithIndices");
        op(
                "avgPool1d",
                (one, in) ->
                        in[0].avgPool1d(
                                one.integer("kernel"),
                                one.integer("stride"),
                                one.integer("padding"),
                                one.flag("ceil"),
                                one.flag("countPad")));
        op(
                "avgPool2d",
                (one, in) ->
                        in[0].avgPool2d(
                                ints(one, "kernel"),
                                ints(one, "stride"),
                                ints(one, "padding"),
                                one.flag("ceil"),
                                one.flag("countPad")));
        op("adaptiveAvgPool1d", (one, in) -> in[0].adaptiveAvgPool1d(one.integer("size")));
        op("adaptiveMaxPool1d", (one, in) -> in[0].adaptiveMaxPool1d(one.integer("size")));
        op(
                "adaptiveAvgPool2d",
                (one, in) -> in[0].adaptiveAvgPool2d(ints(one, "size")[0], ints(one, "size")[1]));
        op(
                "adaptiveMaxPool2d",
                (one, in) -> in[0].adaptiveMaxPool2d(ints(one, "size")[0], ints(one, "size")[1]));
    }

    private static void sizes() {
        op("interpolate", SpatialOps::interpolate);
        op("pixelShuffle", (one, in) -> in[0].pixelShuffle(one.integer("factor")));
        op("pixelUnshuffle", (one, in) -> in[0].pixelUnshuffle(one.integer("factor")));
        op(
                "unfoldImages",
                (one, in) ->
                        in[0].unfold(
                                ints(one, "kernel"),
                                ints(one, "dilation"),
                                ints(one, "padding"),
                                ints(one, "stride")),
                "unfold");
        op(
                "fold",
                (one, in) ->
                        in[0].fold(
                                ints(one, "size"),
                                ints(one, "kernel"),
                                ints(one, "dilation"),
                                ints(one, "padding"),
                                ints(one, "stride")));
    }

    private static Tensor interpolate(Case one, Tensor[] in) {
        Interpolation mode = Interpolation.valueOf(one.text("mode"));
        boolean corners = one.flag("corners");
        return one.has("size")
                ? in[0].interpolate(one.integers("size"), mode, corners)
                : in[0].interpolate(
                        Arrays.stream(one.text("scale").split(","))
                                .mapToDouble(Double::parseDouble)
                                .toArray(),
                        mode,
                        corners);
    }

    private static void norms() {
        op(
                "batchNorm",
                (one, in) -> {
                    Tensor y =
                            in[0].batchNorm(
                                    in[1],
                                    in[2],
                                    at(in, 3),
                                    at(in, 4),
                                    one.flag("training"),
                                    one.number("momentum"),
                                    one.number("eps"));
                    return List.of(y, in[1], in[2]);
                });
        op(
                "instanceNorm",
                (one, in) -> {
                    Tensor y =
                            in[0].instanceNorm(
                                    in[1],
                                    in[2],
                                    at(in, 3),
                                    at(in, 4),
                                    one.flag("useInput"),
                                    one.number("momentum"),
                                    one.number("eps"));
                    return List.of(y, in[1], in[2]);
                });
        op(
                "layerNorm",
                (one, in) ->
                        in[0].layerNorm(
                                one.integers("shape"), at(in, 1), at(in, 2), one.number("eps")));
        op(
                "groupNorm",
                (one, in) ->
                        in[0].groupNorm(
                                one.integer("groups"), at(in, 1), at(in, 2), one.number("eps")));
        op(
                "rmsNorm",
                (one, in) -> in[0].rmsNorm(one.integers("shape"), at(in, 1), one.number("eps")));
        op(
                "normalize",
                (one, in) ->
                        in[0].normalize(one.number("p"), one.integer("dim"), one.number("eps")));
        op(
                "cosineSimilarity",
                (one, in) -> in[0].cosineSimilarity(in[1], one.integer("dim"), one.number("eps")));
        op(
                "pairwiseDistance",
                (one, in) ->
                        in[0].pairwiseDistance(
                                in[1], one.number("p"), one.number("eps"), one.flag("keepDim")));
    }
}
