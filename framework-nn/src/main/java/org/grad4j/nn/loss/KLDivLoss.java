package org.grad4j.nn.loss;

import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * The Kullback-Leibler divergence, {@code target · (log target - input)}, of logarithms of
 * probabilities from probabilities.
 *
 * <p>Shapes: input and target alike, {@code [n, …]}; the result has no dimensions, or their shape
 * for {@link Reduction#NONE}. As in PyTorch the mean divides by the number of elements; the mean of
 * the divergences of {@code n} distributions is {@link #batchMean}.
 */
public final class KLDivLoss extends Loss {
    private final Reduction reduction;
    private final boolean batchMean;
    private final boolean logTarget;

    /** The mean over all elements, with probabilities as targets. */
    public KLDivLoss() {
        this(Reduction.MEAN, false);
    }

    /**
     * With probabilities as targets.
     *
     * @param reduction how the losses become one
     * @throws NullPointerException if the reduction is null
     */
    public KLDivLoss(Reduction reduction) {
        this(reduction, false);
    }

    /**
     * With everything chosen.
     *
     * @param reduction how the losses become one
     * @param logTarget whether targets hold logarithms of probabilities
     * @throws NullPointerException if the reduction is null
     */
    public KLDivLoss(Reduction reduction, boolean logTarget) {
        this(reduction, false, logTarget);
    }

    private KLDivLoss(Reduction reduction, boolean batchMean, boolean logTarget) {
        this.reduction = LossChecks.notNull(reduction);
        this.batchMean = batchMean;
        this.logTarget = logTarget;
    }

    /**
     * The sum divided by the number of samples: {@code KLDivLoss(reduction="batchmean")}.
     *
     * @param logTarget whether targets hold logarithms of probabilities
     * @return the loss
     */
    public static KLDivLoss batchMean(boolean logTarget) {
        return new KLDivLoss(Reduction.SUM, true, logTarget);
    }

    @Override
    protected Tensor forward(Tensor input, Tensor target) {
        return batchMean
                ? Losses.klDivBatchMean(input, target, logTarget)
                : Losses.klDiv(input, target, logTarget, reduction);
    }
}
