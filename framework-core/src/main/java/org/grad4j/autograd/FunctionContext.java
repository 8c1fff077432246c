package org.grad4j.autograd;

import java.util.List;
import org.grad4j.tensor.Tensor;

/** What one call of a custom {@link Function} carries from its forward to its backward. */
public final class FunctionContext {
    private final String name;
    private final boolean[] needed;
    private SavedTensors saved = SavedTensors.NONE;
    private boolean released;
    private boolean inForward = true;

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

    /** Ends the forward: what was saved of the raw result becomes the recorded one. */
    void finishForward(Tensor raw, Tensor recorded) {
        inForward = false;
        Tensor[] tensors = saved.tensors();
        for (int i = 0; i < tensors.length; i++) {
            if (tensors[i] == raw) {
                tensors[i] = recorded;
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
