package org.grad4j.reference;

import java.util.Arrays;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NormalizeFuncOptions;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Convolution, pooling, resizing and normalising of signals and images. */
final class Spatial {
    private final Cases cases = new Cases("convolution, pooling, resizing and normalising");
    private ScalarType type;

    static Cases cases() {
        Spatial self = new Spatial();
        for (ScalarType type : new ScalarType[] {ScalarType.Double, ScalarType.Float}) {
            self.type = type;
            self.convolutions();
            self.padded();
            self.transposed();
            self.largest();
            self.averages();
            self.adaptive();
            self.sizes();
            self.columns();
            self.batches();
            self.rows();
            self.distances();
        }
        return self.cases;
    }

    private Values wave(int phase, long... shape) {
        return Values.wave(phase, shape).as(type);
    }

    private String name(String name) {
        return name + "_" + Values.name(type);
    }

    private static long[] of(long... numbers) {
        return numbers;
    }

    private static TensorOptional some(Tensor[] in, int i) {
        return in.length > i ? new TensorOptional(in[i]) : new TensorOptional();
    }

    // ---- convolution ----

    private void convolutions() {
        Values x = wave(0, 2, 4, 9);
        conv1d("plain", x, wave(1, 3, 4, 3), wave(2, 3), 1, 0, 1, 1);
        conv1d("without_bias", x, wave(1, 3, 4, 3), null, 2, 1, 1, 1);
        conv1d("dilation", x, wave(1, 3, 4, 3), wave(2, 3), 1, 2, 3, 1);
        conv1d("groups", x, wave(1, 6, 2, 2), wave(2, 6), 2, 1, 2, 2);
        conv1d("depthwise", x, wave(1, 4, 1, 3), wave(2, 4), 1, 1, 1, 4);
        conv1d("without_batch", wave(0, 4, 9), wave(1, 3, 4, 3), wave(2, 3), 1, 1, 1, 1);
        conv1d("transposed", x.throughTransposedView(), wave(1, 3, 4, 3), wave(2, 3), 1, 1, 1, 1);

        Values image = wave(0, 2, 4, 6, 5);
        conv2d("dilation", image, wave(1, 3, 4, 3, 2), wave(2, 3), of(1, 1), of(2, 1), of(2, 2), 1);
        conv2d("groups", image, wave(1, 6, 2, 3, 3), wave(2, 6), of(1, 1), of(1, 1), of(1, 1), 2);
        conv2d("groups_strided", image, wave(1, 2, 2, 2, 3), null, of(2, 1), of(0, 1), of(1, 1), 2);
        conv2d("depthwise", image, wave(1, 4, 1, 3, 3), wave(2, 4), of(1, 1), of(1, 1), of(1, 1), 4);
        conv2d("depthwise_twice", image, wave(1, 8, 1, 3, 3), null, of(2, 2), of(1, 1), of(1, 1), 4);
        conv2d(
                "groups_dilation_stride",
                image,
                wave(1, 4, 2, 2, 2),
                wave(2, 4),
                of(2, 1),
                of(1, 2),
                of(2, 3),
                2);
        conv2d(
                "groups_without_batch",
                wave(0, 4, 6, 5),
                wave(1, 2, 2, 3, 3),
                wave(2, 2),
                of(1, 1),
                of(0, 0),
                of(1, 1),
                2);
    }

    private void conv1d(
            String variant,
            Values x,
            Values weight,
            Values bias,
            long stride,
            long padding,
            long dilation,
            long groups) {
        Cases.Case one =
                cases.add(
                        name("conv1d/" + variant),
                        "stride",
                        stride,
                        "padding",
                        padding,
                        "dilation",
                        dilation,
                        "groups",
                        groups);
        one.input("x", x).input("weight", weight);
        if (bias != null) {
            one.input("bias", bias);
        }
        one.output(
                in ->
                        torch.conv1d(
                                in[0],
                                in[1],
                                some(in, 2),
                                of(stride),
                                of(padding),
                                of(dilation),
                                groups));
    }

