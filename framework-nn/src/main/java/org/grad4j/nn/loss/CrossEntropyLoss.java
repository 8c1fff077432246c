package org.grad4j.nn.loss;

import java.util.Objects;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * The cross-entropy of logits, {@code -log softmax(input)[target]}; no softmax goes before it.
 *
 * <p>Shapes: input {@code [n, classes]} and target {@code [n]}, {@code [n, classes, d1, …]} and
 * {@code [n, d1, …]}, or {@code [classes]} and {@code []}; the target holds class numbers in int64.
 * The result has no dimensions, or the target's shape for {@link Reduction#NONE}. The mean of no
 * samples is NaN.
 */
public final class CrossEntropyLoss extends Loss {
    private final Reduction reduction;

    /** The mean over the samples. */
    public CrossEntropyLoss() {
        this(Reduction.MEAN);
    }

    /**
     * With a reduction of choice.
     *
     * @param reduction how the losses of the samples become one
     * @throws NullPointerException if it is null
     */
    public CrossEntropyLoss(Reduction reduction) {
        this.reduction = Objects.requireNonNull(reduction, "the reduction is null");
    }

    @Override
    protected Tensor forward(Tensor input, Tensor target) {
        return input.crossEntropy(target, reduction);
    }
}
