package org.grad4j.optim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.grad4j.autograd.Autograd;
import org.grad4j.backend.Array;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * Limited-memory BFGS (Liu and Nocedal, Mathematical Programming 1989): a quasi-Newton method for
 * whole batches, whose step computes the loss several times.
 *
 * <pre>{@code
 * optimizer.step(() -> {
 *     optimizer.zeroGrad();
 *     Tensor loss = criterion.call(model.call(x), target);
 *     loss.backward();
 *     return loss;
 * });
 * }</pre>
 *
 * <p>Each iteration goes along {@code d = -H g}, where {@code H} approximates the inverse Hessian
 * from the last {@code historySize} changes of the gradient; its length is the learning rate, or
 * found by a line search. A step ends after {@code maxIter} iterations or {@code maxEval} losses,
 * when no element of the gradient exceeds {@code toleranceGrad}, or when the loss or the parameters
 * change by less than {@code toleranceChange}. As in PyTorch there is one group of parameters, and
 * the state stands with the first parameter. One thread at a time may use it.
 */
public final class LBFGS extends Optimizer {
    private static final double LEAST_CURVATURE = 1e-10;
    private static final List<String> AFTER_A_STEP =
            List.of(
                    "d",
                    "t",
                    "old_dirs",
                    "old_stps",
                    "ro",
                    "H_diag",
                    "prev_flat_grad",
                    "prev_loss");
    private static final Options.Kind TENSORS =
            new Options.Kind("a list of tensors", value -> listOf(Tensor.class, value));
    private static final Options.Kind NUMBERS =
            new Options.Kind("a list of numbers", value -> listOf(Number.class, value));
    private static final Options.Kind FLAT =
            new Options.Kind("a tensor", value -> value instanceof Tensor ? value : null);
    private static final Options.Kind NUMBER =
            new Options.Kind("a number", value -> value instanceof Number ? value : null);
    private static final Options OPTIONS =
            Options.lr(1)
                    .count("max_iter", 20, 1)
                    .count("max_eval", 25, 1)
                    .notNegative("tolerance_grad", 1e-7)
                    .notNegative("tolerance_change", 1e-9)
                    .count("history_size", 100, 1)
                    .choice("line_search_fn", "none", "none", "strong_wolfe")
                    .mayRemember(Options.COUNT, "func_evals", "n_iter")
                    .mayRemember(FLAT, "d", "prev_flat_grad")
                    .mayRemember(TENSORS, "old_dirs", "old_stps")
                    .mayRemember(NUMBERS, "ro")
                    .mayRemember(NUMBER, "t", "H_diag", "prev_loss");

    private static Object listOf(Class<?> type, Object value) {
        return value instanceof List<?> list && list.stream().allMatch(type::isInstance)
                ? value
                : null;
    }

    /**
     * With a learning rate of 1 and no line search.
     *
     * @param parameters what to change
     * @throws IllegalArgumentException as {@link Optimizer}'s constructor, or if the parameters are
     *     not of one type
     */
    public LBFGS(List<Tensor> parameters) {
        this(parameters, OPTIONS);
    }

