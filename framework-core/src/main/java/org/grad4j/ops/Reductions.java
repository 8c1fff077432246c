package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import java.util.Arrays;
import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Operand;
import org.grad4j.backend.Reduction;
import org.grad4j.backend.Shapes;
import org.grad4j.backend.Unary;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.grad4j.tensor.ValuesIndices;

/** Reductions; gradients are spread back over what was reduced. */
public final class Reductions {
    private static final int[] ALL = {};

    private Reductions() {}

    /**
     * The sum of all elements.
     *
     * @param x a tensor
     * @return a tensor without dimensions
     */
    public static Tensor sum(Tensor x) {
        return sum("SumBackward0", x, ALL, false);
    }

    /**
     * The sum over some dimensions.
     *
     * @param x a tensor
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return the sums
     */
    public static Tensor sum(Tensor x, int[] dims, boolean keepDim) {
        return sum("SumBackward1", x, dims, keepDim);
    }

    private static Tensor sum(String name, Tensor x, int[] dims, boolean keepDim) {
        long[] shape = x.array().shape();
        boolean[] reduced = Shapes.mask("sum", dims, shape);
        DType type = x.dtype().isFloatingPoint() ? x.dtype() : DType.INT64;
        Array y = reshaped(Reduction.sum(x.array(), reduced, type), shape, reduced, keepDim);
        return op(name, y, savingNothing(), wrt(x, g -> spread(g, shape, reduced)));
    }

    /**
     * The mean of all elements.
     *
     * @param x a tensor
     * @return a tensor without dimensions
     */
    public static Tensor mean(Tensor x) {
        return mean("MeanBackward0", x, ALL, false);
    }

    /**
     * The mean over some dimensions.
     *
     * @param x a tensor
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return the means
     */
    public static Tensor mean(Tensor x, int[] dims, boolean keepDim) {
        return mean("MeanBackward1", x, dims, keepDim);
    }

    private static Tensor mean(String name, Tensor x, int[] dims, boolean keepDim) {
        Types.requireFloating("mean", x);
        long[] shape = x.array().shape();
        boolean[] reduced = Shapes.mask("mean", dims, shape);
        Array sum = Reduction.sum(x.array(), reduced, x.dtype());
        double n = count(shape, reduced);
        Elementwise.binaryInto(Binary.DIV, Operand.of(sum), Operand.of(n), x.dtype(), sum);
        Array y = reshaped(sum, shape, reduced, keepDim);
        return op(name, y, savingNothing(), wrt(x, g -> spread(g.div(n), shape, reduced)));
    }

    /**
     * The largest element; equal ones share the gradient.
     *
     * @param x a tensor
     * @return a tensor without dimensions
     */
    public static Tensor max(Tensor x) {
        Array y = Reduction.max(flat("max", x), 0).values().reshapeView();
        return op(
                "MaxBackward1",
                y,
                saving(x),
                x,
                (g, m) -> {
                    Tensor winners = winners(x.detach(), m.detach()).to(x.dtype());
                    return winners.mul(g.div(winners.sum()));
                });
    }

    /** Where the largest elements are; a NaN is larger than anything and equals nothing. */
    private static Tensor winners(Tensor x, Tensor largest) {
        return Double.isNaN(largest.item()) ? x.ne(x) : x.eq(largest);
    }

    /**
     * The largest elements along one dimension and where they are.
     *
     * @param x a tensor
     * @param dim the dimension
     * @param keepDim whether it stays with size 1
     * @return values and indices
     */
    public static ValuesIndices max(Tensor x, int dim, boolean keepDim) {
        return max("max", x, dim, keepDim);
    }

