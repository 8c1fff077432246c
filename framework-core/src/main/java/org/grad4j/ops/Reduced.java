package org.grad4j.ops;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.grad4j.autograd.Op.OutputRule;
import org.grad4j.backend.Array;
import org.grad4j.backend.Shapes;
import org.grad4j.tensor.Tensor;

/**
 * What a reduction does to a shape.
 *
 * @param shape the shape before
 * @param mask which dimensions are reduced
 * @param keepDim whether they stay with size 1
 */
record Reduced(long[] shape, boolean[] mask, boolean keepDim) {

    /** The given dimensions, all of them when none is given. */
    static Reduced of(String op, Tensor x, int[] dims, boolean keepDim) {
        long[] shape = x.array().shape();
        return new Reduced(shape, Shapes.mask(op, dims, shape), keepDim);
    }

    /** The dimensions that are reduced. */
    int[] dims() {
        int[] dims = new int[mask.length];
        int n = 0;
        for (int d = 0; d < mask.length; d++) {
            if (mask[d]) {
                dims[n++] = d;
            }
        }
        return Arrays.copyOf(dims, n);
    }

    /** How many elements become one. */
    double count() {
        double n = 1;
        for (int d : dims()) {
            n *= shape[d];
        }
        return n;
    }

    /** Refuses to look for an element where there is none. */
    Reduced requireElements(String op) {
        for (int d : dims()) {
            if (shape[d] == 0) {
                throw new IllegalArgumentException(
                        op
                                + ": dimension "
                                + d
                                + " of "
                                + Arrays.toString(shape)
                                + " has no elements");
            }
        }
        return this;
    }

    /** Gives a kernel's result, in which the dimensions have size 1, the shape asked for. */
    Array shaped(Array y) {
        long[] wanted = Shapes.reduce(shape, mask, keepDim);
        return Arrays.equals(wanted, y.shape()) ? y : y.reshapeView(wanted);
    }

    /** A result with its reduced dimensions back at size 1. */
    Tensor kept(Tensor y) {
        return y.reshape(Shapes.reduce(shape, mask, true));
    }

    /** Repeats the gradient of a reduction over what was reduced, without copying. */
    Tensor spread(Tensor g) {
        return kept(g).expand(shape);
    }

    /**
     * Applies a function of the rows {@code [rows, n]} along dimension 1 to the elements that are
     * reduced together.
     */
    Tensor onRows(Tensor x, UnaryOperator<Tensor> f) {
        int[] order = new int[mask.length];
        int[] back = new int[mask.length];
        long[] moved = new long[mask.length];
        int next = 0;
        for (boolean last : new boolean[] {false, true}) {
            for (int d = 0; d < mask.length; d++) {
                if (mask[d] == last) {
                    back[d] = next;
                    moved[next] = shape[d];
                    order[next++] = d;
                }
            }
        }
        long n = (long) count();
        long rows = Shapes.numel(Shapes.reduce(shape, mask, false));
        return f.apply(x.permute(order).reshape(rows, n)).reshape(moved).permute(back);
    }

    /** Elements of x equal to the result share its gradient evenly. */
    OutputRule shared(Tensor x) {
        return (g, y) -> {
            Tensor winners = x.detach().eq(kept(y.detach())).to(x.dtype());
            Tensor ties = dims().length == 0 ? winners : winners.sum(dims(), true);
            return kept(g).mul(winners).div(ties);
        };
    }
}
