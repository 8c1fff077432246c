package org.grad4j.optim;

import java.util.List;
import org.grad4j.backend.Elementwise;
import org.grad4j.tensor.Tensor;

/**
 * Adagrad (Duchi, Hazan and Singer, JMLR 2011). For a parameter {@code p} with gradient {@code g}
 * at its {@code t}-th step:
 *
 * <pre>
 * g ← g + weightDecay · p
 * s ← s + g²
 * p ← p - lr / (1 + (t - 1) · lrDecay) · g / (√s + eps)
 * </pre>
 *
 * <p>One thread at a time may use it.
 */
public final class Adagrad extends Optimizer {
    private static final Options OPTIONS =
            Options.lr(1e-2)
                    .notNegative("lr_decay", 0)
                    .notNegative("eps", 1e-10)
                    .notNegative("weight_decay", 0)
                    .notNegative("initial_accumulator_value", 0)
                    .countsSteps()
                    .remembers("sum");

    /**
     * With a learning rate of 0.01.
     *
     * @param parameters what to change
     * @throws IllegalArgumentException as {@link Optimizer}'s constructor
     */
    public Adagrad(List<Tensor> parameters) {
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
    public Adagrad(List<Tensor> parameters, double lr) {
        this(parameters, OPTIONS.with("lr", lr));
    }

    private Adagrad(List<Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * Starts an optimizer with settings of its own.
     *
     * @param parameters what to change
     * @return a builder with lr 0.01, eps 1e-10, everything else 0
     * @throws NullPointerException if the parameters are null
     */
    public static Builder builder(List<Tensor> parameters) {
        return new Builder(parameters);
    }

    /** Collects the settings of the optimizer. */
    public static final class Builder extends OptimizerBuilder<Builder, Adagrad> {
        private Builder(List<Tensor> parameters) {
            super(parameters, OPTIONS, Adagrad::new);
        }

        /**
         * How fast the learning rate falls with the steps.
         *
         * @param value 0 or more, 0 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder lrDecay(double value) {
            return set("lr_decay", value);
        }

        /**
         * What keeps the division finite.
         *
         * @param value 0 or more, 1e-10 by default
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
         * Where the sum of the squares starts.
         *
         * @param value 0 or more, 0 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder initialAccumulatorValue(double value) {
            return set("initial_accumulator_value", value);
        }
    }

    @Override
    protected void update(ParamGroup group, ParamState state, Tensor parameter, Tensor gradient) {
        long count = state.nextStep();
        double eps = group.number("eps");
        double decay = group.number("weight_decay");
        double rate = group.lr() / (1 + (count - 1) * group.number("lr_decay"));
        Elementwise.fused(
                2,
                (x, n) -> step(x, n, (float) rate, (float) decay, (float) eps),
                (x, n) -> step(x, n, rate, decay, eps),
                parameter.array(),
                state.tensor("sum", group.number("initial_accumulator_value")).array(),
                gradient.array());
    }

    private static void step(float[][] x, int n, float rate, float decay, float eps) {
        float[] p = x[0];
        float[] s = x[1];
        float[] g = x[2];
        for (int i = 0; i < n; i++) {
            float gi = g[i] + decay * p[i];
            s[i] += gi * gi;
            p[i] -= rate * gi / ((float) Math.sqrt(s[i]) + eps);
        }
    }

    private static void step(double[][] x, int n, double rate, double decay, double eps) {
        double[] p = x[0];
        double[] s = x[1];
        double[] g = x[2];
        for (int i = 0; i < n; i++) {
            double gi = g[i] + decay * p[i];
            s[i] += gi * gi;
            p[i] -= rate * gi / (Math.sqrt(s[i]) + eps);
        }
    }
}
