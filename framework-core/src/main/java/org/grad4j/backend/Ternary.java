package org.grad4j.backend;

import java.lang.ref.Reference;
import org.grad4j.tensor.DType;

/**
 * A function of three numbers, as loops over Java arrays.
 *
 * @param floats the loop in float
 * @param doubles the function in double
 * @param longs the function on whole numbers, or null where it has no meaning there
 */
public record Ternary(Floats floats, Doubles doubles, Longs longs) {

    /** {@code z[i] = f(a[i], b[i], c[i])} in float. */
    @FunctionalInterface
    public interface Floats {
        /**
         * Runs the loop.
         *
         * @param a in
         * @param b in
         * @param c in
         * @param z out
         * @param n elements
         */
        void run(float[] a, float[] b, float[] c, float[] z, int n);
    }

    /** A function of three doubles. */
    @FunctionalInterface
    public interface Doubles {
        /**
         * Applies the function.
         *
         * @param a in
         * @param b in
         * @param c in
         * @return the result
         */
        double apply(double a, double b, double c);
    }

    /** A function of three whole numbers. */
    @FunctionalInterface
    public interface Longs {
        /**
         * Applies the function.
         *
         * @param a in
         * @param b in
         * @param c in
         * @return the result
         */
        long apply(long a, long b, long c);
    }

    /** {@code b} where {@code a} is not 0, else {@code c}. */
    public static final Ternary WHERE =
            new Ternary(
                    (a, b, c, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            int bits = Float.floatToRawIntBits(a[i]);
                            z[i] = Masks.choose((bits | -bits) >> 31, b[i], c[i]);
                        }
                    },
                    (a, b, c) -> a != 0 ? b : c,
                    (a, b, c) -> a != 0 ? b : c);

    /** {@code a} between {@code b} and {@code c}; {@code c} where these are in the wrong order. */
    public static final Ternary CLAMP =
            new Ternary(
                    (a, b, c, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = Math.min(Math.max(a[i], b[i]), c[i]);
                        }
                    },
                    (a, b, c) -> Math.min(Math.max(a, b), c),
                    (a, b, c) -> Math.min(Math.max(a, b), c));

    /**
     * {@code a + c · (b - a)}, from the nearer end, so that {@code c = 1} gives exactly {@code b}.
     */
    public static final Ternary LERP =
            new Ternary(
                    (a, b, c, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            float gap = b[i] - a[i];
                            z[i] =
                                    Math.abs(c[i]) < 0.5f
                                            ? a[i] + c[i] * gap
                                            : b[i] - gap * (1 - c[i]);
                        }
                    },
                    (a, b, c) -> Math.abs(c) < 0.5 ? a + c * (b - a) : b - (b - a) * (1 - c),
                    null);

    /** {@code a} where {@code b > c}, half of it where these are equal, 0 where {@code b < c}. */
    public static final Ternary WHERE_GREATER =
            new Ternary(
                    (a, b, c, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = b[i] < c[i] ? 0 : b[i] == c[i] ? a[i] / 2 : a[i];
                        }
                    },
                    (a, b, c) -> b < c ? 0 : b == c ? a / 2 : a,
                    null);

    /**
     * {@code a + factor · b · c}.
     *
     * @param factor the factor
     * @return the function
     */
    public static Ternary addcmul(Number factor) {
        float single = factor.floatValue();
        double real = factor.doubleValue();
        long whole = factor.longValue();
        return new Ternary(
                (a, b, c, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        z[i] = a[i] + single * b[i] * c[i];
                    }
                },
                (a, b, c) -> a + real * b * c,
                (a, b, c) -> a + whole * b * c);
    }

    /**
     * {@code a + factor · b / c}.
     *
     * @param factor the factor
     * @return the function
     */
    public static Ternary addcdiv(Number factor) {
        float single = factor.floatValue();
        double real = factor.doubleValue();
        return new Ternary(
                (a, b, c, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        z[i] = a[i] + single * b[i] / c[i];
                    }
                },
                (a, b, c) -> a + real * b / c,
                null);
    }

    /**
     * Runs the function over operands of any layout that broadcast to the shape.
     *
     * @param a in
     * @param b in
     * @param c in
     * @param shape the common shape
     * @param type the type to compute in and to return
     * @return a fresh array
     */
    public Array of(Operand a, Operand b, Operand c, long[] shape, DType type) {
        Array z = Array.empty(type, shape);
        if (z.numel() > 0) {
            Team.split(z.numel(), Elementwise.LEAST, (from, end) -> run(a, b, c, z, from, end));
        }
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        Reference.reachabilityFence(c);
        return z;
    }

    private void run(Operand a, Operand b, Operand c, Array z, long from, long end) {
        Scratch scratch = Scratch.get();
        Cursor first = a.walk(scratch.cursor(0), z.shape(), from);
        Cursor second = b.walk(scratch.cursor(1), z.shape(), from);
        Cursor third = c.walk(scratch.cursor(2), z.shape(), from);
        Cursor to = scratch.cursor(3).on(z, from);
        for (long at = from; at < end; at += Scratch.CHUNK) {
            int n = (int) Math.min(Scratch.CHUNK, end - at);
            switch (z.dtype().computed()) {
                case FLOAT32 -> {
                    float[] x = scratch.floats(0);
                    float[] y = scratch.floats(1);
                    float[] w = scratch.floats(2);
                    float[] out = scratch.floats(3);
                    first.read(x, n);
                    second.read(y, n);
                    third.read(w, n);
                    floats.run(x, y, w, out, n);
                    to.write(out, n);
                }
                case FLOAT64 -> {
                    double[] x = scratch.doubles(0);
                    double[] y = scratch.doubles(1);
                    double[] w = scratch.doubles(2);
                    first.read(x, n);
                    second.read(y, n);
                    third.read(w, n);
                    for (int i = 0; i < n; i++) {
                        x[i] = doubles.apply(x[i], y[i], w[i]);
                    }
                    to.write(x, n);
                }
                default -> {
                    long[] x = scratch.longs(0);
                    long[] y = scratch.longs(1);
                    long[] w = scratch.longs(2);
                    first.read(x, n);
                    second.read(y, n);
                    third.read(w, n);
                    for (int i = 0; i < n; i++) {
                        x[i] = longs.apply(x[i], y[i], w[i]);
                    }
                    to.write(x, n);
                }
            }
        }
    }
}
