package org.grad4j.nn.loss;

import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * The squared error with straight ends: {@code d²/2} where {@code |d| ≤ delta}, else {@code delta ·
 * (|d| - delta/2)}, with {@code d = input - target} (Huber 1964).
 *
 * <p>Shapes: input and target alike; the result has no dimensions, or their shape for {@link
 * Reduction#NONE}.
 */
public final class HuberLoss extends Loss {
    private final double delta;
    private final Reduction reduction;

    /** The mean, with delta 1. */
    public HuberLoss() {
        this(1, Reduction.MEAN);
    }

    /**
     * With delta 1.
     *
     * @param reduction how the losses become one
     * @throws NullPointerException if the reduction is null
     */
    public HuberLoss(Reduction reduction) {
        this(1, reduction);
    }

    /**
     * With everything chosen.
     *
     * @param delta where the square ends, above 0
     * @param reduction how the losses become one
     * @throws IllegalArgumentException if delta is not above 0
     * @throws NullPointerException if the reduction is null
     */
    public HuberLoss(double delta, Reduction reduction) {
        LossChecks.require(delta > 0, "HuberLoss", "delta must be above 0", delta);
        this.delta = delta;
        this.reduction = LossChecks.notNull(reduction);
    }

    @Override
    protected Tensor forward(Tensor input, Tensor target) {
        return Losses.huberLoss(input, target, delta, reduction);
    }
}
