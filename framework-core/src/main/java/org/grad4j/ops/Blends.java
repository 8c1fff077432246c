package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.Operand;
import org.grad4j.backend.Ternary;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** Functions of two and three tensors beyond arithmetic. */
public final class Blends {
    private static final Binary ATAN2 =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) Math.atan2(a[i], b[i]);
                        }
                    },
                    Math::atan2,
                    null);

    private static final Binary HYPOT =
            new Binary(
                    (a, b, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) Math.hypot(a[i], b[i]);
                        }
                    },
                    Math::hypot,
                    null);

    private Blends() {}

    /**
     * The angle of the point {@code (x, y)}; at the origin the gradient is 0.
     *
     * @param y the second coordinate
     * @param x the first coordinate
     * @return angles from -π to π
     */
    public static Tensor atan2(Tensor y, Tensor x) {
        DType type = Types.floating(Types.common(y, x));
        return op(
                "Atan2Backward0",
                Arithmetic.broadcast("atan2", ATAN2, y, x, type),
                saving(y, x),
                wrt(y, g -> g.mul(x).mul(inverseSquare(y, x))),
                wrt(x, g -> g.neg().mul(y).mul(inverseSquare(y, x))));
    }

    private static Tensor inverseSquare(Tensor y, Tensor x) {
        Tensor square = y.mul(y).add(x.mul(x));
        return Arithmetic.zeroWhere(square.reciprocal(), square.eq(0));
    }

    /**
     * {@code √(a² + b²)} without overflow.
     *
     * @param a one operand
     * @param b the other
     * @return the length
     */
    public static Tensor hypot(Tensor a, Tensor b) {
        DType type = Types.common(a, b);
        if (!type.isFloatingPoint()) {
            Types.requireFloating("hypot", a);
        }
        Array y = Arithmetic.broadcast("hypot", HYPOT, a, b, type);
        return op(
                "HypotBackward0",
                y,
                saving(a, b),
                wrt(a, g -> g.mul(a.div(hypot(a, b)))),
                wrt(b, g -> g.mul(b.div(hypot(a, b)))));
    }

    /**
     * {@code a + weight · (b - a)}.
     *
     * @param a the start
     * @param b the end
     * @param weight 0 for the start, 1 for the end
     * @return the values between
     */
    public static Tensor lerp(Tensor a, Tensor b, Number weight) {
        Types.requireFloating("lerp", a);
        Types.requireSame("lerp", a, b);
        Types.requireNumber("lerp: the weight", weight);
        long[] shape = Choices.shape("lerp", a, b);
        Array y =
                Ternary.LERP.of(
                        Operand.of(a.array()),
                        Operand.of(b.array()),
                        Operand.of(weight),
                        shape,
                        a.dtype());
        double w = weight.doubleValue();
        return op(
                "LerpBackward0",
                y,
                savingNothing(),
                wrt(a, g -> g.mul(1 - w)),
                wrt(b, g -> g.mul(w)));
    }

    /**
     * {@code a + weight · (b - a)}.
     *
     * @param a the start
     * @param b the end
     * @param weight 0 for the start, 1 for the end
     * @return the values between
     */
    public static Tensor lerp(Tensor a, Tensor b, Tensor weight) {
        Types.requireFloating("lerp", a);
        Types.requireSame("lerp", a, b);
        Types.requireSame("lerp", a, weight);
        return op(
                "LerpBackward1",
                run("lerp", Ternary.LERP, a, b, weight, a.dtype()),
                wrt(a, saving(weight), g -> g.mul(weight.rsub(1))),
                wrt(b, saving(weight), g -> g.mul(weight)),
                wrt(weight, saving(a, b), g -> g.mul(b.sub(a))));
    }

    /**
     * {@code a + value · b · c}.
     *
     * @param a the summand
     * @param b a factor
     * @param c a factor
     * @param value a factor, whole for whole numbers
     * @return the sum
     */
    public static Tensor addcmul(Tensor a, Tensor b, Tensor c, Number value) {
        Types.requireNumber("addcmul: the factor", value);
        DType type = Types.common(a, b, c);
        if (type == DType.BOOL) {
            Types.refuseBool("addcmul", a);
        }
        if (!type.isFloatingPoint() && !Types.isWhole(value)) {
            throw new IllegalArgumentException(
                    "addcmul: whole numbers need a whole factor, got "
                            + value
                            + " for "
                            + type.torchName());
        }
        return op(
                "AddcmulBackward0",
                run("addcmul", Ternary.addcmul(value), a, b, c, type),
                wrt(a, g -> g),
                wrt(b, saving(c), g -> g.mul(c.mul(value))),
                wrt(c, saving(b), g -> g.mul(b.mul(value))));
    }

    /**
     * {@code a + value · b / c}.
     *
     * @param a the summand
     * @param b the dividend
     * @param c the divisor
     * @param value a factor
     * @return the sum
     */
    public static Tensor addcdiv(Tensor a, Tensor b, Tensor c, Number value) {
        Types.requireNumber("addcdiv: the factor", value);
        DType type = Types.floating(Types.common(a, b, c));
        if (!b.dtype().isFloatingPoint()) {
            Types.requireFloating("addcdiv", c);
        }
        return op(
                "AddcdivBackward0",
                run("addcdiv", Ternary.addcdiv(value), a, b, c, type),
                wrt(a, g -> g),
                wrt(b, saving(c), g -> g.mul(value).div(c)),
                wrt(c, saving(b, c), g -> g.mul(value).neg().mul(b.div(c).div(c))));
    }

    private static Array run(String name, Ternary f, Tensor a, Tensor b, Tensor c, DType type) {
        return f.of(
                Operand.of(a.array()),
                Operand.of(b.array()),
                Operand.of(c.array()),
                Choices.shape(name, a, b, c),
                type);
    }
}
