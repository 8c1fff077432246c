package org.grad4j.nn.loss;

import java.util.Arrays;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * A measure of how far an output is from its target: a module of two inputs. A subclass overrides
 * {@link #forward(Tensor, Tensor)}; users call {@link #call(Tensor, Tensor)}.
 */
public abstract class Loss extends Module {
    /** A loss without parts. */
    protected Loss() {}

    /**
     * Computes the loss.
     *
     * @param input what the model computed
     * @param target what it should have computed
     * @return the loss
     * @throws IllegalArgumentException if the two do not fit or one is null
     * @throws IllegalStateException if {@code forward} returns null
     */
    public final Tensor call(Tensor input, Tensor target) {
        return enter(
                Arrays.asList(input, target),
                in -> forward(notNull("input", in.get(0)), notNull("target", in.get(1))));
    }

    /**
     * What a subclass writes and {@link #call(Tensor, Tensor)} runs.
     *
     * @param input what the model computed
     * @param target what it should have computed
     * @return the loss
     */
    protected abstract Tensor forward(Tensor input, Tensor target);
}
