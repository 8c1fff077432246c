package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.View;
import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Operand;
import org.grad4j.backend.Shapes;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * Changes in place; every view of the memory sees them.
 *
 * <p>Where recording is on and gradients are involved, the tensor takes the place in the graph that
 * the operation's ordinary result would have, and the history of its views and of its base is
 * rewritten, as in PyTorch.
 */
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
        return with("add_", Binary.ADD, x, y, Tensor::add);
    }

    /**
     * {@code x += s}.
     *
     * @param x changed
     * @param s a number
     * @return x
     */
    public static Tensor add(Tensor x, Number s) {
        return with("add_", Binary.ADD, x, s, Tensor::add);
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
        return with("sub_", Binary.SUB, x, y, Tensor::sub);
    }

    /**
     * {@code x -= s}.
     *
     * @param x changed
     * @param s a number
     * @return x
     */
    public static Tensor sub(Tensor x, Number s) {
        return with("sub_", Binary.SUB, x, s, Tensor::sub);
    }

    /**
     * {@code x /= y}.
     *
     * @param x changed, floating
     * @param y broadcasts to x
     * @return x
     */
    public static Tensor div(Tensor x, Tensor y) {
        requireFits("div_", x, Types.floating(Types.common(x, y)));
        return with("div_", Binary.DIV, x, y, Tensor::div);
    }

    /**
     * {@code x /= s}.
     *
     * @param x changed, floating
     * @param s a number
     * @return x
     */
    public static Tensor div(Tensor x, Number s) {
        requireFits("div_", x, Types.floating(Types.common(x, s)));
        return with("div_", Binary.DIV, x, s, Tensor::div);
    }

    /**
     * {@code x *= y}.
     *
     * @param x changed
     * @param y broadcasts to x
     * @return x
     */
    public static Tensor mul(Tensor x, Tensor y) {
        return with("mul_", Binary.MUL, x, y, Tensor::mul);
    }

    /**
     * {@code x *= s}.
     *
     * @param x changed
     * @param s a number
     * @return x
     */
    public static Tensor mul(Tensor x, Number s) {
        return with("mul_", Binary.MUL, x, s, Tensor::mul);
    }

    /**
     * {@code x = y}.
     *
     * @param x overwritten
     * @param y broadcasts to x, converted to its type
     * @return x
     */
    public static Tensor copy(Tensor x, Tensor y) {
        return copy("copy_", x, y);
    }

    private static Tensor copy(String name, Tensor x, Tensor y) {
        requireOwnPlaces(name, x);
        requireBroadcast(name, x, y);
        if (isRecorded(x, y)) {
            return record(name, x, old -> replaced(old, y.to(old.dtype()).expand(old.shape())));
        }
        Elementwise.copy(apart(x, y), x.array());
        return changed(x);
    }

    private static Tensor replaced(Tensor old, Tensor y) {
        return op(
                "CopyBackwards",
                y.array().copy(),
                savingNothing(),
                wrt(old, Arithmetic::zero),
                wrt(y, g -> g));
    }

    /**
     * Sets every element.
     *
     * @param x overwritten
     * @param value the number
     * @return x
     */
    public static Tensor fill(Tensor x, Number value) {
        return fill("fill_", x, x.dtype().element("fill_", value));
    }

    /**
     * Sets every element to that of a tensor of no dimensions, whose gradient is then the sum.
     *
     * @param x overwritten
     * @param value the number, converted to x's type
     * @return x
     */
    public static Tensor fill(Tensor x, Tensor value) {
        Types.requireTensor("fill_: the value", value);
        if (value.dim() != 0) {
            throw new IllegalArgumentException(
                    "fill_: the value must be a tensor without dimensions, got "
                            + Arrays.toString(value.shape())
                            + "; use copy_ for one that broadcasts");
        }
        return copy("fill_", x, value);
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

    private static Tensor fill(String name, Tensor x, Number value) {
        requireOwnPlaces(name, x);
        if (isRecorded(x)) {
            return record(name, x, old -> filled(old, value));
        }
        x.array().fill(value);
        return changed(x);
    }

    private static Tensor filled(Tensor x, Number value) {
        Array y = Array.full(value, x.dtype(), x.shape());
        return op("FillBackward0", y, savingNothing(), wrt(x, Arithmetic::zero));
    }

    private static Tensor with(
            String name, Binary f, Tensor x, Tensor y, BinaryOperator<Tensor> ordinary) {
        requireOwnPlaces(name, x);
        requireBroadcast(name, x, y);
        requireFits(name, x, Types.common(x, y));
        if (isRecorded(x, y)) {
            return record(name, x, old -> ordinary.apply(old, y));
        }
        Operand operand = Operand.of(apart(x, y));
        Elementwise.binaryInto(f, Operand.of(x.array()), operand, x.dtype(), x.array());
        return changed(x);
    }

    private static Tensor with(
            String name,
            Binary f,
            Tensor x,
            Number s,
            BiFunction<Tensor, Number, Tensor> ordinary) {
        requireOwnPlaces(name, x);
        requireFits(name, x, Types.common(x, s));
        if (isRecorded(x)) {
            return record(name, x, old -> ordinary.apply(old, s));
        }
        Elementwise.binaryInto(
                f, Operand.of(x.array()), Operand.of(s, x.dtype()), x.dtype(), x.array());
        return changed(x);
    }

    /**
     * Replaces a tensor's values by those of a function of them: the in-place form of any operation
     * whose result has the tensor's shape and fits into its type.
     *
     * @param name the in-place form's name, for messages
     * @param x changed
     * @param ordinary the operation
     * @param operands what else may need gradients, null where absent
     * @return x
     */
    public static Tensor by(
            String name, Tensor x, UnaryOperator<Tensor> ordinary, Tensor... operands) {
        requireOwnPlaces(name, x);
        if (isRecorded(x, operands)) {
            return record(name, x, ordinary);
        }
        TensorScope.run(
                () -> {
                    Tensor result = ordinary.apply(x);
                    requireFits(name, x, result);
                    Elementwise.copy(result.array(), x.array());
                });
        return changed(x);
    }

    private static boolean isRecorded(Tensor x, Tensor... operands) {
        if (!Autograd.isGradEnabled()) {
            return false;
        }
        boolean recorded = x.requiresGrad() || View.hidesGradients(x);
        for (Tensor y : operands) {
            recorded |= y != null && y.requiresGrad();
        }
        return recorded;
    }

    /** The ordinary operation on a copy of the old values; then values and history move over. */
    private static Tensor record(String name, Tensor x, UnaryOperator<Tensor> ordinary) {
        View.requireChangeable(name, x);
        Tensor old = x.clone();
        Tensor result = ordinary.apply(old);
        requireFits(name, x, result);
        Tensor converted = result.to(x.dtype());
        Elementwise.copy(converted.array(), x.array());
        View.rewrite(x, x.requiresGrad() ? differentiable(name, converted, old) : converted);
        return changed(x);
    }

    /** A result without gradients, as of a comparison, is constant. */
    private static Tensor differentiable(String name, Tensor result, Tensor old) {
        if (result.requiresGrad()) {
            return result;
        }
        String backward =
                name.substring(0, 1).toUpperCase(Locale.ROOT)
                        + name.substring(1, name.length() - 1)
                        + "Backward0";
        return op(backward, result.array(), wrt(old, Arithmetic::zero));
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

    private static void requireOwnPlaces(String name, Tensor x) {
        if (x.array().repeats()) {
            throw new IllegalArgumentException(
                    name
                            + ": several elements of an expanded tensor share one place in"
                            + " memory; change a clone() instead");
        }
    }

    static void requireBroadcast(String name, Tensor x, Tensor y) {
        Types.requireTensor(name + ": the operand", y);
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

    private static void requireFits(String name, Tensor x, Tensor result) {
        requireFits(name, x, result.dtype());
        if (!Arrays.equals(x.array().shape(), result.array().shape())) {
            throw new IllegalArgumentException(
                    name
                            + ": the result of shape "
                            + Arrays.toString(result.array().shape())
                            + " does not fit into this tensor's "
                            + Arrays.toString(x.array().shape()));
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
