package org.grad4j.backend;

/**
 * The error function {@code erf x = 2/√π ∫₀ˣ e⁻ᵗ² dt} and its complement.
 *
 * <p>In double: the rational Chebyshev approximations of W. J. Cody, "Rational Chebyshev
 * approximations for the error function", Mathematics of Computation 23 (1969), pages 631 to 637,
 * with relative errors of about 1e-16 on each of three intervals.
 */
final class Erf {
    private static final double[] SMALL_P = {
        3.20937758913846947e+03,
        3.77485237685302021e+02,
        1.13864154151050156e+02,
        3.16112374387056560e+00,
        1.85777706184603153e-01
    };
    private static final double[] SMALL_Q = {
        2.84423683343917062e+03,
        1.28261652607737228e+03,
        2.44024637934444173e+02,
        2.36012909523441209e+01,
        1
    };
    private static final double[] MIDDLE_P = {
        1.23033935479799725e+03,
        2.05107837782607147e+03,
        1.71204761263407058e+03,
        8.81952221241769090e+02,
        2.98635138197400131e+02,
        6.61191906371416295e+01,
        8.88314979438837594e+00,
        5.64188496988670089e-01,
        2.15311535474403846e-08
    };
    private static final double[] MIDDLE_Q = {
        1.23033935480374942e+03,
        3.43936767414372164e+03,
        4.36261909014324716e+03,
        3.29079923573345963e+03,
        1.62138957456669019e+03,
        5.37181101862009858e+02,
        1.17693950891312499e+02,
        1.57449261107098347e+01,
        1
    };
    private static final double[] LARGE_P = {
        6.58749161529837803e-04,
        1.60837851487422766e-02,
        1.25781726111229246e-01,
        3.60344899949804439e-01,
        3.05326634961232344e-01,
        1.63153871373020978e-02
    };
    private static final double[] LARGE_Q = {
        2.33520497626869185e-03,
        6.05183413124413191e-02,
        5.27905102951428412e-01,
        1.87295284992346047e+00,
        2.56852019228982242e+00,
        1
    };

    private static final double INVERSE_ROOT_PI = 1 / Math.sqrt(Math.PI);

    /** The inverse of the fit's value at 4. */
    private static final double SINGLE_SCALE = 0.999999990836233;

    private Erf() {}

    static double erf(double x) {
        double a = Math.abs(x);
        if (a <= 0.46875) {
            return x * ratio(SMALL_P, SMALL_Q, x * x);
        }
        return a > 6 ? Math.signum(x) : Math.copySign(1 - tail(a), x);
    }

    static double erfc(double x) {
        double a = Math.abs(x);
        if (a <= 0.46875) {
            return 1 - x * ratio(SMALL_P, SMALL_Q, x * x);
        }
        return x > 0 ? tail(a) : 2 - tail(a);
    }

    /** The complement beyond the middle of the curve; 0 from 27 on, where it underflows. */
    private static double tail(double a) {
        if (a > 27) {
            return 0;
        }
        if (a <= 4) {
            return gauss(a) * ratio(MIDDLE_P, MIDDLE_Q, a);
        }
        double s = 1 / (a * a);
        return gauss(a) * (INVERSE_ROOT_PI - s * ratio(LARGE_P, LARGE_Q, s)) / a;
    }

    /** e⁻ᵃ²; the square is split so that its rounding does not grow by the factor a² in exp. */
    private static double gauss(double a) {
        double head = Math.rint(a * 16) / 16;
        return Math.exp(-head * head) * Math.exp(-(a - head) * (a + head));
    }

    private static double ratio(double[] p, double[] q, double x) {
        return polynomial(p, x) / polynomial(q, x);
    }

    private static double polynomial(double[] coefficients, double x) {
        double y = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            y = y * x + coefficients[i];
        }
        return y;
    }

    /**
     * erf to float precision (relative error 4e-8) in 1 ns, without branches and exponentials: a
     * rational function of x² fitted to erf x / x on [0, 16], where the relative error is smallest,
     * and scaled so that it reaches 1 at 4.
     */
    static void single(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            double c = Math.max(-4, Math.min(x[i], 4));
            double s = c * c;
            double p = 2.84622430449748355e-4 + s * 1.98659646698462647e-6;
            p = 3.88528318641808641e-3 + s * p;
            p = 5.31076434265297647e-2 + s * p;
            p = 0.193588377447756675 + s * p;
            p = 1.12837913870703843 + s * p;
            double q = 1.18606827013422536e-3 + s * 3.74212535825909107e-5;
            q = 1.52110773071050856e-2 + s * q;
            q = 0.115368068853985956 + s * q;
            q = 0.504895775055338552 + s * q;
            q = 1 + s * q;
            x[i] = c * p / q * SINGLE_SCALE;
        }
    }
}
