package org.grad4j.optim;

import java.util.List;
import org.grad4j.tensor.Tensor;

/**
 * Adam with the largest gradient instead of the mean square (Kingma and Ba, arXiv:1412.6980,
 * section 7.1). For a parameter {@code p} with gradient {@code g} at its {@code t}-th step:
 *
 * <pre>
 * g ← g + weightDecay · p
 * m ← beta1 · m + (1 - beta1) · g
 * u ← max(beta2 · u, |g| + eps)
 * p ← p - lr / (1 - beta1ᵗ) · m / u
 * </pre>
 *
 * <p>One thread at a time may use it.
 */
public final class Adamax extends Optimizer {
    private static final Options OPTIONS =
            Options.lr(2e-3)
                    .fractions("betas", 0.9, 0.999)
                    .notNegative("eps", 1e-8)
                    .notNegative("weight_decay", 0)
                    .countsSteps()
                    .remembers("exp_avg", "exp_inf");

    /**
     * With a learning rate of 0.002.
     *
     * @param parameters what to change
     * @throws IllegalArgumentException as {@link Optimizer}'s constructor
     */
    public Adamax(List<Tensor> parameters) {
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
    public Adamax(List<Tensor> parameters, double lr) {
        this(parameters, OPTIONS.with("lr", lr));
    }

    private Adamax(List<Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * Starts an optimizer with settings of its own.
     *
     * @param parameters what to change
     * @return a builder with lr 0.002, betas 0.9 and 0.999, eps 1e-8, no weight decay
     * @throws NullPointerException if the parameters are null
     */
    public static Builder builder(List<Tensor> parameters) {
        return new Builder(parameters);
    }

    /** Collects the settings of the optimizer. */
    public static final class Builder extends OptimizerBuilder<Builder, Adamax> {
        private Builder(List<Tensor> parameters) {
            super(parameters, OPTIONS, Adamax::new);
        }

        /**
         * How slowly the averages of the gradient and its largest value forget.
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
    }

    @Override
    protected void update(ParamGroup group, ParamState state, Tensor parameter, Tensor gradient) {
        double beta1 = group.number("betas", 0);
        double beta2 = group.number("betas", 1);
        long step = state.nextStep();
        Tensor g = decayed(group, parameter, gradient);
        Tensor mean = state.tensor("exp_avg");
        Tensor largest = state.tensor("exp_inf");
        mean.copy_(mean.lerp(g, 1 - beta1));
        largest.copy_(largest.mul(beta2).maximum(g.abs().add(group.number("eps"))));
        double rate = group.lr() / (1 - Math.pow(beta1, step));
        parameter.copy_(parameter.addcdiv(mean, largest, -rate));
    }
}
