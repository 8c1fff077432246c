package org.grad4j.ops;

import static org.grad4j.autograd.Op.joint;
import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.wrt;

import java.util.Arrays;
import org.grad4j.autograd.Autograd;
import org.grad4j.backend.Array;
import org.grad4j.backend.Convolution;
import org.grad4j.backend.ConvolutionEnd;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * Convolution of signals and images and its transpose. Three operations, each linear in both
 * operands, are all there is: convolution, its gradient for the input (which is the transposed
 * convolution), and that for the weight; they are each other's gradients. {@link #conv2dTogether}
 * joins the first one with its neighbours in a network.
 */
public final class Convolutions {
    private static final Images SIGNAL = new Images("conv1d", 1);
    private static final Images IMAGE = new Images("conv2d", 2);
    private static final Images SIGNAL_BACK = new Images("convTranspose1d", 1);
    private static final Images IMAGE_BACK = new Images("convTranspose2d", 2);

    private Convolutions() {}

    /**
     * Convolution of signals.
     *
     * @param x {@code [n, c, l]} or {@code [c, l]}
     * @param weight {@code [k, c / groups, kl]}
     * @param bias {@code [k]} or null
     * @param stride the step
     * @param padding zeros on either side
     * @param dilation distance of the kernel's elements
     * @param groups parts of the channels that do not mix
     * @return {@code [n, k, l']}
     */
    public static Tensor conv1d(
            Tensor x,
            Tensor weight,
            Tensor bias,
            int stride,
            int padding,
            int dilation,
            int groups) {
        return conv(
                SIGNAL,
                x,
                weight,
                bias,
                new int[] {stride},
                new int[] {padding},
                new int[] {dilation},
                groups);
    }

    /**
     * Convolution of images.
     *
     * @param x {@code [n, c, h, w]} or {@code [c, h, w]}
     * @param weight {@code [k, c / groups, kh, kw]}
     * @param bias {@code [k]} or null
     * @param stride steps down and across
     * @param padding zeros above and below, left and right
     * @param dilation distance of the kernel's elements, down and across
     * @param groups parts of the channels that do not mix
     * @return {@code [n, k, h', w']}
     */
    public static Tensor conv2d(
            Tensor x,
            Tensor weight,
            Tensor bias,
            int[] stride,
            int[] padding,
            int[] dilation,
            int groups) {
        return conv(IMAGE, x, weight, bias, stride, padding, dilation, groups);
    }

    private static Tensor conv(
            Images form,
            Tensor x,
            Tensor weight,
            Tensor bias,
            int[] stride,
            int[] padding,
            int[] dilation,
            int groups) {
        Types.requireFloating(form.op(), x);
        Types.requireSame(form.op(), x, weight);
        if (x.dtype().isHalf()) {
            DType wide = DType.FLOAT32;
            Tensor b = bias == null ? null : bias.to(wide);
            return conv(form, x.to(wide), weight.to(wide), b, stride, padding, dilation, groups)
                    .to(x.dtype());
        }
        Tensor in = form.of(x);
        requireWeight(form, weight, "[k, c / groups, ", groups);
        requireChannels(form, in, weight, weight.size(1) * groups, groups);
        requireGroups(form, "output channels", weight.size(0), groups);
        requireBias(form, x, bias, weight.size(0));
        Convolution.Window window = window(form, stride, padding, dilation, groups);
        Tensor kernel = form.dims() == 1 ? weight.unsqueeze(2) : weight;
        form.requireFit(
                in,
                new long[] {kernel.size(2), kernel.size(3)},
                new int[] {window.padH(), window.padW()},
                new int[] {window.dilationH(), window.dilationW()});
        return form.back(conv(in, kernel, bias, window), x);
    }

    private static Convolution.Window window(
            Images form, int[] stride, int[] padding, int[] dilation, int groups) {
        int[] s = form.numbers("stride", 1, stride);
        int[] p = form.numbers("padding", 0, padding);
        int[] d = form.numbers("dilation", 1, dilation);
        return new Convolution.Window(s[0], s[1], p[0], p[1], d[0], d[1], groups);
    }

