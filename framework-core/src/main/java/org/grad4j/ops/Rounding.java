package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Halves;
import org.grad4j.backend.RoundingFunctions;
import org.grad4j.backend.Unary;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** Rounding, whose gradient is 0, and division that rounds. */
public final class Rounding {
    private Rounding() {}

    /**
     * The largest whole number that is not larger.
     *
     * @param x a tensor, not bool
     * @return whole numbers of x's type
     */
    public static Tensor floor(Tensor x) {
        return step("floor", "FloorBackward0", RoundingFunctions.FLOOR, x);
    }

    /**
     * The smallest whole number that is not smaller.
     *
     * @param x a tensor, not bool
     * @return whole numbers of x's type
     */
    public static Tensor ceil(Tensor x) {
        return step("ceil", "CeilBackward0", RoundingFunctions.CEIL, x);
    }

    /**
     * The nearest whole number, the even one of two as near.
     *
     * @param x a tensor, not bool
     * @return whole numbers of x's type
     */
    public static Tensor round(Tensor x) {
        return step("round", "RoundBackward0", RoundingFunctions.ROUND, x);
    }

    /**
     * The next whole number towards 0.
     *
     * @param x a tensor, not bool
     * @return whole numbers of x's type
     */
    public static Tensor trunc(Tensor x) {
        return step("trunc", "TruncBackward0", RoundingFunctions.TRUNC, x);
    }

    private static Tensor step(String name, String node, Unary f, Tensor x) {
        Types.refuseBool(name, x);
        Array y = Elementwise.unary(f, x.array(), x.dtype());
        return op(node, y, savingNothing(), wrt(x, Arithmetic::zero));
    }

    /**
     * {@code x - trunc x}.
     *
     * @param x a floating tensor
     * @return the part behind the point, with x's sign
     */
    public static Tensor frac(Tensor x) {
        Types.requireFloating("frac", x);
        Array y = Elementwise.unary(RoundingFunctions.FRAC, x.array(), x.dtype());
        return op("FracBackward0", y, savingNothing(), wrt(x, g -> g));
    }

    /**
     * {@code a - b · floor(a / b)}, with the sign of b.
     *
     * @param a the dividend
     * @param b the divisor
     * @return the remainder
     */
    public static Tensor remainder(Tensor a, Tensor b) {
        Array y = divided("remainder", RoundingFunctions.REMAINDER, a, b);
        return op(
                "RemainderBackward1",
                y,
                wrt(a, g -> g),
                wrt(b, saving(a, b), g -> g.neg().mul(floorDivide(a, b))));
    }

    /**
     * {@code a - s · floor(a / s)}, with the sign of s.
     *
     * @param a the dividend
     * @param s the divisor
     * @return the remainder
     */
    public static Tensor remainder(Tensor a, Number s) {
        Array y = with(RoundingFunctions.REMAINDER, a, s);
        return op("RemainderBackward0", y, savingNothing(), wrt(a, g -> g));
    }

    /**
     * {@code a - b · trunc(a / b)}, with the sign of a.
     *
     * @param a the dividend
     * @param b the divisor
     * @return the remainder
     */
    public static Tensor fmod(Tensor a, Tensor b) {
        Array y = divided("fmod", RoundingFunctions.FMOD, a, b);
        return op(
                "FmodBackward1",
                y,
                wrt(a, g -> g),
                wrt(b, saving(a, b), g -> g.neg().mul(trunc(a.div(b)))));
    }

    /**
     * {@code a - s · trunc(a / s)}, with the sign of a.
     *
     * @param a the dividend
     * @param s the divisor
     * @return the remainder
     */
    public static Tensor fmod(Tensor a, Number s) {
        Array y = with(RoundingFunctions.FMOD, a, s);
        return op("FmodBackward0", y, savingNothing(), wrt(a, g -> g));
    }

    /**
     * {@code floor(a / b)}; the gradient is 0, as of a division with rounding in PyTorch.
     *
     * @param a the dividend
     * @param b the divisor
     * @return the quotient rounded down
     */
    public static Tensor floorDivide(Tensor a, Tensor b) {
        Array y = divided("floorDivide", RoundingFunctions.FLOOR_DIVIDE, a, b);
        return op(
                "DivBackward2",
                y,
                savingNothing(),
                wrt(a, Arithmetic::zero),
                wrt(b, Arithmetic::zero));
    }

    /**
     * {@code floor(a / s)}; the gradient is 0.
     *
     * @param a the dividend
     * @param s the divisor
     * @return the quotient rounded down
     */
    public static Tensor floorDivide(Tensor a, Number s) {
        Array y = with(RoundingFunctions.FLOOR_DIVIDE, a, s);
        return op("DivBackward2", y, savingNothing(), wrt(a, Arithmetic::zero));
    }

    /** The number is rounded as the tensor is: a quotient steps where it is almost whole. */
    private static Array with(Binary f, Tensor a, Number s) {
        return Arithmetic.with(f, a, Halves.nearest(s, Types.common(a, s)));
    }

    private static Array divided(String name, Binary f, Tensor a, Tensor b) {
        DType type = Types.common(a, b);
        if (type == DType.BOOL) {
            Types.refuseBool(name, a);
        }
        return Arithmetic.broadcast(name, f, a, b, type);
    }
}
