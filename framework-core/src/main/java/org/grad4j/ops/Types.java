package org.grad4j.ops;

import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** The types that operations compute in and refuse. */
final class Types {
    private Types() {}

    /** PyTorch's result type: operands without dimensions count only by their kind. */
    static DType common(Tensor a, Tensor b) {
        requireTensor("the operand", b);
        if (a.dtype() == b.dtype()) {
            return a.dtype();
        }
        if (a.dim() > 0 && b.dim() == 0) {
            return DType.promoteWithScalar(a.dtype(), b.dtype());
        }
        if (b.dim() > 0 && a.dim() == 0) {
            return DType.promoteWithScalar(b.dtype(), a.dtype());
        }
        return DType.promote(a.dtype(), b.dtype());
    }

    /** As {@link #common(Tensor, Tensor)} for three. */
    static DType common(Tensor a, Tensor b, Tensor c) {
        DType dimensioned = null;
        DType scalar = null;
        for (Tensor x : new Tensor[] {a, b, c}) {
            requireTensor("the operand", x);
            if (x.dim() > 0) {
                dimensioned =
                        dimensioned == null ? x.dtype() : DType.promote(dimensioned, x.dtype());
            } else {
                scalar = scalar == null ? x.dtype() : DType.promote(scalar, x.dtype());
            }
        }
        if (dimensioned == null || scalar == null) {
            return dimensioned == null ? scalar : dimensioned;
        }
        return DType.promoteWithScalar(dimensioned, scalar);
    }

    static DType common(Tensor a, Number number) {
        requireNumber(number);
        return a.dtype().promoteWithNumber(isWhole(number));
    }

    static boolean isWhole(Number number) {
        return number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte;
    }

    /** The type itself if it is floating, else the default. */
    static DType floating(DType type) {
        return type.isFloatingPoint() ? type : DType.getDefault();
    }

    static void requireFloating(String op, Tensor x) {
        if (!x.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    op
                            + ": needs a floating-point tensor, got "
                            + x.dtype().torchName()
                            + "; convert it with to(DType.FLOAT32)");
        }
    }

    /** Says what is null in the user's words instead of failing somewhere inside. */
    static void requireTensor(String what, Tensor x) {
        if (x == null) {
            throw new IllegalArgumentException(what + " is null; expected a tensor");
        }
    }

    /** As {@link #requireTensor} for numbers. */
    static void requireNumber(String what, Number number) {
        if (number == null) {
            throw new IllegalArgumentException(what + " is null; expected a number");
        }
    }

    static void requireNumber(Number number) {
        if (number == null) {
            throw new IllegalArgumentException("the number is null");
        }
    }

    static void requireSame(String op, Tensor a, Tensor b) {
        requireTensor(op + ": the other tensor", b);
        if (a.dtype() != b.dtype()) {
            throw new IllegalArgumentException(
                    op
                            + ": both tensors must have the same type, got "
                            + a.dtype().torchName()
                            + " and "
                            + b.dtype().torchName()
                            + "; convert one with to(...)");
        }
    }

    /** For operations that lose too much with so few digits, which PyTorch refuses too. */
    static void refuseHalf(String op, Tensor x) {
        if (x.dtype().isHalf()) {
            throw new IllegalArgumentException(
                    op
                            + ": not defined for "
                            + x.dtype().torchName()
                            + "; convert with to(DType.FLOAT32), and the result back");
        }
    }

    static void refuseBool(String op, Tensor x) {
        if (x.dtype() == DType.BOOL) {
            throw new IllegalArgumentException(
                    op + ": not defined for bool tensors; convert with to(...) first");
        }
    }
}
