package org.grad4j.nn.loss;

import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * The logistic loss of two classes, {@code log(1 + exp(-target · input))} with targets 1 and -1.
 *
 * <p>Shapes: input and target alike; the result has no dimensions, or their shape for {@link
 * Reduction#NONE}.
 */
public final class SoftMarginLoss extends Loss {
    private final Reduction reduction;

    /** The mean. */
    public SoftMarginLoss() {
        this(Reduction.MEAN);
    }

    /**
     * With everything chosen.
     *
     * @param reduction how the losses become one
     * @throws NullPointerException if the reduction is null
     */
    public SoftMarginLoss(Reduction reduction) {
        this.reduction = LossChecks.notNull(reduction);
    }

    @Override
    protected Tensor forward(Tensor input, Tensor target) {
        return Losses.softMarginLoss(input, target, reduction);
    }
}
