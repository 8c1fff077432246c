package org.grad4j.ops;

import static org.grad4j.autograd.Op.joint;
import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.wrt;

import java.util.Arrays;
import org.grad4j.autograd.Autograd;
import org.grad4j.backend.Array;
import org.grad4j.backend.Convolution;
import org.grad4j.backend.Pooling;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * Convolution and pooling of images {@code [n, c, h, w]}; one image {@code [c, h, w]} is taken as a
 * batch of one.
 */
public final class Convolutions {
    private Convolutions() {}

    /**
     * Convolution.
     *
     * @param x {@code [n, c, h, w]}
     * @param weight {@code [k, c, kh, kw]}
     * @param bias {@code [k]} or null
     * @param stride steps down and across
     * @param padding zeros above and below, left and right
     * @return {@code [n, k, h', w']}
     */
    public static Tensor conv2d(Tensor x, Tensor weight, Tensor bias, int[] stride, int[] padding) {
        if (x.dim() == 3) {
            return conv2d(x.unsqueeze(0), weight, bias, stride, padding).squeeze(0);
        }
        check(x, weight, bias, stride, padding);
        Convolution.Window window =
                new Convolution.Window(stride[0], stride[1], padding[0], padding[1]);
        return conv(x, weight, bias, window);
    }

    private static Tensor conv(Tensor x, Tensor w, Tensor bias, Convolution.Window window) {
        return joint(
                "ConvolutionBackward0",
                Convolution.forward(
                        x.array(), w.array(), bias == null ? null : bias.array(), window),
                saving(w.requiresGrad() ? x : null, x.requiresGrad() ? w : null),
                new Tensor[] {x, w, bias},
                (g, needed) -> gradients(x, w, g, needed, window));
    }

    /** Both gradients come from one kernel unless they are recorded themselves. */
    private static Tensor[] gradients(
            Tensor x, Tensor w, Tensor g, boolean[] needed, Convolution.Window window) {
        Tensor dx = null;
        Tensor dw = null;
        if (needed[0] && needed[1] && !Autograd.isGradEnabled()) {
            var both = Convolution.backward(x.array(), w.array(), g.array(), window);
            dx = Tensor.wrap(both[0]);
            dw = Tensor.wrap(both[1]);
        } else {
            dx = needed[0] ? inputGradient(g, w, x, window) : null;
            dw = needed[1] ? weightGradient(x, g, w, window) : null;
        }
        return new Tensor[] {dx, dw, needed[2] ? g.sum(0, 2, 3) : null};
    }

    /** The input's gradient: linear in g and w; {@code x} gives only the shape. */
    private static Tensor inputGradient(Tensor g, Tensor w, Tensor x, Convolution.Window window) {
        return op(
                "ConvolutionBackwardBackward0",
                Convolution.inputGradient(g.array(), w.array(), x.array().shape(), window),
                saving(g, w),
                wrt(g, h -> conv(h, w, null, window)),
                wrt(w, h -> weightGradient(h, g, w, window)));
    }

    /** The weight's gradient: linear in x and g; {@code w} gives only the shape. */
    private static Tensor weightGradient(Tensor x, Tensor g, Tensor w, Convolution.Window window) {
        return op(
                "ConvolutionBackwardBackward0",
                Convolution.weightGradient(x.array(), g.array(), w.array().shape(), window),
                saving(x, g),
                wrt(x, h -> inputGradient(g, h, x, window)),
                wrt(g, h -> conv(x, h, null, window)));
    }

    private static void check(Tensor x, Tensor weight, Tensor bias, int[] stride, int[] padding) {
        Types.requireFloating("conv2d", x);
        Types.requireSame("conv2d", x, weight);
        long[] in = x.array().shape();
        long[] w = weight.array().shape();
        if (in.length != 4) {
            throw new IllegalArgumentException(
                    "conv2d: the input must be [n, c, h, w] or [c, h, w], got "
                            + Arrays.toString(in));
        }
        if (w.length != 4) {
            throw new IllegalArgumentException(
                    "conv2d: the weight must be [k, c, kh, kw], got " + Arrays.toString(w));
        }
        if (in[1] != w[1]) {
            throw new IllegalArgumentException(
                    "conv2d: the input has "
                            + in[1]
                            + " channels, the weight expects "
                            + w[1]
                            + ": "
                            + Arrays.toString(in)
                            + " and "
                            + Arrays.toString(w));
        }
        if (bias != null) {
            Types.requireSame("conv2d", x, bias);
            if (bias.dim() != 1 || bias.size(0) != w[0]) {
                throw new IllegalArgumentException(
                        "conv2d: the bias must be ["
                                + w[0]
                                + "], got "
                                + Arrays.toString(bias.array().shape()));
            }
        }
        positive("conv2d", "stride", stride);
        notNegative("conv2d", padding);
        fits("conv2d", in, new long[] {w[2], w[3]}, padding);
    }

