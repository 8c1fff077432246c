package org.grad4j.nn.loss;

import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * The cross-entropy of logits of two classes, {@code -weight · (posWeight · target · log σ(input) +
 * (1 - target) · log(1 - σ(input)))}; no sigmoid goes before it.
 *
 * <p>Shapes: input and target alike; the result has no dimensions, or their shape for {@link
 * Reduction#NONE}. Buffers: {@code weight} and {@code pos_weight}, if there are any.
 */
public final class BCEWithLogitsLoss extends Loss {
    private final Tensor weight;
    private final Tensor posWeight;
    private final Reduction reduction;

    /** The mean, without weights. */
    public BCEWithLogitsLoss() {
        this(null, null, Reduction.MEAN);
    }

    /**
     * Without weights.
     *
     * @param reduction how the losses become one
     * @throws NullPointerException if the reduction is null
     */
    public BCEWithLogitsLoss(Reduction reduction) {
        this(null, null, reduction);
    }

    /**
     * With everything chosen.
     *
     * @param weight expanded to the input's shape, or null
     * @param posWeight how much the positive targets count, expanded to the input's shape, or null
     * @param reduction how the losses become one
     * @throws NullPointerException if the reduction is null
     */
    public BCEWithLogitsLoss(Tensor weight, Tensor posWeight, Reduction reduction) {
        this.weight = weight == null ? null : registerBuffer("weight", weight);
        this.posWeight = posWeight == null ? null : registerBuffer("pos_weight", posWeight);
        this.reduction = LossChecks.notNull(reduction);
    }

    @Override
    protected Tensor forward(Tensor input, Tensor target) {
        return Losses.binaryCrossEntropyWithLogits(input, target, weight, posWeight, reduction);
    }
}