    /**
     * A convolution of images and what comes before and after it, as one operation.
     *
     * @param x {@code [n, c, h, w]}
     * @param weight {@code [k, c / groups, kh, kw]}
     * @param bias {@code [k]} or null
     * @param stride steps down and across
     * @param padding zeros above and below, left and right
     * @param dilation distance of the kernel's elements, down and across
     * @param groups parts of the channels that do not mix
     * @param rectified whether {@code max(x, 0)} stands for x
     * @param end what becomes of the results
     * @return {@code [n, k, h', w']} or {@code [n, k, h' / 2, w' / 2]}, or null where doing all at
     *     once does not pay, or the tensors do not fit each other, which {@link #conv2d} says
     * @throws NullPointerException if x or weight is null
     * @throws IllegalArgumentException if stride, padding or dilation are not two numbers in range
     */
    public static Tensor conv2dTogether(
            Tensor x,
            Tensor weight,
            Tensor bias,
            int[] stride,
            int[] padding,
            int[] dilation,
            int groups,
            boolean rectified,
            ConvolutionEnd end) {
        if (!fit(x, weight, bias, groups)) {
            return null;
        }
        boolean recorded =
                Autograd.isGradEnabled()
                        && (x.requiresGrad()
                                || weight.requiresGrad()
                                || bias != null && bias.requiresGrad());
        boolean largest = end != ConvolutionEnd.EACH;
        Convolution.Window window = window(IMAGE, stride, padding, dilation, groups);
        Array[] found =
                Convolution.together(
                        x.array(),
                        weight.array(),
                        bias == null ? null : bias.array(),
                        window,
                        rectified,
                        end,
                        largest && recorded);
        if (found == null) {
            return null;
        }
        Tensor keptX = weight.requiresGrad() || rectified && x.requiresGrad() ? x : null;
        Tensor keptW = x.requiresGrad() ? weight : null;
        Tensor choices = found[1] == null ? null : Tensor.wrap(found[1]);
        long[] size = x.array().shape();
        long[] kernel = weight.array().shape();
        return joint(
                largest ? "MaxPool2DWithIndicesBackward0" : "ConvolutionBackward0",
                found[0],
                saving(keptX, keptW, choices),
                new Tensor[] {x, weight, bias},
                (g, needed) -> {
                    if (!needed[0] && !needed[1]) {
                        return new Tensor[] {
                            null, null, biasGradient(through(g, choices, end), true)
                        };
                    }
                    if (!Autograd.isGradEnabled()) {
                        return tensors(
                                Convolution.backwardTogether(
                                        array(keptX),
                                        array(keptW),
                                        g.array(),
                                        rectified,
                                        end,
                                        array(choices),
                                        size,
                                        kernel,
                                        window,
                                        needed));
                    }
                    Tensor upstream =
                            largest ? spread(g, choices, end, window.result(size, kernel)) : g;
                    Tensor in = rectified && keptX != null ? Activations.relu(keptX) : keptX;
                    Tensor[] all = recorded(upstream, in, keptW, size, kernel, window, needed);
                    if (rectified && needed[0]) {
                        all[0] = Activations.reluGradient(all[0], in);
                    }
                    return all;
                });
    }

    private static boolean fit(Tensor x, Tensor weight, Tensor bias, int groups) {
        return x.dim() == 4
                && weight.dim() == 4
                && x.dtype() == weight.dtype()
                && groups > 0
                && x.size(1) == weight.size(1) * groups
                && weight.size(0) % groups == 0
                && (bias == null
                        || bias.dtype() == x.dtype()
                                && bias.dim() == 1
                                && bias.size(0) == weight.size(0));
    }

    private static Tensor spread(Tensor g, Tensor choices, ConvolutionEnd end, long[] shape) {
        Array places = Convolution.places(choices.array(), g.array().shape(), shape[3]);
        return Pools.scatter(through(g, choices, end), Tensor.wrap(places), shape);
    }

    /** What the rectifier lets through of the gradient behind it. */
    private static Tensor through(Tensor g, Tensor choices, ConvolutionEnd end) {
        if (end != ConvolutionEnd.LARGEST_RECTIFIED) {
            return g;
        }
        Array ordered = Convolution.ordered(choices.array(), g.array().shape());
        return Activations.reluGradient(g, Tensor.wrap(ordered).lt(Convolution.NONE).to(g.dtype()));
    }

    private static Array array(Tensor x) {
        return x == null ? null : x.array();
    }

    private static Tensor[] tensors(Array... found) {
        Tensor[] tensors = new Tensor[found.length];
        Arrays.setAll(tensors, i -> found[i] == null ? null : Tensor.wrap(found[i]));
        return tensors;
    }

    private static Tensor conv(Tensor x, Tensor w, Tensor bias, Convolution.Window window) {
        Array y =
                Convolution.forward(
                        x.array(), w.array(), bias == null ? null : bias.array(), window);
        // What only the other one's gradient needs is not kept alive by the rule.
        Tensor keptX = w.requiresGrad() ? x : null;
        Tensor keptW = x.requiresGrad() ? w : null;
        long[] size = x.array().shape();
        long[] kernel = w.array().shape();
        return joint(
                "ConvolutionBackward0",
                y,
                saving(keptX, keptW),
                new Tensor[] {x, w, bias},
                (g, needed) -> {
                    // All come from one kernel unless they are recorded themselves.
                    if ((needed[0] || needed[1]) && !Autograd.isGradEnabled()) {
                        return tensors(
                                Convolution.backward(
                                        array(keptX),
                                        array(keptW),
                                        g.array(),
                                        size,
                                        kernel,
                                        window,
                                        needed));
                    }
                    return recorded(g, keptX, keptW, size, kernel, window, needed);
                });
    }