    private void conv2d(
            String variant,
            Values x,
            Values weight,
            Values bias,
            long[] stride,
            long[] padding,
            long[] dilation,
            long groups) {
        Cases.Case one =
                cases.add(
                        name("conv2d/" + variant),
                        "stride",
                        stride,
                        "padding",
                        padding,
                        "dilation",
                        dilation,
                        "groups",
                        groups);
        one.input("x", x).input("weight", weight);
        if (bias != null) {
            one.input("bias", bias);
        }
        one.output(
                in ->
                        torch.conv2d(
                                in[0], in[1], some(in, 2), stride, padding, dilation, groups));
    }

    /** What PyTorch's modules do with a padding mode, and its padding by name. */
    private void padded() {
        for (String mode : new String[] {"reflect", "replicate", "circular"}) {
            cases.add(name("conv1dPadded/" + mode), "mode", mode, "padding", 2)
                    .input("x", wave(0, 2, 2, 6))
                    .input("weight", wave(1, 3, 2, 3))
                    .input("bias", wave(2, 3))
                    .output(
                            in ->
                                    torch.conv1d(
                                            torch.pad(in[0], of(2, 2), mode, new DoubleOptional()),
                                            in[1],
                                            some(in, 2),
                                            of(1),
                                            of(0),
                                            of(1),
                                            1));
            cases.add(name("conv2dPadded/" + mode), "mode", mode, "padding", of(1, 2))
                    .input("x", wave(0, 2, 2, 4, 5))
                    .input("weight", wave(1, 3, 2, 3, 2))
                    .input("bias", wave(2, 3))
                    .output(
                            in ->
                                    torch.conv2d(
                                            torch.pad(
                                                    in[0],
                                                    of(2, 2, 1, 1),
                                                    mode,
                                                    new DoubleOptional()),
                                            in[1],
                                            some(in, 2),
                                            of(1, 1),
                                            of(0, 0),
                                            of(1, 1),
                                            1));
        }
        for (String mode : new String[] {"same", "valid"}) {
            cases.add(name("conv1dNamed/" + mode), "padding", mode, "dilation", 3)
                    .input("x", wave(0, 2, 2, 8))
                    .input("weight", wave(1, 3, 2, 2))
                    .input("bias", wave(2, 3))
                    .output(
                            in ->
                                    torch.conv1d(
                                            in[0], in[1], some(in, 2), of(1), mode, of(3), 1));
            cases.add(name("conv2dNamed/" + mode), "padding", mode, "dilation", of(1, 2))
                    .input("x", wave(0, 2, 2, 5, 6))
                    .input("weight", wave(1, 3, 2, 4, 3))
                    .input("bias", wave(2, 3))
                    .output(
                            in ->
                                    torch.conv2d(
                                            in[0],
                                            in[1],
                                            some(in, 2),
                                            of(1, 1),
                                            mode,
                                            of(1, 2),
                                            1));
        }
    }

    private void transposed() {
        Values x = wave(0, 2, 4, 5);
        convTranspose1d("plain", x, wave(1, 4, 3, 3), wave(2, 3), 1, 0, 0, 1, 1);
        convTranspose1d("stride", x, wave(1, 4, 3, 3), null, 2, 1, 1, 1, 1);
        convTranspose1d("groups", x, wave(1, 4, 3, 2), wave(2, 6), 3, 0, 2, 2, 1);
        convTranspose1d("dilation", x, wave(1, 4, 3, 3), wave(2, 3), 1, 2, 1, 1, 3);
        convTranspose1d("without_batch", wave(0, 4, 5), wave(1, 4, 2, 3), null, 2, 1, 0, 1, 1);

        Values image = wave(0, 2, 4, 3, 4);
        long[] one = of(1, 1);
        long[] none = of(0, 0);
        convTranspose2d(
                "plain", image, wave(1, 4, 3, 3, 2), wave(2, 3), one, none, none, 1, one);
        convTranspose2d(
                "stride", image, wave(1, 4, 2, 3, 3), wave(2, 2), of(2, 2), one, one, 1, one);
        convTranspose2d(
                "uneven", image, wave(1, 4, 2, 2, 3), null, of(2, 1), of(0, 1), of(1, 0), 1, one);
        convTranspose2d(
                "groups", image, wave(1, 4, 1, 3, 3), wave(2, 2), of(2, 2), one, none, 2, one);
        convTranspose2d(
                "dilation", image, wave(1, 4, 2, 2, 2), wave(2, 2), one, one, of(1, 0), 1, of(2, 3));
        convTranspose2d(
                "without_batch",
                wave(0, 4, 3, 4),
                wave(1, 4, 2, 2, 2),
                wave(2, 2),
                of(2, 2),
                none,
                none,
                1,
                one);
    }

