package org.grad4j.optim;

import java.util.List;
import java.util.Objects;
import org.grad4j.backend.Array;
import org.grad4j.backend.Elementwise;
import org.grad4j.tensor.Tensor;

/**
 * Adam (Kingma and Ba, arXiv:1412.6980). For a parameter {@code p} with gradient {@code g} at its
 * {@code t}-th step:
 *
 * <pre>
 * g ← g + weightDecay · p
 * m ← beta1 · m + (1 - beta1) · g
 * v ← beta2 · v + (1 - beta2) · g²
 * u ← max(u, v)   if amsgrad, else v
 * p ← p - lr / (1 - beta1ᵗ) · m / (√u / √(1 - beta2ᵗ) + eps)
 * </pre>
 *
 * <p>{@code eps} is added after the bias correction, as in PyTorch and in the paper's algorithm;
 * the weight decay goes through the moments (L2), unlike in AdamW. amsgrad is Reddi et al.
 * (arXiv:1904.09237). One thread at a time may use it.
 */
public final class Adam extends Optimizer {
    private final double beta1;
    private final double beta2;
    private final double eps;
    private final double weightDecay;
    private final boolean amsgrad;
    private final Moments[] moments;

    /** What is remembered of one parameter. */
    private static final class Moments {
        private final Tensor mean;
        private final Tensor square;
        private final Tensor largest;
        private long steps;

        Moments(Tensor parameter, boolean amsgrad) {
            mean = state(parameter);
            square = state(parameter);
            largest = amsgrad ? state(parameter) : null;
        }
    }

    /**
     * With a learning rate of 0.001.
     *
     * @param parameters what to change
     * @throws IllegalArgumentException as {@link Optimizer}'s constructor
     */
    public Adam(List<Tensor> parameters) {
        this(builder(parameters));
    }

    /**
     * With the usual betas and eps.
     *
     * @param parameters what to change
     * @param lr the learning rate
     * @throws IllegalArgumentException as {@link Optimizer}'s constructor
     */
    public Adam(List<Tensor> parameters, double lr) {
        this(builder(parameters).lr(lr));
    }

    private Adam(Builder settings) {
        super(settings.parameters, settings.lr);
        beta1 = settings.beta1;
        beta2 = settings.beta2;
        eps = settings.eps;
        weightDecay = settings.weightDecay;
        amsgrad = settings.amsgrad;
        moments = new Moments[settings.parameters.size()];
    }

    /**
     * Starts an optimizer with settings of its own.
     *
     * @param parameters what to change
     * @return a builder with lr 0.001, betas 0.9 and 0.999, eps 1e-8, everything else off
     * @throws NullPointerException if the parameters are null
     */
    public static Builder builder(List<Tensor> parameters) {
        return new Builder(parameters);
    }

    /** Collects the settings of the optimizer. */
    public static final class Builder {
        private final List<Tensor> parameters;
        private double lr = 1e-3;
        private double beta1 = 0.9;
        private double beta2 = 0.999;
        private double eps = 1e-8;
        private double weightDecay;
        private boolean amsgrad;

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
         * How slowly the averages of the gradient and of its square forget.
         *
         * @param mean from 0 up to but without 1, 0.9 by default
         * @param square from 0 up to but without 1, 0.999 by default
         * @return this builder
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder betas(double mean, double square) {
            beta1 = Settings.fraction("beta1", mean);
            beta2 = Settings.fraction("beta2", square);
            return this;
        }

        /**
         * What keeps the division finite.
         *
         * @param value 0 or more, 1e-8 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder eps(double value) {
            eps = Settings.notNegative("eps", value);
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
         * Whether the largest average of the squares so far is used.
         *
         * @param value false by default
         * @return this builder
         */
        public Builder amsgrad(boolean value) {
            amsgrad = value;
            return this;
        }

        /**
         * Makes the optimizer.
         *
         * @return an optimizer at its first step
         * @throws IllegalArgumentException as {@link Optimizer}'s constructor
         */
        public Adam build() {
            return new Adam(this);
        }
    }

    @Override
    protected void update(int index, Tensor parameter, Tensor gradient) {
        if (moments[index] == null) {
            moments[index] = new Moments(parameter, amsgrad);
        }
        Moments own = moments[index];
        own.steps++;
        double rate = lr() / (1 - Math.pow(beta1, own.steps));
        double root = Math.sqrt(1 - Math.pow(beta2, own.steps));
        Array p = parameter.array();
        Array m = own.mean.array();
        Array v = own.square.array();
        Array g = gradient.array();
        Array[] arrays =
                amsgrad ? new Array[] {p, m, v, own.largest.array(), g} : new Array[] {p, m, v, g};
        Elementwise.fused(
                arrays.length - 1, // all but the gradient change
                (x, n) -> step(x, n, (float) rate, (float) root),
                (x, n) -> step(x, n, rate, root),
                arrays);
    }

    private void step(float[][] x, int n, float rate, float root) {
        float[] p = x[0];
        float[] m = x[1];
        float[] v = x[2];
        float[] u = amsgrad ? x[3] : v;
        float[] g = x[x.length - 1];
        float b1 = (float) beta1;
        float b2 = (float) beta2;
        float rest1 = (float) (1 - beta1);
        float rest2 = (float) (1 - beta2);
        float decay = (float) weightDecay;
        float epsilon = (float) eps;
        for (int i = 0; i < n; i++) {
            float gi = decay == 0 ? g[i] : g[i] + decay * p[i];
            m[i] = b1 * m[i] + rest1 * gi;
            v[i] = b2 * v[i] + rest2 * gi * gi;
            u[i] = Math.max(u[i], v[i]);
            p[i] -= rate * m[i] / ((float) Math.sqrt(u[i]) / root + epsilon);
        }
    }

    private void step(double[][] x, int n, double rate, double root) {
        double[] p = x[0];
        double[] m = x[1];
        double[] v = x[2];
        double[] u = amsgrad ? x[3] : v;
        double[] g = x[x.length - 1];
        double rest1 = 1 - beta1;
        double rest2 = 1 - beta2;
        double decay = weightDecay;
        for (int i = 0; i < n; i++) {
            double gi = decay == 0 ? g[i] : g[i] + decay * p[i];
            m[i] = beta1 * m[i] + rest1 * gi;
            v[i] = beta2 * v[i] + rest2 * gi * gi;
            u[i] = Math.max(u[i], v[i]);
            p[i] -= rate * m[i] / (Math.sqrt(u[i]) / root + eps);
        }
    }
}
