package org.grad4j.autograd;

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
    /** This function as one of many results that has only one. */
    private final MultiFunction single =
            new MultiFunction() {
                @Override
                protected Tensor[] forward(FunctionContext ctx, Tensor... inputs) {
                    return new Tensor[] {Function.this.forward(ctx, inputs)};
                }

                @Override
                protected Tensor[] backward(FunctionContext ctx, Tensor... gradOutputs) {
                    return Function.this.backward(ctx, gradOutputs[0]);
                }

                @Override
                protected boolean isTwiceDifferentiable() {
                    return Function.this.isTwiceDifferentiable();
                }

                @Override
                String name() {
                    String simple = Function.this.getClass().getSimpleName();
                    return simple.isEmpty() ? "Function" : simple;
                }
            };

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
        return single.apply(inputs)[0];
    }
}
