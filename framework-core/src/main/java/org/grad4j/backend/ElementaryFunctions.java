package org.grad4j.backend;

import java.util.function.DoubleUnaryOperator;

/** The elementary functions beyond those of {@link Unary}, and the error functions. */
public final class ElementaryFunctions {
    private static final double LOG_2 = Math.log(2);

    private ElementaryFunctions() {}

    /** {@code 1 / x}. */
    public static final Unary RECIPROCAL =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = 1 / x[i];
                        }
                    },
                    x -> 1 / x,
                    null,
                    null);

    /** {@code x²}. */
    public static final Unary SQUARE =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = x[i] * x[i];
                        }
                    },
                    x -> x * x,
                    x -> x * x,
                    null);

    /** {@code 1 / √x}. */
    public static final Unary RSQRT =
            Wide.unary(
                    (x, e, n) -> {
                        for (int i = 0; i < n; i++) {
                            x[i] = 1 / Math.sqrt(x[i]);
                        }
                    },
                    x -> 1 / Math.sqrt(x));

    /** The sine. */
    public static final Unary SIN =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) Math.sin(x[i]);
                        }
                    },
                    Math::sin,
                    null,
                    null);

    /** The cosine. */
    public static final Unary COS =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) Math.cos(x[i]);
                        }
                    },
                    Math::cos,
                    null,
                    null);

    /** The tangent. */
    public static final Unary TAN = floating(Math::tan);

    /** The inverse sine. */
    public static final Unary ASIN = floating(Math::asin);

    /** The inverse cosine. */
    public static final Unary ACOS = floating(Math::acos);

    /** The inverse tangent. */
    public static final Unary ATAN = floating(Math::atan);

    /** The hyperbolic sine. */
    public static final Unary SINH = floating(Math::sinh);

    /** The hyperbolic cosine. */
    public static final Unary COSH = floating(Math::cosh);

    /** The inverse hyperbolic sine. */
    public static final Unary ASINH = floating(ElementaryFunctions::asinh);

    /** The inverse hyperbolic cosine. */
    public static final Unary ACOSH = floating(ElementaryFunctions::acosh);

    /** The inverse hyperbolic tangent. */
    public static final Unary ATANH = floating(ElementaryFunctions::atanh);

    /** {@code eˣ - 1}. */
    public static final Unary EXPM1 = Wide.unary((x, e, n) -> Wide.expm1(x, n), Math::expm1);

    /** {@code log(1 + x)}. */
    public static final Unary LOG1P = Wide.unary(ElementaryFunctions::log1p, Math::log1p);

    /** The logarithm to base 2. */
    public static final Unary LOG2 = floating(ElementaryFunctions::log2);

    /** The logarithm to base 10. */
    public static final Unary LOG10 = floating(Math::log10);

    /** The error function. */
    public static final Unary ERF = Wide.unary((x, e, n) -> Erf.single(x, n), Erf::erf);

    /** One minus the error function. */
    public static final Unary ERFC = floating(Erf::erfc);

    /** For functions that cost much more than the call through an interface. */
    private static Unary floating(DoubleUnaryOperator f) {
        return new Unary(
                (x, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        z[i] = (float) f.applyAsDouble(x[i]);
                    }
                },
                f,
                null,
                null);
    }

    /** Exact for powers of two: the mantissa, from √½ to √2, takes the logarithm alone. */
    private static double log2(double x) {
        if (!(x > 0) || x == Double.POSITIVE_INFINITY) {
            return Math.log(x);
        }
        boolean subnormal = x < Double.MIN_NORMAL;
        double normal = subnormal ? x * 0x1p54 : x;
        int exponent = Math.getExponent(normal);
        double mantissa = Math.scalb(normal, -exponent);
        if (mantissa > 1.4142135623730951) {
            mantissa /= 2;
            exponent++;
        }
        return (subnormal ? exponent - 54 : exponent) + Math.log(mantissa) / LOG_2;
    }

    /** {@code log(a + √(a² + 1))} as log1p of what exceeds 1, so that small numbers keep digits. */
    private static double asinh(double x) {
        double a = Math.abs(x);
        double y =
                a > 0x1p28
                        ? Math.log(a) + LOG_2
                        : Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
        return Math.copySign(y, x);
    }

    private static double acosh(double x) {
        double t = x - 1;
        return x > 0x1p28 ? Math.log(x) + LOG_2 : Math.log1p(t + Math.sqrt(t * (t + 2)));
    }

    private static double atanh(double x) {
        double a = Math.abs(x);
        return Math.copySign(Math.log1p(2 * a / (1 - a)) / 2, x);
    }

    /** Math.log is three times as fast as Math.log1p; the series where 1 + x is too near 1. */
    private static void log1p(double[] x, double[] e, int n) {
        for (int i = 0; i < n; i++) {
            double v = x[i];
            x[i] = Math.abs(v) < 1e-4 ? v - v * v * (0.5 - v / 3) : Math.log(1 + v);
        }
    }
}
