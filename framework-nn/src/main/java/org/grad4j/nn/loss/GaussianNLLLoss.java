package org.grad4j.nn.loss;

import java.util.Arrays;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * The negative log-likelihood under a normal distribution, {@code ½ (log v + (input - target)² /
 * v)} with {@code v = max(variance, eps)}.
 *
 * <p>Shapes: input and target {@code [..., d]}; variance alike, {@code [..., 1]} or {@code [...]}.
 * The result has no dimensions, or the input's shape for {@link Reduction#NONE}.
 */
public final class GaussianNLLLoss extends Module {
    private final boolean full;
    private final double eps;
    private final Reduction reduction;

    /** The mean, with full false, eps 1e-6. */
    public GaussianNLLLoss() {
        this(false, 1e-6, Reduction.MEAN);
    }

    /**
     * With everything chosen.
     *
     * @param full adds the constant {@code ½ log 2π}
     * @param eps the least variance, above 0
     * @param reduction how the losses become one
     * @throws IllegalArgumentException if eps is not above 0
     * @throws NullPointerException if the reduction is null
     */
    public GaussianNLLLoss(boolean full, double eps, Reduction reduction) {
        LossChecks.require(eps > 0, "GaussianNLLLoss", "eps must be above 0", eps);
        this.full = full;
        this.eps = eps;
        this.reduction = LossChecks.notNull(reduction);
    }

    /**
     * Computes the loss.
     *
     * @param input means
     * @param target what was observed
     * @param variance variances, 0 or more
     * @return the loss
     * @throws IllegalArgumentException if they do not fit or one is null
     */
    public Tensor call(Tensor input, Tensor target, Tensor variance) {
        return enter(
                Arrays.asList(input, target, variance),
                in ->
                        Losses.gaussianNllLoss(
                                in.get(0), in.get(1), in.get(2), full, eps, reduction));
    }
}
