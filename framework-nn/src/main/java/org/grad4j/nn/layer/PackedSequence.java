package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.tensor.Tensor;

/**
 * Sequences of different lengths without padding: first the first steps of all, the longest
 * sequence in front, then the second steps of those that have one, and so on. Made and read by
 * {@link Sequences}.
 *
 * @param data {@code [sum of lengths, ...]}
 * @param batchSizes how many sequences have a step 0, 1, …; never growing
 * @param order the place among the sequences of each one, the longest first
 */
public record PackedSequence(Tensor data, long[] batchSizes, long[] order) {
    /**
     * Checks that the parts fit.
     *
     * @param data {@code [sum of lengths, ...]}
     * @param batchSizes how many sequences have a step 0, 1, …
     * @param order the place among the sequences of each one, the longest first
     * @throws IllegalArgumentException if they do not
     */
    public PackedSequence {
        boolean fits = data != null && batchSizes.length > 0 && batchSizes[0] == order.length;
        for (int t = 1; fits && t < batchSizes.length; t++) {
            fits = batchSizes[t] <= batchSizes[t - 1] && batchSizes[t] > 0;
        }
        if (!fits || data.dim() == 0 || data.size(0) != Arrays.stream(batchSizes).sum()) {
            throw new IllegalArgumentException(
                    "PackedSequence: the parts do not fit; make one with"
                            + " Sequences.packPaddedSequence");
        }
        batchSizes = batchSizes.clone();
        order = order.clone();
    }

    /**
     * The same sequences with other values, for example what a layer computed of each step.
     *
     * @param values {@code [sum of lengths, ...]}
     * @return a sequence with the same lengths
     * @throws IllegalArgumentException if the first size differs
     */
    public PackedSequence with(Tensor values) {
        return new PackedSequence(values, batchSizes, order);
    }

    /**
     * How many sequences have each step.
     *
     * @return a copy
     */
    @Override
    public long[] batchSizes() {
        return batchSizes.clone();
    }

    /**
     * The place of each sequence, the longest first.
     *
     * @return a copy
     */
    @Override
    public long[] order() {
        return order.clone();
    }

    /**
     * The lengths of the sequences in their own order.
     *
     * @return one number per sequence
     */
    public long[] lengths() {
        long[] lengths = new long[order.length];
        for (long size : batchSizes) {
            for (int k = 0; k < size; k++) {
                lengths[(int) order[k]]++;
            }
        }
        return lengths;
    }

    /** Where each sequence is among the longest-first ones. */
    long[] places() {
        long[] places = new long[order.length];
        for (int k = 0; k < places.length; k++) {
            places[(int) order[k]] = k;
        }
        return places;
    }
}
