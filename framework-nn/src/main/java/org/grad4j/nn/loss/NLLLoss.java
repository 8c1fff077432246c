package org.grad4j.nn.loss;

import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * The negative log-likelihood, {@code -weight[target] · input[target]}, of logarithms of
 * probabilities, as a log-softmax gives them.
 *
 * <p>Shapes: input {@code [n, classes, d1, …]} and target {@code [n, d1, …]}, or {@code [classes]}
 * and {@code []}; the target holds class numbers in int64. The result has no dimensions, or the
 * target's shape for {@link Reduction#NONE}. Buffer: {@code weight [classes]}, if there are class
 * weights, by whose sum over the targets the mean is divided.
 */
public final class NLLLoss extends Loss {
    private final Tensor weight;
    private final long ignoreIndex;
    private final Reduction reduction;

    /** The mean, without class weights. */
    public NLLLoss() {
        this(null, Losses.IGNORE_INDEX, Reduction.MEAN);
    }

    /**
     * Without class weights.
     *
     * @param reduction how the losses become one
     * @throws NullPointerException if the reduction is null
     */
    public NLLLoss(Reduction reduction) {
        this(null, Losses.IGNORE_INDEX, reduction);
    }

    /**
     * With everything chosen.
     *
     * @param weight {@code [classes]} of the input's type, or null
     * @param ignoreIndex the class number of targets that do not count; PyTorch's default is {@link
     *     Losses#IGNORE_INDEX}
     * @param reduction how the losses become one
     * @throws NullPointerException if the reduction is null
     */
    public NLLLoss(Tensor weight, long ignoreIndex, Reduction reduction) {
        this.weight = weight == null ? null : registerBuffer("weight", weight);
        this.ignoreIndex = ignoreIndex;
        this.reduction = LossChecks.notNull(reduction);
    }

    @Override
    protected Tensor forward(Tensor input, Tensor target) {
        return Losses.nllLoss(input, target, weight, ignoreIndex, reduction);
    }
}
