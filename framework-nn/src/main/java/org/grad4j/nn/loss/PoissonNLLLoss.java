package org.grad4j.nn.loss;

import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * The negative log-likelihood of counts under a Poisson distribution, {@code exp(input) - target ·
 * input}, or {@code input - target · log(input + eps)} if the input is no logarithm.
 *
 * <p>Shapes: input and target alike; the result has no dimensions, or their shape for {@link
 * Reduction#NONE}.
 */
public final class PoissonNLLLoss extends Loss {
    private final boolean logInput;
    private final boolean full;
    private final double eps;
    private final Reduction reduction;

    /** The mean, with logInput true, full false, eps 1e-8. */
    public PoissonNLLLoss() {
        this(true, false, 1e-8, Reduction.MEAN);
    }

    /**
     * With everything chosen.
     *
     * @param logInput whether the input holds logarithms of rates
     * @param full adds Stirling's approximation of the constant
     * @param eps keeps the logarithm of 0 away
     * @param reduction how the losses become one
     * @throws NullPointerException if the reduction is null
     */
    public PoissonNLLLoss(boolean logInput, boolean full, double eps, Reduction reduction) {
        this.logInput = logInput;
        this.full = full;
        this.eps = eps;
        this.reduction = LossChecks.notNull(reduction);
    }

    @Override
    protected Tensor forward(Tensor input, Tensor target) {
        return Losses.poissonNllLoss(input, target, logInput, full, eps, reduction);
    }
}
