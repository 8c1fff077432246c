package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.nn.Module;
import org.grad4j.nn.ModuleList;
import org.grad4j.tensor.Tensor;

/**
 * Decoder layers one after another. As in PyTorch they are copies of one layer, so that all start
 * from the same values. Shapes: those of {@link TransformerDecoderLayer}.
 */
public final class TransformerDecoder extends Module {
    private final ModuleList layers;
    private final Module norm;

    /**
     * Without a normalisation at the end.
     *
     * @param layer what to copy
     * @param numLayers how often
     * @throws IllegalArgumentException if the layer is null or the number negative
     */
    public TransformerDecoder(TransformerDecoderLayer layer, int numLayers) {
        this(layer, numLayers, null);
    }

    /**
     * With a normalisation at the end.
     *
     * @param layer what to copy
     * @param numLayers how often
     * @param norm what is applied last, or null
     * @throws IllegalArgumentException if the layer is null or the number negative
     */
    public TransformerDecoder(TransformerDecoderLayer layer, int numLayers, Module norm) {
        layers =
                register(
                        "layers",
                        TransformerEncoder.copies("TransformerDecoder", layer, numLayers));
        this.norm = norm == null ? null : register("norm", norm);
    }

    /**
     * Decodes without masks.
     *
     * @param tgt the target
     * @param memory what the encoder computed
     * @return of the target's shape
     * @throws IllegalArgumentException if a shape does not fit or an input is null
     */
    public Tensor call(Tensor tgt, Tensor memory) {
        return call(tgt, memory, TransformerMasks.NONE);
    }

    /**
     * Decodes.
     *
     * @param tgt the target
     * @param memory what the encoder computed
     * @param masks of target and memory; those of the source are not used
     * @return of the target's shape
     * @throws IllegalArgumentException if a shape does not fit or an input is null
     */
    public Tensor call(Tensor tgt, Tensor memory, TransformerMasks masks) {
        return enter(
                Arrays.asList(tgt, memory),
                in -> {
                    Tensor y = notNull("target", in.get(0));
                    Tensor source = notNull("memory", in.get(1));
                    for (Module layer : layers) {
                        y = ((TransformerDecoderLayer) layer).call(y, source, masks);
                    }
                    return norm == null ? y : norm.call(y);
                });
    }
}
