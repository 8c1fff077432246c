package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Geometry;
import org.grad4j.backend.Operand;
import org.grad4j.backend.Shapes;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * Views of some elements of a tensor: select, slices, diagonals and sliding windows. The gradient
 * of a view is put into zeros at the view's place, and the gradient of that is the view again.
 */
public final class Windows {
    private Windows() {}

    /** Sees through a window. */
    static Tensor view(String name, Tensor x, UnaryOperator<Geometry> window) {
        Array in = x.array();
        long[] before = in.shape();
        Array y = in.view(window.apply(in.geometry()));
        return op(name, y, savingNothing(), wrt(x, g -> embed(name, g, before, window)));
    }

    /** Zeros with a tensor in the window, whose elements lie apart. */
    private static Tensor embed(
            String name, Tensor g, long[] shape, UnaryOperator<Geometry> window) {
        Array z = Array.full(0, g.dtype(), shape);
        Elementwise.copy(g.array(), z.view(window.apply(z.geometry())));
        return op(name + "Backward", z, savingNothing(), wrt(g, h -> view(name, h, window)));
    }

    /**
     * One place of one dimension.
     *
     * @param x a tensor
     * @param dim the dimension, which goes
     * @param index the place, negative from the end
     * @return a view
     */
    public static Tensor select(Tensor x, int dim, long index) {
        int d = dim("select", x, dim);
        long i = place("select", index, d, x.array().shape());
        return view("SelectBackward0", x, whole -> whole.select(d, i));
    }

    /** A place that may be counted from the end, as one from the start. */
    static long place(String name, long index, int dim, long[] shape) {
        long size = shape[dim];
        if (index < -size || index >= size) {
            throw outside(name, index, dim, shape);
        }
        return index < 0 ? index + size : index;
    }

    static IllegalArgumentException outside(String name, long index, int dim, long[] shape) {
        return new IllegalArgumentException(
                name
                        + ": index "
                        + index
                        + " is out of range for dimension "
                        + dim
                        + " of size "
                        + shape[dim]
                        + " in shape "
                        + Arrays.toString(shape));
    }

    /** The number of a dimension that must exist. */
    static int dim(String name, Tensor x, int dim) {
        if (x.dim() == 0) {
            throw new IllegalArgumentException(
                    name + ": a tensor without dimensions has no places to choose from");
        }
        return Shapes.dim(name, dim, x.array().shape());
    }

    /**
     * Neighbouring places of one dimension.
     *
     * @param x a tensor
     * @param dim the dimension
     * @param start the first place, negative from the end
     * @param length how many
     * @return a view
     */
    public static Tensor narrow(Tensor x, int dim, long start, long length) {
        int d = dim("narrow", x, dim);
        long size = x.array().shape()[d];
        long first = start < 0 ? start + size : start;
        if (length < 0 || first < 0 || first > size - length) {
            throw new IllegalArgumentException(
                    "narrow: "
                            + length
                            + " places from "
                            + start
                            + " do not lie in dimension "
                            + d
                            + " of size "
                            + size
                            + " in shape "
                            + Arrays.toString(x.array().shape()));
        }
        return view("SliceBackward0", x, whole -> whole.slice(d, first, length, 1));
    }

    /**
     * Evenly spaced places of one dimension, bounds cut off as in Python.
     *
     * @param x a tensor
     * @param dim the dimension
     * @param start the first place, negative from the end
     * @param end where to stop, exclusive, negative from the end
     * @param step from one place to the next
     * @return a view
     */
    public static Tensor slice(Tensor x, int dim, long start, long end, long step) {
        int d = dim("slice", x, dim);
        requireForward("slice", step);
        long size = x.array().shape()[d];
        long first = clamp(start, size);
        long length = length(first, clamp(end, size), step);
        return view("SliceBackward0", x, whole -> whole.slice(d, first, length, step));
    }

    static void requireForward(String name, long step) {
        if (step < 1) {
            throw new IllegalArgumentException(
                    name + ": the step must be at least 1, got " + step + "; use flip to reverse");
        }
    }

    /** A bound of a slice, cut off at the ends as in Python. */
    static long clamp(long bound, long size) {
        return Math.max(0, Math.min(bound < 0 ? bound + size : bound, size));
    }

