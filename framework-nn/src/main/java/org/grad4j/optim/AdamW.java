package org.grad4j.optim;

import java.util.List;
import org.grad4j.tensor.Tensor;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, arXiv:1711.05101). For a parameter
 * {@code p} with gradient {@code g} at its {@code t}-th step:
 *
 * <pre>
 * p ← p - lr · weightDecay · p
 * m ← beta1 · m + (1 - beta1) · g
 * v ← beta2 · v + (1 - beta2) · g²
 * u ← max(u, v)   if amsgrad, else v
 * p ← p - lr / (1 - beta1ᵗ) · m / (√u / √(1 - beta2ᵗ) + eps)
 * </pre>
 *
 * <p>As in PyTorch, the learning rate multiplies the decay, unlike in the paper, where a schedule
 * of its own does. One thread at a time may use it.
 */
public final class AdamW extends Optimizer {
    private static final Options OPTIONS =
            Options.lr(1e-3)
                    .fractions("betas", 0.9, 0.999)
                    .notNegative("eps", 1e-8)
                    .notNegative("weight_decay", 1e-2)
                    .flag("amsgrad", false)
                    .countsSteps()
                    .remembers("exp_avg", "exp_avg_sq")
                    .mayRemember("max_exp_avg_sq");

    /**
     * With a learning rate of 0.001 and a weight decay of 0.01.
     *
     * @param parameters what to change
     * @throws IllegalArgumentException as {@link Optimizer}'s constructor
     */
    public AdamW(List<Tensor> parameters) {
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
    public AdamW(List<Tensor> parameters, double lr) {
        this(parameters, OPTIONS.with("lr", lr));
    }

    private AdamW(List<Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * Starts an optimizer with settings of its own.
     *
     * @param parameters what to change
     * @return a builder with lr 0.001, betas 0.9 and 0.999, eps 1e-8, weight decay 0.01, amsgrad
     *     off
     * @throws NullPointerException if the parameters are null
     */
    public static Builder builder(List<Tensor> parameters) {
        return new Builder(parameters);
    }

    /** Collects the settings of the optimizer. */
    public static final class Builder extends OptimizerBuilder<Builder, AdamW> {
        private Builder(List<Tensor> parameters) {
            super(parameters, OPTIONS, AdamW::new);
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
         * How much the parameter itself shrinks per step, times the learning rate.
         *
         * @param value 0 or more, 0.01 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder weightDecay(double value) {
            return set("weight_decay", value);
        }

        /**
         * Whether the largest average of the squares so far is used.
         *
         * @param value false by default
         * @return this builder
         */
        public Builder amsgrad(boolean value) {
            return set("amsgrad", value);
        }
    }

    @Override
    protected void update(ParamGroup group, ParamState state, Tensor parameter, Tensor gradient) {
        new AdamStep(group, state, true).corrected().run(parameter, gradient);
    }
}