    private void convTranspose1d(
            String variant,
            Values x,
            Values weight,
            Values bias,
            long stride,
            long padding,
            long outputPadding,
            long groups,
            long dilation) {
        Cases.Case one =
                cases.add(
                        name("convTranspose1d/" + variant),
                        "stride",
                        stride,
                        "padding",
                        padding,
                        "outputPadding",
                        outputPadding,
                        "groups",
                        groups,
                        "dilation",
                        dilation);
        one.input("x", x).input("weight", weight);
        if (bias != null) {
            one.input("bias", bias);
        }
        one.output(
                in ->
                        torch.conv_transpose1d(
                                in[0],
                                in[1],
                                some(in, 2),
                                of(stride),
                                of(padding),
                                of(outputPadding),
                                groups,
                                dilation));
    }

    private void convTranspose2d(
            String variant,
            Values x,
            Values weight,
            Values bias,
            long[] stride,
            long[] padding,
            long[] outputPadding,
            long groups,
            long[] dilation) {
        Cases.Case one =
                cases.add(
                        name("convTranspose2d/" + variant),
                        "stride",
                        stride,
                        "padding",
                        padding,
                        "outputPadding",
                        outputPadding,
                        "groups",
                        groups,
                        "dilation",
                        dilation);
        one.input("x", x).input("weight", weight);
        if (bias != null) {
            one.input("bias", bias);
        }
        one.output(
                in ->
                        torch.conv_transpose2d(
                                in[0],
                                in[1],
                                some(in, 2),
                                stride,
                                padding,
                                outputPadding,
                                groups,
                                dilation));
    }

    // ---- pooling ----

    private static Tensor[] both(T_TensorTensor_T pair) {
        return new Tensor[] {pair.get0(), pair.get1()};
    }

    private static final String[] BOTH = {"y", "indices"};

    private void largest() {
        maxPool1d("side_by_side", wave(0, 2, 2, 8), 2, 2, 0, 1, false);
        maxPool1d("ceil", wave(0, 2, 2, 8), 3, 2, 0, 1, true);
        maxPool1d("ceil_and_padding", wave(0, 2, 2, 7), 3, 2, 1, 1, true);
        maxPool1d("dilation", wave(0, 2, 2, 9), 3, 1, 1, 2, false);
        maxPool1d("without_batch", wave(0, 2, 8), 2, 2, 0, 1, false);

        Values x = wave(0, 2, 2, 6, 7);
        maxPool2d("side_by_side", x, of(2, 2), of(2, 2), of(0, 0), of(1, 1), false);
        maxPool2d("ceil", x, of(3, 2), of(2, 2), of(1, 0), of(1, 1), true);
        maxPool2d("dilation", x, of(2, 3), of(1, 1), of(1, 1), of(3, 2), false);
        maxPool2d("dilation_ceil", x, of(2, 3), of(2, 3), of(1, 1), of(2, 1), true);
        maxPool2d(
                "ceil_beyond_input", wave(0, 1, 1, 2, 2), of(3, 3), of(2, 2), of(0, 0), of(1, 1), true);
        maxPool2d(
                "without_batch", wave(0, 2, 5, 5), of(2, 2), of(2, 2), of(0, 0), of(1, 1), true);
        Values notANumber =
                Values.of(
                                new long[] {1, 1, 3, 4},
                                1,
                                Double.NaN,
                                3,
                                4,
                                5,
                                Double.NaN,
                                8,
                                7,
                                2,
                                0,
                                Double.NEGATIVE_INFINITY,
                                Double.NEGATIVE_INFINITY)
                        .as(type);
        maxPool2d("not_a_number", notANumber, of(2, 2), of(2, 2), of(0, 0), of(1, 1), true);
    }

