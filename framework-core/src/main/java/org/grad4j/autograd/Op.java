package org.grad4j.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.grad4j.backend.Array;
import org.grad4j.tensor.Tensor;

/**
 * The door through which every operation enters the graph: a value, what was saved, and for each
 * differentiable input a rule from the gradient of the result to the gradient of the input.
 *
 * <pre>{@code
 * static Tensor mul(Tensor a, Tensor b) {
 *     return op("MulBackward0", product(a, b),
 *             wrt(a, saving(b), g -> g.mul(b)), wrt(b, saving(a), g -> g.mul(a)));
 * }
 * }</pre>
 *
 * <p>Rules are written in tensor operations, so that with {@code createGraph} they are recorded
 * themselves and higher-order gradients follow. A rule may return a gradient of the broadcast
 * shape; the engine sums it down. It must never work in place. Whatever tensor values a rule uses
 * are named in {@code saving(…)}, for all rules or for one: their versions are checked and they are
 * released after {@code backward()}. What only the rule of an input without gradients uses is not
 * kept at all.
 */
public final class Op {
    private static final Tensor[] NOTHING = {};

    private Op() {}

    /** The gradient of one input from the gradient of the result. */
    @FunctionalInterface
    public interface Rule {
        /**
         * Applies the chain rule.
         *
         * @param g gradient of the result
         * @return gradient of the input
         */
        Tensor apply(Tensor g);
    }

    /** The gradient of the only input from the gradient of the result and the result itself. */
    @FunctionalInterface
    public interface OutputRule {
        /**
         * Applies the chain rule.
         *
         * @param g gradient of the result
         * @param y the result
         * @return gradient of the input
         */
        Tensor apply(Tensor g, Tensor y);
    }

    /** The gradients of all inputs at once, for operations that share work between them. */
    @FunctionalInterface
    public interface JointRule {
        /**
         * Applies the chain rule.
         *
         * @param g gradient of the result
         * @param needed which inputs need a gradient
         * @return one gradient per input; null where none is needed
         */
        Tensor[] apply(Tensor g, boolean[] needed);
    }

    /** The gradient of the only input from the gradients of several results. */
    @FunctionalInterface
    public interface ManyRule {
        /**
         * Applies the chain rule.
         *
         * @param g gradients of the results, null where none arrived; the rule may change it
         * @return gradient of the input
         */
        Tensor apply(Tensor[] g);
    }

    /**
     * An input and its rule.
     *
     * @param input the input, null where an optional one is absent
     * @param saved the tensors whose values only this rule uses
     * @param rule the rule
     */
    public record Wrt(Tensor input, Tensor[] saved, Rule rule) {
        boolean needed() {
            return input != null && input.requiresGrad();
        }
    }

    /**
     * Names the tensors whose values the rules use.
     *
     * @param tensors the tensors, null where none is needed after all
     * @return the same
     */
    public static Tensor[] saving(Tensor... tensors) {
        return tensors;
    }

    /**
     * Says that the rules use no values, only shapes: such an operation can be differentiated any
     * number of times.
     *
     * @return no tensors
     */
    public static Tensor[] savingNothing() {
        return NOTHING;
    }

    /**
     * Pairs an input with its rule.
     *
     * @param input the input
     * @param rule its gradient
     * @return the pair
     */
    public static Wrt wrt(Tensor input, Rule rule) {
        return new Wrt(input, NOTHING, rule);
    }

    /**
     * Pairs an input with a rule that uses values; they are saved only if the input needs a
     * gradient.
     *
     * @param input the input
     * @param saved the tensors whose values the rule uses
     * @param rule its gradient
     * @return the pair
     */
    public static Wrt wrt(Tensor input, Tensor[] saved, Rule rule) {
        return new Wrt(input, saved, rule);
    }

