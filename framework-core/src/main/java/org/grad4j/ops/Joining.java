package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.grad4j.autograd.Op;
import org.grad4j.backend.Array;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Geometry;
import org.grad4j.backend.Shapes;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** Many tensors in one, and one in many. */
public final class Joining {
    private Joining() {}

    /**
     * Tensors one after the other along a dimension.
     *
     * @param tensors at least one; of the same shape but for that dimension
     * @param dim the dimension
     * @return a copy
     */
    public static Tensor cat(List<Tensor> tensors, int dim) {
        requireSome("cat", tensors);
        Tensor first =
                tensors.stream().filter(x -> !isNothing(x)).findFirst().orElse(tensors.get(0));
        long[] shape = first.shape();
        if (shape.length == 0) {
            throw new IllegalArgumentException(
                    "cat: tensors without dimensions cannot be joined; use stack");
        }
        int d = Shapes.dim("cat", dim, shape);
        long[] lengths = new long[tensors.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = isNothing(tensors.get(i)) ? 0 : fitting(tensors.get(i), first, d);
        }
        shape[d] = Arrays.stream(lengths).sum();
        Array y = Array.empty(common(tensors), shape);
        Op.Wrt[] inputs = new Op.Wrt[lengths.length];
        long at = 0;
        for (int i = 0; i < inputs.length; i++) {
            Tensor part = tensors.get(i);
            DType before = part.dtype();
            if (isNothing(part)) {
                inputs[i] = wrt(part, g -> Tensor.zeros(before, 0));
                continue;
            }
            long start = at;
            long length = lengths[i];
            Elementwise.copy(part.array(), y.view(y.geometry().slice(d, start, length, 1)));
            inputs[i] = wrt(part, g -> g.narrow(d, start, length).to(before));
            at += length;
        }
        return op("CatBackward0", y, savingNothing(), inputs);
    }

    /** PyTorch lets a tensor of shape [0] be joined with any others, where it adds nothing. */
    private static boolean isNothing(Tensor x) {
        return x.dim() == 1 && x.numel() == 0;
    }