    /** How many places there are from first to end. */
    static long length(long first, long end, long step) {
        return end <= first ? 0 : (end - first - 1) / step + 1;
    }

    /**
     * The elements whose indices in two dimensions differ by an offset.
     *
     * @param x a tensor
     * @param offset index in the second dimension minus that in the first
     * @param dim1 a dimension
     * @param dim2 another
     * @return a view, the diagonal last
     */
    public static Tensor diagonal(Tensor x, int offset, int dim1, int dim2) {
        int first = dim("diagonal", x, dim1);
        int second = dim("diagonal", x, dim2);
        if (first == second) {
            throw new IllegalArgumentException(
                    "diagonal: needs two different dimensions, got " + dim1 + " and " + dim2);
        }
        return view("DiagonalBackward0", x, whole -> whole.diagonal(offset, first, second));
    }

    /**
     * The diagonal of a matrix, or a matrix with this diagonal.
     *
     * @param x a tensor of one or two dimensions
     * @param offset above the main diagonal where positive, below where negative
     * @return a copy
     */
    public static Tensor diag(Tensor x, int offset) {
        if (x.dim() == 2) {
            return diagonal(x, offset, 0, 1).clone();
        }
        if (x.dim() != 1) {
            throw new IllegalArgumentException(
                    "diag: needs one or two dimensions, got "
                            + Arrays.toString(x.array().shape())
                            + "; use diagonal");
        }
        long n = x.numel() + Math.abs((long) offset);
        return embed(
                "DiagonalBackward0", x, new long[] {n, n}, whole -> whole.diagonal(offset, 0, 1));
    }

    /**
     * The sum of the diagonal of a matrix.
     *
     * @param x a matrix
     * @return a tensor without dimensions
     */
    public static Tensor trace(Tensor x) {
        if (x.dim() != 2) {
            throw new IllegalArgumentException(
                    "trace: needs a matrix, got " + Arrays.toString(x.array().shape()));
        }
        return diagonal(x, 0, 0, 1).sum();
    }

    /**
     * Sliding windows along one dimension.
     *
     * @param x a tensor
     * @param dim the dimension
     * @param size elements of a window
     * @param step from one window to the next
     * @return a view, the elements of the windows last
     */
    public static Tensor unfold(Tensor x, int dim, int size, int step) {
        if (x.dim() == 0) {
            Shapes.dim("unfold", dim, x.array().shape());
            return unfold(x.reshape(1), 0, size, step).squeeze(0);
        }
        int d = Shapes.dim("unfold", dim, x.array().shape());
        long length = x.array().shape()[d];
        requireForward("unfold", step);
        if (size < 0 || size > length) {
            throw new IllegalArgumentException(
                    "unfold: a window needs 0 to "
                            + length
                            + " elements, the size of dimension "
                            + d
                            + " in shape "
                            + Arrays.toString(x.array().shape())
                            + ", got "
                            + size);
        }
        return unfolded(x, whole -> whole.unfold(d, size, step));
    }

    private static Tensor unfolded(Tensor x, UnaryOperator<Geometry> windows) {
        Array in = x.array();
        long[] before = in.shape();
        Array y = in.view(windows.apply(in.geometry()));
        return op("UnfoldBackward0", y, savingNothing(), wrt(x, g -> folded(g, before, windows)));
    }

    /** Adds windows where they were; the k-th elements of all windows lie apart. */
    private static Tensor folded(Tensor g, long[] shape, UnaryOperator<Geometry> windows) {
        DType type = g.dtype();
        Array z = Array.full(0, type, shape);
        Array from = g.array();
        Geometry all = windows.apply(z.geometry());
        int last = from.rank() - 1;
        for (long k = 0; k < from.shape()[last]; k++) {
            Array target = z.view(all.select(last, k));
            Operand part = Operand.of(from.view(from.geometry().select(last, k)));
            Elementwise.binaryInto(Binary.ADD, Operand.of(target), part, type, target);
        }
        return op("UnfoldBackwardBackward0", z, savingNothing(), wrt(g, h -> unfolded(h, windows)));
    }
}
