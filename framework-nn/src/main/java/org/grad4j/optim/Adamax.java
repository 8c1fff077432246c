package org.grad4j.optim;

import java.util.List;
import org.grad4j.backend.Elementwise;
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
        long count = state.nextStep();
        double beta1 = group.number("betas", 0);
        double beta2 = group.number("betas", 1);
        double eps = group.number("eps");
        double decay = group.number("weight_decay");
        double rate = group.lr() / (1 - Math.pow(beta1, count));
        Elementwise.fused(
                3,
                (x, n) ->
                        step(
                                x,
                                n,
                                (float) rate,
                                (float) decay,
                                (float) beta1,
                                (float) (1 - beta1),
                                (float) beta2,
                                (float) eps),
                (x, n) -> step(x, n, rate, decay, beta1, 1 - beta1, beta2, eps),
                parameter.array(),
                state.tensor("exp_avg").array(),
                state.tensor("exp_inf").array(),
                gradient.array());
    }

    private static void step(
            float[][] x,
            int n,
            float rate,
            float decay,
            float b1,
            float rest1,
            float b2,
            float eps) {
        float[] p = x[0];
        float[] m = x[1];
        float[] u = x[2];
        float[] g = x[3];
        for (int i = 0; i < n; i++) {
            float gi = g[i] + decay * p[i];
            m[i] = b1 * m[i] + rest1 * gi;
            u[i] = Math.max(b2 * u[i], Math.abs(gi) + eps);
            p[i] -= rate * m[i] / u[i];
        }
    }

    private static void step(
            double[][] x,
            int n,
            double rate,
            double decay,
            double b1,
            double rest1,
            double b2,
            double eps) {
        double[] p = x[0];
        double[] m = x[1];
        double[] u = x[2];
        double[] g = x[3];
        for (int i = 0; i < n; i++) {
            double gi = g[i] + decay * p[i];
            m[i] = b1 * m[i] + rest1 * gi;
            u[i] = Math.max(b2 * u[i], Math.abs(gi) + eps);
            p[i] -= rate * m[i] / u[i];
        }
    }
}