    private static ValuesIndices max(String name, Tensor x, int dim, boolean keepDim) {
        long[] shape = x.array().shape();
        int d = Shapes.dim(name, dim, shape);
        if (shape.length == 0) {
            return new ValuesIndices(max(x), Tensor.zeros(DType.INT64));
        }
        if (shape[d] == 0) {
            throw new IllegalArgumentException(
                    name
                            + ": dimension "
                            + d
                            + " of "
                            + Arrays.toString(shape)
                            + " has no elements");
        }
        boolean[] reduced = Shapes.mask(name, new int[] {d}, shape);
        Reduction.Extremes found = Reduction.max(x.array(), d);
        Tensor places = Tensor.wrap(found.indices());
        Array y = reshaped(found.values(), shape, reduced, keepDim);
        Tensor values =
                op(
                        "MaxBackward0",
                        y,
                        saving(places),
                        wrt(x, g -> g.reshape(places.shape()).mul(oneHot(places, d, shape, g))));
        return new ValuesIndices(
                values, Tensor.wrap(reshaped(found.indices(), shape, reduced, keepDim)));
    }

    /** 1 at the given places along a dimension, else 0. */
    private static Tensor oneHot(Tensor places, int dim, long[] shape, Tensor like) {
        long[] along = new long[shape.length];
        Arrays.fill(along, 1);
        along[dim] = shape[dim];
        return Tensor.arange(shape[dim]).reshape(along).eq(places).to(like.dtype());
    }

    /**
     * The place of the largest element.
     *
     * @param x a tensor
     * @return an int64 tensor without dimensions
     */
    public static Tensor argmax(Tensor x) {
        Types.refuseBool("argmax", x);
        return Tensor.wrap(Reduction.max(flat("argmax", x), 0).indices().reshapeView());
    }

    private static Array flat(String name, Tensor x) {
        if (x.numel() == 0) {
            throw new IllegalArgumentException(
                    name
                            + ": an empty tensor has no largest element, got shape "
                            + Arrays.toString(x.array().shape()));
        }
        return x.array().contiguous().reshapeView(x.numel());
    }

    /**
     * The places of the largest elements along one dimension.
     *
     * @param x a tensor
     * @param dim the dimension
     * @param keepDim whether it stays with size 1
     * @return an int64 tensor
     */
    public static Tensor argmax(Tensor x, int dim, boolean keepDim) {
        Types.refuseBool("argmax", x);
        return max("argmax", x.detach(), dim, keepDim).indices();
    }

    /**
     * The Euclidean norm over some dimensions; its gradient {@code x / norm} is taken as 0 where
     * the norm is 0.
     *
     * @param x a tensor
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return the norms
     */
    public static Tensor norm(Tensor x, int[] dims, boolean keepDim) {
        Types.requireFloating("norm", x);
        long[] shape = x.array().shape();
        boolean[] reduced = Shapes.mask("norm", dims, shape);
        Operand in = Operand.of(x.array());
        Array squares = Elementwise.binary(Binary.MUL, in, in, shape, x.dtype(), x.dtype());
        Array sum = Reduction.sum(squares, reduced, x.dtype());
        Array root = Elementwise.unary(Unary.SQRT, sum, x.dtype());
        return op(
                "LinalgVectorNormBackward0",
                reshaped(root, shape, reduced, keepDim),
                saving(x),
                x,
                (g, y) -> {
                    Tensor scale = Arithmetic.zeroWhere(g.div(y), y.eq(0));
                    return x.mul(spread(scale, shape, reduced));
                });
    }

    private static double count(long[] shape, boolean[] reduced) {
        double n = 1;
        for (int d = 0; d < shape.length; d++) {
            n *= reduced[d] ? shape[d] : 1;
        }
        return n;
    }

    /** Gives a reduction with sizes of 1 the shape that was asked for. */
    private static Array reshaped(Array y, long[] shape, boolean[] reduced, boolean keepDim) {
        long[] wanted = Shapes.reduce(shape, reduced, keepDim);
        return Arrays.equals(wanted, y.shape()) ? y : y.reshapeView(wanted);
    }

    /** Repeats the gradient of a reduction over what was reduced, without copying. */
    private static Tensor spread(Tensor g, long[] shape, boolean[] reduced) {
        return g.reshape(Shapes.reduce(shape, reduced, true)).expand(shape);
    }
}
