package org.grad4j.optim;

import java.util.List;
import org.grad4j.backend.Elementwise;
import org.grad4j.tensor.Tensor;

/**
 * Adadelta (Zeiler, arXiv:1212.5701). For a parameter {@code p} with gradient {@code g}:
 *
 * <pre>
 * g ← g + weightDecay · p
 * v ← rho · v + (1 - rho) · g²
 * d = √(u + eps) / √(v + eps) · g
 * u ← rho · u + (1 - rho) · d²
 * p ← p - lr · d
 * </pre>
 *
 * <p>The paper has no learning rate, which is 1 here by default. One thread at a time may use it.
 */
public final class Adadelta extends Optimizer {
    private static final Options OPTIONS =
            Options.lr(1)
                    .range("rho", 0.9, 0, 1)
                    .notNegative("eps", 1e-6)
                    .notNegative("weight_decay", 0)
                    .countsSteps()
                    .remembers("square_avg", "acc_delta");

    /**
     * With a learning rate of 1.
     *
     * @param parameters what to change
     * @throws IllegalArgumentException as {@link Optimizer}'s constructor
     */
    public Adadelta(List<Tensor> parameters) {
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
    public Adadelta(List<Tensor> parameters, double lr) {
        this(parameters, OPTIONS.with("lr", lr));
    }

    private Adadelta(List<Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * Starts an optimizer with settings of its own.
     *
     * @param parameters what to change
     * @return a builder with lr 1, rho 0.9, eps 1e-6, no weight decay
     * @throws NullPointerException if the parameters are null
     */
    public static Builder builder(List<Tensor> parameters) {
        return new Builder(parameters);
    }

    /** Collects the settings of the optimizer. */
    public static final class Builder extends OptimizerBuilder<Builder, Adadelta> {
        private Builder(List<Tensor> parameters) {
            super(parameters, OPTIONS, Adadelta::new);
        }

        /**
         * How slowly the averages of the squares forget.
         *
         * @param value from 0 to 1, 0.9 by default
         * @return this builder
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder rho(double value) {
            return set("rho", value);
        }

        /**
         * What keeps the division finite.
         *
         * @param value 0 or more, 1e-6 by default
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
        state.nextStep();
        double rate = group.lr();
        double decay = group.number("weight_decay");
        double rho = group.number("rho");
        double eps = group.number("eps");
        Elementwise.fused(
                3,
                (x, n) ->
                        step(
                                x,
                                n,
                                (float) rate,
                                (float) decay,
                                (float) rho,
                                (float) (1 - rho),
                                (float) eps),
                (x, n) -> step(x, n, rate, decay, rho, 1 - rho, eps),
                parameter.array(),
                state.tensor("square_avg").array(),
                state.tensor("acc_delta").array(),
                gradient.array());
    }

    private static void step(
            float[][] x, int n, float rate, float decay, float rho, float rest, float eps) {
        float[] p = x[0];
        float[] v = x[1];
        float[] u = x[2];
        float[] g = x[3];
        for (int i = 0; i < n; i++) {
            float gi = g[i] + decay * p[i];
            v[i] = rho * v[i] + rest * gi * gi;
            float d = (float) Math.sqrt(u[i] + eps) / (float) Math.sqrt(v[i] + eps) * gi;
            u[i] = rho * u[i] + rest * d * d;
            p[i] -= rate * d;
        }
    }

    private static void step(
            double[][] x, int n, double rate, double decay, double rho, double rest, double eps) {
        double[] p = x[0];
        double[] v = x[1];
        double[] u = x[2];
        double[] g = x[3];
        for (int i = 0; i < n; i++) {
            double gi = g[i] + decay * p[i];
            v[i] = rho * v[i] + rest * gi * gi;
            double d = Math.sqrt(u[i] + eps) / Math.sqrt(v[i] + eps) * gi;
            u[i] = rho * u[i] + rest * d * d;
            p[i] -= rate * d;
        }
    }
}
