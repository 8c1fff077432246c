package org.grad4j.backend;

/** Limits, the larger and the smaller of two, and truth values. */
public final class ChoiceFunctions {
    private ChoiceFunctions() {}

    /** The larger; NaN if any is NaN. */
    public static final Binary MAXIMUM =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = Math.max(a[i], b[i]);
                        }
                    },
                    Math::max,
                    Math::max);

    /** The smaller; NaN if any is NaN. */
    public static final Binary MINIMUM =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = Math.min(a[i], b[i]);
                        }
                    },
                    Math::min,
                    Math::min);

    /** 1 where both are not 0, else 0. */
    public static final Binary AND =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = a[i] != 0 & b[i] != 0 ? 1 : 0;
                        }
                    },
                    (a, b) -> a != 0 & b != 0 ? 1 : 0,
                    (a, b) -> a != 0 & b != 0 ? 1 : 0);

    /** 1 where any is not 0, else 0. */
    public static final Binary OR =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = a[i] != 0 | b[i] != 0 ? 1 : 0;
                        }
                    },
                    (a, b) -> a != 0 | b != 0 ? 1 : 0,
                    (a, b) -> a != 0 | b != 0 ? 1 : 0);

    /** 1 where exactly one is not 0, else 0. */
    public static final Binary XOR =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = a[i] != 0 ^ b[i] != 0 ? 1 : 0;
                        }
                    },
                    (a, b) -> a != 0 ^ b != 0 ? 1 : 0,
                    (a, b) -> a != 0 ^ b != 0 ? 1 : 0);

    /**
     * 1 where {@code a = b} or {@code |a - b| ≤ atol + rtol·|b| < ∞}, else 0.
     *
     * @param rtol the tolerance relative to b
     * @param atol the absolute tolerance
     * @param equalNan whether NaN is close to NaN
     * @return the function
     */
    public static Binary close(double rtol, double atol, boolean equalNan) {
        float relative = (float) rtol;
        float absolute = (float) atol;
        return new Binary(
                (a, b, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        z[i] = isClose(a[i], b[i], relative, absolute, equalNan) ? 1 : 0;
                    }
                },
                (a, b) -> isClose(a, b, rtol, atol, equalNan) ? 1 : 0,
                (a, b) -> a == b || isClose(a, b, rtol, atol, false) ? 1 : 0);
    }

    /** In float, as PyTorch decides about float32 tensors. */
    private static boolean isClose(float a, float b, float rtol, float atol, boolean equalNan) {
        float gap = Math.abs(a - b);
        return a == b
                || gap < Float.POSITIVE_INFINITY && gap <= atol + rtol * Math.abs(b)
                || equalNan && a != a && b != b;
    }

    private static boolean isClose(double a, double b, double rtol, double atol, boolean equalNan) {
        double gap = Math.abs(a - b);
        return a == b
                || gap < Double.POSITIVE_INFINITY && gap <= atol + rtol * Math.abs(b)
                || equalNan && a != a && b != b;
    }

    /**
     * {@code min} where smaller, {@code max} where larger; NaN stays NaN.
     *
     * @param min the lower limit, or null
     * @param max the upper limit, which wins where the two are in the wrong order, or null
     * @return the function
     */
    public static Unary clamp(Number min, Number max) {
        double low = min == null ? Double.NEGATIVE_INFINITY : min.doubleValue();
        double high = max == null ? Double.POSITIVE_INFINITY : max.doubleValue();
        long least = min == null ? Long.MIN_VALUE : min.longValue();
        long most = max == null ? Long.MAX_VALUE : max.longValue();
        float from = (float) low;
        float to = (float) high;
        return new Unary(
                (x, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        z[i] = Math.min(Math.max(x[i], from), to);
                    }
                },
                x -> Math.min(Math.max(x, low), high),
                x -> Math.min(Math.max(x, least), most),
                null);
    }

    /**
     * {@code g} where {@code min ≤ x ≤ max}, else 0: the gradient of {@link #clamp}.
     *
     * @param min the lower limit, or null
     * @param max the upper limit, or null
     * @return the function of g and x
     */
    public static Binary clampGradient(Number min, Number max) {
        double low = min == null ? Double.NEGATIVE_INFINITY : min.doubleValue();
        double high = max == null ? Double.POSITIVE_INFINITY : max.doubleValue();
        float from = (float) low;
        float to = (float) high;
        return new Binary(
                (g, x, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        int outside = Masks.less(x[i], from) | Masks.less(to, x[i]);
                        z[i] = Masks.choose(~outside & Masks.ordered(x[i]), g[i], 0f);
                    }
                },
                (g, x) -> x >= low && x <= high ? g : 0,
                null);
    }

    /**
     * Numbers in the place of NaN, inf and -inf.
     *
     * @param nan for NaN
     * @param positive for inf, or null for the largest number of the type
     * @param negative for -inf, or null for the smallest number of the type
     * @return the function
     */
    public static Unary nanToNum(double nan, Number positive, Number negative) {
        double top = positive == null ? Double.MAX_VALUE : positive.doubleValue();
        double bottom = negative == null ? -Double.MAX_VALUE : negative.doubleValue();
        float most = positive == null ? Float.MAX_VALUE : positive.floatValue();
        float least = negative == null ? -Float.MAX_VALUE : negative.floatValue();
        return new Unary(
                (x, z, n) -> {
                    for (int i = 0; i < n; i++) {
                        z[i] = (float) finite(x[i], nan, most, least);
                    }
                },
                x -> finite(x, nan, top, bottom),
                x -> x,
                null);
    }

    private static double finite(double x, double nan, double positive, double negative) {
        if (x - x == 0) {
            return x;
        }
        return x != x ? nan : x > 0 ? positive : negative;
    }
}
