package org.grad4j.ops;

import java.util.Arrays;
import java.util.function.Supplier;
import org.grad4j.backend.Binary;
import org.grad4j.backend.ChoiceFunctions;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Operand;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** Truth values, what is finite and what is close: bool tensors without gradients. */
public final class Logic {
    private Logic() {}

    /**
     * Whether both are not 0.
     *
     * @param a one operand
     * @param b the other
     * @return a bool tensor
     */
    public static Tensor and(Tensor a, Tensor b) {
        return of("logicalAnd", ChoiceFunctions.AND, a, b);
    }

    /**
     * Whether any is not 0.
     *
     * @param a one operand
     * @param b the other
     * @return a bool tensor
     */
    public static Tensor or(Tensor a, Tensor b) {
        return of("logicalOr", ChoiceFunctions.OR, a, b);
    }

    /**
     * Whether exactly one is not 0.
     *
     * @param a one operand
     * @param b the other
     * @return a bool tensor
     */
    public static Tensor xor(Tensor a, Tensor b) {
        return of("logicalXor", ChoiceFunctions.XOR, a, b);
    }

    /**
     * Whether an element is 0.
     *
     * @param x a tensor
     * @return a bool tensor
     */
    public static Tensor not(Tensor x) {
        return x.eq(0);
    }

    /**
     * Whether an element is NaN.
     *
     * @param x a tensor
     * @return a bool tensor
     */
    public static Tensor isnan(Tensor x) {
        return x.ne(x);
    }

    /**
     * Whether an element is inf or -inf.
     *
     * @param x a tensor
     * @return a bool tensor
     */
    public static Tensor isinf(Tensor x) {
        return x.dtype().isFloatingPoint()
                ? x.detach().abs().eq(Double.POSITIVE_INFINITY)
                : x.ne(x);
    }

    /**
     * Whether an element is neither NaN nor infinite.
     *
     * @param x a tensor
     * @return a bool tensor
     */
    public static Tensor isfinite(Tensor x) {
        return x.dtype().isFloatingPoint()
                ? x.detach().abs().lt(Double.POSITIVE_INFINITY)
                : x.eq(x);
    }

    /**
     * {@code |a - b| ≤ atol + rtol · |b|}, or both the same infinity.
     *
     * @param a a tensor
     * @param b another of the same type
     * @param rtol the tolerance relative to b
     * @param atol the absolute tolerance
     * @param equalNan whether NaN is close to NaN
     * @return a bool tensor
     */
    public static Tensor isclose(Tensor a, Tensor b, double rtol, double atol, boolean equalNan) {
        Types.requireSame("isclose", a, b);
        if (!(rtol >= 0 && atol >= 0)) {
            throw new IllegalArgumentException(
                    "isclose: tolerances must be 0 or more, got rtol " + rtol + ", atol " + atol);
        }
        return of("isclose", ChoiceFunctions.close(rtol, atol, equalNan), a, b);
    }

    /**
     * Whether all elements are close.
     *
     * @param a a tensor
     * @param b another of the same type
     * @param rtol the tolerance relative to b
     * @param atol the absolute tolerance
     * @param equalNan whether NaN is close to NaN
     * @return true if {@link #isclose} holds everywhere
     */
    public static boolean allclose(Tensor a, Tensor b, double rtol, double atol, boolean equalNan) {
        return answer(() -> isclose(a, b, rtol, atol, equalNan));
    }

    /**
     * Whether two tensors have the same shape and equal elements.
     *
     * @param a a tensor
     * @param b another
     * @return false where any is NaN
     */
    public static boolean equal(Tensor a, Tensor b) {
        Types.requireTensor("equal: the other tensor", b);
        return Arrays.equals(a.array().shape(), b.array().shape()) && answer(() -> a.eq(b));
    }

    /** Whether all are true; leaves no tensor behind. */
    private static boolean answer(Supplier<Tensor> truths) {
        boolean[] answer = {false};
        TensorScope.run(
                () -> {
                    answer[0] = truths.get().all().itemLong() != 0;
                });
        return answer[0];
    }

    private static Tensor of(String name, Binary f, Tensor a, Tensor b) {
        long[] shape = Choices.shape(name, a, b);
        return Tensor.wrap(
                Elementwise.binary(
                        f,
                        Operand.of(a.array()),
                        Operand.of(b.array()),
                        shape,
                        Types.common(a, b),
                        DType.BOOL));
    }
}