    private void maxPool1d(
            String variant,
            Values x,
            long kernel,
            long stride,
            long padding,
            long dilation,
            boolean ceil) {
        cases.add(
                        name("maxPool1d/" + variant),
                        "kernel",
                        kernel,
                        "stride",
                        stride,
                        "padding",
                        padding,
                        "dilation",
                        dilation,
                        "ceil",
                        ceil)
                .input("x", x)
                .outputs(
                        BOTH,
                        in ->
                                both(
                                        torch.max_pool1d_with_indices(
                                                in[0],
                                                of(kernel),
                                                of(stride),
                                                of(padding),
                                                of(dilation),
                                                ceil)));
    }

    private void maxPool2d(
            String variant,
            Values x,
            long[] kernel,
            long[] stride,
            long[] padding,
            long[] dilation,
            boolean ceil) {
        cases.add(
                        name("maxPool2dIndices/" + variant),
                        "kernel",
                        kernel,
                        "stride",
                        stride,
                        "padding",
                        padding,
                        "dilation",
                        dilation,
                        "ceil",
                        ceil)
                .input("x", x)
                .outputs(
                        BOTH,
                        in ->
                                both(
                                        torch.max_pool2d_with_indices(
                                                in[0], kernel, stride, padding, dilation, ceil)));
    }

    private void averages() {
        avgPool1d("side_by_side", wave(0, 2, 2, 8), 2, 2, 0, false, true);
        avgPool1d("padding", wave(0, 2, 2, 8), 3, 2, 1, false, true);
        avgPool1d("padding_not_counted", wave(0, 2, 2, 8), 3, 2, 1, false, false);
        avgPool1d("ceil", wave(0, 2, 2, 8), 3, 2, 1, true, true);
        avgPool1d("without_batch", wave(0, 2, 8), 3, 1, 0, false, true);
        Values x = wave(0, 2, 2, 6, 7);
        avgPool2d("side_by_side", x, of(2, 2), of(2, 2), of(0, 0), false, true);
        avgPool2d("padding", x, of(3, 2), of(2, 1), of(1, 1), false, true);
        avgPool2d("padding_not_counted", x, of(3, 2), of(2, 1), of(1, 1), false, false);
        avgPool2d("ceil", x, of(3, 3), of(2, 3), of(1, 0), true, true);
        avgPool2d("ceil_not_counted", x, of(3, 3), of(2, 3), of(1, 0), true, false);
        avgPool2d("without_batch", wave(0, 2, 5, 4), of(2, 2), of(2, 2), of(0, 0), false, true);
    }

    private void avgPool1d(
            String variant,
            Values x,
            long kernel,
            long stride,
            long padding,
            boolean ceil,
            boolean countPad) {
        cases.add(
                        name("avgPool1d/" + variant),
                        "kernel",
                        kernel,
                        "stride",
                        stride,
                        "padding",
                        padding,
                        "ceil",
                        ceil,
                        "countPad",
                        countPad)
                .input("x", x)
                .output(
                        in ->
                                torch.avg_pool1d(
                                        in[0],
                                        of(kernel),
                                        of(stride),
                                        of(padding),
                                        ceil,
                                        countPad));
    }

    private void avgPool2d(
            String variant,
            Values x,
            long[] kernel,
            long[] stride,
            long[] padding,
            boolean ceil,
            boolean countPad) {
        cases.add(
                        name("avgPool2d/" + variant),
                        "kernel",
                        kernel,
                        "stride",
                        stride,
                        "padding",
                        padding,
                        "ceil",
                        ceil,
                        "countPad",
                        countPad)
                .input("x", x)
                .output(
                        in ->
                                torch.avg_pool2d(
                                        in[0],
                                        kernel,
                                        stride,
                                        padding,
                                        ceil,
                                        countPad,
                                        new LongOptional()));
    }

