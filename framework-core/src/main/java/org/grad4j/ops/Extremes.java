package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;

import java.util.Arrays;
import org.grad4j.backend.Array;
import org.grad4j.backend.Fold;
import org.grad4j.backend.Folds;
import org.grad4j.backend.Reduction;
import org.grad4j.backend.Shapes;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.grad4j.tensor.ValuesIndices;

/** Largest and smallest elements; a NaN wins over any number. */
public final class Extremes {
    private Extremes() {}

    /**
     * The largest or smallest element; equal ones share the gradient.
     *
     * @param x a tensor
     * @param largest which of the two
     * @return a tensor without dimensions
     */
    public static Tensor extreme(Tensor x, boolean largest) {
        String name = largest ? "max" : "min";
        Array y = Reduction.extremes(flat(name, x, largest), 0, largest).values().reshapeView();
        return evenly(largest ? "MaxBackward1" : "MinBackward1", x, y);
    }

    /** One element of x, by value; all that equal it share the gradient. */
    static Tensor evenly(String name, Tensor x, Array y) {
        return op(
                name,
                y,
                saving(x),
                x,
                (g, m) -> {
                    Tensor winners = winners(x.detach(), m.detach()).to(x.dtype());
                    return winners.mul(g.div(winners.sum()));
                });
    }

    /** Where the elements of that value are; NaN equals nothing. */
    private static Tensor winners(Tensor x, Tensor value) {
        return Double.isNaN(value.item()) ? x.ne(x) : x.eq(value);
    }

    /**
     * The largest or smallest elements along one dimension and where they are.
     *
     * @param x a tensor
     * @param dim the dimension
     * @param keepDim whether it stays with size 1
     * @param largest which of the two
     * @return values and indices, the first of equals
     */
    public static ValuesIndices extremes(Tensor x, int dim, boolean keepDim, boolean largest) {
        return extremes(largest ? "max" : "min", x, dim, keepDim, largest);
    }

    private static ValuesIndices extremes(
            String name, Tensor x, int dim, boolean keepDim, boolean largest) {
        int d = Shapes.dim(name, dim, x.array().shape());
        if (x.dim() == 0) {
            return new ValuesIndices(extreme(x, largest), Tensor.zeros(DType.INT64));
        }
        Reduced reduced = Reduced.of(name, x, new int[] {d}, keepDim).requireElements(name);
        Reduction.Extremes found = Reduction.extremes(x.array(), d, largest);
        Tensor places = Tensor.wrap(found.indices());
        Array y = reduced.shaped(found.values());
        return new ValuesIndices(
                Picks.chosen(largest ? "MaxBackward0" : "MinBackward0", x, d, y, places),
                Tensor.wrap(reduced.shaped(found.indices())));
    }

    /**
     * The largest or smallest elements over some dimensions; equal ones share the gradient.
     *
     * @param x a tensor
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @param largest which of the two
     * @return the elements
     */
    public static Tensor over(Tensor x, int[] dims, boolean keepDim, boolean largest) {
        String name = largest ? "amax" : "amin";
        Reduced reduced = Reduced.of(name, x, dims, keepDim).requireElements(name);
        Array y =
                x.dtype().isFloatingPoint()
                        ? Fold.doubles(
                                x.array(), reduced.mask(), x.dtype(), new Folds.Extreme(largest))
                        : Fold.longs(
                                x.array(),
                                reduced.mask(),
                                x.dtype(),
                                largest ? Long.MIN_VALUE : Long.MAX_VALUE,
                                largest ? Math::max : Math::min);
        return op(
                largest ? "AmaxBackward0" : "AminBackward0",
                reduced.shaped(y),
                saving(x),
                x,
                reduced.shared(x));
    }

    /**
     * The place of the largest or smallest element.
     *
     * @param x a tensor
     * @param largest which of the two
     * @return an int64 tensor without dimensions
     */
    public static Tensor place(Tensor x, boolean largest) {
        String name = largest ? "argmax" : "argmin";
        Types.refuseBool(name, x);
        return Tensor.wrap(
                Reduction.extremes(flat(name, x, largest), 0, largest).indices().reshapeView());
    }

    /**
     * The places of the largest or smallest elements along one dimension.
     *
     * @param x a tensor
     * @param dim the dimension
     * @param keepDim whether it stays with size 1
     * @param largest which of the two
     * @return an int64 tensor
     */
    public static Tensor places(Tensor x, int dim, boolean keepDim, boolean largest) {
        String name = largest ? "argmax" : "argmin";
        Types.refuseBool(name, x);
        return extremes(name, x.detach(), dim, keepDim, largest).indices();
    }

    private static Array flat(String name, Tensor x, boolean largest) {
        if (x.numel() == 0) {
            throw new IllegalArgumentException(
                    name
                            + ": an empty tensor has no "
                            + (largest ? "largest" : "smallest")
                            + " element, got shape "
                            + Arrays.toString(x.array().shape()));
        }
        return x.array().contiguous().reshapeView(x.numel());
    }
}
