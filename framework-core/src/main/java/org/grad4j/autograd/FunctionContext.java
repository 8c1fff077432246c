package org.grad4j.autograd;

import java.util.Arrays;
import java.util.List;
import org.grad4j.tensor.Tensor;

/** What one call of a custom {@link Function} carries from its forward to its backward. */
public final class FunctionContext {
    private final String name;
    private final boolean[] needed;
    private SavedTensors saved = SavedTensors.NONE;
    private boolean released;
    private boolean inForward = true;
    private boolean materializes = true;
    private List<Tensor> nonDifferentiable = List.of();

    FunctionContext(String name, boolean[] needed) {
        this.name = name;
        this.needed = needed;
    }

    /**
     * Saves inputs or the output for {@code backward}. Changing one of them in place before then
     * makes {@code backward} fail instead of giving a wrong gradient.
     *
     * @param tensors inputs, the output, or values computed on the way
     * @throws IllegalStateException outside {@code forward}
     */
    public void saveForBackward(Tensor... tensors) {
        if (!inForward) {
            throw new IllegalStateException(
                    name + ": saveForBackward belongs into forward, not into backward");
        }
        saved = new SavedTensors(tensors.clone());
    }

    /**
     * What {@link #saveForBackward} saved, in the same order.
     *
     * @return the tensors
     * @throws IllegalStateException if they were released by an earlier backward, or one was
     *     changed in place
     */
    public List<Tensor> savedTensors() {
        if (released) {
            throw SavedTensors.released(name);
        }
        saved.check(name);
        return List.of(saved.tensors());
    }

    /**
     * One of the saved tensors.
     *
     * @param index its place in the call of {@link #saveForBackward}
     * @return the tensor
     * @throws IllegalStateException as {@link #savedTensors}
     * @throws IllegalArgumentException if fewer were saved
     */
    public Tensor saved(int index) {
        List<Tensor> tensors = savedTensors();
        if (index < 0 || index >= tensors.size()) {
            throw new IllegalArgumentException(
                    name
                            + ": "
                            + tensors.size()
                            + " tensors were saved, asked for number "
                            + index);
        }
        return tensors.get(index);
    }

    /**
     * Whether an input needs a gradient; {@code backward} may return null for one that does not.
     *
     * @param input the input's number, from 0
     * @return true if its gradient will be used
     */
    public boolean needsInputGrad(int input) {
        return needed[input];
    }

    /**
     * Declares that gradients do not flow through some of the results, such as indices. Results
     * that are not floating need no declaration.
     *
     * @param results results of {@code forward}, the same objects
     * @throws IllegalStateException outside {@code forward}
     */
    public void markNonDifferentiable(Tensor... results) {
        if (!inForward) {
            throw new IllegalStateException(
                    name + ": markNonDifferentiable belongs into forward, not into backward");
        }
        nonDifferentiable = List.of(results);
    }

    /**
     * Whether {@code backward} gets zeros for the gradient of a result that was not used, or null.
     *
     * @param zeros true (the default) for zeros
     */
    public void materializeGrads(boolean zeros) {
        materializes = zeros;
    }

    boolean materializesGrads() {
        return materializes;
    }

    boolean isNonDifferentiable(Tensor result) {
        return nonDifferentiable.stream().anyMatch(each -> each == result);
    }

    /** Ends the forward: what was saved of the raw results becomes the recorded ones. */
    void finishForward(Tensor[] raw, Tensor[] recorded, Tensor[] inputs) {
        inForward = false;
        Tensor[] tensors = saved.tensors();
        for (int i = 0; i < tensors.length; i++) {
            for (int k = 0; k < raw.length; k++) {
                if (tensors[i] == raw[k] && !Arrays.asList(inputs).contains(raw[k])) {
                    tensors[i] = recorded[k];
                }
            }
        }
    }

    void release() {
        if (!saved.isEmpty()) {
            saved = SavedTensors.NONE;
            released = true;
        }
    }
}
