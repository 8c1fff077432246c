package org.grad4j.autograd;

import org.grad4j.tensor.Tensor;

/**
 * Sees the gradient of a tensor during backward and may replace it; see {@link
 * Tensor#registerHook(TensorHook)}.
 */
@FunctionalInterface
public interface TensorHook {
    /**
     * Called with the whole gradient of the tensor, summed over all its uses.
     *
     * @param g the gradient; must not be changed in place
     * @return a gradient of the same shape and type to go on with, or null to leave it
     */
    Tensor apply(Tensor g);

    /** Takes a hook away again. */
    @FunctionalInterface
    interface Handle {
        /** Removes the hook; does nothing the second time. */
        void remove();
    }
}
