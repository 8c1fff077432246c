package org.grad4j.nn.loss;

import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * For distances of pairs: {@code input} where the target is 1, {@code max(0, margin - input)} where
 * it is -1.
 *
 * <p>Shapes: input and target alike; the result has no dimensions, or their shape for {@link
 * Reduction#NONE}.
 */
public final class HingeEmbeddingLoss extends Loss {
    private final double margin;
    private final Reduction reduction;

    /** The mean, with margin 1. */
    public HingeEmbeddingLoss() {
        this(1, Reduction.MEAN);
    }

    /**
     * With everything chosen.
     *
     * @param margin the distance that unlike pairs should have
     * @param reduction how the losses become one
     * @throws NullPointerException if the reduction is null
     */
    public HingeEmbeddingLoss(double margin, Reduction reduction) {
        this.margin = margin;
        this.reduction = LossChecks.notNull(reduction);
    }

    @Override
    protected Tensor forward(Tensor input, Tensor target) {
        return Losses.hingeEmbeddingLoss(input, target, margin, reduction);
    }
}
