package org.grad4j.autograd;

import java.util.Arrays;
import org.grad4j.memory.Storage;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * A differentiable operation with several results, written by the user; {@link Function} is the
 * form for one.
 *
 * <pre>{@code
 * final class SumAndProduct extends MultiFunction {
 *     @Override
 *     protected Tensor[] forward(FunctionContext ctx, Tensor... in) {
 *         ctx.saveForBackward(in);
 *         return new Tensor[] {in[0].add(in[1]), in[0].mul(in[1])};
 *     }
 *
 *     @Override
 *     protected Tensor[] backward(FunctionContext ctx, Tensor... g) {
 *         return new Tensor[] {
 *             g[0].add(g[1].mul(ctx.saved(1))), g[0].add(g[1].mul(ctx.saved(0)))
 *         };
 *     }
 * }
 * }</pre>
 */
public abstract class MultiFunction {
    /** For subclasses. */
    protected MultiFunction() {}

    /**
     * Computes the values. Nothing inside is recorded.
     *
     * @param ctx carries saved tensors to {@link #backward}
     * @param inputs what {@link #apply} was given
     * @return the values, at least one
     */
    protected abstract Tensor[] forward(FunctionContext ctx, Tensor... inputs);

    /**
     * Computes the inputs' gradients.
     *
     * @param ctx the context of the forward call
     * @param gradOutputs the gradient of each value; zeros for a value that was not used, or null
     *     if {@link FunctionContext#materializeGrads(boolean)} was switched off
     * @return one gradient per input, of the input's shape; null for an input that needs none
     */
    protected abstract Tensor[] backward(FunctionContext ctx, Tensor... gradOutputs);

    /**
     * Whether {@link #backward} may itself be differentiated; see {@link
     * Function#isTwiceDifferentiable()}.
     *
     * @return false unless overridden
     */
    protected boolean isTwiceDifferentiable() {
        return false;
    }

    /** The name in messages and, with "Backward" behind it, of the gradFn. */
    String name() {
        String simple = getClass().getSimpleName();
        return simple.isEmpty() ? "Function" : simple;
    }

    /**
     * Applies the function and records it.
     *
     * @param inputs the inputs
     * @return the values; those that can carry gradients have a gradFn named after the class
     * @throws IllegalArgumentException if an input is null
     * @throws IllegalStateException if {@link #forward} returns null or no tensor
     */
    public final Tensor[] apply(Tensor... inputs) {
        requireInputs(name(), inputs);
        boolean[] needed = new boolean[inputs.length];
        boolean recorded = false;
        for (int i = 0; i < inputs.length; i++) {
            needed[i] = inputs[i].requiresGrad();
            recorded |= needed[i];
        }
        FunctionContext ctx = new FunctionContext(name(), needed);
        Tensor[] raw = Autograd.noGrad(() -> forward(ctx, inputs));
        if (raw == null || raw.length == 0 || Arrays.asList(raw).contains(null)) {
            throw new IllegalStateException(name() + ": forward returned null, not a tensor");
        }
        Tensor[] results = new Tensor[raw.length];
        FunctionNode node =
                recorded && GradMode.isEnabled() ? new FunctionNode(this, ctx, raw, inputs) : null;
        for (int i = 0; i < raw.length; i++) {
            shared(raw[i], inputs);
            boolean differentiable =
                    raw[i].dtype().isFloatingPoint() && !ctx.isNonDifferentiable(raw[i]);
            results[i] =
                    node != null && differentiable
                            ? Op.made(raw[i].array(), node, i)
                            : raw[i].detach();
        }
        ctx.finishForward(raw, results, inputs);
        return results;
    }

    /** Names the first input that is null; one that is absent is a setting of the function. */
    static void requireInputs(String name, Tensor[] inputs) {
        if (inputs == null) {
            throw new IllegalArgumentException(name + ": the inputs are null");
        }
        int missing = Arrays.asList(inputs).indexOf(null);
        if (missing >= 0) {
            throw new IllegalArgumentException(
                    name + ": input " + missing + " is null; expected a tensor");
        }
    }

    /** The function may keep what it returned; an input among it has no history to follow. */
    private static void shared(Tensor raw, Tensor[] inputs) {
        Storage storage = raw.array().storage();
        storage.share();
        for (Tensor input : inputs) {
            if (input.array().storage() == storage) {
                storage.aliasUnseen();
            }
        }
    }

    private static final class FunctionNode extends Node {
        private final MultiFunction function;
        private final FunctionContext ctx;
        private final long[][] outputShapes;
        private final DType[] outputTypes;

        FunctionNode(MultiFunction function, FunctionContext ctx, Tensor[] raw, Tensor[] inputs) {
            super(function.name() + "Backward", inputs);
            this.function = function;
            this.ctx = ctx;
            outputShapes = new long[raw.length][];
            outputTypes = new DType[raw.length];
            for (int i = 0; i < raw.length; i++) {
                outputShapes[i] = raw[i].shape();
                outputTypes[i] = raw[i].dtype();
            }
        }

        @Override
        int outputs() {
            return outputShapes.length;
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
            Tensor[] g = grads.clone();
            for (int i = 0; i < g.length && ctx.materializesGrads(); i++) {
                if (g[i] == null) {
                    g[i] = Tensor.zeros(outputTypes[i], outputShapes[i]);
                }
            }
            Tensor[] results = pass.outside(() -> function.backward(ctx, g), g);
            check(results);
            return results;
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