    /**
     * Records an operation whose rules share no saved values.
     *
     * @param name PyTorch's name of the backward operation
     * @param value the result
     * @param inputs the differentiable inputs with their rules
     * @return the result as a tensor
     */
    public static Tensor op(String name, Array value, Wrt... inputs) {
        return op(name, value, NOTHING, inputs);
    }

    /**
     * Records an operation, if recording is on and any input requires gradients.
     *
     * @param name PyTorch's name of the backward operation
     * @param value the result
     * @param saved the tensors whose values the rules use
     * @param inputs the differentiable inputs with their rules
     * @return the result as a tensor
     */
    public static Tensor op(String name, Array value, Tensor[] saved, Wrt... inputs) {
        if (!recorded(value, inputs)) {
            return viewing(Tensor.wrap(value), inputs);
        }
        Tensor[] tensors = new Tensor[inputs.length];
        Rule[] rules = new Rule[inputs.length];
        Tensor[] used = saved;
        for (int i = 0; i < inputs.length; i++) {
            tensors[i] = inputs[i].input();
            if (inputs[i].needed()) {
                rules[i] = inputs[i].rule();
                used = joined(used, inputs[i].saved());
            }
        }
        return viewing(made(value, new RuleNode(name, tensors, save(used), rules), 0), inputs);
    }

    /**
     * Records an operation of one input whose rule uses the result.
     *
     * @param name PyTorch's name of the backward operation
     * @param value the result
     * @param input the input
     * @param rule its gradient
     * @return the result as a tensor
     */
    public static Tensor op(String name, Array value, Tensor input, OutputRule rule) {
        return op(name, value, NOTHING, input, rule);
    }

    /**
     * Records an operation of one input whose rule uses the result and other values.
     *
     * @param name PyTorch's name of the backward operation
     * @param value the result
     * @param saved the other tensors whose values the rule uses
     * @param input the input
     * @param rule its gradient
     * @return the result as a tensor
     */
    public static Tensor op(
            String name, Array value, Tensor[] saved, Tensor input, OutputRule rule) {
        if (!GradMode.isEnabled() || !input.requiresGrad()) {
            return Tensor.wrap(value);
        }
        OutputNode node = new OutputNode(name, input, rule);
        Tensor y = made(value, node, 0);
        Tensor[] all = Arrays.copyOf(saved, saved.length + 1);
        all[saved.length] = y;
        node.saved = new SavedTensors(all);
        return y;
    }

    /**
     * Records an operation whose inputs share one rule.
     *
     * @param name PyTorch's name of the backward operation
     * @param value the result
     * @param saved the tensors whose values the rule uses
     * @param inputs the inputs, null where an optional one is absent
     * @param rule all their gradients
     * @return the result as a tensor
     */
    public static Tensor joint(
            String name, Array value, Tensor[] saved, Tensor[] inputs, JointRule rule) {
        boolean needed = false;
        for (Tensor input : inputs) {
            needed |= input != null && input.requiresGrad();
        }
        if (!needed || !GradMode.isEnabled()) {
            return Tensor.wrap(value);
        }
        return made(value, new JointNode(name, inputs, save(saved), rule), 0);
    }

    /**
     * Records an operation of one input and several results whose rule uses no values.
     *
     * @param name PyTorch's name of the backward operation
     * @param values the results
     * @param input the input
     * @param rule its gradient
     * @return the results as tensors
     */
    public static List<Tensor> many(String name, Array[] values, Tensor input, ManyRule rule) {
        boolean recorded = GradMode.isEnabled() && input.requiresGrad();
        ManyNode node = recorded ? new ManyNode(name, input, values.length, rule) : null;
        Tensor[] results = new Tensor[values.length];
        for (int i = 0; i < results.length; i++) {
            Tensor result = recorded ? made(values[i], node, i) : Tensor.wrap(values[i]);
            results[i] = View.noted(result, input);
        }
        return List.of(results);
    }

