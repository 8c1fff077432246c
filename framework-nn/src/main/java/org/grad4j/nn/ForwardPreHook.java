package org.grad4j.nn;

import java.util.List;
import org.grad4j.tensor.Tensor;

/** Sees what a module is called with, and may replace it. */
@FunctionalInterface
public interface ForwardPreHook {
    /**
     * Called before {@code forward}.
     *
     * @param module the module
     * @param inputs the tensors it was called with; null stands for an optional one left out
     * @return as many tensors to go on with, or null to leave them
     */
    List<Tensor> apply(Module module, List<Tensor> inputs);
}
