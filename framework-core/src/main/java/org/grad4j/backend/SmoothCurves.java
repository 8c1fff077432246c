package org.grad4j.backend;

/**
 * Smooth activations and their slopes times an incoming gradient.
 *
 * <p>The float loops compute in double: Math.exp and Math.log cost the same there and leave only
 * the last rounding.
 */
public final class SmoothCurves {
    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);
    private static final double TANH_SCALE = 2 * Math.sqrt(2 / Math.PI);
    private static final double TANH_CUBIC = 0.044715;

    private SmoothCurves() {}

    /** {@code x / (1 + e⁻ˣ)}. */
    public static final Unary SILU =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) silu(x[i]);
                        }
                    },
                    SmoothCurves::silu,
                    null,
                    null);

    /** {@code g} times the slope of silu. */
    public static final Binary SILU_GRADIENT =
            new Binary(
                    (g, x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) (g[i] * siluSlope(x[i]));
                        }
                    },
                    (g, x) -> g * siluSlope(x),
                    null);

    /** {@code x · Φ(x)} with the distribution function Φ of the normal distribution. */
    public static final Unary GELU =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) (x[i] * normal(x[i]));
                        }
                    },
                    x -> x * Erf.erfc(-x * ROOT_HALF) / 2,
                    null,
                    null);

    /** {@code g} times the slope of gelu. */
    public static final Binary GELU_GRADIENT =
            new Binary(
                    (g, x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) (g[i] * (normal(x[i]) + x[i] * density(x[i])));
                        }
                    },
                    (g, x) -> g * (Erf.erfc(-x * ROOT_HALF) / 2 + x * density(x)),
                    null);

    /** {@code x · (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2}. */
    public static final Unary GELU_TANH =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) geluTanh(x[i]);
                        }
                    },
                    SmoothCurves::geluTanh,
                    null,
                    null);

    /** {@code g} times the slope of gelu with tanh. */
    public static final Binary GELU_TANH_GRADIENT =
            new Binary(
                    (g, x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) (g[i] * geluTanhSlope(x[i]));
                        }
                    },
                    (g, x) -> g * geluTanhSlope(x),
                    null);

    /** {@code x · tanh(log(1 + eˣ))}. */
    public static final Unary MISH =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) mish(x[i]);
                        }
                    },
                    SmoothCurves::mish,
                    null,
                    null);

    /** {@code g} times the slope of mish. */
    public static final Binary MISH_GRADIENT =
            new Binary(
                    (g, x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) (g[i] * mishSlope(x[i]));
                        }
                    },
                    (g, x) -> g * mishSlope(x),
                    null);

    /** {@code -log(1 + e⁻ˣ)}. */
    public static final Unary LOG_SIGMOID =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) (Math.min(x[i], 0) - log1p(Math.exp(-Math.abs(x[i]))));
                        }
                    },
                    x -> Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))),
                    null,
                    null);

    /** {@code g} times the slope of logSigmoid. */
    public static final Binary LOG_SIGMOID_GRADIENT =
            new Binary(
                    (g, x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) (g[i] * sigmoid(-x[i]));
                        }
                    },
                    (g, x) -> g * sigmoid(-x),
                    null);

    /**
     * {@code log(1 + e^(beta·x)) / beta}, and {@code x} itself where {@code beta·x} exceeds the
     * threshold.
     *
     * @param beta the sharpness of the bend
     * @param threshold where the curve counts as straight
     * @return the function
     */
    public static Unary softplus(double beta, double threshold) {
        return new Unary(
                (x, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        double v = beta * x[i];
                        z[i] = v > threshold ? x[i] : (float) (log1p(Math.exp(v)) / beta);
                    }
                },
                x -> beta * x > threshold ? x : Math.log1p(Math.exp(beta * x)) / beta,
                null,
                null);
    }

    /**
     * {@code g} times the slope of softplus.
     *
     * @param beta the sharpness of the bend
     * @param threshold where the curve counts as straight
     * @return the function of g and x
     */
    public static Binary softplusGradient(double beta, double threshold) {
        return new Binary(
                (g, x, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        double v = beta * x[i];
                        z[i] = v > threshold ? g[i] : (float) (g[i] * sigmoid(v));
                    }
                },
                (g, x) -> beta * x > threshold ? g : g * sigmoid(beta * x),
                null);
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
        return new Unary(
                (x, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        double v = x[i];
                        z[i] = (float) (v > 0 ? scale * v : depth * expm1(rate * v));
                    }
                },
                x -> x > 0 ? scale * x : depth * Math.expm1(rate * x),
                null,
                null);
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
        return new Binary(
                (g, x, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        double v = x[i];
                        z[i] = (float) (g[i] * (v <= 0 ? steepest * Math.exp(rate * v) : scale));
                    }
                },
                (g, x) -> g * (x <= 0 ? steepest * Math.exp(rate * x) : scale),
                null);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double silu(double x) {
        return x / (1 + Math.exp(-x));
    }

    private static double siluSlope(double x) {
        double s = sigmoid(x);
        return s * (1 + x * (1 - s));
    }

    /** Φ to float precision. */
    private static double normal(double x) {
        return 0.5 + 0.5 * Erf.single(x * ROOT_HALF);
    }

    private static double density(double x) {
        return DENSITY * Math.exp(-0.5 * x * x);
    }

    /** As (1 + tanh u) / 2 is sigmoid 2u. */
    private static double geluTanh(double x) {
        return x * sigmoid(TANH_SCALE * (x + TANH_CUBIC * x * x * x));
    }

    private static double geluTanhSlope(double x) {
        double s = sigmoid(TANH_SCALE * (x + TANH_CUBIC * x * x * x));
        return s + x * s * (1 - s) * TANH_SCALE * (1 + 3 * TANH_CUBIC * x * x);
    }

    /** With e = eˣ, tanh(log(1 + e)) is w / (w + 2) for w = e(e + 2); beyond 40 it is 1. */
    private static double mish(double x) {
        if (x > 40) {
            return x;
        }
        double e = Math.exp(x);
        double w = e * (e + 2);
        return x * w / (w + 2);
    }

    private static double mishSlope(double x) {
        if (x > 40) {
            return 1 + (x - x); // NaN at inf, as in PyTorch
        }
        double e = Math.exp(x);
        double w = e * (e + 2);
        return w / (w + 2) + x * 4 * e * (1 + e) / ((w + 2) * (w + 2));
    }

    /** To float precision, in a third of the time of Math.log1p. */
    private static double log1p(double e) {
        return e < 1e-8 ? e : Math.log(1 + e);
    }

    /** To float precision, in a third of the time of Math.expm1. */
    private static double expm1(double x) {
        return Math.abs(x) < 1e-5 ? x + x * x / 2 : Math.exp(x) - 1;
    }
}
