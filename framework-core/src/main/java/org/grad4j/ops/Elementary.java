package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.wrt;

import org.grad4j.backend.Array;
import org.grad4j.backend.ElementaryFunctions;
import org.grad4j.backend.Elementwise;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** The elementary functions beyond exp, log and sqrt, each with its gradient. */
public final class Elementary {
    private static final double LOG_2 = Math.log(2);
    private static final double LOG_10 = Math.log(10);
    private static final double ROOT_PI = Math.sqrt(Math.PI);

    private Elementary() {}

    /**
     * {@code x²}; unlike a power of 2, it is one multiplication.
     *
     * @param x a tensor
     * @return the square, int64 for bool
     */
    public static Tensor square(Tensor x) {
        DType type = x.dtype().promoteWithNumber(true);
        Array y = Elementwise.unary(ElementaryFunctions.SQUARE, x.array(), type);
        return op("PowBackward0", y, saving(x), wrt(x, g -> g.mul(x.mul(2))));
    }

    /**
     * {@code 1 / x}.
     *
     * @param x a tensor
     * @return the reciprocal
     */
    public static Tensor reciprocal(Tensor x) {
        Array z = Arithmetic.floating(ElementaryFunctions.RECIPROCAL, x);
        return op("ReciprocalBackward0", z, x, (g, y) -> g.neg().mul(y.mul(y)));
    }

    /**
     * {@code 1 / √x}.
     *
     * @param x a tensor
     * @return the reciprocal root
     */
    public static Tensor rsqrt(Tensor x) {
        Array z = Arithmetic.floating(ElementaryFunctions.RSQRT, x);
        return op("RsqrtBackward0", z, x, (g, y) -> g.mul(y.pow(3)).mul(-0.5));
    }

    /**
     * {@code eˣ - 1}.
     *
     * @param x a tensor
     * @return exact near 0
     */
    public static Tensor expm1(Tensor x) {
        Array z = Arithmetic.floating(ElementaryFunctions.EXPM1, x);
        return op("Expm1Backward0", z, x, (g, y) -> g.mul(y.add(1)));
    }

    /**
     * {@code log(1 + x)}.
     *
     * @param x a tensor
     * @return exact near 0
     */
    public static Tensor log1p(Tensor x) {
        Array y = Arithmetic.floating(ElementaryFunctions.LOG1P, x);
        return op("Log1PBackward0", y, saving(x), wrt(x, g -> g.div(x.add(1))));
    }

    /**
     * The logarithm to base 2.
     *
     * @param x a tensor
     * @return the logarithm
     */
    public static Tensor log2(Tensor x) {
        Array y = Arithmetic.floating(ElementaryFunctions.LOG2, x);
        return op("Log2Backward0", y, saving(x), wrt(x, g -> g.div(x.mul(LOG_2))));
    }

    /**
     * The logarithm to base 10.
     *
     * @param x a tensor
     * @return the logarithm
     */
    public static Tensor log10(Tensor x) {
        Array y = Arithmetic.floating(ElementaryFunctions.LOG10, x);
        return op("Log10Backward0", y, saving(x), wrt(x, g -> g.div(x.mul(LOG_10))));
    }

    /**
     * The sine.
     *
     * @param x a tensor
     * @return the sine
     */
    public static Tensor sin(Tensor x) {
        Array y = Arithmetic.floating(ElementaryFunctions.SIN, x);
        return op("SinBackward0", y, saving(x), wrt(x, g -> g.mul(x.cos())));
    }

    /**
     * The cosine.
     *
     * @param x a tensor
     * @return the cosine
     */
    public static Tensor cos(Tensor x) {
        Array y = Arithmetic.floating(ElementaryFunctions.COS, x);
        return op("CosBackward0", y, saving(x), wrt(x, g -> g.mul(x.sin().neg())));
    }

    /**
     * The tangent.
     *
     * @param x a tensor
     * @return the tangent
     */
    public static Tensor tan(Tensor x) {
        Array z = Arithmetic.floating(ElementaryFunctions.TAN, x);
        return op("TanBackward0", z, x, (g, y) -> g.mul(y.mul(y).add(1)));
    }

