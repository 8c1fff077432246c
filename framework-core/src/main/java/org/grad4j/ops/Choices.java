package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.wrt;

import org.grad4j.autograd.Op.Wrt;
import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.ChoiceFunctions;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Halves;
import org.grad4j.backend.Operand;
import org.grad4j.backend.Shapes;
import org.grad4j.backend.Ternary;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** Operations whose result is one of several candidates; the gradient goes to the chosen one. */
public final class Choices {
    private Choices() {}

    /**
     * {@code min(max(x, min), max)}.
     *
     * @param x a tensor
     * @param min the lower limit, or null
     * @param max the upper limit, or null
     * @return the limited values
     */
    public static Tensor clamp(Tensor x, Number min, Number max) {
        requireLimit(min, max);
        DType type = x.dtype();
        for (Number limit : new Number[] {min, max}) {
            if (limit != null) {
                type = type.promoteWithNumber(Types.isWhole(limit));
            }
        }
        Number low = min == null ? null : type.element("clamp: the lower limit", min);
        Number high = max == null ? null : type.element("clamp: the upper limit", max);
        Array y = Elementwise.unary(ChoiceFunctions.clamp(low, high), x.array(), type);
        Binary inside = ChoiceFunctions.clampGradient(nearest(min, x), nearest(max, x));
        return op("ClampBackward1", y, saving(x), wrt(x, g -> inside(inside, g, x)));
    }

    private static Number nearest(Number limit, Tensor x) {
        return limit == null ? null : Halves.nearest(limit, x.dtype());
    }

    private static Tensor inside(Binary f, Tensor g, Tensor x) {
        Array z = Arithmetic.broadcast("clamp", f, g, x, g.dtype());
        return op("WhereBackward0", z, saving(x), wrt(g, h -> inside(f, h, x)));
    }

    /**
     * {@code min(max(x, min), max)} with limits that broadcast.
     *
     * @param x a tensor
     * @param min the lower limits, or null
     * @param max the upper limits, or null
     * @return the limited values
     */
    public static Tensor clamp(Tensor x, Tensor min, Tensor max) {
        requireLimit(min, max);
        Tensor low = min == null ? x : min;
        Tensor high = max == null ? x : max;
        long[] shape = shape("clamp", x, low, high);
        Array y =
                Ternary.CLAMP.of(
                        Operand.of(x.array()),
                        limit(min, Double.NEGATIVE_INFINITY, Long.MIN_VALUE),
                        limit(max, Double.POSITIVE_INFINITY, Long.MAX_VALUE),
                        shape,
                        Types.common(x, low, high));
        Wrt first = wrt(x, g -> only(g, within(x, min, max)));
        if (max == null) {
            Wrt second = wrt(min, g -> only(g, x.lt(min)));
            return op("ClampBackward0", y, saving(x, min), first, second);
        }
        if (min == null) {
            Wrt second = wrt(max, g -> only(g, x.gt(max)));
            return op("ClampBackward0", y, saving(x, max), first, second);
        }
        return op(
                "ClampBackward0",
                y,
                saving(x, min, max),
                first,
                wrt(min, g -> only(g, x.lt(min).logicalAnd(min.lt(max)))),
                wrt(max, g -> only(g, x.gt(max).logicalOr(max.lt(min)))));
    }

    private static Tensor within(Tensor x, Tensor min, Tensor max) {
        if (max == null) {
            return x.ge(min);
        }
        return min == null ? x.le(max) : x.ge(min).logicalAnd(x.le(max));
    }

    private static Operand limit(Tensor tensor, double real, long integer) {
        return tensor == null ? new Operand(null, real, integer) : Operand.of(tensor.array());
    }

    private static void requireLimit(Object min, Object max) {
        if (min == null && max == null) {
            throw new IllegalArgumentException("clamp: needs a lower or an upper limit, got none");
        }
    }

    /**
     * The larger of two; equal ones share the gradient.
     *
     * @param a one operand
     * @param b the other
     * @return the larger, NaN if any is
     */
    public static Tensor maximum(Tensor a, Tensor b) {
        DType type = Types.common(a, b);
        return op(
                "MaximumBackward0",
                Arithmetic.broadcast("maximum", ChoiceFunctions.MAXIMUM, a, b, type),
                saving(a, b),
                wrt(a, g -> whereGreater(g, a, b)),
                wrt(b, g -> whereGreater(g, b, a)));
    }

    /**
     * The smaller of two; equal ones share the gradient.
     *
     * @param a one operand
     * @param b the other
     * @return the smaller, NaN if any is
     */
    public static Tensor minimum(Tensor a, Tensor b) {
        DType type = Types.common(a, b);
        return op(
                "MinimumBackward0",
                Arithmetic.broadcast("minimum", ChoiceFunctions.MINIMUM, a, b, type),
                saving(a, b),
                wrt(a, g -> whereGreater(g, b, a)),
                wrt(b, g -> whereGreater(g, a, b)));
    }

