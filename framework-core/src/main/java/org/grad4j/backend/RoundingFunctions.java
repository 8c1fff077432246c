package org.grad4j.backend;

import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/** Rounding, and division that rounds. */
public final class RoundingFunctions {
    private RoundingFunctions() {}

    /** The largest whole number that is not larger. */
    public static final Unary FLOOR =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) Math.floor(x[i]);
                        }
                    },
                    Math::floor,
                    x -> x,
                    null);

    /** The smallest whole number that is not smaller. */
    public static final Unary CEIL =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) Math.ceil(x[i]);
                        }
                    },
                    Math::ceil,
                    x -> x,
                    null);

    /** The nearest whole number, the even one of two. */
    public static final Unary ROUND =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) Math.rint(x[i]);
                        }
                    },
                    Math::rint,
                    x -> x,
                    null);

    /** The next whole number towards 0. */
    public static final Unary TRUNC = of(RoundingFunctions::trunc, x -> x);

    /** What {@link #TRUNC} cuts off. */
    public static final Unary FRAC = of(x -> x - trunc(x), null);

    /** The remainder with the sign of the divisor. */
    public static final Binary REMAINDER =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) remainder(a[i], b[i]);
                        }
                    },
                    RoundingFunctions::remainder,
                    (a, b) -> Math.floorMod(a, nonzero("remainder", b)));

    /** The remainder with the sign of the dividend. */
    public static final Binary FMOD =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = a[i] % b[i];
                        }
                    },
                    (a, b) -> a % b,
                    (a, b) -> a % nonzero("fmod", b));

    /** The quotient rounded down. */
    public static final Binary FLOOR_DIVIDE =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) floorDivide(a[i], b[i]);
                        }
                    },
                    RoundingFunctions::floorDivide,
                    (a, b) -> Math.floorDiv(a, nonzero("floorDivide", b)));

    private static Unary of(DoubleUnaryOperator f, LongUnaryOperator whole) {
        return new Unary(
                (x, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        z[i] = (float) f.applyAsDouble(x[i]);
                    }
                },
                f,
                whole,
                null);
    }

    private static double trunc(double x) {
        return Math.copySign(Math.floor(Math.abs(x)), x);
    }

    private static double remainder(double a, double b) {
        double r = a % b;
        return r != 0 && r < 0 != b < 0 ? r + b : r;
    }

    /** From the exact remainder, as a rounded quotient may be a whole number too large. */
    private static double floorDivide(double a, double b) {
        double quotient = a / b;
        if (b == 0 || quotient != quotient) {
            return quotient;
        }
        double r = a % b;
        double whole = (a - r) / b;
        if (r != 0 && r < 0 != b < 0) {
            whole -= 1;
        }
        return whole == 0 ? Math.copySign(0, quotient) : Math.rint(whole);
    }

    private static long nonzero(String op, long divisor) {
        if (divisor == 0) {
            throw new IllegalArgumentException(
                    op
                            + ": whole numbers cannot be divided by zero; use a floating type,"
                            + " which gives NaN or inf, or replace the zeros with where(...)");
        }
        return divisor;
    }
}
