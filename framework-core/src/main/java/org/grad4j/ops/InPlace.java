package org.grad4j.ops;

import java.util.Arrays;
import org.grad4j.autograd.Autograd;
import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Operand;
import org.grad4j.backend.Shapes;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** Changes in place. They are not recorded, and every view of the memory sees them. */
public final class InPlace {
    private InPlace() {}

    /**
     * {@code x += y}.
     *
     * @param x changed
     * @param y broadcasts to x
     * @return x
     */
    public static Tensor add(Tensor x, Tensor y) {
        return with("add_", Binary.ADD, x, y);
    }

    /**
     * {@code x += s}.
     *
     * @param x changed
     * @param s a number
     * @return x
     */
    public static Tensor add(Tensor x, Number s) {
        return with("add_", Binary.ADD, x, s);
    }

    /**
     * {@code x -= y}.
     *
     * @param x changed
     * @param y broadcasts to x
     * @return x
     */
    public static Tensor sub(Tensor x, Tensor y) {
        Types.refuseBool("sub_", x);
        Types.refuseBool("sub_", y);
        return with("sub_", Binary.SUB, x, y);
    }

    /**
     * {@code x *= y}.
     *
     * @param x changed
     * @param y broadcasts to x
     * @return x
     */
    public static Tensor mul(Tensor x, Tensor y) {
        return with("mul_", Binary.MUL, x, y);
    }

    /**
     * {@code x *= s}.
     *
     * @param x changed
     * @param s a number
     * @return x
     */
    public static Tensor mul(Tensor x, Number s) {
        return with("mul_", Binary.MUL, x, s);
    }

    /**
     * {@code x = y}.
     *
     * @param x overwritten
     * @param y broadcasts to x, converted to its type
     * @return x
     */
    public static Tensor copy(Tensor x, Tensor y) {
        requireUnrecorded("copy_", x, y);
        requireBroadcast("copy_", x, y);
        Elementwise.copy(apart(x, y), x.array());
        return changed(x);
    }

    /**
     * Sets every element.
     *
     * @param x overwritten
     * @param value the number
     * @return x
     */
    public static Tensor fill(Tensor x, double value) {
        return fill("fill_", x, value);
    }

    /**
     * {@code x = 0}.
     *
     * @param x overwritten
     * @return x
     */
    public static Tensor zero(Tensor x) {
        return fill("zero_", x, 0);
    }

    private static Tensor fill(String name, Tensor x, double value) {
        requireUnrecorded(name, x, x);
        x.array().fill(value);
        return changed(x);
    }

    private static Tensor with(String name, Binary f, Tensor x, Tensor y) {
        requireUnrecorded(name, x, y);
        requireBroadcast(name, x, y);
        requireFits(name, x, Types.common(x, y));
        Operand operand = Operand.of(apart(x, y));
        Elementwise.binaryInto(f, Operand.of(x.array()), operand, x.dtype(), x.array());
        return changed(x);
    }

    private static Tensor with(String name, Binary f, Tensor x, Number s) {
        requireUnrecorded(name, x, x);
        requireFits(name, x, Types.common(x, s));
        Elementwise.binaryInto(f, Operand.of(x.array()), Operand.of(s), x.dtype(), x.array());
        return changed(x);
    }

    /** An operand that overlaps the target in another layout is copied before it changes. */
    private static Array apart(Tensor x, Tensor y) {
        Array target = x.array();
        Array source = y.array();
        boolean overlaps =
                source.storage() == target.storage()
                        && !(source.offset() == target.offset()
                                && Arrays.equals(source.shape(), target.shape())
                                && Arrays.equals(source.strides(), target.strides()));
        return overlaps ? source.copy() : source;
    }

    private static Tensor changed(Tensor x) {
        x.array().storage().bumpVersion();
        return x;
    }

    private static void requireUnrecorded(String name, Tensor x, Tensor y) {
        if (Autograd.isGradEnabled() && (x.requiresGrad() || y.requiresGrad())) {
            throw new IllegalStateException(
                    name
                            + ": a change in place cannot be recorded, and "
                            + (x.requiresGrad() ? "this tensor" : "the operand")
                            + " requires gradients; wrap it in Autograd.noGrad(...) if the graph"
                            + " need not know of it, or use the form that returns a new tensor");
        }
        if (x.array().repeats()) {
            throw new IllegalArgumentException(
                    name
                            + ": several elements of an expanded tensor share one place in"
                            + " memory; change a clone() instead");
        }
    }

    private static void requireBroadcast(String name, Tensor x, Tensor y) {
        long[] shape = x.array().shape();
        long[] common = Shapes.broadcast(name, shape, y.array().shape());
        if (!Arrays.equals(common, shape)) {
            throw new IllegalArgumentException(
                    name
                            + ": the operand of shape "
                            + Arrays.toString(y.array().shape())
                            + " does not broadcast to this tensor's "
                            + Arrays.toString(shape));
        }
    }

    private static void requireFits(String name, Tensor x, DType result) {
        boolean narrows =
                (result.isFloatingPoint() && !x.dtype().isFloatingPoint())
                        || (result != DType.BOOL && x.dtype() == DType.BOOL);
        if (narrows) {
            throw new IllegalArgumentException(
                    name
                            + ": the result is "
                            + result.torchName()
                            + ", which does not fit into this tensor of "
                            + x.dtype().torchName());
        }
    }
}