    /** What a tensor adds to the dimension, if it agrees with the first in the others. */
    private static long fitting(Tensor part, Tensor first, int dim) {
        long[] shape = part.array().shape();
        long[] expected = first.array().shape();
        boolean fits = shape.length == expected.length;
        for (int d = 0; fits && d < shape.length; d++) {
            fits = d == dim || shape[d] == expected[d];
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "cat: shapes must agree but for dimension "
                            + dim
                            + ", got "
                            + Arrays.toString(expected)
                            + " and "
                            + Arrays.toString(shape));
        }
        return shape[dim];
    }

    /**
     * Tensors side by side along a new dimension.
     *
     * @param tensors at least one, all of the same shape
     * @param dim the place of the new dimension
     * @return a copy
     */
    public static Tensor stack(List<Tensor> tensors, int dim) {
        requireSome("stack", tensors);
        long[] before = tensors.get(0).array().shape();
        for (Tensor x : tensors) {
            if (!Arrays.equals(before, x.array().shape())) {
                throw new IllegalArgumentException(
                        "stack: all shapes must be the same, got "
                                + Arrays.toString(before)
                                + " and "
                                + Arrays.toString(x.array().shape()));
            }
        }
        int d = Shapes.dim("stack", dim, before.length + 1, before);
        Geometry all = Geometry.rowMajor(before).insert(d, tensors.size(), 1);
        Array y = Array.empty(common(tensors), all.shape());
        Op.Wrt[] inputs = new Op.Wrt[tensors.size()];
        for (int i = 0; i < inputs.length; i++) {
            Tensor x = tensors.get(i);
            int place = i;
            Elementwise.copy(x.array(), y.view(y.geometry().select(d, place)));
            DType type = x.dtype();
            inputs[i] = wrt(x, g -> g.select(d, place).to(type));
        }
        return op("StackBackward0", y, savingNothing(), inputs);
    }

    private static void requireSome(String name, List<Tensor> tensors) {
        if (tensors == null || tensors.isEmpty()) {
            throw new IllegalArgumentException(name + ": needs at least one tensor");
        }
        for (Tensor x : tensors) {
            Types.requireTensor(name + ": one of the tensors", x);
        }
    }

    /** The type that all are promoted to; those without dimensions count only by their kind. */
    private static DType common(List<Tensor> tensors) {
        DType type = null;
        for (Tensor x : tensors) {
            type = x.dim() == 0 ? type : type == null ? x.dtype() : DType.promote(type, x.dtype());
        }
        DType scalar = null;
        for (Tensor x : tensors) {
            if (x.dim() == 0) {
                scalar = scalar == null ? x.dtype() : DType.promote(scalar, x.dtype());
            }
        }
        if (scalar == null || type == null) {
            return type == null ? scalar : type;
        }
        return DType.promoteWithScalar(type, scalar);
    }

    /**
     * Pieces of one size, the last one smaller where it must be.
     *
     * @param x a tensor
     * @param size of a piece
     * @param dim the dimension that is cut
     * @return views
     */
    public static List<Tensor> split(Tensor x, long size, int dim) {
        int d = Windows.dim("split", x, dim);
        long whole = x.array().shape()[d];
        if (size < 0 || (size == 0 && whole > 0)) {
            throw new IllegalArgumentException(
                    "split: pieces need a size of at least 1, got " + size);
        }
        return pieces(x, d, even(whole, size, 1));
    }

    private static long[] even(long whole, long size, int atLeast) {
        int n = size == 0 ? atLeast : (int) Math.max(1, (whole + size - 1) / size);
        long[] sizes = new long[n];
        Arrays.setAll(sizes, i -> Math.min(size, whole - i * size));
        return sizes;
    }

    /**
     * Pieces of given sizes.
     *
     * @param x a tensor
     * @param sizes of the pieces, with the dimension's size as their sum
     * @param dim the dimension that is cut
     * @return views
     */
    public static List<Tensor> split(Tensor x, long[] sizes, int dim) {
        int d = Windows.dim("split", x, dim);
        long whole = x.array().shape()[d];
        if (sizes == null
                || Arrays.stream(sizes).sum() != whole
                || Arrays.stream(sizes).anyMatch(s -> s < 0)) {
            throw new IllegalArgumentException(
                    "split: sizes "
                            + Arrays.toString(sizes)
                            + " do not add up to dimension "
                            + d
                            + " of size "
                            + whole);
        }
        return pieces(x, d, sizes.clone());
    }

    /**
     * At most so many pieces, of one size but for the last.
     *
     * @param x a tensor
     * @param chunks how many
     * @param dim the dimension that is cut
     * @return views
     */
    public static List<Tensor> chunk(Tensor x, int chunks, int dim) {
        int d = Windows.dim("chunk", x, dim);
        if (chunks < 1) {
            throw new IllegalArgumentException("chunk: needs at least 1 piece, got " + chunks);
        }
        long whole = x.array().shape()[d];
        return pieces(x, d, even(whole, (whole + chunks - 1) / chunks, chunks));
    }

    private static List<Tensor> pieces(Tensor x, int dim, long[] sizes) {
        Array[] values = new Array[sizes.length];
        long start = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = x.array().view(x.array().geometry().slice(dim, start, sizes[i], 1));
            start += sizes[i];
        }
        DType type = x.dtype();
        long[] shape = x.array().shape();
        return Op.many(
                "SplitBackward0",
                values,
                x,
                g -> {
                    for (int i = 0; i < g.length; i++) {
                        long[] piece = shape.clone();
                        piece[dim] = sizes[i];
                        g[i] = g[i] == null ? Tensor.zeros(type, piece) : g[i];
                    }
                    return cat(List.of(g), dim);
                });
    }

    /**
     * All places of one dimension, each on its own.
     *
     * @param x a tensor
     * @param dim the dimension, which goes
     * @return views
     */
    public static List<Tensor> unbind(Tensor x, int dim) {
        int d = Windows.dim("unbind", x, dim);
        Geometry whole = x.array().geometry();
        Array[] values = new Array[(int) whole.shape()[d]];
        Arrays.setAll(values, i -> x.array().view(whole.select(d, i)));
        DType type = x.dtype();
        long[] piece = whole.select(d, 0).shape();
        return Op.many(
                "UnbindBackward0",
                values,
                x,
                g -> {
                    for (int i = 0; i < g.length; i++) {
                        g[i] = g[i] == null ? Tensor.zeros(type, piece) : g[i];
                    }
                    return stack(List.of(g), d);
                });
    }

    /**
     * Grids of coordinates: the i-th result varies along dimension i as the i-th tensor does.
     *
     * @param tensors of one dimension or none
     * @param swapped whether the first two dimensions of the results change places
     * @return views of the same shape
     */
    public static List<Tensor> meshgrid(List<Tensor> tensors, boolean swapped) {
        requireSome("meshgrid", tensors);
        int n = tensors.size();
        long[] sizes = new long[n];
        for (int i = 0; i < n; i++) {
            Tensor x = tensors.get(i);
            if (x.dim() > 1 || x.dtype() != tensors.get(0).dtype()) {
                throw new IllegalArgumentException(
                        "meshgrid: needs tensors of at most one dimension and of one type, got "
                                + Arrays.toString(x.array().shape())
                                + " of "
                                + x.dtype().torchName());
            }
            sizes[i] = x.numel();
        }
        List<Tensor> grids = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            long[] line = new long[n];
            Arrays.fill(line, 1);
            line[i] = sizes[i];
            Tensor grid = tensors.get(i).view(line).expand(sizes);
            grids.add(swapped && n > 1 ? grid.transpose(0, 1) : grid);
        }
        return List.copyOf(grids);
    }
}
