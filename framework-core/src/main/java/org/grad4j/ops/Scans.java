package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import org.grad4j.backend.Array;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Scan;
import org.grad4j.backend.Shapes;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * Running sums and products.
 *
 * <p>The gradient of a running product is a linear recurrence, and the gradient of a linear
 * recurrence is its transpose; so products are differentiated in linear time, to any order, and
 * without a division that zeros would spoil.
 */
public final class Scans {
    private Scans() {}

    /**
     * {@code yₖ = x₀ + … + xₖ} along one dimension.
     *
     * @param x a tensor; whole numbers add in int64
     * @param dim the dimension
     * @return a tensor of the same shape
     */
    public static Tensor cumsum(Tensor x, int dim) {
        int d = Shapes.dim("cumsum", dim, x.array().shape());
        return cumsum(x, d, false);
    }

    private static Tensor cumsum(Tensor x, int d, boolean reverse) {
        Array y = Scan.sums(x.array(), d, reverse, accumulated(x));
        return op("CumsumBackward0", y, savingNothing(), wrt(x, g -> cumsum(g, d, !reverse)));
    }

    /**
     * {@code yₖ = x₀ · … · xₖ} along one dimension.
     *
     * @param x a tensor; whole numbers multiply in int64
     * @param dim the dimension
     * @return a tensor of the same shape
     */
    public static Tensor cumprod(Tensor x, int dim) {
        int d = Shapes.dim("cumprod", dim, x.array().shape());
        return op(
                "CumprodBackward0",
                Scan.products(x.array(), d, accumulated(x)),
                saving(x),
                x,
                (g, y) -> recurrence(g, x, d, true).mul(delayed(y, d, 1)));
    }

    /** The product of all elements but the one in place, along dimension 1 of {@code [rows, n]}. */
    static Tensor productOfOthers(Tensor x) {
        Tensor last = Tensor.arange(x.size(1)).eq(x.size(1) - 1).to(x.dtype());
        Tensor after = recurrence(last.expand(x.shape()), x, 1, true);
        return after.mul(delayed(cumprod(x, 1), 1, 1));
    }

    /**
     * {@code rₖ = aₖ + xₖ · rₖ₋₁}, or its transpose {@code rₖ = aₖ + xₖ₊₁ · rₖ₊₁}. In both, the
     * weight xₖ joins what came before k with what comes from k on.
     */
    private static Tensor recurrence(Tensor a, Tensor x, int d, boolean reverse) {
        return op(
                "RecurrenceBackward0",
                Scan.recurrence(a.array(), x.array(), d, reverse),
                wrt(a, saving(x), g -> recurrence(g, x, d, !reverse)),
                wrt(
                        x,
                        saving(a, x),
                        g -> {
                            Tensor before = recurrence(reverse ? g : a, x, d, false);
                            Tensor after = recurrence(reverse ? a : g, x, d, true);
                            return after.mul(delayed(before, d, 0));
                        }));
    }

    /** Each element moved one place on, with a number in front; the last one goes. */
    private static Tensor delayed(Tensor x, int d, double first) {
        return op(
                "DelayBackward0",
                moved(x.array(), d, 1, first),
                savingNothing(),
                wrt(x, g -> advanced(g, d)));
    }

    private static Tensor advanced(Tensor x, int d) {
        return op(
                "AdvanceBackward0",
                moved(x.array(), d, -1, 0),
                savingNothing(),
                wrt(x, g -> delayed(g, d, 0)));
    }

    private static Array moved(Array x, int d, int by, double fill) {
        Array out = Array.full(fill, x.dtype(), x.shape());
        if (x.rank() == 0 || x.numel() == 0) {
            return out;
        }
        long[] shape = x.shape().clone();
        shape[d]--;
        long from = by < 0 ? x.strides()[d] : 0;
        long to = by > 0 ? out.strides()[d] : 0;
        Elementwise.copy(
                x.view(shape, x.strides(), x.offset() + from), out.view(shape, out.strides(), to));
        return out;
    }

    private static DType accumulated(Tensor x) {
        return x.dtype().isFloatingPoint() ? x.dtype() : DType.INT64;
    }
}
