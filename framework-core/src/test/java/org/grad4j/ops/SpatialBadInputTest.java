package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Interpolation;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What convolution, pooling, resizing and normalising cannot do is refused with what came. */
class SpatialBadInputTest {
    private static final int[] ONE = {1, 1};
    private static final int[] NONE = {0, 0};
    private static final int[] TWO = {2, 2};

    private final Tensor signal = Tensor.ones(2, 4, 8);
    private final Tensor images = Tensor.ones(2, 4, 8, 8);
    private final Tensor kernel = Tensor.ones(6, 4, 3);
    private final Tensor square = Tensor.ones(6, 4, 3, 3);
    private final Tensor back = Tensor.ones(4, 6, 3, 3);
    private final Tensor four = Tensor.ones(4);
    private final Tensor whole = Tensor.ones(DType.INT64, 2, 4, 8, 8);

    private record Refusal(String message, Executable call) {
        @Override
        public String toString() {
            return message;
        }
    }

    @ParameterizedTest
    @MethodSource({"convolutions", "pools", "sizes", "norms"})
    void bad_input_is_refused_with_a_message_that_helps(Refusal refusal) {
        assertEquals(
                refusal.message,
                assertThrows(IllegalArgumentException.class, refusal.call).getMessage());
    }

    private static List<Refusal> convolutions() {
        SpatialBadInputTest t = new SpatialBadInputTest();
        return List.of(
                new Refusal(
                        "conv1d: the input must be [n, c, l] or [c, l], got [2, 4, 8, 8]",
                        () -> t.images.conv1d(t.kernel, null, 1, 0, 1, 1)),
                new Refusal(
                        "conv1d: the weight must be [k, c, kl], got [6, 4, 3, 3]",
                        () -> t.signal.conv1d(t.square, null, 1, 0, 1, 1)),
                new Refusal(
                        "conv1d: the weight must be [k, c / groups, kl], got [4]",
                        () -> t.signal.conv1d(t.four, null, 1, 0, 1, 2)),
                new Refusal(
                        "conv1d: the stride must be 1 or more, got 0",
                        () -> t.signal.conv1d(t.kernel, null, 0, 0, 1, 1)),
                new Refusal(
                        "conv1d: the padding must be 0 or more, got -1",
                        () -> t.signal.conv1d(t.kernel, null, 1, -1, 1, 1)),
                new Refusal(
                        "conv1d: the kernel 3 with dilation 4 does not fit into the padded input 8"
                                + " of shape [2, 4, 8]",
                        () -> t.signal.conv1d(t.kernel, null, 1, 0, 4, 1)),
                new Refusal(
                        "conv1d: both tensors must have the same type, got torch.float32 and"
                                + " torch.float64; convert one with to(...)",
                        () -> t.signal.conv1d(t.kernel.to(DType.FLOAT64), null, 1, 0, 1, 1)),
                new Refusal(
                        "conv1d: the other tensor is null; expected a tensor",
                        () -> t.signal.conv1d(null, null, 1, 0, 1, 1)),
                new Refusal(
                        "conv2d: the input has 4 channels, the weight expects 8 in 2 groups: [2, 4,"
                                + " 8, 8] and [6, 4, 3, 3]",
                        () -> t.images.conv2d(t.square, null, ONE, NONE, ONE, 2)),
                new Refusal(
                        "conv2d: 5 output channels do not fall into 2 equal groups",
                        () -> t.images.conv2d(Tensor.ones(5, 2, 3, 3), null, ONE, NONE, ONE, 2)),
                new Refusal(
                        "conv2d: the groups must be 1 or more, got 0",
                        () -> t.images.conv2d(t.square, null, ONE, NONE, ONE, 0)),
                new Refusal(
                        "conv2d: the dilation must be two numbers of 1 or more, got null",
                        () -> t.images.conv2d(t.square, null, ONE, NONE, null, 1)),
                new Refusal(
                        "conv2d: the bias must be [6], got [4]",
                        () -> t.images.conv2d(t.square, t.four, ONE, NONE, ONE, 1)),
                new Refusal(
                        "convTranspose2d: the input has 4 channels, the weight expects 6: [2, 4, 8,"
                                + " 8] and [6, 4, 3, 3]",
                        () -> t.images.convTranspose2d(t.square, null, ONE, NONE, NONE, 1, ONE)),
                new Refusal(
                        "convTranspose2d: the output padding must be smaller than the stride or the"
                                + " dilation, got [2, 2] with stride [2, 2] and dilation [1, 1]",
                        () -> t.images.convTranspose2d(t.back, null, TWO, NONE, TWO, 1, ONE)),
                new Refusal(
                        "convTranspose2d: an input of shape [4, 1, 1] and a weight [4, 6, 3, 3]"
                                + " leave nothing: [1, 6, -1, -1]",
                        () ->
                                Tensor.ones(4, 1, 1)
                                        .convTranspose2d(t.back, null, ONE, TWO, NONE, 1, ONE)),
                new Refusal(
                        "convTranspose2d: the bias must be [6], got [4]",
                        () -> t.images.convTranspose2d(t.back, t.four, ONE, NONE, NONE, 1, ONE)));
    }

