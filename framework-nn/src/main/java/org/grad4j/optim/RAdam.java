package org.grad4j.optim;

import java.util.List;
import org.grad4j.tensor.Tensor;

/**
 * Rectified Adam (Liu et al., arXiv:1908.03265): as long as too few gradients were seen to know
 * their variance, it steps along their mean. For a parameter {@code p} with gradient {@code g} at
 * its {@code t}-th step:
 *
 * <pre>
 * g ← g + weightDecay · p
 * m ← beta1 · m + (1 - beta1) · g
 * v ← beta2 · v + (1 - beta2) · g²
 * ρ∞ = 2 / (1 - beta2) - 1,   ρ = ρ∞ - 2 t · beta2ᵗ / (1 - beta2ᵗ)
 * r = √((ρ - 4)(ρ - 2) ρ∞ / ((ρ∞ - 4)(ρ∞ - 2) ρ))
 * p ← p - lr · m / (1 - beta1ᵗ) · r · √(1 - beta2ᵗ) / (√v + eps)   if ρ &gt; 5
 * p ← p - lr · m / (1 - beta1ᵗ)                                    else
 * </pre>
 *
 * <p>With {@code decoupledWeightDecay} the parameter shrinks by {@code lr · weightDecay} of itself
 * instead, as in the authors' implementation. One thread at a time may use it.
 */
public final class RAdam extends Optimizer {
    private static final Options OPTIONS =
            Options.lr(1e-3)
                    .fractions("betas", 0.9, 0.999)
                    .notNegative("eps", 1e-8)
                    .notNegative("weight_decay", 0)
                    .flag("decoupled_weight_decay", false)
                    .countsSteps()
                    .remembers("exp_avg", "exp_avg_sq");

    /**
     * With a learning rate of 0.001.
     *
     * @param parameters what to change
     * @throws IllegalArgumentException as {@link Optimizer}'s constructor
     */
    public RAdam(List<Tensor> parameters) {
        this(parameters, OPTIONS);
    }

    /**
     * With everything else as by default.
     *
     * @param parameters what to change
     * @param lr the learning rate
     * @throws IllegalArgumentException as {@link Optimizer}'s constructor, or if the rate is
     *     negative or not finite
     */
    public RAdam(List<Tensor> parameters, double lr) {
        this(parameters, OPTIONS.with("lr", lr));
    }

    private RAdam(List<Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * Starts an optimizer with settings of its own.
     *
     * @param parameters what to change
     * @return a builder with lr 0.001, betas 0.9 and 0.999, eps 1e-8, no weight decay
     * @throws NullPointerException if the parameters are null
     */
    public static Builder builder(List<Tensor> parameters) {
        return new Builder(parameters);
    }

    /** Collects the settings of the optimizer. */
    public static final class Builder extends OptimizerBuilder<Builder, RAdam> {
        private Builder(List<Tensor> parameters) {
            super(parameters, OPTIONS, RAdam::new);
        }

        /**
         * How slowly the averages of the gradient and of its square forget.
         *
         * @param mean from 0 up to but without 1, 0.9 by default
         * @param square from 0 up to but without 1, 0.999 by default
         * @return this builder
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder betas(double mean, double square) {
            return set("betas", List.of(mean, square));
        }

        /**
         * What keeps the division finite.
         *
         * @param value 0 or more, 1e-8 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder eps(double value) {
            return set("eps", value);
        }

        /**
         * The factor of the parameter that is added to its gradient (L2).
         *
         * @param value 0 or more, 0 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder weightDecay(double value) {
            return set("weight_decay", value);
        }

        /**
         * Whether the weight decay shrinks the parameter itself instead of joining the gradient.
         *
         * @param value false by default
         * @return this builder
         */
        public Builder decoupledWeightDecay(boolean value) {
            return set("decoupled_weight_decay", value);
        }
    }

    @Override
    protected void update(ParamGroup group, ParamState state, Tensor parameter, Tensor gradient) {
        AdamStep step = new AdamStep(group, state, group.flag("decoupled_weight_decay"));
        double share = step.squareShare();
        double most = 2 / (1 - step.beta2) - 1;
        double length = most - 2 * step.count * (1 - share) / share;
        step.alongMean = group.lr() / step.meanShare();
        if (length > 5) {
            double rectified =
                    Math.sqrt(
                            (length - 4)
                                    * (length - 2)
                                    * most
                                    / ((most - 4) * (most - 2) * length));
            step.alongMean *= rectified * Math.sqrt(share);
            step.scale = 1;
        } else {
            step.eps = 1; // the mean alone decides
        }
        step.run(parameter, gradient);
    }
}
