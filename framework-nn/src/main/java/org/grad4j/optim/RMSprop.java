package org.grad4j.optim;

import java.util.ArrayList;
import java.util.List;
import org.grad4j.backend.Array;
import org.grad4j.backend.Elementwise;
import org.grad4j.tensor.Tensor;

/**
 * RMSprop (Hinton, lecture 6 of his course, 2012). For a parameter {@code p} with gradient {@code
 * g}:
 *
 * <pre>
 * g ← g + weightDecay · p
 * v ← alpha · v + (1 - alpha) · g²
 * a ← alpha · a + (1 - alpha) · g,   u = v - a²   if centered, else u = v
 * b ← momentum · b + g / (√u + eps)
 * p ← p - lr · b
 * </pre>
 *
 * <p>The centered form is Graves's (arXiv:1308.0850). As in PyTorch, {@code eps} is added outside
 * of the root, unlike in TensorFlow. One thread at a time may use it.
 */
public final class RMSprop extends Optimizer {
    private static final Options OPTIONS =
            Options.lr(1e-2)
                    .notNegative("alpha", 0.99)
                    .notNegative("eps", 1e-8)
                    .notNegative("weight_decay", 0)
                    .notNegative("momentum", 0)
                    .flag("centered", false)
                    .countsSteps()
                    .remembers("square_avg")
                    .mayRemember("momentum_buffer", "grad_avg");

    /**
     * With a learning rate of 0.01.
     *
     * @param parameters what to change
     * @throws IllegalArgumentException as {@link Optimizer}'s constructor
     */
    public RMSprop(List<Tensor> parameters) {
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
    public RMSprop(List<Tensor> parameters, double lr) {
        this(parameters, OPTIONS.with("lr", lr));
    }

    private RMSprop(List<Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * Starts an optimizer with settings of its own.
     *
     * @param parameters what to change
     * @return a builder with lr 0.01, alpha 0.99, eps 1e-8, everything else off
     * @throws NullPointerException if the parameters are null
     */
    public static Builder builder(List<Tensor> parameters) {
        return new Builder(parameters);
    }

    /** Collects the settings of the optimizer. */
    public static final class Builder extends OptimizerBuilder<Builder, RMSprop> {
        private Builder(List<Tensor> parameters) {
            super(parameters, OPTIONS, RMSprop::new);
        }

        /**
         * How slowly the average of the squares forgets.
         *
         * @param value 0 or more, 0.99 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder alpha(double value) {
            return set("alpha", value);
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
         * Whether the gradient is divided by its deviation instead of its root mean square.
         *
         * @param value false by default
         * @return this builder
         */
        public Builder centered(boolean value) {
            return set("centered", value);
        }
    }

    @Override
    protected void update(ParamGroup group, ParamState state, Tensor parameter, Tensor gradient) {
        state.nextStep();
        double rate = group.lr();
        double decay = group.number("weight_decay");
        double alpha = group.number("alpha");
        double eps = group.number("eps");
        double momentum = group.number("momentum");
        boolean centered = group.flag("centered");
        List<Array> arrays = new ArrayList<>();
        arrays.add(parameter.array());
        arrays.add(state.tensor("square_avg").array());
        if (centered) {
            arrays.add(state.tensor("grad_avg").array());
        }
        if (momentum > 0) {
            arrays.add(state.tensor("momentum_buffer").array());
        }
        arrays.add(gradient.array());
        Elementwise.fused(
                arrays.size() - 1,
                (x, n) -> {
                    divide(
                            x,
                            n,
                            (float) decay,
                            (float) alpha,
                            (float) (1 - alpha),
                            (float) eps,
                            centered);
                    move(x, n, (float) rate, (float) momentum);
                },
                (x, n) -> {
                    divide(x, n, decay, alpha, 1 - alpha, eps, centered);
                    move(x, n, rate, momentum);
                },
                arrays.toArray(Array[]::new));
    }

    /** Makes the gradient, which is the last array, {@code g / (√u + eps)}. */
    private static void divide(
            float[][] x, int n, float decay, float alpha, float rest, float eps, boolean centered) {
        float[] p = x[0];
        float[] v = x[1];
        float[] g = x[x.length - 1];
        for (int i = 0; i < n; i++) {
            g[i] += decay * p[i];
            v[i] = alpha * v[i] + rest * g[i] * g[i];
        }
        if (!centered) {
            for (int i = 0; i < n; i++) {
                g[i] /= (float) Math.sqrt(v[i]) + eps;
            }
            return;
        }
        float[] a = x[2];
        for (int i = 0; i < n; i++) {
            a[i] = alpha * a[i] + rest * g[i];
            g[i] /= (float) Math.sqrt(v[i] - a[i] * a[i]) + eps;
        }
    }

    /** Makes the gradient, which is the last array, {@code g / (√u + eps)}. */
    private static void divide(
            double[][] x,
            int n,
            double decay,
            double alpha,
            double rest,
            double eps,
            boolean centered) {
        double[] p = x[0];
        double[] v = x[1];
        double[] g = x[x.length - 1];
        for (int i = 0; i < n; i++) {
            g[i] += decay * p[i];
            v[i] = alpha * v[i] + rest * g[i] * g[i];
        }
        if (!centered) {
            for (int i = 0; i < n; i++) {
                g[i] /= Math.sqrt(v[i]) + eps;
            }
            return;
        }
        double[] a = x[2];
        for (int i = 0; i < n; i++) {
            a[i] = alpha * a[i] + rest * g[i];
            g[i] /= Math.sqrt(v[i] - a[i] * a[i]) + eps;
        }
    }

    /** Moves the parameter along the last array, or along the momentum, the array before. */
    private static void move(float[][] x, int n, float rate, float momentum) {
        float[] p = x[0];
        float[] g = x[x.length - 1];
        if (momentum > 0) {
            float[] b = x[x.length - 2];
            for (int i = 0; i < n; i++) {
                b[i] = momentum * b[i] + g[i];
                p[i] -= rate * b[i];
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            p[i] -= rate * g[i];
        }
    }

    /** Moves the parameter along the last array, or along the momentum, the array before. */
    private static void move(double[][] x, int n, double rate, double momentum) {
        double[] p = x[0];
        double[] g = x[x.length - 1];
        if (momentum > 0) {
            double[] b = x[x.length - 2];
            for (int i = 0; i < n; i++) {
                b[i] = momentum * b[i] + g[i];
                p[i] -= rate * b[i];
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            p[i] -= rate * g[i];
        }
    }
}
