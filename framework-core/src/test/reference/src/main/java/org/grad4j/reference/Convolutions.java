package org.grad4j.reference;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Convolution and pooling of images {@code [n, c, h, w]}. */
final class Convolutions {
    private final Cases cases = new Cases("convolution and pooling");

    static Cases cases() {
        Convolutions self = new Convolutions();
        self.conv2d();
        self.maxPool2d();
        return self.cases;
    }

    /** How a window moves; each pair is height, width. */
    record Window(long[] stride, long[] padding, long[] dilation) {
        static final Window PLAIN = new Window(1, 1, 0, 0, 1, 1);

        Window(long strideH, long strideW, long padH, long padW, long dilationH, long dilationW) {
            this(
                    new long[] {strideH, strideW},
                    new long[] {padH, padW},
                    new long[] {dilationH, dilationW});
        }
    }

    private void conv2d() {
        Values x = Values.wave(0, 2, 2, 5, 4);
        Values weight = Values.wave(1, 3, 2, 3, 2);
        Values bias = Values.wave(2, 3);
        conv2d("with_bias", Window.PLAIN, x, weight, bias);
        conv2d("without_bias", Window.PLAIN, x, weight, null);
        conv2d("one_channel", Window.PLAIN, Values.wave(0, 2, 1, 4, 4), kernel(2, 1, 3, 3), null);
        conv2d("one_output", Window.PLAIN, x, kernel(1, 2, 2, 2), Values.wave(2, 1));
        conv2d("kernel_of_one", Window.PLAIN, x, kernel(3, 2, 1, 1), bias);
        conv2d("kernel_of_one_strided", new Window(2, 2, 0, 0, 1, 1), x, kernel(3, 2, 1, 1), null);
        conv2d("kernel_as_large_as_input", Window.PLAIN, x, kernel(3, 2, 5, 4), bias);
        conv2d("wide_kernel", Window.PLAIN, x, kernel(3, 2, 1, 3), bias);
        conv2d("tall_kernel", Window.PLAIN, x, kernel(3, 2, 3, 1), bias);
        conv2d("stride", new Window(2, 2, 0, 0, 1, 1), x, kernel(3, 2, 2, 2), bias);
        conv2d("stride_uneven", new Window(2, 1, 0, 0, 1, 1), x, weight, bias);
        conv2d("stride_leaving_a_rest", new Window(3, 3, 0, 0, 1, 1), x, kernel(3, 2, 2, 2), bias);
        conv2d("padding", new Window(1, 1, 1, 1, 1, 1), x, kernel(3, 2, 3, 3), bias);
        conv2d("padding_uneven", new Window(1, 1, 2, 0, 1, 1), x, weight, bias);
        conv2d("stride_and_padding", new Window(2, 2, 1, 1, 1, 1), x, kernel(3, 2, 3, 3), bias);
        conv2d("dilation", new Window(1, 1, 0, 0, 2, 2), x, kernel(3, 2, 2, 2), bias);
        conv2d("dilation_uneven", new Window(1, 1, 1, 1, 2, 1), x, weight, bias);
        conv2d("everything", new Window(2, 1, 2, 1, 2, 2), x, kernel(3, 2, 3, 2), bias);
        conv2d("one_image", Window.PLAIN, Values.wave(0, 1, 2, 4, 4), kernel(3, 2, 3, 3), bias);
        conv2d("smallest", Window.PLAIN, Values.wave(0, 1, 1, 1, 1), kernel(1, 1, 1, 1), null);
        conv2d("empty_batch", Window.PLAIN, Values.wave(0, 0, 2, 5, 4), weight, bias);
        conv2d("transposed_input", Window.PLAIN, x.throughTransposedView(), weight, bias);
        conv2d("transposed_weight", Window.PLAIN, x, weight.throughTransposedView(), bias);
        conv2d("without_batch", Window.PLAIN, Values.wave(0, 2, 5, 4), weight, bias);
        conv2d(
                "float32",
                new Window(2, 1, 1, 1, 1, 1),
                x.as(ScalarType.Float),
                weight.as(ScalarType.Float),
                bias.as(ScalarType.Float));
        conv2d(
                "float32_one_channel",
                Window.PLAIN,
                Values.wave(0, 2, 1, 6, 6).as(ScalarType.Float),
                kernel(4, 1, 5, 5).as(ScalarType.Float),
                Values.wave(2, 4).as(ScalarType.Float));
    }