    static Tensor made(Array value, Node node, int output) {
        Tensor tensor = Tensor.wrap(value);
        tensor.autograd().madeBy(node, output);
        return tensor;
    }

    private static Tensor viewing(Tensor y, Wrt[] inputs) {
        for (Wrt input : inputs) {
            if (input.input() != null) {
                View.noted(y, input.input());
            }
        }
        return y;
    }

    private static Tensor[] joined(Tensor[] a, Tensor[] b) {
        if (a.length == 0 || b.length == 0) {
            return a.length == 0 ? b : a;
        }
        Tensor[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    private static boolean recorded(Array value, Wrt[] inputs) {
        if (!GradMode.isEnabled() || !value.dtype().isFloatingPoint()) {
            return false;
        }
        for (Wrt input : inputs) {
            if (input.needed()) {
                return true;
            }
        }
        return false;
    }

    private static SavedTensors save(Tensor[] tensors) {
        Tensor[] used = tensors;
        if (Arrays.asList(tensors).contains(null)) {
            used = Arrays.stream(tensors).filter(Objects::nonNull).toArray(Tensor[]::new);
        }
        return used.length == 0 ? SavedTensors.NONE : new SavedTensors(used);
    }

    private static final class RuleNode extends Node {
        private SavedTensors saved;
        private Rule[] rules;

        RuleNode(String name, Tensor[] inputs, SavedTensors saved, Rule[] rules) {
            super(name, inputs);
            this.saved = saved;
            this.rules = rules;
        }

        @Override
        Tensor[] apply(Tensor[] grads, Pass pass) {
            if (rules == null) {
                throw SavedTensors.released(name());
            }
            saved.check(name());
            Tensor[] out = new Tensor[rules.length];
            for (int i = 0; i < out.length; i++) {
                if (needs(i)) {
                    out[i] = rules[i].apply(grads[0]);
                }
            }
            return out;
        }

        @Override
        void release() {
            if (!saved.isEmpty()) {
                saved = null;
                rules = null;
            }
        }
    }

    private static final class OutputNode extends Node {
        private SavedTensors saved;
        private OutputRule rule;

        OutputNode(String name, Tensor input, OutputRule rule) {
            super(name, input);
            this.rule = rule;
        }

        @Override
        Tensor[] apply(Tensor[] grads, Pass pass) {
            if (saved == null) {
                throw SavedTensors.released(name());
            }
            saved.check(name());
            Tensor[] all = saved.tensors();
            return new Tensor[] {rule.apply(grads[0], all[all.length - 1])};
        }

        @Override
        void release() {
            saved = null;
            rule = null;
        }
    }

    private static final class ManyNode extends Node {
        private final int outputs;
        private final ManyRule rule;

        ManyNode(String name, Tensor input, int outputs, ManyRule rule) {
            super(name, input);
            this.outputs = outputs;
            this.rule = rule;
        }

        @Override
        int outputs() {
            return outputs;
        }

        @Override
        Tensor[] apply(Tensor[] grads, Pass pass) {
            return new Tensor[] {rule.apply(grads.clone())};
        }

        @Override
        void release() {
            // The rule uses no values.
        }
    }

    private static final class JointNode extends Node {
        private SavedTensors saved;
        private JointRule rule;

        JointNode(String name, Tensor[] inputs, SavedTensors saved, JointRule rule) {
            super(name, inputs);
            this.saved = saved;
            this.rule = rule;
        }

        @Override
        Tensor[] apply(Tensor[] grads, Pass pass) {
            if (rule == null) {
                throw SavedTensors.released(name());
            }
            saved.check(name());
            boolean[] needed = new boolean[inputs()];
            for (int i = 0; i < needed.length; i++) {
                needed[i] = needs(i);
            }
            return rule.apply(grads[0], needed);
        }

        @Override
        void release() {
            if (!saved.isEmpty()) {
                saved = null;
                rule = null;
            }
        }
    }
}
