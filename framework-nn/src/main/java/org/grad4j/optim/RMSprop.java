package org.grad4j.optim;

import java.util.List;
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
        Tensor g = decayed(group, parameter, gradient);
        double alpha = group.number("alpha");
        Tensor square = state.tensor("square_avg");
        square.copy_(square.mul(alpha).addcmul(g, g, 1 - alpha));
        Tensor variance = square;
        if (group.flag("centered")) {
            Tensor mean = state.tensor("grad_avg");
            mean.copy_(mean.lerp(g, 1 - alpha));
            variance = square.addcmul(mean, mean, -1);
        }
        Tensor size = variance.sqrt().add(group.number("eps"));
        double momentum = group.number("momentum");
        if (momentum > 0) {
            Tensor buffer = state.tensor("momentum_buffer");
            buffer.copy_(buffer.mul(momentum).addcdiv(g, size));
            parameter.sub_(buffer.mul(group.lr()));
        } else {
            parameter.copy_(parameter.addcdiv(g, size, -group.lr()));
        }
    }
}
