package org.grad4j.nn.loss;

import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * The absolute error with a square around 0: {@code d² / (2·beta)} where {@code |d| < beta}, else
 * {@code |d| - beta/2}, with {@code d = input - target} (arXiv:1504.08083).
 *
 * <p>Shapes: input and target alike; the result has no dimensions, or their shape for {@link
 * Reduction#NONE}.
 */
public final class SmoothL1Loss extends Loss {
    private final double beta;
    private final Reduction reduction;

    /** The mean, with beta 1. */
    public SmoothL1Loss() {
        this(1, Reduction.MEAN);
    }

    /**
     * With beta 1.
     *
     * @param reduction how the losses become one
     * @throws NullPointerException if the reduction is null
     */
    public SmoothL1Loss(Reduction reduction) {
        this(1, reduction);
    }

    /**
     * With everything chosen.
     *
     * @param beta where the square ends, 0 or more
     * @param reduction how the losses become one
     * @throws IllegalArgumentException if beta is negative or NaN
     * @throws NullPointerException if the reduction is null
     */
    public SmoothL1Loss(double beta, Reduction reduction) {
        LossChecks.require(beta >= 0, "SmoothL1Loss", "beta must be 0 or more", beta);
        this.beta = beta;
        this.reduction = LossChecks.notNull(reduction);
    }

    @Override
    protected Tensor forward(Tensor input, Tensor target) {
        return Losses.smoothL1Loss(input, target, beta, reduction);
    }
}