    private static List<Refusal> pools() {
        SpatialBadInputTest t = new SpatialBadInputTest();
        return List.of(
                new Refusal(
                        "maxPool1d: the padding must be at most half the kernel, got padding 2 for"
                                + " kernel 3",
                        () -> t.signal.maxPool1d(3, 1, 2, 1, false)),
                new Refusal(
                        "maxPool1d: the kernel 5 with dilation 3 does not fit into the padded input"
                                + " 8 of shape [2, 4, 8]",
                        () -> t.signal.maxPool1d(5, 1, 0, 3, false)),
                new Refusal(
                        "maxPool2d: the dilation must be two numbers of 1 or more, got [0, 1]",
                        () -> t.images.maxPool2d(TWO, TWO, NONE, new int[] {0, 1}, false)),
                new Refusal(
                        "avgPool2d: the padding must be at most half the kernel, got padding [2, 2]"
                                + " for kernel [2, 2]",
                        () -> t.images.avgPool2d(TWO, TWO, TWO, false, true)),
                new Refusal(
                        "avgPool2d: needs a floating-point tensor, got torch.int64; convert it with"
                                + " to(DType.FLOAT32)",
                        () -> t.whole.avgPool2d(TWO, TWO, NONE, false, true)),
                new Refusal(
                        "avgPool1d: images without elements have no mean, got [2, 4, 0]",
                        () -> Tensor.ones(2, 4, 0).avgPool1d(1, 1, 0, false, true)),
                new Refusal(
                        "adaptiveAvgPool2d: the size must be two numbers of 1 or more, got [0, 2]",
                        () -> t.images.adaptiveAvgPool2d(0, 2)),
                new Refusal(
                        "adaptiveMaxPool1d: the input must be [n, c, l] or [c, l], got [4]",
                        () -> t.four.adaptiveMaxPool1d(2)));
    }

    private static List<Refusal> sizes() {
        SpatialBadInputTest t = new SpatialBadInputTest();
        return List.of(
                new Refusal(
                        "interpolate: BILINEAR needs an input [n, c, h, w] with elements, got [2,"
                                + " 4, 8]",
                        () ->
                                t.signal.interpolate(
                                        new long[] {2, 2}, Interpolation.BILINEAR, false)),
                new Refusal(
                        "interpolate: needs 2 sizes of 1 or more for an input of shape [2, 4, 8,"
                                + " 8], got [3]",
                        () -> t.images.interpolate(new long[] {3}, Interpolation.NEAREST, false)),
                new Refusal(
                        "interpolate: needs 1 positive factors for an input of shape [2, 4, 8], got"
                                + " [NaN]",
                        () ->
                                t.signal.interpolate(
                                        new double[] {Double.NaN}, Interpolation.LINEAR, true)),
                new Refusal(
                        "interpolate: the factors [0.1] make [0] of an input of shape [2, 4, 8]",
                        () -> t.signal.interpolate(new double[] {0.1}, Interpolation.LINEAR, true)),
                new Refusal(
                        "interpolate: corners can only be aligned where values are mixed, not with"
                                + " NEAREST",
                        () -> t.signal.interpolate(new long[] {4}, Interpolation.NEAREST, true)),
                new Refusal(
                        "interpolate: the mode is null; expected an Interpolation",
                        () -> t.signal.interpolate(new long[] {4}, null, true)),
                new Refusal(
                        "pixelShuffle: the channels must be a multiple of 9, got [2, 4, 8, 8]",
                        () -> t.images.pixelShuffle(3)),
                new Refusal(
                        "pixelUnshuffle: height and width must be multiples of 3, got [2, 4, 8, 8]",
                        () -> t.images.pixelUnshuffle(3)),
                new Refusal(
                        "pixelShuffle: the input must be [..., c, h, w], got [4]",
                        () -> t.four.pixelShuffle(2)),
                new Refusal(
                        "unfold: the kernel [9, 1] does not fit into the padded input [8, 8] of"
                                + " shape [2, 4, 8, 8]",
                        () -> t.images.unfold(new int[] {9, 1}, ONE, NONE, ONE)),
                new Refusal(
                        "fold: needs [n, c · 4, 9] for images [4, 4], got [2, 4, 8]",
                        () -> t.signal.fold(new int[] {4, 4}, TWO, ONE, NONE, ONE)));
    }