    private void adaptive() {
        for (long[] shape : new long[][] {{2, 2, 7}, {2, 9}}) {
            String form = shape.length == 3 ? "batch" : "without_batch";
            Values x = wave(0, shape);
            cases.add(name("adaptiveAvgPool1d/" + form), "size", 3)
                    .input("x", x)
                    .output(in -> torch.adaptive_avg_pool1d(in[0], 3));
            cases.add(name("adaptiveMaxPool1d/" + form), "size", 4)
                    .input("x", x)
                    .outputs(BOTH, in -> both(torch.adaptive_max_pool1d(in[0], 4)));
        }
        for (long[] shape : new long[][] {{2, 2, 7, 5}, {2, 3, 8}}) {
            String form = shape.length == 4 ? "batch" : "without_batch";
            Values x = wave(0, shape);
            cases.add(name("adaptiveAvgPool2d/" + form), "size", of(3, 2))
                    .input("x", x)
                    .output(in -> torch.adaptive_avg_pool2d(in[0], 3, 2));
            cases.add(name("adaptiveMaxPool2d/" + form), "size", of(2, 4))
                    .input("x", x)
                    .outputs(BOTH, in -> both(torch.adaptive_max_pool2d(in[0], 2, 4)));
        }
    }

    // ---- sizes ----

    private void sizes() {
        Values signal = wave(0, 2, 2, 5);
        Values image = wave(0, 2, 2, 4, 5);
        for (long n : of(3, 5, 8, 13)) {
            interpolate("NEAREST", false, signal, of(n), null);
            interpolate("LINEAR", false, signal, of(n), null);
            interpolate("LINEAR", true, signal, of(n), null);
        }
        interpolate("NEAREST", false, signal, null, 2.3);
        interpolate("LINEAR", false, signal, null, 2.3);
        interpolate("LINEAR", true, signal, null, 0.7);
        interpolate("NEAREST", false, image, of(7, 3), null);
        interpolate("BILINEAR", false, image, of(7, 3), null);
        interpolate("BILINEAR", true, image, of(7, 3), null);
        interpolate("BILINEAR", true, image, of(1, 9), null);
        interpolate("NEAREST", false, image, null, 2, 2);
        interpolate("NEAREST", false, image, null, 1.5, 0.6);
        interpolate("BILINEAR", false, image, null, 2, 2);
        interpolate("BILINEAR", false, image, null, 1.3, 2.7);
        interpolate("BILINEAR", true, image, null, 1.3, 2.7);
        for (long[] shape : new long[][] {{2, 8, 2, 3}, {4, 3, 2}, {2, 1, 4, 1, 2}}) {
            cases.add(name("pixelShuffle/" + shape.length + "d"), "factor", 2)
                    .input("x", wave(0, shape))
                    .output(in -> torch.pixel_shuffle(in[0], 2));
        }
        for (long[] shape : new long[][] {{2, 2, 4, 6}, {1, 2, 4}, {2, 1, 1, 2, 2}}) {
            cases.add(name("pixelUnshuffle/" + shape.length + "d"), "factor", 2)
                    .input("x", wave(0, shape))
                    .output(in -> torch.pixel_unshuffle(in[0], 2));
        }
    }

    private void interpolate(
            String mode, boolean corners, Values x, long[] size, double... scale) {
        long[] sizes = size;
        if (size == null) {
            sizes = new long[scale.length];
            for (int d = 0; d < sizes.length; d++) {
                sizes[d] = (long) Math.floor(x.shape()[2 + d] * scale[d]);
            }
        }
        String wanted =
                size == null
                        ? Arrays.toString(scale).replaceAll("[\\[\\] ]", "")
                        : Arrays.toString(size).replaceAll("[\\[\\] ]", "");
        long[] to = sizes;
        DoubleOptional[] factors = new DoubleOptional[to.length];
        for (int d = 0; d < to.length; d++) {
            factors[d] = size == null ? new DoubleOptional(scale[d]) : new DoubleOptional();
        }
        cases.add(
                        name(
                                "interpolate/"
                                        + mode.toLowerCase()
                                        + (corners ? "_corners_" : "_")
                                        + wanted.replace(',', 'x')),
                        size == null ? "scale" : "size",
                        wanted,
                        "mode",
                        mode,
                        "corners",
                        corners)
                .input("x", x)
                .output(
                        in ->
                                switch (mode + to.length) {
                                    case "NEAREST1" ->
                                            torch.upsample_nearest1d(in[0], to, factors[0]);
                                    case "NEAREST2" ->
                                            torch.upsample_nearest2d(
                                                    in[0], to, factors[0], factors[1]);
                                    case "LINEAR1" ->
                                            torch.upsample_linear1d(
                                                    in[0], to, corners, factors[0]);
                                    default ->
                                            torch.upsample_bilinear2d(
                                                    in[0], to, corners, factors[0], factors[1]);
                                });
    }

