package org.grad4j.ops;

import static org.grad4j.ops.Arithmetic.zeroWhere;

import org.grad4j.backend.ChoiceFunctions;
import org.grad4j.backend.PiecewiseCurves;
import org.grad4j.backend.SmoothCurves;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** Activation functions as curves with a slope and a curvature. */
public final class Curves {
    private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);
    private static final double TANH_SCALE = 2 * Math.sqrt(2 / Math.PI);
    private static final double TANH_CUBIC = 0.044715;

    /** From Klambauer and others, arXiv:1706.02515, with PyTorch's digits. */
    private static final double SELU_ALPHA = 1.6732632423543772848170429916717;

    private static final double SELU_SCALE = 1.0507009873554804934193349852946;

    private static final Curve SILU =
            new Curve("Silu", SmoothCurves.SILU, SmoothCurves.SILU_GRADIENT, Curves::siluCurvature);
    private static final Curve GELU =
            new Curve("Gelu", SmoothCurves.GELU, SmoothCurves.GELU_GRADIENT, Curves::geluCurvature);
    private static final Curve GELU_TANH =
            new Curve(
                    "Gelu",
                    SmoothCurves.GELU_TANH,
                    SmoothCurves.GELU_TANH_GRADIENT,
                    Curves::geluTanhCurvature);
    private static final Curve MISH =
            new Curve("Mish", SmoothCurves.MISH, SmoothCurves.MISH_GRADIENT, Curves::mishCurvature);
    private static final Curve LOG_SIGMOID =
            new Curve(
                    "LogSigmoid",
                    SmoothCurves.LOG_SIGMOID,
                    SmoothCurves.LOG_SIGMOID_GRADIENT,
                    x -> bell(x.sigmoid()).neg());
    private static final Curve HARDSIGMOID =
            new Curve(
                    "Hardsigmoid",
                    PiecewiseCurves.HARDSIGMOID,
                    PiecewiseCurves.HARDSIGMOID_GRADIENT,
                    null);
    private static final Curve HARDSWISH =
            new Curve(
                    "Hardswish",
                    PiecewiseCurves.HARDSWISH,
                    PiecewiseCurves.HARDSWISH_GRADIENT,
                    x -> x.abs().lt(3).to(x.dtype()).div(3));

    private Curves() {}

    // ---- smooth ----

    /**
     * {@code x / (1 + e⁻ˣ)}.
     *
     * @param x a floating tensor
     * @return the activations
     */
    public static Tensor silu(Tensor x) {
        return floating("silu", SILU, x);
    }

    /**
     * {@code x · Φ(x)}.
     *
     * @param x a floating tensor
     * @return the activations
     */
    public static Tensor gelu(Tensor x) {
        return floating("gelu", GELU, x);
    }

    /**
     * {@code x · (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2}.
     *
     * @param x a floating tensor
     * @return the activations
     */
    public static Tensor geluTanh(Tensor x) {
        return floating("geluTanh", GELU_TANH, x);
    }

    /**
     * {@code x · tanh(softplus x)}.
     *
     * @param x a floating tensor
     * @return the activations
     */
    public static Tensor mish(Tensor x) {
        return floating("mish", MISH, x);
    }

    /**
     * {@code log(sigmoid x)} without underflow.
     *
     * @param x a floating tensor
     * @return values of at most 0
     */
    public static Tensor logSigmoid(Tensor x) {
        return floating("logSigmoid", LOG_SIGMOID, x);
    }

    /**
     * {@code log(1 + e^(beta·x)) / beta}, and {@code x} where {@code beta·x > threshold}.
     *
     * @param x a floating tensor
     * @param beta the sharpness of the bend
     * @param threshold where the curve counts as straight
     * @return the activations
     */
    public static Tensor softplus(Tensor x, double beta, double threshold) {
        Curve curve =
                new Curve(
                        "Softplus",
                        SmoothCurves.softplus(beta, threshold),
                        SmoothCurves.softplusGradient(beta, threshold),
                        a -> {
                            Tensor scaled = a.mul(beta);
                            return zeroWhere(
                                    bell(scaled.sigmoid()).mul(beta), scaled.gt(threshold));
                        });
        return floating("softplus", curve, x);
    }

    /**
     * {@code x} above 0, else {@code alpha · (eˣ - 1)}.
     *
     * @param x a floating tensor
     * @param alpha the depth below 0
     * @return the activations
     */
    public static Tensor elu(Tensor x, double alpha) {
        return floating("elu", elu("Elu", alpha, 1, 1), x);
    }

    /**
     * {@code 1.0507 · elu(x, 1.6733)}, which keeps mean 0 and variance 1.
     *
     * @param x a floating tensor
     * @return the activations
     */
    public static Tensor selu(Tensor x) {
        return floating("selu", elu("Elu", SELU_ALPHA, SELU_SCALE, 1), x);
    }

    /**
     * {@code x} above 0, else {@code alpha · (e^(x/alpha) - 1)}.
     *
     * @param x a floating tensor
     * @param alpha the depth below 0, not 0
     * @return the activations
     */
    public static Tensor celu(Tensor x, double alpha) {
        if (alpha == 0) {
            throw new IllegalArgumentException(
                    "celu: alpha divides x and must not be 0; for alpha near 0 use relu()");
        }
        return floating("celu", elu("Celu", alpha, 1, 1 / alpha), x);
    }

    private static Curve elu(String name, double alpha, double scale, double rate) {
        return new Curve(
                name,
                SmoothCurves.elu(alpha, scale, rate),
                SmoothCurves.eluGradient(alpha, scale, rate),
                x -> zeroWhere(x.mul(rate).exp().mul(alpha * scale * rate * rate), x.gt(0)));
    }

    /**
     * {@code x / (1 + |x|)}.
     *
     * @param x a tensor, not bool
     * @return values between -1 and 1
     */
    public static Tensor softsign(Tensor x) {
        Types.refuseBool("softsign", x);
        return x.div(x.abs().add(1));
    }

    /** The slope of sigmoid, {@code s · (1 - s)}. */
    private static Tensor bell(Tensor s) {
        return s.mul(s.rsub(1));
    }

    private static Tensor siluCurvature(Tensor x) {
        Tensor s = x.sigmoid();
        return bell(s).mul(x.mul(s.mul(-2).add(1)).add(2));
    }

    private static Tensor geluCurvature(Tensor x) {
        Tensor square = x.mul(x);
        return square.mul(-0.5).exp().mul(DENSITY).mul(square.rsub(2));
    }

    /** With y = x·s(v(x)): y'' = 2s' + x·s'', where s' = s(1 - s)v'. */
    private static Tensor geluTanhCurvature(Tensor x) {
        Tensor square = x.mul(x);
        Tensor s = x.mul(square.mul(TANH_CUBIC).add(1)).mul(TANH_SCALE).sigmoid();
        Tensor v1 = square.mul(3 * TANH_CUBIC).add(1).mul(TANH_SCALE);
        Tensor v2 = x.mul(6 * TANH_CUBIC * TANH_SCALE);
        Tensor s2 = s.mul(-2).add(1).mul(v1).mul(v1).add(v2);
        return bell(s).mul(v1.mul(2).add(x.mul(s2)));
    }

    /** With y = x·t, t = tanh(softplus x) and s = sigmoid x: t' = s(1 - t²), s' = s(1 - s). */
    private static Tensor mishCurvature(Tensor x) {
        Tensor s = x.sigmoid();
        Tensor t = softplus(x, 1, 20).tanh();
        Tensor t1 = t.mul(t).rsub(1).mul(s);
        return t1.mul(x.mul(s.rsub(1).sub(t.mul(s).mul(2))).add(2));
    }

    // ---- piecewise ----

    /**
     * {@code x} above 0, else {@code slope · x}.
     *
     * @param x a floating tensor
     * @param slope the slope below 0
     * @return the activations
     */
    public static Tensor leakyRelu(Tensor x, double slope) {
        Curve curve =
                new Curve(
                        "LeakyRelu",
                        PiecewiseCurves.leakyRelu(slope),
                        PiecewiseCurves.leakyReluGradient(slope),
                        null);
        return floating("leakyRelu", curve, x);
    }

    /**
     * {@code x} between two limits.
     *
     * @param x a tensor, not bool
     * @param min the lower limit
     * @param max the upper limit, not smaller
     * @return the activations
     */
    public static Tensor hardtanh(Tensor x, Number min, Number max) {
        Types.requireNumber("hardtanh: the lower limit", min);
        Types.requireNumber("hardtanh: the upper limit", max);
        if (min.doubleValue() > max.doubleValue()) {
            throw new IllegalArgumentException(
                    "hardtanh: the lower limit must not exceed the upper one, got "
                            + min
                            + " and "
                            + max);
        }
        x.dtype().element("hardtanh: the lower limit", min);
        x.dtype().element("hardtanh: the upper limit", max);
        return limited("hardtanh", x, min, max);
    }

    /**
     * {@code min(max(x, 0), 6)}.
     *
     * @param x a tensor, not bool
     * @return the activations
     */
    public static Tensor relu6(Tensor x) {
        return limited("relu6", x, 0, 6);
    }

    private static Tensor limited(String op, Tensor x, Number min, Number max) {
        Types.refuseBool(op, x);
        if (x.dtype() == DType.UINT8 && min.doubleValue() < 0) {
            throw new IllegalArgumentException(
                    op + ": a uint8 tensor has no numbers below 0, got the lower limit " + min);
        }
        return new Curve(
                        "Hardtanh",
                        ChoiceFunctions.clamp(min, max),
                        PiecewiseCurves.hardtanhGradient(min.doubleValue(), max.doubleValue()),
                        null)
                .of(x);
    }

    /**
     * {@code min(max(x + 3, 0), 6) / 6}.
     *
     * @param x a floating tensor
     * @return values from 0 to 1
     */
    public static Tensor hardsigmoid(Tensor x) {
        return floating("hardsigmoid", HARDSIGMOID, x);
    }

    /**
     * {@code x · hardsigmoid x}.
     *
     * @param x a floating tensor
     * @return the activations
     */
    public static Tensor hardswish(Tensor x) {
        return floating("hardswish", HARDSWISH, x);
    }

    /**
     * {@code x} above the threshold, else the value.
     *
     * @param x a tensor, not bool
     * @param threshold the threshold
     * @param value the value
     * @return the activations
     */
    public static Tensor threshold(Tensor x, Number threshold, Number value) {
        Types.refuseBool("threshold", x);
        Number limit = x.dtype().element("threshold: the threshold", threshold);
        Number other = x.dtype().element("threshold: the value", value);
        return new Curve(
                        "Threshold",
                        PiecewiseCurves.threshold(limit, other),
                        PiecewiseCurves.thresholdGradient(limit),
                        null)
                .of(x);
    }

    private static Tensor floating(String op, Curve curve, Tensor x) {
        Types.requireFloating(op, x);
        return curve.of(x);
    }
}