    private static List<Refusal> norms() {
        SpatialBadInputTest t = new SpatialBadInputTest();
        return List.of(
                new Refusal(
                        "batchNorm: the input must be [n, c, ...], got [4]",
                        () -> t.four.batchNorm(null, null, null, null, true, 0.1, 1e-5)),
                new Refusal(
                        "batchNorm: the weight must be [8] for an input of shape [4, 8], got [4]",
                        () ->
                                Tensor.ones(4, 8)
                                        .batchNorm(null, null, t.four, null, true, 0.1, 1e-5)),
                new Refusal(
                        "batchNorm: needs the running mean and variance where the batch's are not"
                                + " used",
                        () -> t.images.batchNorm(null, t.four, null, null, false, 0.1, 1e-5)),
                new Refusal(
                        "batchNorm: needs more than one value per channel in training, got [1, 4]",
                        () -> Tensor.ones(1, 4).batchNorm(null, null, null, null, true, 0.1, 1e-5)),
                new Refusal(
                        "batchNorm: both tensors must have the same type, got torch.float32 and"
                                + " torch.float64; convert one with to(...)",
                        () ->
                                t.images.batchNorm(
                                        null,
                                        null,
                                        t.four.to(DType.FLOAT64),
                                        null,
                                        true,
                                        0.1,
                                        1e-5)),
                new Refusal(
                        "layerNorm: the last sizes of the input must be [8, 4], got [2, 4, 8]",
                        () -> t.signal.layerNorm(new long[] {8, 4}, null, null, 1e-5)),
                new Refusal(
                        "layerNorm: the last sizes of the input must be null, got [4]",
                        () -> t.four.layerNorm(null, null, null, 1e-5)),
                new Refusal(
                        "rmsNorm: the weight must be [8] for an input of shape [2, 4, 8], got [4]",
                        () -> t.signal.rmsNorm(new long[] {8}, t.four, 1e-5)),
                new Refusal(
                        "groupNorm: 4 channels do not fall into 3 equal groups",
                        () -> t.signal.groupNorm(3, null, null, 1e-5)),
                new Refusal(
                        "groupNorm: needs more than one value per group, got [1, 4] in 4 groups",
                        () -> Tensor.ones(1, 4).groupNorm(4, null, null, 1e-5)),
                new Refusal(
                        "instanceNorm: needs more than one value for each channel of a sample, got"
                                + " [2, 4, 1]",
                        () ->
                                Tensor.ones(2, 4, 1)
                                        .instanceNorm(null, null, null, null, true, 0.1, 1e-5)),
                new Refusal(
                        "cosineSimilarity: the other tensor is null; expected a tensor",
                        () -> t.signal.cosineSimilarity(null, 1, 1e-8)),
                new Refusal(
                        "pairwiseDistance: both tensors must have the same type, got torch.float32"
                                + " and torch.int64; convert one with to(...)",
                        () -> t.images.pairwiseDistance(t.whole, 2, 1e-6, false)));
    }
}
