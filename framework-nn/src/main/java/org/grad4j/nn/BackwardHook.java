package org.grad4j.nn;

import java.util.List;
import org.grad4j.tensor.Tensor;

/** Sees the gradients of a module's inputs during backward, and may replace them. */
@FunctionalInterface
public interface BackwardHook {
    /**
     * Called when the gradients of the module's inputs are known.
     *
     * @param module the module
     * @param gradInputs of each input through this module alone; null for one that needs none
     * @param gradOutput of the result
     * @return as many gradients to go on with, or null to leave them
     */
    List<Tensor> apply(Module module, List<Tensor> gradInputs, Tensor gradOutput);
}
