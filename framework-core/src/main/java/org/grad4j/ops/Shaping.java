package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import java.util.Arrays;
import org.grad4j.backend.Array;
import org.grad4j.backend.Shapes;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** Operations that move elements without computing; most are views. */
public final class Shaping {
    private Shaping() {}

    /**
     * The same elements in another shape.
     *
     * @param x a tensor
     * @param shape sizes, one may be -1
     * @return a view where possible, else a copy
     */
    public static Tensor reshape(Tensor x, long... shape) {
        long[] sizes = complete("reshape", x, shape);
        Array y = x.array().reshapeView(sizes);
        String name = "ViewBackward0";
        if (y == null) {
            y = x.array().copy().reshapeView(sizes);
            name = "UnsafeViewBackward0";
        }
        return op(name, y, savingNothing(), wrt(x, back(x)));
    }

    /**
     * The same elements in another shape, sharing memory.
     *
     * @param x a tensor
     * @param shape sizes, one may be -1
     * @return a view
     */
    public static Tensor view(Tensor x, long... shape) {
        long[] sizes = complete("view", x, shape);
        Array y = x.array().reshapeView(sizes);
        if (y == null) {
            throw new IllegalArgumentException(
                    "view: a tensor of shape "
                            + Arrays.toString(x.array().shape())
                            + " with strides "
                            + Arrays.toString(x.array().strides())
                            + " cannot be seen as "
                            + Arrays.toString(sizes)
                            + " without a copy; use reshape");
        }
        return op("ViewBackward0", y, savingNothing(), wrt(x, back(x)));
    }

    private static org.grad4j.autograd.Op.Rule back(Tensor x) {
        long[] before = x.array().shape();
        return g -> g.reshape(before);
    }

    private static void requireSizes(String name, long[] shape) {
        if (shape == null) {
            throw new IllegalArgumentException(name + ": the shape is null");
        }
    }

    /** Works out the size given as -1 and checks the product. */
    private static long[] complete(String name, Tensor x, long[] shape) {
        requireSizes(name, shape);
        long[] sizes = shape.clone();
        int open = -1;
        long product = 1;
        for (int d = 0; d < sizes.length; d++) {
            if (sizes[d] == -1 && open < 0) {
                open = d;
            } else if (sizes[d] < 0) {
                throw new IllegalArgumentException(
                        name
                                + ": sizes must be 0 or more with at most one -1, got "
                                + Arrays.toString(shape));
            } else {
                product *= sizes[d];
            }
        }
        long numel = x.numel();
        if (open >= 0 && product != 0 && numel % product == 0) {
            sizes[open] = numel / product;
        } else if (open >= 0 || Shapes.numel(sizes) != numel) {
            throw new IllegalArgumentException(
                    name
                            + ": shape "
                            + Arrays.toString(shape)
                            + " does not hold the "
                            + numel
                            + " elements of "
                            + Arrays.toString(x.array().shape()));
        }
        return sizes;
    }

    /**
     * Some neighbouring dimensions in one.
     *
     * @param x a tensor
     * @param start the first
     * @param end the last
     * @return the tensor with these merged
     */
    public static Tensor flatten(Tensor x, int start, int end) {
        long[] shape = x.array().shape();
        int first = Shapes.dim("flatten", start, shape);
        int last = Shapes.dim("flatten", end, shape);
        if (last < first) {
            throw new IllegalArgumentException(
                    "flatten: the last dimension " + last + " comes before the first " + first);
        }
        if (shape.length == 0) {
            return reshape(x, 1);
        }
        long[] sizes = Arrays.copyOf(shape, shape.length - (last - first));
        sizes[first] = Shapes.numel(Arrays.copyOfRange(shape, first, last + 1));
        System.arraycopy(shape, last + 1, sizes, first + 1, shape.length - last - 1);
        return reshape(x, sizes);
    }

