package org.grad4j.ops;

import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Halves;
import org.grad4j.backend.Operand;
import org.grad4j.backend.Shapes;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** Comparisons, which give bool tensors and no gradients. */
public final class Comparisons {
    private Comparisons() {}

    /**
     * {@code a == b}.
     *
     * @param a one operand
     * @param b the other
     * @return a bool tensor
     */
    public static Tensor eq(Tensor a, Tensor b) {
        return compare("eq", Binary.EQ, a, b);
    }

    /**
     * {@code a == s}.
     *
     * @param a a tensor
     * @param s a number
     * @return a bool tensor
     */
    public static Tensor eq(Tensor a, Number s) {
        return compare(Binary.EQ, a, s);
    }

    /**
     * {@code a != b}.
     *
     * @param a one operand
     * @param b the other
     * @return a bool tensor
     */
    public static Tensor ne(Tensor a, Tensor b) {
        return compare("ne", Binary.NE, a, b);
    }

    /**
     * {@code a != s}.
     *
     * @param a a tensor
     * @param s a number
     * @return a bool tensor
     */
    public static Tensor ne(Tensor a, Number s) {
        return compare(Binary.NE, a, s);
    }

    /**
     * {@code a < b}.
     *
     * @param a one operand
     * @param b the other
     * @return a bool tensor
     */
    public static Tensor lt(Tensor a, Tensor b) {
        return compare("lt", Binary.LT, a, b);
    }

    /**
     * {@code a < s}.
     *
     * @param a a tensor
     * @param s a number
     * @return a bool tensor
     */
    public static Tensor lt(Tensor a, Number s) {
        return compare(Binary.LT, a, s);
    }

    /**
     * {@code a <= b}.
     *
     * @param a one operand
     * @param b the other
     * @return a bool tensor
     */
    public static Tensor le(Tensor a, Tensor b) {
        return compare("le", Binary.LE, a, b);
    }

    /**
     * {@code a <= s}.
     *
     * @param a a tensor
     * @param s a number
     * @return a bool tensor
     */
    public static Tensor le(Tensor a, Number s) {
        return compare(Binary.LE, a, s);
    }

    /**
     * {@code a > b}.
     *
     * @param a one operand
     * @param b the other
     * @return a bool tensor
     */
    public static Tensor gt(Tensor a, Tensor b) {
        return compare("gt", Binary.GT, a, b);
    }

    /**
     * {@code a > s}.
     *
     * @param a a tensor
     * @param s a number
     * @return a bool tensor
     */
    public static Tensor gt(Tensor a, Number s) {
        return compare(Binary.GT, a, s);
    }

    /**
     * {@code a >= b}.
     *
     * @param a one operand
     * @param b the other
     * @return a bool tensor
     */
    public static Tensor ge(Tensor a, Tensor b) {
        return compare("ge", Binary.GE, a, b);
    }

    /**
     * {@code a >= s}.
     *
     * @param a a tensor
     * @param s a number
     * @return a bool tensor
     */
    public static Tensor ge(Tensor a, Number s) {
        return compare(Binary.GE, a, s);
    }

    private static Tensor compare(String name, Binary f, Tensor a, Tensor b) {
        long[] shape = Shapes.broadcast(name, a.array().shape(), b.array().shape());
        return compare(f, Operand.of(a.array()), Operand.of(b.array()), shape, Types.common(a, b));
    }

    private static Tensor compare(Binary f, Tensor a, Number s) {
        DType type = Types.common(a, s);
        Operand number = Operand.of(Halves.nearest(s, type), type);
        return compare(f, Operand.of(a.array()), number, a.array().shape(), type);
    }

    private static Tensor compare(Binary f, Operand a, Operand b, long[] shape, DType type) {
        Array z = Elementwise.binary(f, a, b, shape, type, DType.BOOL);
        return Tensor.wrap(z);
    }
}