    private static Values kernel(long... shape) {
        return Values.wave(1, shape);
    }

    private void conv2d(String variant, Window window, Values x, Values weight, Values bias) {
        conv2d(cases, "conv2d/" + variant, window, x, weight, bias);
    }

    static void conv2d(
            Cases cases, String name, Window window, Values x, Values weight, Values bias) {
        Cases.Case one =
                cases.add(
                        name,
                        "stride",
                        window.stride,
                        "padding",
                        window.padding,
                        "dilation",
                        window.dilation);
        one.input("x", x).input("weight", weight);
        if (bias != null) {
            one.input("bias", bias);
        }
        one.output(
                in ->
                        torch.conv2d(
                                in[0],
                                in[1],
                                Products.bias(in),
                                window.stride,
                                window.padding,
                                window.dilation,
                                1));
    }

    private void maxPool2d() {
        Values x = Values.wave(0, 2, 2, 4, 5);
        Values ties =
                Values.of(
                        new long[] {1, 1, 4, 4},
                        1,
                        1,
                        2,
                        0,
                        1,
                        1,
                        0,
                        2,
                        3,
                        3,
                        -1,
                        -1,
                        3,
                        3,
                        -1,
                        -1);
        Values negative = Values.fill(i -> -1 - 0.1 * i, 1, 1, 3, 3);
        Values notANumber = Values.of(new long[] {1, 1, 2, 4}, 1, Double.NaN, 3, 4, 5, 6, 8, 7);
        maxPool2d("stride_as_kernel", new Window(2, 2, 0, 0, 1, 1), x, 2, 2);
        maxPool2d("overlapping", Window.PLAIN, x, 2, 2);
        maxPool2d("overlapping_wide", new Window(2, 1, 0, 0, 1, 1), x, 3, 2);
        maxPool2d("uneven_kernel", new Window(1, 3, 0, 0, 1, 1), x, 1, 3);
        maxPool2d("gaps_between_windows", new Window(3, 3, 0, 0, 1, 1), x, 2, 2);
        maxPool2d("padding", new Window(2, 2, 1, 1, 1, 1), x, 3, 3);
        maxPool2d("padding_uneven", new Window(2, 2, 0, 1, 1, 1), x, 2, 2);
        maxPool2d("padding_of_negatives", new Window(2, 2, 1, 1, 1, 1), negative, 2, 2);
        maxPool2d("dilation", new Window(1, 1, 0, 0, 2, 2), x, 2, 2);
        maxPool2d("kernel_of_one", Window.PLAIN, x, 1, 1);
        maxPool2d("kernel_as_large_as_input", Window.PLAIN, x, 4, 5);
        maxPool2d("ties", new Window(2, 2, 0, 0, 1, 1), ties, 2, 2);
        maxPool2d("ties_overlapping", Window.PLAIN, ties, 2, 2);
        maxPool2d("not_a_number", new Window(2, 2, 0, 0, 1, 1), notANumber, 2, 2);
        maxPool2d("empty_batch", new Window(2, 2, 0, 0, 1, 1), Values.wave(0, 0, 2, 4, 4), 2, 2);
        maxPool2d("without_batch", new Window(2, 2, 0, 0, 1, 1), Values.wave(0, 2, 4, 5), 2, 2);
        maxPool2d("transposed", new Window(2, 2, 0, 0, 1, 1), x.throughTransposedView(), 2, 2);
        maxPool2d("float32", new Window(2, 2, 0, 0, 1, 1), x.as(ScalarType.Float), 2, 2);
    }

    private void maxPool2d(String variant, Window window, Values x, long height, long width) {
        maxPool2d(cases, "maxPool2d/" + variant, window, x, height, width);
    }

    static void maxPool2d(
            Cases cases, String name, Window window, Values x, long height, long width) {
        long[] kernel = {height, width};
        cases.add(
                        name,
                        "kernel",
                        kernel,
                        "stride",
                        window.stride,
                        "padding",
                        window.padding,
                        "dilation",
                        window.dilation)
                .input("x", x)
                .output(
                        in ->
                                torch.max_pool2d(
                                        in[0],
                                        kernel,
                                        window.stride,
                                        window.padding,
                                        window.dilation,
                                        false));
    }
}