    /**
     * The transposed matrix.
     *
     * @param x a tensor of at most two dimensions
     * @return a view
     */
    public static Tensor t(Tensor x) {
        if (x.dim() > 2) {
            throw new IllegalArgumentException(
                    "t: needs at most two dimensions, got "
                            + Arrays.toString(x.array().shape())
                            + "; use transpose or permute");
        }
        if (x.dim() < 2) {
            return permuted("TBackward0", x, x.dim() == 0 ? new int[0] : new int[] {0});
        }
        return permuted("TBackward0", x, new int[] {1, 0});
    }

    /**
     * Two dimensions exchanged.
     *
     * @param x a tensor
     * @param a one dimension
     * @param b the other
     * @return a view
     */
    public static Tensor transpose(Tensor x, int a, int b) {
        int first = Shapes.dim("transpose", a, x.array().shape());
        int second = Shapes.dim("transpose", b, x.array().shape());
        int[] order = new int[x.dim()];
        Arrays.setAll(order, d -> d == first ? second : d == second ? first : d);
        return permuted("TransposeBackward0", x, order);
    }

    /**
     * The dimensions in another order.
     *
     * @param x a tensor
     * @param order for each new dimension which old one it is
     * @return a view
     */
    public static Tensor permute(Tensor x, int... order) {
        long[] shape = x.array().shape();
        if (order == null || order.length != shape.length) {
            throw new IllegalArgumentException(
                    "permute: needs an order of all "
                            + shape.length
                            + " dimensions of "
                            + Arrays.toString(shape)
                            + ", got "
                            + Arrays.toString(order));
        }
        Shapes.mask("permute", order, shape);
        int[] positive = new int[order.length];
        Arrays.setAll(positive, d -> Shapes.dim("permute", order[d], shape));
        return permuted("PermuteBackward0", x, positive);
    }

    private static Tensor permuted(String name, Tensor x, int[] order) {
        Array in = x.array();
        long[] shape = new long[order.length];
        long[] strides = new long[order.length];
        int[] inverse = new int[order.length];
        for (int d = 0; d < order.length; d++) {
            shape[d] = in.shape()[order[d]];
            strides[d] = in.strides()[order[d]];
            inverse[order[d]] = d;
        }
        Array y = in.view(shape, strides, in.offset());
        return op(name, y, savingNothing(), wrt(x, g -> permuted(name, g, inverse)));
    }

    /**
     * Without the dimensions of size 1.
     *
     * @param x a tensor
     * @return a view
     */
    public static Tensor squeeze(Tensor x) {
        boolean[] gone = new boolean[x.dim()];
        for (int d = 0; d < gone.length; d++) {
            gone[d] = x.array().shape()[d] == 1;
        }
        return without("SqueezeBackward0", x, gone);
    }

    /**
     * Without one dimension if its size is 1.
     *
     * @param x a tensor
     * @param dim the dimension
     * @return a view
     */
    public static Tensor squeeze(Tensor x, int dim) {
        int d = Shapes.dim("squeeze", dim, x.array().shape());
        boolean[] gone = new boolean[x.dim()];
        if (x.dim() > 0) {
            gone[d] = x.array().shape()[d] == 1;
        }
        return without("SqueezeBackward1", x, gone);
    }

    private static Tensor without(String name, Tensor x, boolean[] gone) {
        Array in = x.array();
        long[] shape = new long[gone.length];
        long[] strides = new long[gone.length];
        int n = 0;
        for (int d = 0; d < gone.length; d++) {
            if (!gone[d]) {
                shape[n] = in.shape()[d];
                strides[n++] = in.strides()[d];
            }
        }
        Array y = in.view(Arrays.copyOf(shape, n), Arrays.copyOf(strides, n), in.offset());
        return op(name, y, savingNothing(), wrt(x, back(x)));
    }