    private static Tensor[] recorded(
            Tensor g,
            Tensor x,
            Tensor w,
            long[] size,
            long[] kernel,
            Convolution.Window window,
            boolean[] needed) {
        return new Tensor[] {
            needed[0] ? inputGradient(g, w, size, window) : null,
            needed[1] ? weightGradient(x, g, kernel, window) : null,
            biasGradient(g, needed[2])
        };
    }

    private static Tensor biasGradient(Tensor g, boolean needed) {
        return needed ? g.sum(0, 2, 3) : null;
    }

    /** The input's gradient: linear in g and w. */
    private static Tensor inputGradient(
            Tensor g, Tensor w, long[] size, Convolution.Window window) {
        long[] kernel = w.array().shape();
        return op(
                "ConvolutionBackwardBackward0",
                Convolution.inputGradient(g.array(), w.array(), size, window),
                wrt(g, saving(w), h -> conv(h, w, null, window)),
                wrt(w, saving(g), h -> weightGradient(h, g, kernel, window)));
    }

    /** The weight's gradient: linear in x and g. */
    private static Tensor weightGradient(
            Tensor x, Tensor g, long[] kernel, Convolution.Window window) {
        long[] size = x.array().shape();
        return op(
                "ConvolutionBackwardBackward0",
                Convolution.weightGradient(x.array(), g.array(), kernel, window),
                wrt(x, saving(g), h -> inputGradient(g, h, size, window)),
                wrt(g, saving(x), h -> conv(x, h, null, window)));
    }

    /**
     * Transposed convolution of signals.
     *
     * @param x {@code [n, c, l]} or {@code [c, l]}
     * @param weight {@code [c, k / groups, kl]}
     * @param bias {@code [k]} or null
     * @param stride the step of the convolution whose transpose this is
     * @param padding its zeros on either side, which are cut off here
     * @param outputPadding places added to the right
     * @param groups parts of the channels that do not mix
     * @param dilation distance of the kernel's elements
     * @return {@code [n, k, l']}
     */
    public static Tensor convTranspose1d(
            Tensor x,
            Tensor weight,
            Tensor bias,
            int stride,
            int padding,
            int outputPadding,
            int groups,
            int dilation) {
        return convTranspose(
                SIGNAL_BACK,
                x,
                weight,
                bias,
                new int[] {stride},
                new int[] {padding},
                new int[] {outputPadding},
                groups,
                new int[] {dilation});
    }

    /**
     * Transposed convolution of images.
     *
     * @param x {@code [n, c, h, w]} or {@code [c, h, w]}
     * @param weight {@code [c, k / groups, kh, kw]}
     * @param bias {@code [k]} or null
     * @param stride the steps of the convolution whose transpose this is
     * @param padding its zeros, which are cut off here
     * @param outputPadding places added below and to the right
     * @param groups parts of the channels that do not mix
     * @param dilation distance of the kernel's elements
     * @return {@code [n, k, h', w']}
     */
    public static Tensor convTranspose2d(
            Tensor x,
            Tensor weight,
            Tensor bias,
            int[] stride,
            int[] padding,
            int[] outputPadding,
            int groups,
            int[] dilation) {
        return convTranspose(
                IMAGE_BACK, x, weight, bias, stride, padding, outputPadding, groups, dilation);
    }

