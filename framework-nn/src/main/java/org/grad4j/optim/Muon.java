package org.grad4j.optim;

import java.util.Arrays;
import java.util.List;
import org.grad4j.tensor.Tensor;

/**
 * Muon (Jordan, 2024, kellerjordan.github.io/posts/muon): momentum whose matrix is brought close to
 * an orthogonal one, for the two-dimensional parameters of hidden layers. For a parameter {@code p}
 * of shape {@code [m, n]} with gradient {@code g}:
 *
 * <pre>
 * b ← momentum · b + (1 - momentum) · g
 * u = momentum · b + (1 - momentum) · g   if nesterov, else b
 * X = u / max(‖u‖, eps), nsSteps times X ← a X + (b XXᵀ + c (XXᵀ)²) X     (Newton–Schulz)
 * p ← p - lr · weightDecay · p - lr · scale · X
 * </pre>
 *
 * <p>{@code scale} is {@code √max(1, m / n)}, or {@code 0.2 √max(m, n)} with {@code
 * adjustLrFn("match_rms_adamw")} (Liu et al., arXiv:2502.16982), where learning rates tuned for
 * AdamW can be used. PyTorch's {@code torch.optim.Muon} iterates in bfloat16, this one in the
 * parameter's own type. Biases, embeddings and the last layer belong to another optimizer, as
 * AdamW. One thread at a time may use it.
 */
public final class Muon extends Optimizer {
    private static final Options OPTIONS =
            Options.lr(1e-3)
                    .notNegative("weight_decay", 0.1)
                    .notNegative("momentum", 0.95)
                    .flag("nesterov", true)
                    .numbers(
                            "ns_coefficients",
                            "3 finite numbers",
                            abc -> true,
                            3.4445,
                            -4.775,
                            2.0315)
                    .notNegative("eps", 1e-7)
                    .count("ns_steps", 5, 1)
                    .choice("adjust_lr_fn", "original", "original", "match_rms_adamw")
                    .remembers("momentum_buffer");

    /**
     * With a learning rate of 0.001 and a weight decay of 0.1.
     *
     * @param parameters what to change
     * @throws IllegalArgumentException as {@link Optimizer}'s constructor
     */
    public Muon(List<Tensor> parameters) {
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
    public Muon(List<Tensor> parameters, double lr) {
        this(parameters, OPTIONS.with("lr", lr));
    }

    private Muon(List<Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * Starts an optimizer with settings of its own.
     *
     * @param parameters what to change
     * @return a builder with lr 0.001, weight decay 0.1, momentum 0.95 with nesterov, 5 iterations
     * @throws NullPointerException if the parameters are null
     */
    public static Builder builder(List<Tensor> parameters) {
        return new Builder(parameters);
    }

    /** Collects the settings of the optimizer. */
    public static final class Builder extends OptimizerBuilder<Builder, Muon> {
        private Builder(List<Tensor> parameters) {
            super(parameters, OPTIONS, Muon::new);
        }

        /**
         * How much the parameter itself shrinks per step, times the learning rate.
         *
         * @param value 0 or more, 0.1 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder weightDecay(double value) {
            return set("weight_decay", value);
        }

        /**
         * How slowly the average of the gradient forgets.
         *
         * @param value 0 or more, 0.95 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder momentum(double value) {
            return set("momentum", value);
        }

        /**
         * Whether the gradient is taken as if the momentum had been applied already.
         *
         * @param value true by default
         * @return this builder
         */
        public Builder nesterov(boolean value) {
            return set("nesterov", value);
        }

        /**
         * The coefficients of the iteration.
         *
         * @param a of X, 3.4445 by default
         * @param b of XXᵀX, -4.775 by default
         * @param c of (XXᵀ)²X, 2.0315 by default
         * @return this builder
         * @throws IllegalArgumentException if one is not finite
         */
        public Builder nsCoefficients(double a, double b, double c) {
            return set("ns_coefficients", List.of(a, b, c));
        }

        /**
         * The least norm to divide by.
         *
         * @param value 0 or more, 1e-7 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder eps(double value) {
            return set("eps", value);
        }

        /**
         * How often to iterate.
         *
         * @param value 1 or more, 5 by default
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder nsSteps(int value) {
            return set("ns_steps", value);
        }

        /**
         * How the step is scaled to the shape of the parameter.
         *
         * @param value {@code original} by default, or {@code match_rms_adamw}
         * @return this builder
         * @throws IllegalArgumentException if it is another word
         */
        public Builder adjustLrFn(String value) {
            return set("adjust_lr_fn", value);
        }
    }

    @Override
    String unfit(Tensor parameter) {
        return parameter.dim() == 2
                ? null
                : "has shape "
                        + Arrays.toString(parameter.shape())
                        + "; Muon takes matrices only, give the others to AdamW";
    }

    @Override
    protected void update(ParamGroup group, ParamState state, Tensor parameter, Tensor gradient) {
        double momentum = group.number("momentum");
        Tensor buffer = state.tensor("momentum_buffer");
        buffer.copy_(buffer.lerp(gradient, 1 - momentum));
        Tensor u = group.flag("nesterov") ? gradient.lerp(buffer, momentum) : buffer;
        double rate = group.lr();
        parameter.mul_(1 - rate * group.number("weight_decay"));
        parameter.sub_(orthogonal(group, u).mul(rate * scale(group, parameter)));
    }

    private static double scale(ParamGroup group, Tensor parameter) {
        double rows = parameter.size(0);
        double columns = parameter.size(1);
        return group.text("adjust_lr_fn").equals("original")
                ? Math.sqrt(Math.max(1, rows / columns))
                : 0.2 * Math.sqrt(Math.max(rows, columns));
    }

    /** Newton–Schulz on the wide form of the matrix, whose products are smaller. */
    private static Tensor orthogonal(ParamGroup group, Tensor u) {
        double a = group.number("ns_coefficients", 0);
        double b = group.number("ns_coefficients", 1);
        double c = group.number("ns_coefficients", 2);
        boolean tall = u.size(0) > u.size(1);
        Tensor x = (tall ? u.t() : u).div(u.norm().clamp(group.number("eps"), null));
        for (int i = 0; i < (int) group.number("ns_steps"); i++) {
            Tensor gram = x.matmul(x.t());
            x = x.mul(a).add(gram.mul(b).add(gram.matmul(gram).mul(c)).matmul(x));
        }
        return tall ? x.t() : x;
    }
}