    /**
     * The inverse sine.
     *
     * @param x a tensor
     * @return angles from -π/2 to π/2
     */
    public static Tensor asin(Tensor x) {
        Array y = Arithmetic.floating(ElementaryFunctions.ASIN, x);
        return op("AsinBackward0", y, saving(x), wrt(x, g -> g.mul(x.mul(x).rsub(1).rsqrt())));
    }

    /**
     * The inverse cosine.
     *
     * @param x a tensor
     * @return angles from 0 to π
     */
    public static Tensor acos(Tensor x) {
        Array y = Arithmetic.floating(ElementaryFunctions.ACOS, x);
        return op(
                "AcosBackward0", y, saving(x), wrt(x, g -> g.mul(x.mul(x).rsub(1).rsqrt().neg())));
    }

    /**
     * The inverse tangent.
     *
     * @param x a tensor
     * @return angles between -π/2 and π/2
     */
    public static Tensor atan(Tensor x) {
        Array y = Arithmetic.floating(ElementaryFunctions.ATAN, x);
        return op("AtanBackward0", y, saving(x), wrt(x, g -> g.div(x.mul(x).add(1))));
    }

    /**
     * The hyperbolic sine.
     *
     * @param x a tensor
     * @return the hyperbolic sine
     */
    public static Tensor sinh(Tensor x) {
        Array y = Arithmetic.floating(ElementaryFunctions.SINH, x);
        return op("SinhBackward0", y, saving(x), wrt(x, g -> g.mul(x.cosh())));
    }

    /**
     * The hyperbolic cosine.
     *
     * @param x a tensor
     * @return the hyperbolic cosine
     */
    public static Tensor cosh(Tensor x) {
        Array y = Arithmetic.floating(ElementaryFunctions.COSH, x);
        return op("CoshBackward0", y, saving(x), wrt(x, g -> g.mul(x.sinh())));
    }

    /**
     * The inverse hyperbolic sine.
     *
     * @param x a tensor
     * @return the inverse
     */
    public static Tensor asinh(Tensor x) {
        Array y = Arithmetic.floating(ElementaryFunctions.ASINH, x);
        return op("AsinhBackward0", y, saving(x), wrt(x, g -> g.mul(x.mul(x).add(1).rsqrt())));
    }

    /**
     * The inverse hyperbolic cosine.
     *
     * @param x a tensor
     * @return the inverse
     */
    public static Tensor acosh(Tensor x) {
        Array y = Arithmetic.floating(ElementaryFunctions.ACOSH, x);
        return op("AcoshBackward0", y, saving(x), wrt(x, g -> g.mul(x.mul(x).sub(1).rsqrt())));
    }

    /**
     * The inverse hyperbolic tangent.
     *
     * @param x a tensor
     * @return the inverse
     */
    public static Tensor atanh(Tensor x) {
        Array y = Arithmetic.floating(ElementaryFunctions.ATANH, x);
        return op("AtanhBackward0", y, saving(x), wrt(x, g -> g.div(x.mul(x).rsub(1))));
    }

    /**
     * The error function.
     *
     * @param x a tensor
     * @return values from -1 to 1
     */
    public static Tensor erf(Tensor x) {
        Array y = Arithmetic.floating(ElementaryFunctions.ERF, x);
        return op(
                "ErfBackward0",
                y,
                saving(x),
                wrt(x, g -> g.mul(x.mul(x).neg().exp().mul(2 / ROOT_PI))));
    }

    /**
     * One minus the error function.
     *
     * @param x a tensor
     * @return values from 0 to 2
     */
    public static Tensor erfc(Tensor x) {
        Array y = Arithmetic.floating(ElementaryFunctions.ERFC, x);
        return op(
                "ErfcBackward0",
                y,
                saving(x),
                wrt(x, g -> g.mul(x.mul(x).neg().exp().mul(-2 / ROOT_PI))));
    }
}
