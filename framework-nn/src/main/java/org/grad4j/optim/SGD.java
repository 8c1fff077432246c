package org.grad4j.optim;

import java.util.List;
import java.util.Objects;
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
    private final double momentum;
    private final double dampening;
    private final double weightDecay;
    private final boolean nesterov;
    private final Tensor[] buffers;

    /**
     * Plain gradient descent.
     *
     * @param parameters what to change
     * @param lr the learning rate
     * @throws IllegalArgumentException as {@link Optimizer}'s constructor
     */
    public SGD(List<Tensor> parameters, double lr) {
        this(builder(parameters).lr(lr));
    }

    private SGD(Builder settings) {
        super(settings.parameters, settings.lr);
        momentum = settings.momentum;
        dampening = settings.dampening;
        weightDecay = settings.weightDecay;
        nesterov = settings.nesterov;
        buffers = new Tensor[settings.parameters.size()];
    }

    /**
     * Starts an optimizer with settings of its own.
     *
     * @param parameters what to change
     * @return a builder with a learning rate of 0.001 and everything else off
     * @throws NullPointerException if the parameters are null
     */
    public static Builder builder(List<Tensor> parameters) {
        return new Builder(parameters);
    }

    /** Collects the settings of the optimizer. */
    public static final class Builder {
        private final List<Tensor> parameters;
        private double lr = 1e-3;
        private double momentum;
        private double dampening;
        private double weightDecay;
        private boolean nesterov;

        private Builder(List<Tensor> parameters) {
            this.parameters = Objects.requireNonNull(parameters, "the parameters are null");
        }

        /**
         * The learning rate.
         *
         * @param value 0 or more, 0.001 by default
         * @return this builder
         */
        public Builder lr(double value) {
            lr = value;
            return this;
        }

        /**
         * How much of the last step's direction is kept.
         *
         * @param value 0 or more, 0 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder momentum(double value) {
            momentum = Settings.notNegative("momentum", value);
            return this;
        }

        /**
         * How much of the gradient the momentum leaves out.
         *
         * @param value a number, 0 by default
         * @return this builder
         */
        public Builder dampening(double value) {
            dampening = value;
            return this;
        }

        /**
         * The factor of the parameter that is added to its gradient.
         *
         * @param value 0 or more, 0 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder weightDecay(double value) {
            weightDecay = Settings.notNegative("weightDecay", value);
            return this;
        }

        /**
         * Whether the gradient is taken as if the momentum had been applied already.
         *
         * @param value false by default; true needs momentum and no dampening
         * @return this builder
         */
        public Builder nesterov(boolean value) {
            nesterov = value;
            return this;
        }

        /**
         * Makes the optimizer.
         *
         * @return an optimizer at its first step
         * @throws IllegalArgumentException if nesterov is asked for without momentum or with
         *     dampening, and as {@link Optimizer}'s constructor
         */
        public SGD build() {
            if (nesterov && (momentum == 0 || dampening != 0)) {
                throw new IllegalArgumentException(
                        "nesterov needs a momentum above 0 and no dampening, got momentum "
                                + momentum
                                + " and dampening "
                                + dampening);
            }
            return new SGD(this);
        }
    }

    @Override
    protected void update(int index, Tensor parameter, Tensor gradient) {
        if (momentum == 0) {
            Elementwise.fused(1, this::descend, this::descend, parameter.array(), gradient.array());
            return;
        }
        boolean first = buffers[index] == null;
        if (first) {
            buffers[index] = state(parameter);
        }
        double share = first ? 1 : 1 - dampening;
        Elementwise.fused(
                2,
                (x, n) -> roll(x, n, (float) share),
                (x, n) -> roll(x, n, share),
                parameter.array(),
                buffers[index].array(),
                gradient.array());
    }

    private void descend(float[][] x, int n) {
        float[] p = x[0];
        float[] g = x[1];
        float rate = (float) lr();
        float decay = (float) weightDecay;
        for (int i = 0; i < n; i++) {
            p[i] -= rate * (decay == 0 ? g[i] : g[i] + decay * p[i]);
        }
    }

    private void descend(double[][] x, int n) {
        double[] p = x[0];
        double[] g = x[1];
        double rate = lr();
        double decay = weightDecay;
        for (int i = 0; i < n; i++) {
            p[i] -= rate * (decay == 0 ? g[i] : g[i] + decay * p[i]);
        }
    }

    private void roll(float[][] x, int n, float share) {
        float[] p = x[0];
        float[] b = x[1];
        float[] g = x[2];
        float rate = (float) lr();
        float decay = (float) weightDecay;
        float keep = (float) momentum;
        boolean ahead = nesterov;
        for (int i = 0; i < n; i++) {
            float gi = decay == 0 ? g[i] : g[i] + decay * p[i];
            float bi = keep * b[i] + share * gi;
            b[i] = bi;
            p[i] -= rate * (ahead ? gi + keep * bi : bi);
        }
    }

    private void roll(double[][] x, int n, double share) {
        double[] p = x[0];
        double[] b = x[1];
        double[] g = x[2];
        double rate = lr();
        double decay = weightDecay;
        double keep = momentum;
        boolean ahead = nesterov;
        for (int i = 0; i < n; i++) {
            double gi = decay == 0 ? g[i] : g[i] + decay * p[i];
            double bi = keep * b[i] + share * gi;
            b[i] = bi;
            p[i] -= rate * (ahead ? gi + keep * bi : bi);
        }
    }
}