    /**
     * With one more dimension of size 1.
     *
     * @param x a tensor
     * @param dim its place in the result
     * @return a view
     */
    public static Tensor unsqueeze(Tensor x, int dim) {
        Array in = x.array();
        int d = Shapes.dim("unsqueeze", dim, x.dim() + 1, in.shape());
        long[] shape = new long[x.dim() + 1];
        long[] strides = new long[x.dim() + 1];
        for (int i = 0; i < shape.length; i++) {
            int from = i < d ? i : i - 1;
            shape[i] = i == d ? 1 : in.shape()[from];
            strides[i] = i == d ? 1 : in.strides()[from];
        }
        Array y = in.view(shape, strides, in.offset());
        return op("UnsqueezeBackward0", y, savingNothing(), wrt(x, g -> g.squeeze(d)));
    }

    /**
     * Repeats dimensions of size 1, and new ones in front, without copying.
     *
     * @param x a tensor
     * @param shape sizes, -1 keeps one
     * @return a view
     */
    public static Tensor expand(Tensor x, long... shape) {
        requireSizes("expand", shape);
        long[] before = x.array().shape();
        long[] sizes = shape.clone();
        int lead = sizes.length - before.length;
        boolean fits = lead >= 0;
        for (int d = 0; fits && d < sizes.length; d++) {
            long size = d < lead ? 1 : before[d - lead];
            if (sizes[d] == -1 && d >= lead) {
                sizes[d] = size;
            }
            fits = sizes[d] >= 0 && (size == 1 || size == sizes[d]);
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "expand: shape "
                            + Arrays.toString(before)
                            + " does not broadcast to "
                            + Arrays.toString(shape));
        }
        Array y = x.array().broadcastTo(sizes);
        return op("ExpandBackward0", y, savingNothing(), wrt(x, g -> g.sumTo(before)));
    }

    /**
     * Sums down to a shape that broadcasts to this one.
     *
     * @param x a tensor
     * @param shape the smaller shape
     * @return a tensor of that shape
     */
    public static Tensor sumTo(Tensor x, long... shape) {
        long[] from = x.array().shape();
        if (Arrays.equals(from, shape)) {
            return x;
        }
        int lead = from.length - shape.length;
        int[] dims = new int[from.length];
        int n = 0;
        boolean fits = lead >= 0;
        for (int d = 0; fits && d < from.length; d++) {
            if (d < lead || (shape[d - lead] == 1 && from[d] != 1)) {
                dims[n++] = d;
            } else {
                fits = shape[d - lead] == from[d];
            }
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "sumTo: shape "
                            + Arrays.toString(shape)
                            + " does not broadcast to "
                            + Arrays.toString(from));
        }
        return x.sum(Arrays.copyOf(dims, n), true).reshape(shape);
    }

    /**
     * A copy with the same place in the graph.
     *
     * @param x a tensor
     * @return the copy
     */
    public static Tensor copy(Tensor x) {
        return op("CloneBackward0", x.array().copy(), savingNothing(), wrt(x, g -> g));
    }

    /**
     * The tensor in another type.
     *
     * @param x a tensor
     * @param type the type
     * @return the tensor itself if it has the type, else a copy
     */
    public static Tensor to(Tensor x, DType type) {
        if (type == null) {
            throw new IllegalArgumentException("to: the type is null; expected a DType");
        }
        if (x.dtype() == type) {
            return x;
        }
        DType before = x.dtype();
        return op(
                "ToCopyBackward0", x.array().to(type), savingNothing(), wrt(x, g -> g.to(before)));
    }

    /**
     * Refuses a tensor that {@link Tensor#data} cannot take over.
     *
     * @param x the tensor that is to change
     * @param source what it is to become
     */
    public static void requireReplaceable(Tensor x, Tensor source) {
        Types.requireTensor("data: the source", source);
        if (!x.isLeaf()) {
            throw new IllegalStateException(
                    "data: this tensor was made by " + x.gradFn().name() + "; only leaves change");
        }
        if (!Arrays.equals(x.array().shape(), source.array().shape())) {
            throw new IllegalArgumentException(
                    "data: the source needs shape "
                            + Arrays.toString(x.array().shape())
                            + ", got "
                            + Arrays.toString(source.array().shape()));
        }
        if (x.requiresGrad() && !source.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "data: this tensor requires gradients, so the source must be floating-point,"
                            + " got "
                            + source.dtype().torchName());
        }
    }
}
