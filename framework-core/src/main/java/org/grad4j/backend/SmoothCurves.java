package org.grad4j.backend;

/** Smooth activations and their slopes times an incoming gradient. */
public final class SmoothCurves {
    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);
    private static final double TANH_SCALE = 2 * Math.sqrt(2 / Math.PI);
    private static final double TANH_CUBIC = 0.044715;

    private SmoothCurves() {}

    /** {@code x / (1 + e⁻ˣ)}. */
    public static final Unary SILU = Wide.unary(SmoothCurves::silu, SmoothCurves::silu);

    /** {@code g} times the slope of silu. */
    public static final Binary SILU_GRADIENT =
            Wide.times(SmoothCurves::siluSlope, SmoothCurves::siluSlope);

    /** {@code x · Φ(x)} with the distribution function Φ of the normal distribution. */
    public static final Unary GELU = Wide.unary(SmoothCurves::gelu, x -> x * normal(x));

    /** {@code g} times the slope of gelu. */
    public static final Binary GELU_GRADIENT =
            Wide.times(
                    SmoothCurves::geluSlope, x -> normal(x) + x * DENSITY * Math.exp(-0.5 * x * x));

    /** {@code x · (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2}. */
    public static final Unary GELU_TANH =
            Wide.unary(SmoothCurves::geluTanh, SmoothCurves::geluTanh);

    /** {@code g} times the slope of gelu with tanh. */
    public static final Binary GELU_TANH_GRADIENT =
            Wide.times(SmoothCurves::geluTanhSlope, SmoothCurves::geluTanhSlope);

    /** {@code x · tanh(log(1 + eˣ))}. */
    public static final Unary MISH = Wide.unary(SmoothCurves::mish, SmoothCurves::mish);

    /** {@code g} times the slope of mish. */
    public static final Binary MISH_GRADIENT =
            Wide.times(SmoothCurves::mishSlope, SmoothCurves::mishSlope);

    /** {@code -log(1 + e⁻ˣ)}. */
    public static final Unary LOG_SIGMOID =
            Wide.unary(
                    SmoothCurves::logSigmoid,
                    x -> Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))));

    /** {@code g} times the slope of logSigmoid. */
    public static final Binary LOG_SIGMOID_GRADIENT =
            Wide.times(SmoothCurves::logSigmoidSlope, x -> sigmoid(-x));

    /**
     * {@code log(1 + e^(beta·x)) / beta}, and {@code x} itself where {@code beta·x} exceeds the
     * threshold.
     *
     * @param beta the sharpness of the bend
     * @param threshold where the curve counts as straight
     * @return the function
     */
    public static Unary softplus(double beta, double threshold) {
        return Wide.unary(
                (x, e, n) -> {
                    scaled(beta, x, e, n);
                    Wide.exp(e, n);
                    for (int i = 0; i < n; i++) {
                        x[i] = beta * x[i] > threshold ? x[i] : log1p(e[i]) / beta;
                    }
                },
                x -> beta * x > threshold ? x : Math.log1p(Math.exp(beta * x)) / beta);
    }

    /**
     * {@code g} times the slope of softplus.
     *
     * @param beta the sharpness of the bend
     * @param threshold where the curve counts as straight
     * @return the function of g and x
     */
    public static Binary softplusGradient(double beta, double threshold) {
        return Wide.times(
                (x, e, n) -> {
                    scaled(-beta, x, e, n);
                    Wide.exp(e, n);
                    for (int i = 0; i < n; i++) {
                        x[i] = beta * x[i] > threshold ? 1 : 1 / (1 + e[i]);
                    }
                },
                x -> beta * x > threshold ? 1 : sigmoid(beta * x));
    }

    /**
     * {@code scale · x} above 0, else {@code alpha · scale · (e^(rate·x) - 1)}: elu, selu and celu.
     *
     * @param alpha the depth below 0
     * @param scale a factor for both halves
     * @param rate how fast the depth is reached
     * @return the function
     */
    public static Unary elu(double alpha, double scale, double rate) {
        double depth = alpha * scale;
        return Wide.unary(
                (x, e, n) -> {
                    for (int i = 0; i < n; i++) {
                        e[i] = rate * Math.min(x[i], 0);
                    }
                    Wide.expm1(e, n);
                    for (int i = 0; i < n; i++) {
                        x[i] = scale * Math.max(x[i], 0) + depth * e[i];
                    }
                },
                x -> x > 0 ? scale * x : depth * Math.expm1(rate * x));
    }

    /**
     * {@code g} times the slope of {@link #elu}.
     *
     * @param alpha the depth below 0
     * @param scale a factor for both halves
     * @param rate how fast the depth is reached
     * @return the function of g and x
     */
    public static Binary eluGradient(double alpha, double scale, double rate) {
        double steepest = alpha * scale * rate;
        return Wide.times(
                (x, e, n) -> {
                    scaled(rate, x, e, n);
                    Wide.exp(e, n);
                    for (int i = 0; i < n; i++) {
                        x[i] = x[i] <= 0 ? steepest * e[i] : scale;
                    }
                },
                x -> x <= 0 ? steepest * Math.exp(rate * x) : scale);
    }

    // For each curve the pass for float tensors, then the exact form for double ones.

    private static void scaled(double factor, double[] x, double[] e, int n) {
        for (int i = 0; i < n; i++) {
            e[i] = factor * x[i];
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static void silu(double[] x, double[] e, int n) {
        scaled(-1, x, e, n);
        Wide.exp(e, n);
        for (int i = 0; i < n; i++) {
            x[i] = x[i] / (1 + e[i]);
        }
    }

    private static double silu(double x) {
        return x / (1 + Math.exp(-x));
    }

    private static void siluSlope(double[] x, double[] e, int n) {
        scaled(-1, x, e, n);
        Wide.exp(e, n);
        for (int i = 0; i < n; i++) {
            double s = 1 / (1 + e[i]);
            x[i] = s * (1 + x[i] * (1 - s));
        }
    }

    private static double siluSlope(double x) {
        double s = sigmoid(x);
        return s * (1 + x * (1 - s));
    }

    private static double normal(double x) {
        return Erf.erfc(-x * ROOT_HALF) / 2;
    }

    private static void gelu(double[] x, double[] e, int n) {
        scaled(ROOT_HALF, x, e, n);
        Erf.single(e, n);
        for (int i = 0; i < n; i++) {
            x[i] = 0.5 * x[i] * (1 + e[i]);
        }
    }

    private static void geluSlope(double[] x, double[] e, int n) {
        for (int i = 0; i < n; i++) {
            e[i] = -0.5 * x[i] * x[i];
        }
        Wide.exp(e, n);
        for (int i = 0; i < n; i++) {
            e[i] = DENSITY * x[i] * e[i];
        }
        scaled(ROOT_HALF, x, x, n);
        Erf.single(x, n);
        for (int i = 0; i < n; i++) {
            x[i] = 0.5 + 0.5 * x[i] + e[i];
        }
    }

    /** As (1 + tanh u) / 2 is sigmoid 2u. */
    private static void geluTanh(double[] x, double[] e, int n) {
        for (int i = 0; i < n; i++) {
            e[i] = -TANH_SCALE * (x[i] + TANH_CUBIC * x[i] * x[i] * x[i]);
        }
        Wide.exp(e, n);
        for (int i = 0; i < n; i++) {
            x[i] = x[i] / (1 + e[i]);
        }
    }

    private static double geluTanh(double x) {
        return x * sigmoid(TANH_SCALE * (x + TANH_CUBIC * x * x * x));
    }

    private static void geluTanhSlope(double[] x, double[] e, int n) {
        for (int i = 0; i < n; i++) {
            e[i] = -TANH_SCALE * (x[i] + TANH_CUBIC * x[i] * x[i] * x[i]);
        }
        Wide.exp(e, n);
        for (int i = 0; i < n; i++) {
            double s = 1 / (1 + e[i]);
            double v = TANH_SCALE * (1 + 3 * TANH_CUBIC * x[i] * x[i]);
            x[i] = s + x[i] * s * (1 - s) * v;
        }
    }

    private static double geluTanhSlope(double x) {
        double s = sigmoid(TANH_SCALE * (x + TANH_CUBIC * x * x * x));
        return s + x * s * (1 - s) * TANH_SCALE * (1 + 3 * TANH_CUBIC * x * x);
    }

    /** With e = eˣ, tanh(log(1 + e)) is w / (w + 2) for w = e(e + 2); from 40 on it is 1. */
    private static void mish(double[] x, double[] e, int n) {
        capped(x, e, n);
        Wide.exp(e, n);
        for (int i = 0; i < n; i++) {
            double w = e[i] * (e[i] + 2);
            x[i] = x[i] * w / (w + 2);
        }
    }

    private static double mish(double x) {
        double e = Math.exp(Math.min(x, 40));
        double w = e * (e + 2);
        return x * w / (w + 2);
    }

    private static void mishSlope(double[] x, double[] e, int n) {
        capped(x, e, n);
        Wide.exp(e, n);
        for (int i = 0; i < n; i++) {
            double w = e[i] * (e[i] + 2);
            double rest = x[i] > 40 ? x[i] - x[i] : 4 * x[i] * e[i] * (1 + e[i]);
            x[i] = w / (w + 2) + rest / ((w + 2) * (w + 2));
        }
    }

    /** At inf it is NaN, as in PyTorch. */
    private static double mishSlope(double x) {
        double e = Math.exp(Math.min(x, 40));
        double w = e * (e + 2);
        double rest = x > 40 ? x - x : 4 * x * e * (1 + e);
        return w / (w + 2) + rest / ((w + 2) * (w + 2));
    }

    private static void capped(double[] x, double[] e, int n) {
        for (int i = 0; i < n; i++) {
            e[i] = Math.min(x[i], 40);
        }
    }

    private static void logSigmoid(double[] x, double[] e, int n) {
        for (int i = 0; i < n; i++) {
            e[i] = -Math.abs(x[i]);
        }
        Wide.exp(e, n);
        for (int i = 0; i < n; i++) {
            x[i] = Math.min(x[i], 0) - log1p(e[i]);
        }
    }

    private static void logSigmoidSlope(double[] x, double[] e, int n) {
        Wide.exp(x, n);
        for (int i = 0; i < n; i++) {
            x[i] = 1 / (1 + x[i]);
        }
    }

    /** To float precision, in a third of the time of Math.log1p. */
    private static double log1p(double e) {
        return e < 1e-8 ? e : Math.log(1 + e);
    }
}
