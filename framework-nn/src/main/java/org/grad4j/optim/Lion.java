package org.grad4j.optim;

import java.util.List;
import org.grad4j.backend.Elementwise;
import org.grad4j.tensor.Tensor;

/**
 * Lion (Chen et al., arXiv:2302.06675): only the sign of the momentum counts. For a parameter
 * {@code p} with gradient {@code g}:
 *
 * <pre>
 * p ← p - lr · weightDecay · p
 * p ← p - lr · sign(beta1 · m + (1 - beta1) · g)
 * m ← beta2 · m + (1 - beta2) · g
 * </pre>
 *
 * <p>The authors advise a learning rate three to ten times smaller than AdamW's and a weight decay
 * larger by as much. PyTorch itself has no Lion; names and defaults are those of the authors'
 * PyTorch version. One thread at a time may use it.
 */
public final class Lion extends Optimizer {
    private static final Options OPTIONS =
            Options.lr(1e-4)
                    .fractions("betas", 0.9, 0.99)
                    .notNegative("weight_decay", 0)
                    .remembers("exp_avg");

    /**
     * With a learning rate of 0.0001.
     *
     * @param parameters what to change
     * @throws IllegalArgumentException as {@link Optimizer}'s constructor
     */
    public Lion(List<Tensor> parameters) {
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
    public Lion(List<Tensor> parameters, double lr) {
        this(parameters, OPTIONS.with("lr", lr));
    }

    private Lion(List<Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * Starts an optimizer with settings of its own.
     *
     * @param parameters what to change
     * @return a builder with lr 0.0001, betas 0.9 and 0.99, no weight decay
     * @throws NullPointerException if the parameters are null
     */
    public static Builder builder(List<Tensor> parameters) {
        return new Builder(parameters);
    }

    /** Collects the settings of the optimizer. */
    public static final class Builder extends OptimizerBuilder<Builder, Lion> {
        private Builder(List<Tensor> parameters) {
            super(parameters, OPTIONS, Lion::new);
        }

        /**
         * How slowly the direction of the step and the average of the gradient forget.
         *
         * @param direction from 0 up to but without 1, 0.9 by default
         * @param mean from 0 up to but without 1, 0.99 by default
         * @return this builder
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder betas(double direction, double mean) {
            return set("betas", List.of(direction, mean));
        }

        /**
         * How much the parameter itself shrinks per step, times the learning rate.
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
        double rate = group.lr();
        double beta1 = group.number("betas", 0);
        double beta2 = group.number("betas", 1);
        double keep = 1 - rate * group.number("weight_decay");
        Elementwise.fused(
                2,
                (x, n) ->
                        step(
                                x,
                                n,
                                (float) rate,
                                (float) keep,
                                (float) beta1,
                                (float) (1 - beta1),
                                (float) beta2,
                                (float) (1 - beta2)),
                (x, n) -> step(x, n, rate, keep, beta1, 1 - beta1, beta2, 1 - beta2),
                parameter.array(),
                state.tensor("exp_avg").array(),
                gradient.array());
    }

    private static void step(
            float[][] x,
            int n,
            float rate,
            float keep,
            float b1,
            float rest1,
            float b2,
            float rest2) {
        float[] p = x[0];
        float[] m = x[1];
        float[] g = x[2];
        for (int i = 0; i < n; i++) {
            p[i] = keep * p[i] - rate * Signs.of(b1 * m[i] + rest1 * g[i]);
            m[i] = b2 * m[i] + rest2 * g[i];
        }
    }

    private static void step(
            double[][] x,
            int n,
            double rate,
            double keep,
            double b1,
            double rest1,
            double b2,
            double rest2) {
        double[] p = x[0];
        double[] m = x[1];
        double[] g = x[2];
        for (int i = 0; i < n; i++) {
            p[i] = keep * p[i] - rate * Signs.of(b1 * m[i] + rest1 * g[i]);
            m[i] = b2 * m[i] + rest2 * g[i];
        }
    }
}
