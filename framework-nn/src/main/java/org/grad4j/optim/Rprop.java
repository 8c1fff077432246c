package org.grad4j.optim;

import java.util.List;
import org.grad4j.backend.Elementwise;
import org.grad4j.tensor.Tensor;

/**
 * Resilient backpropagation (Riedmiller and Braun, ICNN 1993), for whole batches: only the sign of
 * the gradient counts. For an element {@code p} with gradient {@code g}, step size {@code s} and
 * last gradient {@code q}:
 *
 * <pre>
 * s ← clamp(s · etaPlus)        if g · q &gt; 0
 * s ← clamp(s · etaMinus), g ← 0   if g · q &lt; 0
 * p ← p - sign(g) · s
 * q ← g
 * </pre>
 *
 * <p>At the first step {@code s} is the learning rate, which counts no more afterwards. One thread
 * at a time may use it.
 */
public final class Rprop extends Optimizer {
    private static final Options OPTIONS =
            Options.lr(1e-2)
                    .numbers(
                            "etas",
                            "a number between 0 and 1 and one above 1",
                            etas -> etas.get(0) > 0 && etas.get(0) < 1 && etas.get(1) > 1,
                            0.5,
                            1.2)
                    .numbers(
                            "step_sizes",
                            "2 numbers of 0 or more in ascending order",
                            sizes -> sizes.get(0) >= 0 && sizes.get(0) <= sizes.get(1),
                            1e-6,
                            50.0)
                    .countsSteps()
                    .remembers("prev", "step_size");

    /**
     * With a first step size of 0.01.
     *
     * @param parameters what to change
     * @throws IllegalArgumentException as {@link Optimizer}'s constructor
     */
    public Rprop(List<Tensor> parameters) {
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
    public Rprop(List<Tensor> parameters, double lr) {
        this(parameters, OPTIONS.with("lr", lr));
    }

    private Rprop(List<Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * Starts an optimizer with settings of its own.
     *
     * @param parameters what to change
     * @return a builder with lr 0.01, etas 0.5 and 1.2, step sizes from 1e-6 to 50
     * @throws NullPointerException if the parameters are null
     */
    public static Builder builder(List<Tensor> parameters) {
        return new Builder(parameters);
    }

    /** Collects the settings of the optimizer. */
    public static final class Builder extends OptimizerBuilder<Builder, Rprop> {
        private Builder(List<Tensor> parameters) {
            super(parameters, OPTIONS, Rprop::new);
        }

        /**
         * How much a step size shrinks where the sign changed, and grows where it did not.
         *
         * @param minus above 0 and below 1, 0.5 by default
         * @param plus above 1, 1.2 by default
         * @return this builder
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder etas(double minus, double plus) {
            return set("etas", List.of(minus, plus));
        }

        /**
         * The bounds of the step sizes.
         *
         * @param least 0 or more, 1e-6 by default
         * @param most 0 or more, 50 by default
         * @return this builder
         * @throws IllegalArgumentException if one is negative or not finite, or they are out of
         *     order
         */
        public Builder stepSizes(double least, double most) {
            return set("step_sizes", List.of(least, most));
        }
    }

    @Override
    protected void update(ParamGroup group, ParamState state, Tensor parameter, Tensor gradient) {
        state.nextStep();
        double minus = group.number("etas", 0);
        double plus = group.number("etas", 1);
        double least = group.number("step_sizes", 0);
        double most = group.number("step_sizes", 1);
        Elementwise.fused(
                3,
                (x, n) -> step(x, n, (float) minus, (float) plus, (float) least, (float) most),
                (x, n) -> step(x, n, minus, plus, least, most),
                parameter.array(),
                state.tensor("prev").array(),
                state.tensor("step_size", group.lr()).array(),
                gradient.array());
    }

    private static void step(float[][] x, int n, float minus, float plus, float least, float most) {
        float[] p = x[0];
        float[] last = x[1];
        float[] size = x[2];
        float[] g = x[3];
        for (int i = 0; i < n; i++) {
            float agreement = g[i] * last[i];
            float factor = agreement > 0 ? plus : agreement < 0 ? minus : 1;
            float gi = agreement < 0 ? 0 : g[i];
            size[i] = Math.min(Math.max(size[i] * factor, least), most);
            p[i] -= Signs.of(gi) * size[i];
            last[i] = gi;
        }
    }

    private static void step(
            double[][] x, int n, double minus, double plus, double least, double most) {
        double[] p = x[0];
        double[] last = x[1];
        double[] size = x[2];
        double[] g = x[3];
        for (int i = 0; i < n; i++) {
            double agreement = g[i] * last[i];
            double factor = agreement > 0 ? plus : agreement < 0 ? minus : 1;
            double gi = agreement < 0 ? 0 : g[i];
            size[i] = Math.min(Math.max(size[i] * factor, least), most);
            p[i] -= Signs.of(gi) * size[i];
            last[i] = gi;
        }
    }
}
