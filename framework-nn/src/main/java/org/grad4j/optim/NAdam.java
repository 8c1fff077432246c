package org.grad4j.optim;

import java.util.List;
import org.grad4j.tensor.Tensor;

/**
 * Adam with Nesterov momentum (Dozat, ICLR 2016 workshop). For a parameter {@code p} with gradient
 * {@code g} at its {@code t}-th step:
 *
 * <pre>
 * g ← g + weightDecay · p
 * μₜ = beta1 · (1 - 0.96^(t · momentumDecay) / 2)
 * m ← beta1 · m + (1 - beta1) · g
 * v ← beta2 · v + (1 - beta2) · g²
 * p ← p - lr · (μₜ₊₁ · m / (1 - μ₁⋯μₜ₊₁) + (1 - μₜ) · g / (1 - μ₁⋯μₜ)) / (√(v / (1 - beta2ᵗ)) + eps)
 * </pre>
 *
 * <p>With {@code decoupledWeightDecay} the parameter shrinks by {@code lr · weightDecay} of itself
 * instead (NAdamW). One thread at a time may use it.
 */
public final class NAdam extends Optimizer {
    private static final Options OPTIONS =
            Options.lr(2e-3)
                    .fractions("betas", 0.9, 0.999)
                    .notNegative("eps", 1e-8)
                    .notNegative("weight_decay", 0)
                    .notNegative("momentum_decay", 4e-3)
                    .flag("decoupled_weight_decay", false)
                    .countsSteps()
                    .remembersNumbers("mu_product")
                    .remembers("exp_avg", "exp_avg_sq");

    /**
     * With a learning rate of 0.002.
     *
     * @param parameters what to change
     * @throws IllegalArgumentException as {@link Optimizer}'s constructor
     */
    public NAdam(List<Tensor> parameters) {
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
    public NAdam(List<Tensor> parameters, double lr) {
        this(parameters, OPTIONS.with("lr", lr));
    }

    private NAdam(List<Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * Starts an optimizer with settings of its own.
     *
     * @param parameters what to change
     * @return a builder with lr 0.002, betas 0.9 and 0.999, eps 1e-8, momentum decay 0.004, no
     *     weight decay
     * @throws NullPointerException if the parameters are null
     */
    public static Builder builder(List<Tensor> parameters) {
        return new Builder(parameters);
    }

    /** Collects the settings of the optimizer. */
    public static final class Builder extends OptimizerBuilder<Builder, NAdam> {
        private Builder(List<Tensor> parameters) {
            super(parameters, OPTIONS, NAdam::new);
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
         * How fast the momentum reaches beta1.
         *
         * @param value 0 or more, 0.004 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder momentumDecay(double value) {
            return set("momentum_decay", value);
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
        double mu = momentum(group, step.beta1, step.count);
        double next = momentum(group, step.beta1, step.count + 1);
        double product = state.number("mu_product", 1) * mu;
        state.set("mu_product", product);
        step.alongMean = group.lr() * next / (1 - product * next);
        step.alongGradient = group.lr() * (1 - mu) / (1 - product);
        step.scale = 1 / Math.sqrt(step.squareShare());
        step.run(parameter, gradient);
    }

    private static double momentum(ParamGroup group, double beta1, long step) {
        return beta1 * (1 - 0.5 * Math.pow(0.96, step * group.number("momentum_decay")));
    }
}
