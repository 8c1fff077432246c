package org.grad4j.optim;

import java.util.List;
import org.grad4j.backend.Elementwise;
import org.grad4j.tensor.Tensor;

/**
 * Gradient descent with momentum. For a parameter {@code p} with gradient {@code g}:
 *
 * <pre>
 * g ← g + weightDecay · p
 * b ← momentum · b + (1 - dampening) · g      (b ← g at the first step)
 * g ← g + momentum · b   if nesterov, else b
 * p ← p - lr · g
 * </pre>
 *
 * <p>As in PyTorch, the learning rate multiplies the momentum too, unlike in Sutskever et al. (ICML
 * 2013). One thread at a time may use it.
 */
public final class SGD extends Optimizer {
    private static final Options OPTIONS =
            Options.lr(1e-3)
                    .notNegative("momentum", 0)
                    .number("dampening", 0)
                    .notNegative("weight_decay", 0)
                    .flag("nesterov", false)
                    .mayRemember("momentum_buffer");

    /**
     * With a learning rate of 0.001.
     *
     * @param parameters what to change
     * @throws IllegalArgumentException as {@link Optimizer}'s constructor
     */
    public SGD(List<Tensor> parameters) {
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
    public SGD(List<Tensor> parameters, double lr) {
        this(parameters, OPTIONS.with("lr", lr));
    }

    private SGD(List<Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * Starts an optimizer with settings of its own.
     *
     * @param parameters what to change
     * @return a builder with lr 0.001 and everything else off
     * @throws NullPointerException if the parameters are null
     */
    public static Builder builder(List<Tensor> parameters) {
        return new Builder(parameters);
    }

    /** Collects the settings of the optimizer. */
    public static final class Builder extends OptimizerBuilder<Builder, SGD> {
        private Builder(List<Tensor> parameters) {
            super(parameters, OPTIONS, SGD::new);
        }

        /**
         * How much of the last step's direction is kept.
         *
         * @param value 0 or more, 0 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder momentum(double value) {
            return set("momentum", value);
        }

        /**
         * How much of the gradient the momentum leaves out.
         *
         * @param value a number, 0 by default
         * @return this builder
         * @throws IllegalArgumentException if it is not finite
         */
        public Builder dampening(double value) {
            return set("dampening", value);
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
         * Whether the gradient is taken as if the momentum had been applied already, which needs
         * momentum and no dampening.
         *
         * @param value false by default
         * @return this builder
         */
        public Builder nesterov(boolean value) {
            return set("nesterov", value);
        }
    }

    @Override
    void check(ParamGroup group) {
        double momentum = group.number("momentum");
        double dampening = group.number("dampening");
        if (group.flag("nesterov") && (momentum == 0 || dampening != 0)) {
            throw new IllegalArgumentException(
                    "nesterov needs a momentum above 0 and no dampening, got momentum "
                            + momentum
                            + " and dampening "
                            + dampening);
        }
    }

    @Override
    protected void update(ParamGroup group, ParamState state, Tensor parameter, Tensor gradient) {
        double rate = group.lr();
        double decay = group.number("weight_decay");
        double keep = group.number("momentum");
        if (keep == 0) {
            Elementwise.fused(
                    1,
                    (x, n) -> descend(x, n, (float) rate, (float) decay),
                    (x, n) -> descend(x, n, rate, decay),
                    parameter.array(),
                    gradient.array());
            return;
        }
        boolean ahead = group.flag("nesterov");
        double share = state.has("momentum_buffer") ? 1 - group.number("dampening") : 1;
        Elementwise.fused(
                2,
                (x, n) ->
                        roll(x, n, (float) rate, (float) decay, (float) keep, (float) share, ahead),
                (x, n) -> roll(x, n, rate, decay, keep, share, ahead),
                parameter.array(),
                state.tensor("momentum_buffer").array(),
                gradient.array());
    }

    private static void descend(float[][] x, int n, float rate, float decay) {
        float[] p = x[0];
        float[] g = x[1];
        for (int i = 0; i < n; i++) {
            p[i] -= rate * (decay == 0 ? g[i] : g[i] + decay * p[i]);
        }
    }

    private static void descend(double[][] x, int n, double rate, double decay) {
        double[] p = x[0];
        double[] g = x[1];
        for (int i = 0; i < n; i++) {
            p[i] -= rate * (decay == 0 ? g[i] : g[i] + decay * p[i]);
        }
    }

    private static void roll(
            float[][] x, int n, float rate, float decay, float keep, float share, boolean ahead) {
        float[] p = x[0];
        float[] b = x[1];
        float[] g = x[2];
        for (int i = 0; i < n; i++) {
            float gi = decay == 0 ? g[i] : g[i] + decay * p[i];
            float bi = keep * b[i] + share * gi;
            b[i] = bi;
            p[i] -= rate * (ahead ? gi + keep * bi : bi);
        }
    }

    private static void roll(
            double[][] x,
            int n,
            double rate,
            double decay,
            double keep,
            double share,
            boolean ahead) {
        double[] p = x[0];
        double[] b = x[1];
        double[] g = x[2];
        for (int i = 0; i < n; i++) {
            double gi = decay == 0 ? g[i] : g[i] + decay * p[i];
            double bi = keep * b[i] + share * gi;
            b[i] = bi;
            p[i] -= rate * (ahead ? gi + keep * bi : bi);
        }
    }
}
