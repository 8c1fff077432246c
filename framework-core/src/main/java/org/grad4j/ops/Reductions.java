package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import org.grad4j.autograd.Autograd;
import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Fold;
import org.grad4j.backend.Folds;
import org.grad4j.backend.Operand;
import org.grad4j.backend.Reduction;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** Sums, products and counts; gradients are spread back over what was reduced. */
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
        Reduced reduced = Reduced.of("sum", x, dims, keepDim);
        DType type = x.dtype().isFloatingPoint() ? x.dtype() : DType.INT64;
        Array y = reduced.shaped(Reduction.sum(x.array(), reduced.mask(), type));
        if (!Autograd.isGradEnabled()) {
            return Tensor.wrap(y);
        }
        return op(name, y, savingNothing(), wrt(x, reduced::spread));
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
        Reduced reduced = Reduced.of("mean", x, dims, keepDim);
        // A sum may exceed the largest float16 where the mean does not.
        DType type = x.dtype().computed();
        Array sum = Reduction.sum(x.array(), reduced.mask(), type);
        double n = reduced.count();
        Elementwise.binaryInto(Binary.DIV, Operand.of(sum), Operand.of(n), type, sum);
        return op(
                name,
                reduced.shaped(sum.as(x.dtype())),
                savingNothing(),
                wrt(x, g -> reduced.spread(g.div(n))));
    }

    /**
     * The product over some dimensions. The gradient never divides, so zeros are no exception: the
     * product of all others is the running product before an element times the one after it.
     *
     * @param x a tensor; whole numbers multiply in int64
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return the products
     */
    public static Tensor prod(Tensor x, int[] dims, boolean keepDim) {
        Reduced reduced = Reduced.of("prod", x, dims, keepDim);
        if (!x.dtype().isFloatingPoint()) {
            return Tensor.wrap(
                    reduced.shaped(
                            Fold.longs(
                                    x.array(), reduced.mask(), DType.INT64, 1, (a, b) -> a * b)));
        }
        Array y = Fold.doubles(x.array(), reduced.mask(), x.dtype(), new Folds.Product());
        return op(
                dims.length == 0 ? "ProdBackward0" : "ProdBackward1",
                reduced.shaped(y),
                saving(x),
                wrt(x, g -> reduced.spread(g).mul(reduced.onRows(x, Scans::productOfOthers))));
    }

    /**
     * {@code log Σ eˣ} over some dimensions, without overflow.
     *
     * @param x a tensor; whole numbers become float32
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return the logarithms
     */
    public static Tensor logsumexp(Tensor x, int[] dims, boolean keepDim) {
        Reduced reduced = Reduced.of("logsumexp", x, dims, keepDim);
        DType type = Types.floating(x.dtype());
        Array y = Fold.doubles(x.array(), reduced.mask(), type, new Folds.LogSumExp());
        return op(
                "LogsumexpBackward0",
                reduced.shaped(y),
                saving(x),
                x,
                (g, z) -> reduced.kept(g).mul(x.sub(reduced.kept(z)).exp()));
    }

    /**
     * Whether all elements are not 0.
     *
     * @param x a tensor
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return a bool tensor, uint8 for a uint8 tensor as in PyTorch
     */
    public static Tensor all(Tensor x, int[] dims, boolean keepDim) {
        return truth(x, count("all", x.detach().eq(0), dims, keepDim).eq(0));
    }

    /**
     * Whether any element is not 0.
     *
     * @param x a tensor
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return a bool tensor, uint8 for a uint8 tensor as in PyTorch
     */
    public static Tensor any(Tensor x, int[] dims, boolean keepDim) {
        return truth(x, count("any", x.detach().ne(0), dims, keepDim).ne(0));
    }

    /**
     * The number of elements that are not 0.
     *
     * @param x a tensor
     * @param dims the dimensions; all when none is named
     * @return an int64 tensor
     */
    public static Tensor countNonzero(Tensor x, int[] dims) {
        return count("countNonzero", x.detach().ne(0), dims, false);
    }

    private static Tensor count(String name, Tensor mask, int[] dims, boolean keepDim) {
        Reduced reduced = Reduced.of(name, mask, dims, keepDim);
        return Tensor.wrap(
                reduced.shaped(Reduction.sum(mask.array(), reduced.mask(), DType.INT64)));
    }

    private static Tensor truth(Tensor x, Tensor truth) {
        return x.dtype() == DType.UINT8 ? truth.to(DType.UINT8) : truth;
    }
}
