package org.grad4j.autograd;

import java.util.Arrays;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;

/**
 * A differentiable operation written by the user: {@code forward} computes a value, {@code
 * backward} turns the gradient of that value into gradients of the inputs.
 *
 * <pre>{@code
 * final class Square extends Function {
 *     @Override
 *     protected Tensor forward(FunctionContext ctx, Tensor... inputs) {
 *         ctx.saveForBackward(inputs[0]);
 *         return inputs[0].mul(inputs[0]);
 *     }
 *
 *     @Override
 *     protected Tensor[] backward(FunctionContext ctx, Tensor g) {
 *         return new Tensor[] {g.mul(ctx.saved(0)).mul(2)};
 *     }
 * }
 * Tensor y = new Square().apply(x);
 * }</pre>
 *
 * <p>Settings are constructor fields; whatever belongs to one call lives in the context, so one
 * object may appear many times in a graph. Unlike a {@code Module}, a function holds no weights.
 */
public abstract class Function {
    /** For subclasses. */
    protected Function() {}

    /**
     * Computes the value. Nothing inside is recorded.
     *
     * @param ctx carries saved tensors to {@link #backward}
     * @param inputs what {@link #apply} was given
     * @return the value
     */
    protected abstract Tensor forward(FunctionContext ctx, Tensor... inputs);

    /**
     * Computes the inputs' gradients.
     *
     * @param ctx the context of the forward call
     * @param gradOutput the gradient of the value, of its shape
     * @return one gradient per input, of the input's shape; null for an input that needs none
     */
    protected abstract Tensor[] backward(FunctionContext ctx, Tensor gradOutput);

    /**
     * Whether {@link #backward} may itself be differentiated. That is right only if it is made of
     * recorded operations on saved inputs and outputs, not on values that {@code forward} computed
     * on the way; so it must be declared.
     *
     * @return false unless overridden
     */
    protected boolean isTwiceDifferentiable() {
        return false;
    }

    /**
     * Applies the function and records it.
     *
     * @param inputs the inputs
     * @return the value, with a gradFn named after the class
     * @throws IllegalStateException if {@link #forward} returns null
     */
    public final Tensor apply(Tensor... inputs) {
        boolean[] needed = new boolean[inputs.length];
        boolean recorded = false;
        for (int i = 0; i < inputs.length; i++) {
            needed[i] = inputs[i].requiresGrad();
            recorded |= needed[i];
        }
        FunctionContext ctx = new FunctionContext(name(), needed);
        Tensor raw = Autograd.noGrad(() -> forward(ctx, inputs));
        if (raw == null) {
            throw new IllegalStateException(name() + ": forward returned null, not a tensor");
        }
        if (!recorded || !GradMode.isEnabled()) {
            return raw.requiresGrad() ? raw.detach() : raw;
        }
        raw.array().storage().share();
        Tensor result = Op.made(raw.array(), new FunctionNode(this, ctx, inputs), 0);
        ctx.finishForward(raw, result);
        return result;
    }

    private String name() {
        String simple = getClass().getSimpleName();
        return simple.isEmpty() ? "Function" : simple;
    }

    private static final class FunctionNode extends Node {
        private final Function function;
        private final FunctionContext ctx;

        FunctionNode(Function function, FunctionContext ctx, Tensor[] inputs) {
            super(function.name() + "Backward", inputs);
            this.function = function;
            this.ctx = ctx;
        }

        @Override
        Tensor[] apply(Tensor[] grads, Pass pass) {
            if (pass.createGraph() && !function.isTwiceDifferentiable()) {
                throw new IllegalStateException(
                        function.name()
                                + ": asked for a gradient of its gradient (createGraph), but it is"
                                + " not declared twice differentiable; override"
                                + " isTwiceDifferentiable() if backward uses only recorded"
                                + " operations on saved inputs and outputs");
            }
            Tensor g = grads[0];
            g.array().storage().share();
            Tensor[] results =
                    pass.scope() == null
                            ? function.backward(ctx, g)
                            : backwardOutside(pass.scope(), g);
            check(results);
            return results;
        }

        /** User code may keep what it computes, so the pass's own scope must not catch it. */
        private Tensor[] backwardOutside(TensorScope scope, Tensor g) {
            scope.keep(g);
            TensorScope outside = scope.outside();
            try {
                return function.backward(ctx, g);
            } finally {
                outside.close();
            }
        }

        private void check(Tensor[] results) {
            if (results == null || results.length != inputs()) {
                throw new IllegalStateException(
                        function.name()
                                + ": backward must return one gradient per input: expected "
                                + inputs()
                                + ", got "
                                + (results == null ? "null" : results.length));
            }
            for (int i = 0; i < results.length; i++) {
                if (!needs(i)) {
                    continue;
                }
                if (results[i] == null) {
                    throw new IllegalStateException(
                            function.name()
                                    + ": backward returned null for input "
                                    + i
                                    + ", which needs a gradient; return zeros if it is zero");
                }
                if (!Arrays.equals(results[i].shape(), shape(i))) {
                    throw new IllegalStateException(
                            function.name()
                                    + ": backward returned a gradient of shape "
                                    + Arrays.toString(results[i].shape())
                                    + " for input "
                                    + i
                                    + " of shape "
                                    + Arrays.toString(shape(i)));
                }
            }
        }

        @Override
        void release() {
            ctx.release();
        }
    }
}
