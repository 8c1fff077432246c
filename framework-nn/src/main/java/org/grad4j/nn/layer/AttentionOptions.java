package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/**
 * What a call of {@link MultiheadAttention} leaves out and returns.
 *
 * <pre>{@code
 * attention.call(x, x, x, AttentionOptions.DEFAULT.keyPaddingMask(padding).needWeights(false))
 * }</pre>
 *
 * <p>A mask of bools is true where attention is not allowed; one of numbers is added to the scores.
 *
 * @param keyPaddingMask {@code [n, s]}, or {@code [s]} without a batch: keys to leave out; or null
 * @param attnMask {@code [l, s]} for all, or {@code [n · heads, l, s]}; or null
 * @param isCausal whether each query sees only keys up to its own place
 * @param needWeights whether the weights are returned
 * @param averageWeights whether they are averaged over the heads
 */
public record AttentionOptions(
        Tensor keyPaddingMask,
        Tensor attnMask,
        boolean isCausal,
        boolean needWeights,
        boolean averageWeights) {
    /** No masks, and averaged weights, as PyTorch. */
    public static final AttentionOptions DEFAULT =
            new AttentionOptions(null, null, false, true, true);

    /**
     * With another mask of keys.
     *
     * @param mask keys to leave out, or null
     * @return the options
     */
    public AttentionOptions keyPaddingMask(Tensor mask) {
        return new AttentionOptions(mask, attnMask, isCausal, needWeights, averageWeights);
    }

    /**
     * With another mask of pairs.
     *
     * @param mask pairs to leave out, or null
     * @return the options
     */
    public AttentionOptions attnMask(Tensor mask) {
        return new AttentionOptions(keyPaddingMask, mask, isCausal, needWeights, averageWeights);
    }

    /**
     * Looking back only, or not.
     *
     * @param causal whether each query sees only keys up to its own place
     * @return the options
     */
    public AttentionOptions isCausal(boolean causal) {
        return new AttentionOptions(keyPaddingMask, attnMask, causal, needWeights, averageWeights);
    }

    /**
     * With or without weights.
     *
     * @param needed whether they are returned
     * @return the options
     */
    public AttentionOptions needWeights(boolean needed) {
        return new AttentionOptions(keyPaddingMask, attnMask, isCausal, needed, averageWeights);
    }

    /**
     * With weights averaged or for each head.
     *
     * @param averaged whether they are averaged over the heads
     * @return the options
     */
    public AttentionOptions averageWeights(boolean averaged) {
        return new AttentionOptions(keyPaddingMask, attnMask, isCausal, needWeights, averaged);
    }
}
