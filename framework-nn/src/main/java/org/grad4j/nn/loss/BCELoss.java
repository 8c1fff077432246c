package org.grad4j.nn.loss;

import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * The cross-entropy of probabilities of two classes, {@code -weight · (target · log input + (1 -
 * target) · log(1 - input))}. For logits use {@link BCEWithLogitsLoss}, which is more exact.
 *
 * <p>Shapes: input and target alike; the result has no dimensions, or their shape for {@link
 * Reduction#NONE}. Buffer: {@code weight}, if there is one.
 */
public final class BCELoss extends Loss {
    private final Tensor weight;
    private final Reduction reduction;

    /** The mean, without weights. */
    public BCELoss() {
        this(null, Reduction.MEAN);
    }

    /**
     * Without weights.
     *
     * @param reduction how the losses become one
     * @throws NullPointerException if the reduction is null
     */
    public BCELoss(Reduction reduction) {
        this(null, reduction);
    }

    /**
     * With everything chosen.
     *
     * @param weight expanded to the input's shape, or null
     * @param reduction how the losses become one
     * @throws NullPointerException if the reduction is null
     */
    public BCELoss(Tensor weight, Reduction reduction) {
        this.weight = weight == null ? null : registerBuffer("weight", weight);
        this.reduction = LossChecks.notNull(reduction);
    }

    @Override
    protected Tensor forward(Tensor input, Tensor target) {
        return Losses.binaryCrossEntropy(input, target, weight, reduction);
    }
}
