package org.grad4j.nn.loss;

import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * The hinge loss of many classes, {@code Σ_{j≠y} weight[y] · max(0, margin - input[y] + input[j])^p
 * / classes}.
 *
 * <p>Shapes: input {@code [n, classes]} and target {@code [n]}, or {@code [classes]} and {@code
 * []}; the target holds class numbers in int64. The result has no dimensions, or the target's shape
 * for {@link Reduction#NONE}. Buffer: {@code weight [classes]}, if there are class weights.
 */
public final class MultiMarginLoss extends Loss {
    private final int p;
    private final double margin;
    private final Tensor weight;
    private final Reduction reduction;

    /** The mean, with p 1, margin 1, without class weights. */
    public MultiMarginLoss() {
        this(1, 1, null, Reduction.MEAN);
    }

    /**
     * With everything chosen.
     *
     * @param p 1 or 2
     * @param margin by how much the right class should lead
     * @param weight {@code [classes]} of the input's type, or null
     * @param reduction how the losses become one
     * @throws IllegalArgumentException if p is neither 1 nor 2
     * @throws NullPointerException if the reduction is null
     */
    public MultiMarginLoss(int p, double margin, Tensor weight, Reduction reduction) {
        LossChecks.require(p == 1 || p == 2, "MultiMarginLoss", "p must be 1 or 2", p);
        this.p = p;
        this.margin = margin;
        this.weight = weight == null ? null : registerBuffer("weight", weight);
        this.reduction = LossChecks.notNull(reduction);
    }

    @Override
    protected Tensor forward(Tensor input, Tensor target) {
        return Losses.multiMarginLoss(input, target, p, margin, weight, reduction);
    }
}
