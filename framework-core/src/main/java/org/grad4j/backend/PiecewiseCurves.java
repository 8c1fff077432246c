package org.grad4j.backend;

/** Activations made of straight and parabolic pieces, and their slopes times a gradient. */
public final class PiecewiseCurves {
    private PiecewiseCurves() {}

    /** {@code min(max(x + 3, 0), 6) / 6}. */
    public static final Unary HARDSIGMOID =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = Math.min(Math.max(x[i] + 3, 0f), 6f) / 6;
                        }
                    },
                    x -> Math.min(Math.max(x + 3, 0), 6) / 6,
                    null,
                    null);

    /** {@code g / 6} between -3 and 3, else 0. */
    public static final Binary HARDSIGMOID_GRADIENT =
            new Binary(
                    (g, x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = x[i] > -3 && x[i] < 3 ? g[i] / 6 : 0;
                        }
                    },
                    (g, x) -> x > -3 && x < 3 ? g / 6 : 0,
                    null);

    /** {@code x · min(max(x + 3, 0), 6) / 6}. */
    public static final Unary HARDSWISH =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = x[i] * Math.min(Math.max(x[i] + 3, 0f), 6f) / 6;
                        }
                    },
                    x -> x * Math.min(Math.max(x + 3, 0), 6) / 6,
                    null,
                    null);

    /** {@code g · (x / 3 + 1/2)} between -3 and 3, 0 below, {@code g} above. */
    public static final Binary HARDSWISH_GRADIENT =
            new Binary(
                    (g, x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = x[i] <= -3 ? 0 : x[i] < 3 ? g[i] * (x[i] / 3 + 0.5f) : g[i];
                        }
                    },
                    (g, x) -> x <= -3 ? 0 : x < 3 ? g * (x / 3 + 0.5) : g,
                    null);

    /**
     * {@code x} above 0, else {@code slope · x}.
     *
     * @param slope the slope below 0
     * @return the function
     */
    public static Unary leakyRelu(double slope) {
        float low = (float) slope;
        return new Unary(
                (x, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        z[i] = Math.max(x[i], 0f) + low * Math.min(x[i], 0f);
                    }
                },
                x -> x > 0 ? x : slope * x,
                null,
                null);
    }

    /**
     * {@code g} where {@code x > 0}, else {@code slope · g}.
     *
     * @param slope the slope below 0
     * @return the function of g and x
     */
    public static Binary leakyReluGradient(double slope) {
        float low = (float) slope;
        return new Binary(
                (g, x, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        z[i] = Masks.choose(Masks.less(0f, x[i]), g[i], low * g[i]);
                    }
                },
                (g, x) -> x > 0 ? g : slope * g,
                null);
    }

    /**
     * {@code g} but 0 where {@code x ≤ min} or {@code x ≥ max}: the gradient of hardtanh.
     *
     * @param min the lower limit
     * @param max the upper limit
     * @return the function of g and x
     */
    public static Binary hardtanhGradient(double min, double max) {
        float low = (float) min;
        float high = (float) max;
        return new Binary(
                (g, x, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        // Written so that NaN passes the gradient on, as in PyTorch.
                        int inside =
                                Masks.less(low, x[i]) & Masks.less(x[i], high)
                                        | ~Masks.ordered(x[i]);
                        z[i] = Masks.choose(inside, g[i], 0f);
                    }
                },
                (g, x) -> x <= min || x >= max ? 0 : g,
                null);
    }

    /**
     * {@code x} above the threshold, else the value; NaN stays NaN.
     *
     * @param threshold the threshold
     * @param value the value
     * @return the function
     */
    public static Unary threshold(Number threshold, Number value) {
        float level = threshold.floatValue();
        float low = value.floatValue();
        double levelDouble = threshold.doubleValue();
        double lowDouble = value.doubleValue();
        long levelLong = threshold.longValue();
        long lowLong = value.longValue();
        return new Unary(
                (x, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        z[i] = x[i] <= level ? low : x[i];
                    }
                },
                x -> x <= levelDouble ? lowDouble : x,
                x -> x <= levelLong ? lowLong : x,
                null);
    }

    /**
     * {@code g} but 0 where {@code x ≤ threshold}.
     *
     * @param threshold the threshold
     * @return the function of g and x
     */
    public static Binary thresholdGradient(Number threshold) {
        float level = threshold.floatValue();
        double levelDouble = threshold.doubleValue();
        return new Binary(
                (g, x, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        z[i] = x[i] <= level ? 0 : g[i];
                    }
                },
                (g, x) -> x <= levelDouble ? 0 : g,
                null);
    }
}