    /**
     * The largest element of each window.
     *
     * @param x {@code [n, c, h, w]}
     * @param kernel the window's height and width
     * @param stride steps down and across
     * @param padding places that never win
     * @return {@code [n, c, h', w']}
     */
    public static Tensor maxPool2d(Tensor x, int[] kernel, int[] stride, int[] padding) {
        if (x.dim() == 3) {
            return maxPool2d(x.unsqueeze(0), kernel, stride, padding).squeeze(0);
        }
        Types.requireFloating("maxPool2d", x);
        long[] shape = x.array().shape();
        if (shape.length != 4) {
            throw new IllegalArgumentException(
                    "maxPool2d: the input must be [n, c, h, w] or [c, h, w], got "
                            + Arrays.toString(shape));
        }
        if (shape[2] == 0 || shape[3] == 0) {
            throw new IllegalArgumentException(
                    "maxPool2d: images without elements have no largest one, got "
                            + Arrays.toString(shape));
        }
        positive("maxPool2d", "kernel", kernel);
        positive("maxPool2d", "stride", stride);
        notNegative("maxPool2d", padding);
        if (2 * padding[0] > kernel[0] || 2 * padding[1] > kernel[1]) {
            throw new IllegalArgumentException(
                    "maxPool2d: the padding must be at most half the kernel, got padding "
                            + Arrays.toString(padding)
                            + " for kernel "
                            + Arrays.toString(kernel));
        }
        fits("maxPool2d", shape, new long[] {kernel[0], kernel[1]}, padding);
        Pooling.Window window =
                new Pooling.Window(
                        kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1]);
        return op(
                "MaxPool2DWithIndicesBackward0",
                Pooling.max(x.array(), window),
                saving(x),
                x,
                (g, y) -> poolGradient(g, x, y, window));
    }

    private static Tensor poolGradient(Tensor g, Tensor x, Tensor y, Pooling.Window window) {
        if (!Autograd.isGradEnabled() && g.dtype() == DType.FLOAT32) {
            return Tensor.wrap(Pooling.gradient(x.array(), g.array(), window));
        }
        Array places = Pooling.places(x.array(), y.array(), window);
        return scatter(g, Tensor.wrap(places), x.array().shape());
    }

    private static Tensor scatter(Tensor g, Tensor indices, long[] shape) {
        return op(
                "MaxPool2DWithIndicesBackwardBackward0",
                Pooling.scatter(g.array(), indices.array(), shape),
                saving(indices),
                wrt(g, h -> gather(h, indices, shape)));
    }

    private static Tensor gather(Tensor x, Tensor indices, long[] shape) {
        return op(
                "GatherBackward0",
                Pooling.gather(x.array(), indices.array()),
                saving(indices),
                wrt(x, g -> scatter(g, indices, shape)));
    }

    private static void positive(String op, String what, int[] values) {
        if (values == null || values.length != 2 || values[0] < 1 || values[1] < 1) {
            throw new IllegalArgumentException(
                    op
                            + ": the "
                            + what
                            + " must be two numbers of 1 or more, got "
                            + Arrays.toString(values));
        }
    }

    private static void notNegative(String op, int[] padding) {
        if (padding == null || padding.length != 2 || padding[0] < 0 || padding[1] < 0) {
            throw new IllegalArgumentException(
                    op
                            + ": the padding must be two numbers of 0 or more, got "
                            + Arrays.toString(padding));
        }
    }

    private static void fits(String op, long[] in, long[] kernel, int[] padding) {
        long h = in[2] + 2L * padding[0];
        long w = in[3] + 2L * padding[1];
        if (kernel[0] < 1 || kernel[1] < 1 || kernel[0] > h || kernel[1] > w) {
            throw new IllegalArgumentException(
                    op
                            + ": the kernel "
                            + Arrays.toString(kernel)
                            + " does not fit into the padded input "
                            + Arrays.toString(new long[] {h, w})
                            + " of shape "
                            + Arrays.toString(in));
        }
    }
}
