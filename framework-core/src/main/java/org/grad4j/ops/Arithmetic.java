package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Operand;
import org.grad4j.backend.Shapes;
import org.grad4j.backend.Unary;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** Elementwise arithmetic and elementary functions, each with its gradient. */
public final class Arithmetic {
    private Arithmetic() {}

    // ---- two operands ----

    /**
     * {@code a + b}.
     *
     * @param a one operand
     * @param b the other
     * @return the sum
     */
    public static Tensor add(Tensor a, Tensor b) {
        Array y = broadcast("add", Binary.ADD, a, b, Types.common(a, b));
        return op("AddBackward0", y, savingNothing(), wrt(a, g -> g), wrt(b, g -> g));
    }

    /**
     * {@code a + s}.
     *
     * @param a a tensor
     * @param s a number
     * @return the sum
     */
    public static Tensor add(Tensor a, Number s) {
        return op("AddBackward0", with(Binary.ADD, a, s), savingNothing(), wrt(a, g -> g));
    }

    /**
     * {@code a - b}.
     *
     * @param a one operand
     * @param b the other
     * @return the difference
     */
    public static Tensor sub(Tensor a, Tensor b) {
        Types.refuseBool("sub", a);
        Types.refuseBool("sub", b);
        Array y = broadcast("sub", Binary.SUB, a, b, Types.common(a, b));
        return op("SubBackward0", y, savingNothing(), wrt(a, g -> g), wrt(b, Tensor::neg));
    }

    /**
     * {@code a - s}.
     *
     * @param a a tensor
     * @param s a number
     * @return the difference
     */
    public static Tensor sub(Tensor a, Number s) {
        Types.refuseBool("sub", a);
        return op("SubBackward0", with(Binary.SUB, a, s), savingNothing(), wrt(a, g -> g));
    }

    /**
     * {@code s - a}.
     *
     * @param a a tensor
     * @param s a number
     * @return the difference
     */
    public static Tensor rsub(Tensor a, Number s) {
        Types.refuseBool("rsub", a);
        return op("RsubBackward1", with(Binary.SUB, s, a), savingNothing(), wrt(a, Tensor::neg));
    }

    /**
     * {@code a · b}.
     *
     * @param a one operand
     * @param b the other
     * @return the product
     */
    public static Tensor mul(Tensor a, Tensor b) {
        Array y = broadcast("mul", Binary.MUL, a, b, Types.common(a, b));
        return op(
                "MulBackward0",
                y,
                wrt(a, saving(b), g -> g.mul(b)),
                wrt(b, saving(a), g -> g.mul(a)));
    }

    /**
     * {@code a · s}.
     *
     * @param a a tensor
     * @param s a number
     * @return the product
     */
    public static Tensor mul(Tensor a, Number s) {
        return op("MulBackward0", with(Binary.MUL, a, s), savingNothing(), wrt(a, g -> g.mul(s)));
    }

    /**
     * {@code a / b}.
     *
     * @param a the dividend
     * @param b the divisor
     * @return the quotient
     */
    public static Tensor div(Tensor a, Tensor b) {
        Array y = broadcast("div", Binary.DIV, a, b, Types.floating(Types.common(a, b)));
        return op(
                "DivBackward0",
                y,
                wrt(a, saving(b), g -> g.div(b)),
                wrt(b, saving(a, b), g -> g.neg().mul(a.div(b).div(b))));
    }

    /**
     * {@code a / s}.
     *
     * @param a the dividend
     * @param s the divisor
     * @return the quotient
     */
    public static Tensor div(Tensor a, Number s) {
        return op("DivBackward0", with(Binary.DIV, a, s), savingNothing(), wrt(a, g -> g.div(s)));
    }

    /**
     * {@code s / a}.
     *
     * @param a the divisor
     * @param s the dividend
     * @return the quotient
     */
    public static Tensor rdiv(Tensor a, Number s) {
        Array y = with(Binary.DIV, s, a);
        return op("DivBackward0", y, saving(a), wrt(a, g -> g.neg().mul(a.rdiv(s).div(a))));
    }

    /**
     * {@code aˢ}; the gradient of {@code a⁰} is 0 everywhere.
     *
     * @param a the base
     * @param s the exponent
     * @return the power
     */
    public static Tensor pow(Tensor a, Number s) {
        if (!a.dtype().isFloatingPoint() && Types.isWhole(s) && s.longValue() < 0) {
            throw new IllegalArgumentException(
                    "pow: whole numbers to a negative whole power are not defined, got exponent "
                            + s
                            + " for "
                            + a.dtype().torchName());
        }
        double p = s.doubleValue();
        return op(
                "PowBackward0",
                with(Binary.POW, a, s),
                saving(a),
                wrt(a, g -> p == 0 ? zero(g) : g.mul(a.pow(p - 1).mul(p))));
    }

