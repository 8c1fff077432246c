package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import org.grad4j.autograd.Op.OutputRule;
import org.grad4j.backend.Array;
import org.grad4j.backend.Fold;
import org.grad4j.backend.Folds;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.grad4j.tensor.VarMean;

/** Variances, standard deviations and norms. */
public final class Statistics {
    private Statistics() {}

    /**
     * {@code Σ (x - mean)² / (n - correction)} over some dimensions.
     *
     * @param x a floating tensor
     * @param dims the dimensions; all when none is named
     * @param correction 1 for the unbiased estimate, 0 for the population's variance
     * @param keepDim whether they stay with size 1
     * @return the variances
     */
    public static Tensor var(Tensor x, int[] dims, double correction, boolean keepDim) {
        Types.requireFloating("var", x);
        Reduced reduced = Reduced.of("var", x, dims, keepDim);
        Array y =
                Fold.doubles(
                        x.array(),
                        reduced.mask(),
                        x.dtype(),
                        new Folds.Variance(correction, false));
        return op(
                "VarBackward0",
                reduced.shaped(y),
                saving(x),
                wrt(x, g -> varGradient(reduced.kept(g), x, reduced, correction)));
    }

    /**
     * The root of {@link #var}; its gradient is taken as 0 where it is 0.
     *
     * @param x a floating tensor
     * @param dims the dimensions; all when none is named
     * @param correction 1 for the unbiased estimate, 0 for the population's
     * @param keepDim whether they stay with size 1
     * @return the standard deviations
     */
    public static Tensor std(Tensor x, int[] dims, double correction, boolean keepDim) {
        Types.requireFloating("std", x);
        Reduced reduced = Reduced.of("std", x, dims, keepDim);
        Array root =
                Fold.doubles(
                        x.array(), reduced.mask(), x.dtype(), new Folds.Variance(correction, true));
        return op(
                "StdBackward0",
                reduced.shaped(root),
                saving(x),
                x,
                (g, y) -> {
                    Tensor half = Arithmetic.zeroWhere(g.div(y.mul(2)), y.eq(0));
                    return varGradient(reduced.kept(half), x, reduced, correction);
                });
    }

    private static Tensor varGradient(Tensor g, Tensor x, Reduced reduced, double correction) {
        Tensor mean = reduced.dims().length == 0 ? x : x.mean(reduced.dims(), true);
        return g.mul(2 / (reduced.count() - correction)).mul(x.sub(mean));
    }

    /**
     * Variances and means.
     *
     * @param x a floating tensor
     * @param dims the dimensions; all when none is named
     * @param correction 1 for the unbiased estimate, 0 for the population's variance
     * @param keepDim whether they stay with size 1
     * @return both
     */
    public static VarMean varMean(Tensor x, int[] dims, double correction, boolean keepDim) {
        return new VarMean(var(x, dims, correction, keepDim), Reductions.mean(x, dims, keepDim));
    }

    /**
     * {@code (Σ |x|ᵖ)^(1/p)} over some dimensions; the largest (smallest) {@code |x|} for p = ∞
     * (-∞), the number of elements that are not 0 for p = 0. The gradient is taken as 0 where the
     * norm is 0.
     *
     * @param x a floating tensor
     * @param p the exponent
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return the norms
     */
    public static Tensor norm(Tensor x, double p, int[] dims, boolean keepDim) {
        Types.requireFloating("norm", x);
        Reduced reduced = Reduced.of("norm", x, dims, keepDim);
        if (Double.isNaN(p)) {
            throw new IllegalArgumentException("norm: the exponent is NaN");
        }
        if (Double.isInfinite(p)) {
            reduced.requireElements("norm");
            return extremeNorm(x, reduced, p > 0);
        }
        Array y = Fold.doubles(x.array(), reduced.mask(), x.dtype(), new Folds.Norm(p));
        String name = "LinalgVectorNormBackward0";
        if (p == 0) {
            DType type = x.dtype();
            long[] shape = reduced.shape();
            return op(
                    name,
                    reduced.shaped(y),
                    savingNothing(),
                    wrt(x, g -> Tensor.zeros(type, shape)));
        }
        return op(name, reduced.shaped(y), saving(x), x, normRule(x, p, reduced));
    }

    /** With {@code y} the norm, the gradient is {@code x |x|ᵖ⁻² / yᵖ⁻¹}. */
    private static OutputRule normRule(Tensor x, double p, Reduced reduced) {
        return (g, norm) -> {
            Tensor y = reduced.kept(norm);
            Tensor up = reduced.kept(g);
            if (p == 1) {
                return up.mul(x.sign());
            }
            if (p == 2) {
                return x.mul(Arithmetic.zeroWhere(up.div(y), y.eq(0)));
            }
            if (p < 1) {
                Tensor powers = Arithmetic.zeroWhere(x.abs().pow(p - 1), x.eq(0));
                return x.sign().mul(powers).mul(up).mul(y.pow(1 - p));
            }
            Tensor scale = Arithmetic.zeroWhere(up.div(y.pow(p - 1)), y.eq(0));
            return p < 2
                    ? x.sign().mul(x.abs().pow(p - 1)).mul(scale)
                    : x.mul(x.abs().pow(p - 2)).mul(scale);
        };
    }

    /** Elements of the extreme size share the gradient; so do those that are NaN. */
    private static Tensor extremeNorm(Tensor x, Reduced reduced, boolean largest) {
        Array sizes = x.detach().abs().array();
        Array y = Fold.doubles(sizes, reduced.mask(), x.dtype(), new Folds.Extreme(largest));
        return op(
                "LinalgVectorNormBackward0",
                reduced.shaped(y),
                saving(x),
                x,
                (g, norm) -> {
                    Tensor size = x.detach().abs();
                    Tensor winners =
                            size.eq(reduced.kept(norm.detach())).add(size.ne(size)).to(x.dtype());
                    Tensor ties =
                            reduced.dims().length == 0
                                    ? winners
                                    : winners.sum(reduced.dims(), true);
                    return x.sign().mul(reduced.kept(g).div(ties).mul(winners));
                });
    }
}
