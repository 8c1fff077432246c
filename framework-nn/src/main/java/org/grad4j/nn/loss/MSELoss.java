package org.grad4j.nn.loss;

import java.util.Objects;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * The squared error, {@code (input - target)²}.
 *
 * <p>Shapes: input and target alike (PyTorch warns and broadcasts otherwise, which hides a common
 * mistake). The result has no dimensions, or the input's shape for {@link Reduction#NONE}.
 */
public final class MSELoss extends Loss {
    private final Reduction reduction;

    /** The mean over all elements. */
    public MSELoss() {
        this(Reduction.MEAN);
    }

    /**
     * With a reduction of choice.
     *
     * @param reduction how the errors of the elements become one
     * @throws NullPointerException if it is null
     */
    public MSELoss(Reduction reduction) {
        this.reduction = Objects.requireNonNull(reduction, "the reduction is null");
    }

    @Override
    protected Tensor forward(Tensor input, Tensor target) {
        return Losses.mseLoss(input, target, reduction);
    }
}
