package org.grad4j.nn;

import java.util.List;
import org.grad4j.tensor.Tensor;

/** Sees what a module computed, and may replace it. */
@FunctionalInterface
public interface ForwardHook {
    /**
     * Called after {@code forward}.
     *
     * @param module the module
     * @param inputs the tensors it was called with; null stands for an optional one left out
     * @param output what it computed: a {@link Tensor}, or the record of a module with several
     *     results
     * @return another result of the same class to go on with, or null to leave it
     */
    Object apply(Module module, List<Tensor> inputs, Object output);
}