    /** {@code g} where a is greater, half of it where they are equal, else 0. */
    private static Tensor whereGreater(Tensor g, Tensor a, Tensor b) {
        long[] shape = shape("maximum", g, a, b);
        Array z =
                Ternary.WHERE_GREATER.of(
                        Operand.of(g.array()),
                        Operand.of(a.array()),
                        Operand.of(b.array()),
                        shape,
                        g.dtype());
        return op("MaskedFillBackward0", z, saving(a, b), wrt(g, h -> whereGreater(h, a, b)));
    }

    /**
     * {@code x} where the condition holds, else {@code y}.
     *
     * @param condition a bool tensor
     * @param x a tensor
     * @param y a tensor
     * @return the chosen values
     */
    public static Tensor where(Tensor condition, Tensor x, Tensor y) {
        long[] shape = shape("where", condition, x, y);
        Operand[] both = {Operand.of(x.array()), Operand.of(y.array())};
        return op(
                "WhereBackward0",
                choose(condition, both, shape, Types.common(x, y)),
                saving(condition),
                wrt(x, g -> only(g, condition)),
                wrt(y, g -> Arithmetic.zeroWhere(g, condition)));
    }

    /**
     * {@code x} where the condition holds, else the number.
     *
     * @param condition a bool tensor
     * @param x a tensor
     * @param s a number
     * @return the chosen values
     */
    public static Tensor where(Tensor condition, Tensor x, Number s) {
        Types.requireNumber("where: the other", s);
        long[] shape = shape("where", condition, x);
        Operand[] both = {Operand.of(x.array()), Operand.of(s)};
        return op(
                "WhereBackward0",
                choose(condition, both, shape, Types.common(x, s)),
                saving(condition),
                wrt(x, g -> only(g, condition)));
    }

    /**
     * The number where the condition holds, else {@code y}.
     *
     * @param condition a bool tensor
     * @param s a number
     * @param y a tensor
     * @return the chosen values
     */
    public static Tensor where(Tensor condition, Number s, Tensor y) {
        Types.requireNumber("where: the first", s);
        long[] shape = shape("where", condition, y);
        Operand[] both = {Operand.of(s), Operand.of(y.array())};
        return op(
                "WhereBackward0",
                choose(condition, both, shape, Types.common(y, s)),
                saving(condition),
                wrt(y, g -> Arithmetic.zeroWhere(g, condition)));
    }

    /**
     * One number where the condition holds, else the other.
     *
     * @param condition a bool tensor
     * @param s a number
     * @param t a number
     * @return int64 for two whole numbers, else float32
     */
    public static Tensor where(Tensor condition, Number s, Number t) {
        Types.requireNumber("where: the first", s);
        Types.requireNumber("where: the other", t);
        boolean whole = Types.isWhole(s) && Types.isWhole(t);
        Operand[] both = {Operand.of(s), Operand.of(t)};
        long[] shape = shape("where", condition);
        return Tensor.wrap(choose(condition, both, shape, whole ? DType.INT64 : DType.FLOAT32));
    }

    private static Array choose(Tensor condition, Operand[] both, long[] shape, DType type) {
        if (condition.dtype() != DType.BOOL) {
            throw new IllegalArgumentException(
                    "where: the condition must be a bool tensor, got "
                            + condition.dtype().torchName()
                            + "; compare it with something, for example ne(0)");
        }
        return Ternary.WHERE.of(Operand.of(condition.array()), both[0], both[1], shape, type);
    }

    /** {@code g} where the mask is set, else 0. */
    private static Tensor only(Tensor g, Tensor mask) {
        return where(mask, g, 0);
    }

    /**
     * Finite numbers in the place of NaN and inf, which get no gradient.
     *
     * @param x a tensor
     * @param nan for NaN
     * @param posInf for inf, or null for the largest number of the type
     * @param negInf for -inf, or null for the smallest number of the type
     * @return finite numbers
     */
    public static Tensor nanToNum(Tensor x, double nan, Number posInf, Number negInf) {
        boolean half = x.dtype().isHalf();
        Number top = posInf == null && half ? Halves.largest(x.dtype()) : posInf;
        Number bottom = negInf == null && half ? -Halves.largest(x.dtype()) : negInf;
        Array y =
                Elementwise.unary(ChoiceFunctions.nanToNum(nan, top, bottom), x.array(), x.dtype());
        return op("NanToNumBackward0", y, saving(x), wrt(x, g -> only(g, x.isfinite())));
    }

    /** The shape that all broadcast to. */
    static long[] shape(String name, Tensor... tensors) {
        long[] shape = Shapes.SCALAR;
        for (Tensor tensor : tensors) {
            Types.requireTensor(name + ": the operand", tensor);
            shape = Shapes.broadcast(name, shape, tensor.array().shape());
        }
        return shape;
    }
}
