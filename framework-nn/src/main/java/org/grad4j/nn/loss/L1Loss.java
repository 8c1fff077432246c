package org.grad4j.nn.loss;

import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * The absolute error, {@code |input - target|}.
 *
 * <p>Shapes: input and target alike; the result has no dimensions, or their shape for {@link
 * Reduction#NONE}.
 */
public final class L1Loss extends Loss {
    private final Reduction reduction;

    /** The mean. */
    public L1Loss() {
        this(Reduction.MEAN);
    }

    /**
     * With everything chosen.
     *
     * @param reduction how the losses become one
     * @throws NullPointerException if the reduction is null
     */
    public L1Loss(Reduction reduction) {
        this.reduction = LossChecks.notNull(reduction);
    }

    @Override
    protected Tensor forward(Tensor input, Tensor target) {
        return Losses.l1Loss(input, target, reduction);
    }
}
