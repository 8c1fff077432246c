package org.grad4j.autograd;

import java.util.Arrays;
import org.grad4j.tensor.Tensor;

/** Tensors that a backward rule will need, with the versions they had when they were saved. */
final class SavedTensors {
    static final SavedTensors NONE = new SavedTensors();

    private final Tensor[] tensors;
    private final int[] versions;

    SavedTensors(Tensor... tensors) {
        this.tensors = tensors;
        versions = new int[tensors.length];
        for (int i = 0; i < tensors.length; i++) {
            versions[i] = version(tensors[i]);
            if (tensors[i].isInference()) {
                throw new IllegalStateException(
                        "a tensor of shape "
                                + Arrays.toString(tensors[i].shape())
                                + " made in inference mode cannot be saved for backward; use a"
                                + " clone() of it, made outside");
            }
        }
    }

    boolean isEmpty() {
        return tensors.length == 0;
    }

    Tensor[] tensors() {
        return tensors;
    }

    /** Fails if one of them was changed in place since it was saved. */
    void check(String op) {
        for (int i = 0; i < tensors.length; i++) {
            if (version(tensors[i]) != versions[i]) {
                throw new IllegalStateException(
                        op
                                + ": a tensor of shape "
                                + Arrays.toString(tensors[i].shape())
                                + " ("
                                + tensors[i].dtype().torchName()
                                + ") that was saved for backward() has been changed in place: it"
                                + " is at version "
                                + version(tensors[i])
                                + ", saved at version "
                                + versions[i]
                                + "; change a clone() instead, or after backward()"
                                + tensors[i].array().storage().origin());
            }
        }
    }

    static IllegalStateException released(String op) {
        return new IllegalStateException(
                op
                        + ": its saved values were released by the first backward(); pass"
                        + " retainGraph to it, or sum the losses and call backward() once");
    }

    private static int version(Tensor tensor) {
        return tensor.array().storage().version();
    }
}
