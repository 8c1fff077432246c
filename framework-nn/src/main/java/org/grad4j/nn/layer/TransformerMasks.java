package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/**
 * What the parts of a transformer must not attend to; each mask as in {@link AttentionOptions},
 * null for none.
 *
 * <pre>{@code
 * transformer.call(source, target, TransformerMasks.NONE.tgt(Transformer.generateSquareSubsequentMask(10)))
 * }</pre>
 *
 * @param src pairs of the source
 * @param tgt pairs of the target
 * @param memory pairs of target and memory
 * @param srcKeyPadding steps of the source
 * @param tgtKeyPadding steps of the target
 * @param memoryKeyPadding steps of the memory
 */
public record TransformerMasks(
        Tensor src,
        Tensor tgt,
        Tensor memory,
        Tensor srcKeyPadding,
        Tensor tgtKeyPadding,
        Tensor memoryKeyPadding) {
    /** No masks. */
    public static final TransformerMasks NONE =
            new TransformerMasks(null, null, null, null, null, null);

    /**
     * With another mask of pairs of the source.
     *
     * @param mask pairs to leave out, or null
     * @return the masks
     */
    public TransformerMasks src(Tensor mask) {
        return new TransformerMasks(
                mask, tgt, memory, srcKeyPadding, tgtKeyPadding, memoryKeyPadding);
    }

    /**
     * With another mask of pairs of the target.
     *
     * @param mask pairs to leave out, or null
     * @return the masks
     */
    public TransformerMasks tgt(Tensor mask) {
        return new TransformerMasks(
                src, mask, memory, srcKeyPadding, tgtKeyPadding, memoryKeyPadding);
    }

    /**
     * With another mask of pairs of target and memory.
     *
     * @param mask pairs to leave out, or null
     * @return the masks
     */
    public TransformerMasks memory(Tensor mask) {
        return new TransformerMasks(src, tgt, mask, srcKeyPadding, tgtKeyPadding, memoryKeyPadding);
    }

    /**
     * With another mask of steps of the source.
     *
     * @param mask steps to leave out, or null
     * @return the masks
     */
    public TransformerMasks srcKeyPadding(Tensor mask) {
        return new TransformerMasks(src, tgt, memory, mask, tgtKeyPadding, memoryKeyPadding);
    }

    /**
     * With another mask of steps of the target.
     *
     * @param mask steps to leave out, or null
     * @return the masks
     */
    public TransformerMasks tgtKeyPadding(Tensor mask) {
        return new TransformerMasks(src, tgt, memory, srcKeyPadding, mask, memoryKeyPadding);
    }

    /**
     * With another mask of steps of the memory.
     *
     * @param mask steps to leave out, or null
     * @return the masks
     */
    public TransformerMasks memoryKeyPadding(Tensor mask) {
        return new TransformerMasks(src, tgt, memory, srcKeyPadding, tgtKeyPadding, mask);
    }

    /** The options for attention within the target. */
    AttentionOptions ofTarget() {
        return options(tgt, tgtKeyPadding);
    }

    /** The options for attention to the memory. */
    AttentionOptions ofMemory() {
        return options(memory, memoryKeyPadding);
    }

    static AttentionOptions options(Tensor pairs, Tensor steps) {
        return AttentionOptions.DEFAULT.attnMask(pairs).keyPaddingMask(steps).needWeights(false);
    }
}
