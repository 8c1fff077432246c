package org.grad4j.backend;

import java.util.function.Consumer;
import org.grad4j.tensor.DType;

/** The gradients of a weight and a bias, of which each part of the team adds up its own. */
final class PartialSums {
    private static final boolean[] PARTS = {true, false};

    private final int parts;
    private final long weights;
    private final long biases;
    private final Array db;
    private final Array sums;

    /**
     * All 0.
     *
     * @param dw the weight's gradient, or null where it is not needed
     * @param db the bias's, likewise
     */
    PartialSums(DType dtype, int parts, Array dw, Array db) {
        this.parts = parts;
        this.db = db;
        weights = dw == null ? 0 : dw.numel();
        biases = db == null ? 0 : db.numel();
        sums = Array.full(0, dtype, parts, weights + biases);
    }

    /** A part's weights. */
    Array weights(int part) {
        return sums.stretch(part * (weights + biases), weights);
    }

    /** A part's biases. */
    Array biases(int part) {
        return sums.stretch(part * (weights + biases) + weights, biases);
    }

    /** Adds up all parts, which must not be used afterwards, and fills the bias's gradient. */
    void finish(Consumer<Array> toWeights) {
        Array all = parts == 1 ? sums : Reduction.sum(sums, PARTS, sums.dtype());
        if (weights > 0) {
            toWeights.accept(all.stretch(0, weights));
        }
        if (biases > 0) {
            Elementwise.copy(all.stretch(weights, biases), db.stretch(0, biases));
        }
        if (all != sums) {
            all.storage().release();
        }
        sums.storage().release();
    }
}
