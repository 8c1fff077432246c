package org.grad4j.backend;

import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * A function of two numbers, as loops over Java arrays.
 *
 * @param floats the loop in float
 * @param doubles the function in double
 * @param longs the function on whole numbers, or null where they are made floating first
 */
public record Binary(Loops.Float2 floats, DoubleBinaryOperator doubles, LongBinaryOperator longs) {

    /** {@code a + b}. */
    public static final Binary ADD =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = a[i] + b[i];
                        }
                    },
                    (a, b) -> a + b,
                    (a, b) -> a + b);

    /** {@code a - b}. */
    public static final Binary SUB =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = a[i] - b[i];
                        }
                    },
                    (a, b) -> a - b,
                    (a, b) -> a - b);

    /** {@code a · b}. */
    public static final Binary MUL =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = a[i] * b[i];
                        }
                    },
                    (a, b) -> a * b,
                    (a, b) -> a * b);

    /** {@code a / b}, always floating. */
    public static final Binary DIV =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = a[i] / b[i];
                        }
                    },
                    (a, b) -> a / b,
                    null);

    /** {@code aᵇ}; whole numbers wrap around as in PyTorch. */
    public static final Binary POW =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) pow(a[i], b[i]);
                        }
                    },
                    Binary::pow,
                    Binary::power);

    /**
     * {@code g} where {@code y} is not 0, else 0: the gradient of relu given its output y, NaN
     * included. For float32, {@link Rectifier} is several times as fast.
     */
    public static final Binary RELU_GRADIENT =
            floating(
                    (g, y, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = y[i] != 0 ? g[i] : 0;
                        }
                    },
                    (g, y) -> y != 0 ? g : 0);

    /** {@code g · y · (1 - y)}: the gradient of sigmoid given its output y. */
    public static final Binary SIGMOID_GRADIENT =
            floating(
                    (g, y, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = g[i] * (1 - y[i]) * y[i];
                        }
                    },
                    (g, y) -> g * (1 - y) * y);

    /** {@code g · (1 - y²)}: the gradient of tanh given its output y. */
    public static final Binary TANH_GRADIENT =
            floating(
                    (g, y, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = g[i] * (1 - y[i] * y[i]);
                        }
                    },
                    (g, y) -> g * (1 - y * y));

    /** {@code x} with 0 where {@code m} is not 0. */
    public static final Binary ZERO_WHERE =
            floating(
                    (x, m, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = m[i] != 0 ? 0 : x[i];
                        }
                    },
                    (x, m) -> m != 0 ? 0 : x);

    /** {@code a == b} as 1 or 0; NaN equals nothing. */
    public static final Binary EQ =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = a[i] == b[i] ? 1 : 0;
                        }
                    },
                    (a, b) -> a == b ? 1 : 0,
                    (a, b) -> a == b ? 1 : 0);

    /** {@code a != b} as 1 or 0. */
    public static final Binary NE =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = a[i] != b[i] ? 1 : 0;
                        }
                    },
                    (a, b) -> a != b ? 1 : 0,
                    (a, b) -> a != b ? 1 : 0);

    /** {@code a < b} as 1 or 0. */
    public static final Binary LT =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = Masks.truth(Masks.less(a[i], b[i]));
                        }
                    },
                    (a, b) -> a < b ? 1 : 0,
                    (a, b) -> a < b ? 1 : 0);

    /** {@code a <= b} as 1 or 0. */
    public static final Binary LE =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = Masks.truth(Masks.lessOrEqual(a[i], b[i]));
                        }
                    },
                    (a, b) -> a <= b ? 1 : 0,
                    (a, b) -> a <= b ? 1 : 0);

    /** {@code a > b} as 1 or 0. */
    public static final Binary GT =
            new Binary(
                    (a, b, z, n) -> LT.floats().run(b, a, z, n),
                    (a, b) -> a > b ? 1 : 0,
                    (a, b) -> a > b ? 1 : 0);

    /** {@code a >= b} as 1 or 0. */
    public static final Binary GE =
            new Binary(
                    (a, b, z, n) -> LE.floats().run(b, a, z, n),
                    (a, b) -> a >= b ? 1 : 0,
                    (a, b) -> a >= b ? 1 : 0);

    /** Squares and cubes are common and Math.pow costs 20 times a multiplication. */
    private static double pow(double a, double b) {
        return b == 2 ? a * a : b == 3 ? a * a * a : Math.pow(a, b);
    }

    private static long power(long base, long exponent) {
        if (exponent < 0) {
            return base == 1 ? 1 : base == -1 ? ((exponent & 1) == 0 ? 1 : -1) : 0;
        }
        long result = 1;
        for (long e = exponent; e > 0; e >>= 1) {
            if ((e & 1) == 1) {
                result *= base;
            }
            base *= base;
        }
        return result;
    }

    private static Binary floating(Loops.Float2 floats, DoubleBinaryOperator doubles) {
        return new Binary(floats, doubles, null);
    }
}
