package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import java.util.Arrays;
import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Geometry;
import org.grad4j.backend.Halves;
import org.grad4j.backend.Operand;
import org.grad4j.backend.Places;
import org.grad4j.backend.Shapes;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** Operations that treat elements by whether a mask is true, or by their side of a diagonal. */
public final class Masking {
    private Masking() {}

    /**
     * A number where a mask is true, the tensor elsewhere.
     *
     * @param x a tensor
     * @param mask bool
     * @param value the number
     * @return a copy of the common shape
     */
    public static Tensor maskedFill(Tensor x, Tensor mask, Number value) {
        Array y = masked("maskedFill", x.array(), mask, value);
        return op("MaskedFillBackward0", y, saving(mask), wrt(x, g -> maskedFill(g, mask, 0)));
    }

    /**
     * The only element of a tensor where a mask is true, the tensor elsewhere.
     *
     * @param x a tensor
     * @param mask bool
     * @param value without dimensions
     * @return a copy of the common shape
     */
    public static Tensor maskedFill(Tensor x, Tensor mask, Tensor value) {
        Types.requireTensor("maskedFill: the value", value);
        if (value.dim() != 0) {
            throw new IllegalArgumentException(
                    "maskedFill: the value must have no dimensions, got shape "
                            + Arrays.toString(value.array().shape()));
        }
        Number number =
                value.dtype().isFloatingPoint()
                        ? (Number) value.array().getDouble(0)
                        : (Number) value.array().getLong(0);
        Array y = masked("maskedFill", x.array(), mask, number);
        DType type = value.dtype();
        return op(
                "MaskedFillBackward1",
                y,
                saving(mask),
                wrt(x, g -> maskedFill(g, mask, 0)),
                wrt(value, g -> maskedFill(g, mask.eq(0), 0).sum().to(type)));
    }

    private static Array masked(String name, Array x, Tensor mask, Number value) {
        requireMask(name, mask);
        long[] shape = Shapes.broadcast(name, x.shape(), mask.array().shape());
        return filled(x, mask.array(), shape, x.dtype().element(name + ": the value", value));
    }

    private static Array filled(Array x, Array mask, long[] shape, Number value) {
        Halves.requireHolds(value, x.dtype());
        int single = Float.floatToRawIntBits(value.floatValue());
        double real = value.doubleValue();
        long whole = value.longValue();
        Binary fill =
                new Binary(
                        (a, m, z, n) -> {
                            // Masks are often as good as random, where a branch costs more.
                            for (int i = 0; i < n; i++) {
                                int bits = (int) m[i] == 0 ? 0 : -1;
                                int kept = Float.floatToRawIntBits(a[i]) & ~bits;
                                z[i] = Float.intBitsToFloat(single & bits | kept);
                            }
                        },
                        (a, m) -> m != 0 ? real : a,
                        (a, m) -> m != 0 ? whole : a);
        DType type = x.dtype();
        return Elementwise.binary(fill, Operand.of(x), Operand.of(mask), shape, type, type);
    }

    private static void requireMask(String name, Tensor mask) {
        Types.requireTensor(name + ": the mask", mask);
        if (mask.dtype() != DType.BOOL) {
            throw new IllegalArgumentException(
                    name
                            + ": needs a bool mask, got "
                            + mask.dtype().torchName()
                            + "; make one by comparing, or with to(DType.BOOL)");
        }
    }

    /**
     * The elements where a mask is true.
     *
     * @param x a tensor
     * @param mask bool; both broadcast
     * @return a copy of one dimension
     */
    public static Tensor maskedSelect(Tensor x, Tensor mask) {
        requireMask("maskedSelect", mask);
        long[] shape = Shapes.broadcast("maskedSelect", x.array().shape(), mask.array().shape());
        Places places = Places.where(mask.array().broadcastTo(shape));
        Tensor all = Arrays.equals(shape, x.array().shape()) ? x : x.expand(shape);
        return Gathering.pick(
                "MaskedSelectBackward0",
                "MaskedScatterBackward0",
                all,
                places,
                new long[] {places.numel()});
    }

    /**
     * The first elements of a source, in order, where a mask is true; the tensor elsewhere.
     *
     * @param x a tensor
     * @param mask bool; both broadcast
     * @param source with at least as many elements as the mask is true
     * @return a copy of the common shape
     */
    public static Tensor maskedScatter(Tensor x, Tensor mask, Tensor source) {
        requireMask("maskedScatter", mask);
        Types.requireSame("maskedScatter", x, source);
        long[] shape = Shapes.broadcast("maskedScatter", x.array().shape(), mask.array().shape());
        Places places = Places.where(mask.array().broadcastTo(shape));
        if (source.numel() < places.numel()) {
            throw new IllegalArgumentException(
                    "maskedScatter: the mask is true "
                            + places.numel()
                            + " times, the source has only "
                            + source.numel()
                            + " elements");
        }
        Tensor all = Arrays.equals(shape, x.array().shape()) ? x : x.expand(shape);
        Tensor values = source.flatten().narrow(0, 0, places.numel());
        return Gathering.replaced(
                "MaskedScatterBackward0", "MaskedSelectBackward0", all, places, values);
    }

    /**
     * The part of matrices on and below a diagonal, zeros above.
     *
     * @param x of at least two dimensions
     * @param diagonal above the main one where positive, below where negative
     * @return a copy
     */
    public static Tensor tril(Tensor x, int diagonal) {
        Array y = triangle("tril", x, diagonal, true);
        return op("TrilBackward0", y, savingNothing(), wrt(x, g -> tril(g, diagonal)));
    }

    /**
     * The part of matrices on and above a diagonal, zeros below.
     *
     * @param x of at least two dimensions
     * @param diagonal above the main one where positive, below where negative
     * @return a copy
     */
    public static Tensor triu(Tensor x, int diagonal) {
        Array y = triangle("triu", x, diagonal, false);
        return op("TriuBackward0", y, savingNothing(), wrt(x, g -> triu(g, diagonal)));
    }

    /** Copies row by row the part on one side of a diagonal into zeros. */
    private static Array triangle(String name, Tensor x, long diagonal, boolean lower) {
        Geometry from = x.array().geometry();
        int last = x.dim() - 1;
        if (last < 1) {
            throw new IllegalArgumentException(
                    name + ": needs at least two dimensions, got " + Arrays.toString(from.shape()));
        }
        Array y = Array.full(0, x.dtype(), from.shape());
        long columns = from.shape()[last];
        for (long i = 0; i < from.shape()[last - 1]; i++) {
            long edge = Math.max(0, Math.min(i + diagonal + (lower ? 1 : 0), columns));
            long start = lower ? 0 : edge;
            long length = lower ? edge : columns - edge;
            if (length > 0) {
                Geometry source = from.select(last - 1, i).slice(last - 1, start, length, 1);
                Geometry target = y.geometry().select(last - 1, i);
                Elementwise.copy(
                        x.array().view(source), y.view(target.slice(last - 1, start, length, 1)));
            }
        }
        return y;
    }
}