    private void columns() {
        columns("plain", wave(0, 2, 2, 4, 5), of(2, 3), of(1, 1), of(0, 0), of(1, 1));
        columns("everything", wave(0, 2, 2, 5, 6), of(2, 3), of(2, 1), of(1, 2), of(2, 3));
        columns("without_batch", wave(0, 2, 4, 4), of(2, 2), of(1, 1), of(0, 0), of(2, 2));
    }

    private void columns(
            String variant, Values x, long[] kernel, long[] dilation, long[] padding, long[] stride) {
        cases.add(
                        name("unfoldImages/" + variant),
                        "kernel",
                        kernel,
                        "dilation",
                        dilation,
                        "padding",
                        padding,
                        "stride",
                        stride)
                .input("x", x)
                .output(in -> torch.im2col(in[0], kernel, dilation, padding, stride));
        Values folded =
                Values.of(torch.im2col(x.tensor(), kernel, dilation, padding, stride));
        long[] size = Arrays.copyOfRange(x.shape(), x.shape().length - 2, x.shape().length);
        cases.add(
                        name("fold/" + variant),
                        "size",
                        size,
                        "kernel",
                        kernel,
                        "dilation",
                        dilation,
                        "padding",
                        padding,
                        "stride",
                        stride)
                .input("x", wave(1, folded.shape()))
                .output(in -> torch.col2im(in[0], size, kernel, dilation, padding, stride));
    }

    // ---- normalising ----

    private static Tensor copy(Tensor x) {
        return x.detach().clone();
    }

    private static final String[] RUNNING = {"y", "running_mean", "running_var"};

    private void batches() {
        for (long[] shape : new long[][] {{5, 3}, {2, 3, 4}, {2, 3, 2, 4}}) {
            for (boolean training : new boolean[] {true, false}) {
                String form = (training ? "training_" : "running_") + shape.length + "d";
                batchNorm(form, shape, training, true, 0.1);
            }
        }
        batchNorm("without_affine", of(4, 3, 2), true, false, 0.3);
        for (boolean input : new boolean[] {true, false}) {
            for (long[] shape : new long[][] {{2, 3, 4}, {2, 3, 2, 4}}) {
                Cases.Case one =
                        cases.add(
                                name(
                                        "instanceNorm/"
                                                + (input ? "input_" : "running_")
                                                + shape.length
                                                + "d"),
                                "useInput",
                                input,
                                "momentum",
                                0.2,
                                "eps",
                                1e-5);
                affine(one, shape, true);
                one.outputs(
                        RUNNING,
                        in -> {
                            Tensor mean = copy(in[1]);
                            Tensor var = copy(in[2]);
                            Tensor y =
                                    torch.instance_norm(
                                            in[0],
                                            some(in, 3),
                                            some(in, 4),
                                            new TensorOptional(mean),
                                            new TensorOptional(var),
                                            input,
                                            0.2,
                                            1e-5,
                                            false);
                            return new Tensor[] {y, mean, var};
                        });
            }
        }
    }

    private void affine(Cases.Case one, long[] shape, boolean affine) {
        one.input("x", wave(0, shape))
                .input("running_mean", wave(3, shape[1]))
                .input("running_var", Values.positive(4, shape[1]).as(type));
        if (affine) {
            one.input("weight", wave(1, shape[1])).input("bias", wave(2, shape[1]));
        }
    }

    private void batchNorm(
            String variant, long[] shape, boolean training, boolean affine, double momentum) {
        Cases.Case one =
                cases.add(
                        name("batchNorm/" + variant),
                        "training",
                        training,
                        "momentum",
                        momentum,
                        "eps",
                        1e-5);
        affine(one, shape, affine);
        one.outputs(
                RUNNING,
                in -> {
                    Tensor mean = copy(in[1]);
                    Tensor var = copy(in[2]);
                    Tensor y =
                            torch.batch_norm(
                                    in[0],
                                    some(in, 3),
                                    some(in, 4),
                                    new TensorOptional(mean),
                                    new TensorOptional(var),
                                    training,
                                    momentum,
                                    1e-5,
                                    false);
                    return new Tensor[] {y, mean, var};
                });
    }

