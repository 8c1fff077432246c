package org.grad4j.nn.loss;

import java.util.Arrays;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * {@code 1 - cos(input1, input2)} for pairs that are alike (target 1), {@code max(0, cos(input1,
 * input2) - margin)} for others (target -1).
 *
 * <p>Shapes: inputs {@code [n, d]} and target {@code [n]}, or {@code [d]} and {@code []}. The
 * result has no dimensions, or the target's shape for {@link Reduction#NONE}.
 */
public final class CosineEmbeddingLoss extends Module {
    private final double margin;
    private final Reduction reduction;

    /** The mean, with margin 0. */
    public CosineEmbeddingLoss() {
        this(0, Reduction.MEAN);
    }

    /**
     * With everything chosen.
     *
     * @param margin the cosine that unlike pairs may have
     * @param reduction how the losses become one
     * @throws NullPointerException if the reduction is null
     */
    public CosineEmbeddingLoss(double margin, Reduction reduction) {
        this.margin = margin;
        this.reduction = LossChecks.notNull(reduction);
    }

    /**
     * Computes the loss.
     *
     * @param input1 one vector of each pair
     * @param input2 the other
     * @param target 1 or -1
     * @return the loss
     * @throws IllegalArgumentException if they do not fit or one is null
     */
    public Tensor call(Tensor input1, Tensor input2, Tensor target) {
        return enter(
                Arrays.asList(input1, input2, target),
                in ->
                        Losses.cosineEmbeddingLoss(
                                in.get(0), in.get(1), in.get(2), margin, reduction));
    }
}