    private static Tensor convTranspose(
            Images form,
            Tensor x,
            Tensor weight,
            Tensor bias,
            int[] stride,
            int[] padding,
            int[] outputPadding,
            int groups,
            int[] dilation) {
        Types.requireFloating(form.op(), x);
        Types.requireSame(form.op(), x, weight);
        if (x.dtype().isHalf()) {
            DType wide = DType.FLOAT32;
            Tensor b = bias == null ? null : bias.to(wide);
            return convTranspose(
                            form,
                            x.to(wide),
                            weight.to(wide),
                            b,
                            stride,
                            padding,
                            outputPadding,
                            groups,
                            dilation)
                    .to(x.dtype());
        }
        Tensor in = form.of(x);
        requireWeight(form, weight, "[c, k / groups, ", groups);
        requireChannels(form, in, weight, weight.size(0), groups);
        requireBias(form, x, bias, weight.size(1) * groups);
        Convolution.Window window = window(form, stride, padding, dilation, groups);
        int[] extra = form.numbers("output padding", 0, outputPadding);
        if (extra[0] >= Math.max(window.strideH(), window.dilationH())
                || extra[1] >= Math.max(window.strideW(), window.dilationW())) {
            throw new IllegalArgumentException(
                    form.op()
                            + ": the output padding must be smaller than the stride or the"
                            + " dilation, got "
                            + Arrays.toString(outputPadding)
                            + " with stride "
                            + Arrays.toString(stride)
                            + " and dilation "
                            + Arrays.toString(dilation));
        }
        Tensor kernel = form.dims() == 1 ? weight.unsqueeze(2) : weight;
        long h =
                (in.size(2) - 1) * window.strideH()
                        - 2L * window.padH()
                        + window.dilationH() * (kernel.size(2) - 1)
                        + extra[0]
                        + 1;
        long w =
                (in.size(3) - 1) * window.strideW()
                        - 2L * window.padW()
                        + window.dilationW() * (kernel.size(3) - 1)
                        + extra[1]
                        + 1;
        long[] shape = {in.size(0), weight.size(1) * groups, h, w};
        if (h < 1 || w < 1 || in.size(2) < 1 || in.size(3) < 1) {
            throw new IllegalArgumentException(
                    form.op()
                            + ": an input of shape "
                            + Arrays.toString(x.array().shape())
                            + " and a weight "
                            + Arrays.toString(weight.array().shape())
                            + " leave nothing: "
                            + Arrays.toString(shape));
        }
        // The convolution has further places where as much is added as its stride: none came.
        int low = extra[0] / window.strideH();
        int right = extra[1] / window.strideW();
        Tensor all = low + right == 0 ? in : in.pad(0, right, 0, low);
        return form.back(transposed(all, kernel, bias, shape, window), x);
    }

    private static Tensor transposed(
            Tensor x, Tensor w, Tensor bias, long[] shape, Convolution.Window window) {
        Array y = Convolution.inputGradient(x.array(), w.array(), shape, window);
        if (bias != null) {
            Convolution.addBias(y, bias.array());
        }
        Tensor keptX = w.requiresGrad() ? x : null;
        Tensor keptW = x.requiresGrad() ? w : null;
        long[] kernel = w.array().shape();
        return joint(
                "ConvolutionBackward0",
                y,
                saving(keptX, keptW),
                new Tensor[] {x, w, bias},
                (g, needed) ->
                        new Tensor[] {
                            needed[0] ? conv(g, keptW, null, window) : null,
                            needed[1] ? weightGradient(g, keptX, kernel, window) : null,
                            biasGradient(g, needed[2])
                        });
    }

    private static void requireWeight(Images form, Tensor weight, String start, int groups) {
        long[] w = weight.array().shape();
        if (groups < 1) {
            throw new IllegalArgumentException(
                    form.op() + ": the groups must be 1 or more, got " + groups);
        }
        if (w.length != form.dims() + 2) {
            String channels = groups == 1 ? start.replace(" / groups", "") : start;
            throw new IllegalArgumentException(
                    form.op()
                            + ": the weight must be "
                            + channels
                            + (form.dims() == 1 ? "kl]" : "kh, kw]")
                            + ", got "
                            + Arrays.toString(w));
        }
    }

    private static void requireChannels(
            Images form, Tensor x, Tensor weight, long expected, int groups) {
        requireGroups(form, "input channels", expected, groups);
        if (x.size(1) != expected) {
            throw new IllegalArgumentException(
                    form.op()
                            + ": the input has "
                            + x.size(1)
                            + " channels, the weight expects "
                            + expected
                            + (groups == 1 ? "" : " in " + groups + " groups")
                            + ": "
                            + Arrays.toString(x.array().shape())
                            + " and "
                            + Arrays.toString(weight.array().shape()));
        }
    }

    private static void requireGroups(Images form, String what, long channels, int groups) {
        if (channels % groups != 0) {
            throw new IllegalArgumentException(
                    form.op()
                            + ": "
                            + channels
                            + " "
                            + what
                            + " do not fall into "
                            + groups
                            + " equal groups");
        }
    }

    private static void requireBias(Images form, Tensor x, Tensor bias, long channels) {
        if (bias != null) {
            Types.requireSame(form.op(), x, bias);
            if (bias.dim() != 1 || bias.size(0) != channels) {
                throw new IllegalArgumentException(
                        form.op()
                                + ": the bias must be ["
                                + channels
                                + "], got "
                                + Arrays.toString(bias.array().shape()));
            }
        }
    }
}