    /**
     * {@code aᵇ}. The gradient of the exponent is {@code aᵇ · log a}, and 0 where {@code a = 0} and
     * {@code b ≥ 0}; that of the base is 0 where {@code b = 0}.
     *
     * @param a the base
     * @param b the exponent
     * @return the power
     */
    public static Tensor pow(Tensor a, Tensor b) {
        DType type = Types.common(a, b);
        if (type == DType.BOOL) {
            Types.refuseBool("pow", a);
        }
        Array y = broadcast("pow", Binary.POW, a, b, type);
        return op(
                "PowBackward1",
                y,
                saving(a, b),
                wrt(a, g -> zeroWhere(g.mul(b).mul(a.pow(b.sub(1))), b.eq(0))),
                wrt(b, g -> zeroWhere(g.mul(a.pow(b)).mul(a.log()), a.eq(0).mul(b.ge(0)))));
    }

    /**
     * {@code sᵃ}; the gradient of {@code 0ᵃ} is 0 for {@code a ≥ 0}.
     *
     * @param a the exponent
     * @param s the base
     * @return the power
     */
    public static Tensor rpow(Tensor a, Number s) {
        Array y = with(Binary.POW, s, a);
        double base = s.doubleValue();
        if (base == 0) {
            return op(
                    "PowBackward1", y, saving(a), a, (g, p) -> zeroWhere(g.mul(p).neg(), a.ge(0)));
        }
        return op("PowBackward1", y, a, (g, p) -> g.mul(p).mul(Math.log(base)));
    }

    /**
     * {@code x} with 0 where the mask is set; unlike a product with 0 it also removes NaN and inf.
     *
     * @param x a tensor
     * @param mask a bool tensor that broadcasts with it
     * @return the masked tensor
     */
    static Tensor zeroWhere(Tensor x, Tensor mask) {
        Array y = broadcast("zeroWhere", Binary.ZERO_WHERE, x, mask, x.dtype());
        return op("MaskedFillBackward0", y, saving(mask), wrt(x, g -> zeroWhere(g, mask)));
    }

    // ---- one operand ----

    /**
     * {@code -x}.
     *
     * @param x a tensor
     * @return the negative
     */
    public static Tensor neg(Tensor x) {
        Types.refuseBool("neg", x);
        Array y = Elementwise.unary(Unary.NEG, x.array(), x.dtype());
        return op("NegBackward0", y, savingNothing(), wrt(x, Tensor::neg));
    }

    /**
     * {@code |x|}.
     *
     * @param x a tensor
     * @return the absolute values
     */
    public static Tensor abs(Tensor x) {
        Types.refuseBool("abs", x);
        Array y = Elementwise.unary(Unary.ABS, x.array(), x.dtype());
        return op("AbsBackward0", y, saving(x), wrt(x, g -> g.mul(x.sign())));
    }

    /**
     * The sign of {@code x}.
     *
     * @param x a tensor
     * @return -1, 0 or 1
     */
    public static Tensor sign(Tensor x) {
        Array y = Elementwise.unary(Unary.SIGN, x.array(), x.dtype());
        return op("SignBackward0", y, savingNothing(), wrt(x, Arithmetic::zero));
    }

    /**
     * {@code eˣ}.
     *
     * @param x a tensor
     * @return the exponential
     */
    public static Tensor exp(Tensor x) {
        return op("ExpBackward0", floating(Unary.EXP, x), x, (g, y) -> g.mul(y));
    }

    /**
     * The natural logarithm.
     *
     * @param x a tensor
     * @return the logarithm
     */
    public static Tensor log(Tensor x) {
        return op("LogBackward0", floating(Unary.LOG, x), saving(x), wrt(x, g -> g.div(x)));
    }

    /**
     * {@code √x}.
     *
     * @param x a tensor
     * @return the square root
     */
    public static Tensor sqrt(Tensor x) {
        return op("SqrtBackward0", floating(Unary.SQRT, x), x, (g, y) -> g.div(y.mul(2)));
    }

    /** Of the shape of g; a product with 0 would keep NaN and make NaN of inf. */
    static Tensor zero(Tensor g) {
        return Tensor.zeros(g.dtype(), g.shape());
    }

    static Array floating(Unary f, Tensor x) {
        return Elementwise.unary(f, x.array(), Types.floating(x.dtype()));
    }

    static Array broadcast(String name, Binary f, Tensor a, Tensor b, DType type) {
        long[] shape = Shapes.broadcast(name, a.array().shape(), b.array().shape());
        return Elementwise.binary(
                f, Operand.of(a.array()), Operand.of(b.array()), shape, type, type);
    }

    static Array with(Binary f, Tensor a, Number s) {
        DType type = result(f, a, s);
        return Elementwise.binary(
                f, Operand.of(a.array()), Operand.of(s, type), a.array().shape(), type, type);
    }

    private static Array with(Binary f, Number s, Tensor a) {
        DType type = result(f, a, s);
        return Elementwise.binary(
                f, Operand.of(s, type), Operand.of(a.array()), a.array().shape(), type, type);
    }

    /** A function that is not defined on whole numbers computes in floating ones. */
    private static DType result(Binary f, Tensor a, Number s) {
        DType type = Types.common(a, s);
        return f.longs() == null ? Types.floating(type) : type;
    }
}