    private LBFGS(List<Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /**
     * Starts an optimizer with settings of its own.
     *
     * @param parameters what to change
     * @return a builder with lr 1, 20 iterations and 25 losses a step, gradient tolerance 1e-7,
     *     change tolerance 1e-9, a history of 100 and no line search
     * @throws NullPointerException if the parameters are null
     */
    public static Builder builder(List<Tensor> parameters) {
        return new Builder(parameters);
    }

    /** Collects the settings of the optimizer. */
    public static final class Builder extends OptimizerBuilder<Builder, LBFGS> {
        private Builder(List<Tensor> parameters) {
            super(parameters, OPTIONS, LBFGS::new);
        }

        /**
         * The most iterations a step takes; sets {@link #maxEval} to five quarters of it.
         *
         * @param value 1 or more, 20 by default
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxIter(int value) {
            return set("max_iter", value).set("max_eval", value * 5L / 4);
        }

        /**
         * About how often a step computes the loss at most.
         *
         * @param value 1 or more, 25 by default
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxEval(int value) {
            return set("max_eval", value);
        }

        /**
         * The largest element of the gradient with which a step ends.
         *
         * @param value 0 or more, 1e-7 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder toleranceGrad(double value) {
            return set("tolerance_grad", value);
        }

        /**
         * The change of the loss or the parameters with which a step ends.
         *
         * @param value 0 or more, 1e-9 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder toleranceChange(double value) {
            return set("tolerance_change", value);
        }

        /**
         * How many changes of the gradient are remembered.
         *
         * @param value 1 or more, 100 by default
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder historySize(int value) {
            return set("history_size", value);
        }

        /**
         * How the length of an iteration is found.
         *
         * @param value {@code none} by default, or {@code strong_wolfe}
         * @return this builder
         * @throws IllegalArgumentException if it is another word
         */
        public Builder lineSearchFn(String value) {
            return set("line_search_fn", value);
        }
    }

    @Override
    void check(ParamGroup group) {
        List<Tensor> parameters = group.parameters();
        if (!parameters.isEmpty() && !paramGroups().isEmpty()) {
            throw new IllegalArgumentException(
                    "LBFGS has one group of parameters; its options cannot differ");
        }
        for (Tensor parameter : parameters) {
            DType first = parameters.get(0).dtype();
            if (parameter.dtype() != first) {
                throw new IllegalArgumentException(
                        "LBFGS needs parameters of one type, got "
                                + first.torchName()
                                + " and "
                                + parameter.dtype().torchName());
            }
        }
    }

    @Override
    String problem(Map<String, Object> state) {
        if (!state.containsKey("n_iter") || ((Number) state.get("n_iter")).longValue() == 0) {
            return null;
        }
        List<String> missing =
                AFTER_A_STEP.stream().filter(name -> !state.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            return "lacks " + missing;
        }
        List<Tensor> tensors = new ArrayList<>();
        tensors.add((Tensor) state.get("d"));
        tensors.add((Tensor) state.get("prev_flat_grad"));
        int[] sizes = new int[3];
        for (Object each : (List<?>) state.get("old_dirs")) {
            tensors.add((Tensor) each);
            sizes[0]++;
        }
        for (Object each : (List<?>) state.get("old_stps")) {
            tensors.add((Tensor) each);
            sizes[1]++;
        }
        sizes[2] = ((List<?>) state.get("ro")).size();
        if (sizes[0] != sizes[1] || sizes[0] != sizes[2]) {
            return "has lists of different lengths: " + Arrays.toString(sizes);
        }
        long numel = parameters().stream().mapToLong(Tensor::numel).sum();
        DType dtype = parameters().get(0).dtype();
        for (Tensor tensor : tensors) {
            if (tensor.isReleased()
                    || tensor.dim() != 1
                    || tensor.numel() != numel
                    || tensor.dtype() != dtype) {
                return "has a tensor that is not [" + numel + "] " + dtype.torchName();
            }
        }
        return null;
    }

    /**
     * Refused, since a step computes the loss several times.
     *
     * @throws IllegalStateException always
     */
    @Override
    public void step() {
        throw new IllegalStateException(
                "LBFGS computes the loss several times a step: call step(closure), with a closure"
                        + " that calls zeroGrad, computes the loss, runs it backward and returns"
                        + " it");
    }

    @Override
    public Tensor step(Supplier<Tensor> closure) {
        Tensor loss = evaluate(closure);
        noteStep();
        Autograd.noGrad(() -> TensorScope.run(() -> new Step(closure).run(loss.item())));
        return loss;
    }

    @Override
    protected void update(ParamGroup group, ParamState state, Tensor parameter, Tensor gradient) {
        throw new IllegalStateException("LBFGS changes all parameters together");
    }

    /** One call of {@link #step(Supplier)}. */
    private final class Step {
        private final Supplier<Tensor> closure;
        private final ParamGroup group = paramGroups().get(0);
        private final List<Tensor> parameters = group.parameters();
        private final ParamState state = state(parameters.get(0));
        private final double sign = group.flag("maximize") ? -1 : 1;
        private StrongWolfe.Point now;
        private long evaluations = 1;

        Step(Supplier<Tensor> closure) {
            this.closure = closure;
        }

        void run(double firstLoss) {
            count("func_evals", 1);
            count("n_iter", 0);
            now = new StrongWolfe.Point(0, sign * firstLoss, gradient(), 0);
            boolean more = largest(now.gradient()) > group.number("tolerance_grad");
            long most = (long) group.number("max_iter");
            for (long i = 1; more; i++) {
                try (TensorScope iteration = TensorScope.open()) {
                    more = iterate(i == most);
                    iteration.keep(now.gradient());
                }
            }
        }

        /** Goes one length along one direction; false when the step is at its end. */
        private boolean iterate(boolean last) {
            boolean first = count("n_iter", 1) == 1;
            Tensor g = now.gradient();
            if (first) {
                forget();
            } else {
                learn(g);
            }
            Tensor d = keep("d", direction(g));
            keep("prev_flat_grad", g);
            double loss = now.loss();
            state.set("prev_loss", loss);
            double rate = group.lr();
            double t = first ? Math.min(1, 1 / g.abs().sum().item()) * rate : rate;
            state.set("t", t);
            double slope = g.dot(d).item();
            double tolerance = group.number("tolerance_change");
            if (slope > -tolerance) {
                return false;
            }
            if (group.text("line_search_fn").equals("strong_wolfe")) {
                t = search(new StrongWolfe.Point(0, loss, g, slope), d, t);
                state.set("t", t);
            } else {
                move(t, d);
                if (!last) {
                    now = evaluate(t, d);
                    evaluated(1);
                }
            }
            return !last
                    && evaluations < group.number("max_eval")
                    && largest(now.gradient()) > group.number("tolerance_grad")
                    && largest(d) * Math.abs(t) > tolerance
                    && Math.abs(now.loss() - loss) >= tolerance;
        }

        private double search(StrongWolfe.Point start, Tensor d, double first) {
            List<Tensor> origin = parameters.stream().map(Tensor::clone).toList();
            StrongWolfe search =
                    new StrongWolfe(
                            length -> {
                                move(length, d);
                                StrongWolfe.Point point = evaluate(length, d);
                                for (int i = 0; i < origin.size(); i++) {
                                    parameters.get(i).copy_(origin.get(i));
                                }
                                return point;
                            },
                            start);
            now = search.search(first, largest(d));
            evaluated(search.evaluations());
            move(now.t(), d);
            return now.t();
        }

        private void forget() {
            state.set("old_dirs", new ArrayList<Tensor>());
            state.set("old_stps", new ArrayList<Tensor>());
            state.set("ro", new ArrayList<Number>());
            state.set("H_diag", 1.0);
        }

        /** Remembers how the gradient changed along the last iteration. */
        private void learn(Tensor g) {
            Tensor y = g.sub((Tensor) state.value("prev_flat_grad"));
            Tensor s = ((Tensor) state.value("d")).mul(state.number("t", 0));
            double ys = y.dot(s).item();
            if (ys > LEAST_CURVATURE) {
                List<Number> inverses = state.list("ro");
                boolean full = inverses.size() >= group.number("history_size");
                if (full) {
                    inverses.remove(0);
                }
                inverses.add(1 / ys);
                append(state.list("old_dirs"), y, full);
                append(state.list("old_stps"), s, full);
                state.set("H_diag", ys / y.dot(y).item());
            }
        }

        /** In a full list the oldest tensor's memory takes the newest. */
        private static void append(List<Tensor> list, Tensor newest, boolean full) {
            if (full) {
                list.add(list.remove(0).copy_(newest));
            } else {
                newest.array().storage().leaveScope();
                list.add(newest);
            }
        }

        /** {@code -H g} by the two loops over the history. */
        private Tensor direction(Tensor g) {
            List<Tensor> changes = state.list("old_dirs");
            List<Tensor> steps = state.list("old_stps");
            List<Number> inverses = state.list("ro");
            double[] shares = new double[changes.size()];
            Tensor d = g.neg();
            for (int i = shares.length - 1; i >= 0; i--) {
                shares[i] = steps.get(i).dot(d).item() * inverses.get(i).doubleValue();
                d.sub_(changes.get(i).mul(shares[i]));
            }
            d.mul_(state.number("H_diag", 1));
            for (int i = 0; i < shares.length; i++) {
                double share = changes.get(i).dot(d).item() * inverses.get(i).doubleValue();
                d.add_(steps.get(i).mul(shares[i] - share));
            }
            return d;
        }

        private StrongWolfe.Point evaluate(double t, Tensor d) {
            double[] loss = new double[1];
            Tensor g =
                    TensorScope.run(
                            () -> {
                                loss[0] = sign * Optimizer.evaluate(closure).item();
                                return gradient();
                            });
            return new StrongWolfe.Point(t, loss[0], g, g.dot(d).item());
        }

        /** All gradients in one row; zeros for a parameter without one. */
        private Tensor gradient() {
            List<Tensor> parts = new ArrayList<>();
            for (Tensor parameter : parameters) {
                Array g = parameter.autograd().gradArray();
                parts.add((g == null ? Tensor.zerosLike(parameter) : Tensor.wrap(g)).flatten());
            }
            return Tensor.cat(parts).mul_(sign);
        }

        private void move(double t, Tensor d) {
            Tensor way = d.mul(t);
            long at = 0;
            for (Tensor parameter : parameters) {
                long n = parameter.numel();
                parameter.add_(way.narrow(0, at, n).reshape(parameter.shape()));
                at += n;
            }
        }

        /** Copies a vector into the state's own. */
        private Tensor keep(String name, Tensor vector) {
            if (state.has(name)) {
                return ((Tensor) state.value(name)).copy_(vector);
            }
            Tensor own = vector.clone();
            state.set(name, own);
            return own;
        }

        private void evaluated(long times) {
            evaluations += times;
            count("func_evals", times);
        }

        private long count(String name, long more) {
            long count = (long) state.number(name, 0) + more;
            state.set(name, count);
            return count;
        }

        private static double largest(Tensor vector) {
            return vector.abs().max().item();
        }
    }
}
