package org.grad4j.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.grad4j.autograd.FunctionContext;
import org.grad4j.autograd.MultiFunction;
import org.grad4j.autograd.TensorHook;
import org.grad4j.tensor.Tensor;

/** The hooks of one module, in the order in which they were registered. */
final class Hooks {
    private final List<ForwardPreHook> before = new CopyOnWriteArrayList<>();
    private final List<ForwardHook> after = new CopyOnWriteArrayList<>();
    private final List<BackwardHook> backward = new CopyOnWriteArrayList<>();

    TensorHook.Handle before(ForwardPreHook hook) {
        return add(before, hook);
    }

    TensorHook.Handle after(ForwardHook hook) {
        return add(after, hook);
    }

    TensorHook.Handle backward(BackwardHook hook) {
        return add(backward, hook);
    }

    boolean isEmpty() {
        return before.isEmpty() && after.isEmpty() && backward.isEmpty();
    }

    private static <H> TensorHook.Handle add(List<H> hooks, H hook) {
        if (hook == null) {
            throw new IllegalArgumentException("the hook is null");
        }
        hooks.add(hook);
        AtomicBoolean there = new AtomicBoolean(true);
        return () -> {
            if (there.getAndSet(false)) {
                hooks.remove(hook);
            }
        };
    }

    Hooks copy() {
        Hooks copy = new Hooks();
        copy.before.addAll(before);
        copy.after.addAll(after);
        copy.backward.addAll(backward);
        return copy;
    }

    /** Runs the body with the hooks around it. */
    <T> T around(Module module, List<Tensor> given, Function<List<Tensor>, T> body) {
        List<Tensor> inputs = given;
        for (ForwardPreHook hook : before) {
            List<Tensor> replaced = hook.apply(module, inputs);
            if (replaced != null && replaced.size() != inputs.size()) {
                throw new IllegalStateException(
                        module.name()
                                + ": a forward pre-hook returned "
                                + replaced.size()
                                + " tensors for "
                                + inputs.size()
                                + " inputs");
            }
            inputs = replaced == null ? inputs : replaced;
        }
        T result = backward.isEmpty() ? body.apply(inputs) : watched(module, inputs, body);
        for (ForwardHook hook : after) {
            result = replaced(module, result, hook.apply(module, inputs, result));
        }
        return result;
    }

    @SuppressWarnings("unchecked") // of the class of the result, which is checked
    private static <T> T replaced(Module module, T result, Object other) {
        if (other == null || result == null) {
            return result;
        }
        if (other.getClass() != result.getClass()) {
            throw new IllegalStateException(
                    module.name()
                            + ": a forward hook must return null or a "
                            + result.getClass().getSimpleName()
                            + ", got a "
                            + other.getClass().getSimpleName());
        }
        return (T) other;
    }

    // ---- backward ----

    private <T> T watched(Module module, List<Tensor> inputs, Function<List<Tensor>, T> body) {
        Watch watch = new Watch(module, inputs);
        T result = body.apply(watch.aliases());
        if (result != null && !(result instanceof Tensor)) {
            throw new IllegalStateException(
                    module.name()
                            + ": a backward hook needs a module whose result is one tensor, this"
                            + " one's is a "
                            + result.getClass().getSimpleName());
        }
        Tensor y = (Tensor) result;
        if (y != null && y.requiresGrad()) {
            y.registerHook(watch::outputGradient);
        }
        return result;
    }

    /**
     * One call of a module under backward hooks. Its inputs go through an identity, whose gradients
     * are those through this module alone; the gradient of the result arrives before them.
     */
    private final class Watch extends MultiFunction {
        private final Module module;
        private final List<Tensor> inputs;
        private final boolean differentiated;
        private Tensor gradOutput;

        Watch(Module module, List<Tensor> inputs) {
            this.module = module;
            this.inputs = inputs;
            differentiated = inputs.stream().anyMatch(x -> x != null && x.requiresGrad());
        }

        List<Tensor> aliases() {
            Tensor[] present = inputs.stream().filter(x -> x != null).toArray(Tensor[]::new);
            if (!differentiated) {
                return inputs;
            }
            List<Tensor> aliases = new ArrayList<>(inputs);
            Tensor[] results = apply(present);
            int next = 0;
            for (int i = 0; i < aliases.size(); i++) {
                if (aliases.get(i) != null) {
                    aliases.set(i, results[next++]);
                }
            }
            return aliases;
        }

        Tensor outputGradient(Tensor g) {
            gradOutput = g;
            if (!differentiated) {
                run(Collections.nCopies(inputs.size(), null));
            }
            return null;
        }

        private List<Tensor> run(List<Tensor> gradients) {
            List<Tensor> current = gradients;
            for (BackwardHook hook : backward) {
                List<Tensor> replaced = hook.apply(module, current, gradOutput);
                if (replaced != null && replaced.size() != current.size()) {
                    throw new IllegalStateException(
                            module.name()
                                    + ": a backward hook returned "
                                    + replaced.size()
                                    + " gradients for "
                                    + current.size()
                                    + " inputs");
                }
                current = replaced == null ? current : replaced;
            }
            return current;
        }

        @Override
        protected Tensor[] forward(FunctionContext ctx, Tensor... in) {
            return Arrays.stream(in).map(Tensor::detach).toArray(Tensor[]::new);
        }

        @Override
        protected Tensor[] backward(FunctionContext ctx, Tensor... g) {
            List<Tensor> gradients = new ArrayList<>();
            int next = 0;
            for (Tensor input : inputs) {
                Tensor gradient = input == null ? null : g[next++];
                gradients.add(input != null && input.requiresGrad() ? gradient : null);
            }
            List<Tensor> after = run(Collections.unmodifiableList(gradients));
            List<Tensor> results = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                if (inputs.get(i) != null) {
                    results.add(after.get(i));
                }
            }
            return results.toArray(Tensor[]::new);
        }

        @Override
        protected boolean isTwiceDifferentiable() {
            return true;
        }
    }
}