    private void rows() {
        for (long[] shape : new long[][] {{4}, {3, 4}, {2, 3, 4}}) {
            long[] last = Arrays.copyOfRange(shape, shape.length - 1, shape.length);
            layerNorm(shape.length + "d", shape, last, true);
        }
        layerNorm("two_sizes", of(2, 3, 4), of(3, 4), true);
        layerNorm("without_affine", of(2, 3, 4), of(4), false);
        for (boolean affine : new boolean[] {true, false}) {
            String form = affine ? "affine" : "plain";
            groupNorm(form, affine);
            rmsNorm(form, affine);
        }
    }

    /** No row of these is nearly constant: there libtorch's float32 is inexact. */
    private Values spread(long... shape) {
        return Values.fill(i -> i * 7 % 5 - 2 + 0.3 * StrictMath.sin(1.9 * i), shape).as(type);
    }

    private void layerNorm(String variant, long[] shape, long[] last, boolean affine) {
        Cases.Case one =
                cases.add(name("layerNorm/" + variant), "shape", last, "eps", 1e-5)
                        .input("x", spread(shape));
        if (affine) {
            one.input("weight", wave(1, last)).input("bias", wave(2, last));
        }
        one.output(
                in -> torch.layer_norm(in[0], last, some(in, 1), some(in, 2), 1e-5, false));
    }

    private void groupNorm(String variant, boolean affine) {
        Cases.Case one =
                cases.add(name("groupNorm/" + variant), "groups", 2, "eps", 1e-5)
                        .input("x", wave(0, 2, 4, 3, 2));
        if (affine) {
            one.input("weight", wave(1, 4)).input("bias", wave(2, 4));
        }
        one.output(in -> torch.group_norm(in[0], 2, some(in, 1), some(in, 2), 1e-5, false));
    }

    private void rmsNorm(String variant, boolean affine) {
        Cases.Case one =
                cases.add(name("rmsNorm/" + variant), "shape", of(4), "eps", 1e-6)
                        .input("x", wave(0, 2, 3, 4));
        if (affine) {
            one.input("weight", wave(1, 4));
        }
        one.output(
                in -> torch.rms_norm(in[0], of(4), some(in, 1), new DoubleOptional(1e-6)));
    }

    // ---- distances ----

    private void distances() {
        Values x = wave(0, 3, 4);
        Values y = wave(1, 3, 4);
        normalize("rows", 2, 1, x);
        normalize("columns", 2, 0, x);
        normalize("sum", 1, 1, x);
        normalize("cubes", 3, -1, wave(0, 2, 3, 2));
        normalize("zeros", 2, 1, Values.of(of(2, 2), 0, 0, 3, 4).as(type));
        cosine("rows", 1, x, y);
        cosine("first", 0, x, y);
        cosine("broadcast", 2, wave(0, 2, 1, 3), wave(1, 1, 2, 3));
        pairwise("plain", 2, false, x, y);
        pairwise("kept", 2, true, x, y);
        pairwise("sum", 1, false, x, y);
        pairwise("one_vector", 3, false, wave(0, 4), wave(1, 4));
        pairwise("broadcast", 2, false, x, wave(1, 4));
    }

    private void normalize(String variant, double p, long dim, Values x) {
        cases.add(name("normalize/" + variant), "p", p, "dim", dim, "eps", 1e-12)
                .input("x", x)
                .output(
                        in -> {
                            NormalizeFuncOptions options = new NormalizeFuncOptions();
                            options.p().put(p);
                            options.dim().put(dim);
                            return torch.normalize(in[0], options);
                        });
    }

    private void cosine(String variant, long dim, Values x, Values y) {
        cases.add(name("cosineSimilarity/" + variant), "dim", dim, "eps", 1e-8)
                .input("x", x)
                .input("other", y)
                .output(in -> torch.cosine_similarity(in[0], in[1], dim, 1e-8));
    }

    private void pairwise(String variant, double p, boolean keep, Values x, Values y) {
        cases.add(name("pairwiseDistance/" + variant), "p", p, "eps", 1e-6, "keepDim", keep)
                .input("x", x)
                .input("other", y)
                .output(in -> torch.pairwise_distance(in[0], in[1], p, 1e-6, keep));
    }
}
