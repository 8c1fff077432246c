package org.grad4j.nn.loss;

import java.util.Arrays;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * {@code max(0, margin - target · (input1 - input2))}: which of two scores should be the larger.
 *
 * <p>Shapes: all alike; the result has no dimensions, or their shape for {@link Reduction#NONE}.
 */
public final class MarginRankingLoss extends Module {
    private final double margin;
    private final Reduction reduction;

    /** The mean, with margin 0. */
    public MarginRankingLoss() {
        this(0, Reduction.MEAN);
    }

    /**
     * With everything chosen.
     *
     * @param margin by how much one should lead
     * @param reduction how the losses become one
     * @throws NullPointerException if the reduction is null
     */
    public MarginRankingLoss(double margin, Reduction reduction) {
        this.margin = margin;
        this.reduction = LossChecks.notNull(reduction);
    }

    /**
     * Computes the loss.
     *
     * @param input1 the score that should be larger where the target is 1
     * @param input2 the score that should be larger where the target is -1
     * @param target 1 or -1
     * @return the loss
     * @throws IllegalArgumentException if they do not fit or one is null
     */
    public Tensor call(Tensor input1, Tensor input2, Tensor target) {
        return enter(
                Arrays.asList(input1, input2, target),
                in -> Losses.marginRankingLoss(in.get(0), in.get(1), in.get(2), margin, reduction));
    }
}
