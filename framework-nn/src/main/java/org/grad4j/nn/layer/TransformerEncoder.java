package org.grad4j.nn.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.grad4j.nn.Module;
import org.grad4j.nn.ModuleList;
import org.grad4j.tensor.Tensor;

/**
 * Encoder layers one after another. As in PyTorch they are copies of one layer, so that all start
 * from the same values. Shapes: those of {@link TransformerEncoderLayer}.
 */
public final class TransformerEncoder extends Module {
    private final ModuleList layers;
    private final Module norm;

    /**
     * Without a normalisation at the end.
     *
     * @param layer what to copy
     * @param numLayers how often
     * @throws IllegalArgumentException if the layer is null or the number negative
     */
    public TransformerEncoder(TransformerEncoderLayer layer, int numLayers) {
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
    public TransformerEncoder(TransformerEncoderLayer layer, int numLayers, Module norm) {
        layers = register("layers", copies("TransformerEncoder", layer, numLayers));
        this.norm = norm == null ? null : register("norm", norm);
    }

    static ModuleList copies(String stack, Module layer, int count) {
        if (layer == null || count < 0) {
            throw new IllegalArgumentException(
                    stack
                            + ": needs a layer and a number of 0 or more, got "
                            + layer
                            + " and "
                            + count);
        }
        List<Module> copies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            copies.add(layer.copy());
        }
        return ModuleList.of(copies);
    }

    /**
     * Encodes.
     *
     * @param src the source
     * @param mask pairs to leave out, as in {@link AttentionOptions}; or null
     * @param keyPaddingMask steps to leave out; or null
     * @return of the source's shape
     * @throws IllegalArgumentException if a shape does not fit or the source is null
     */
    public Tensor call(Tensor src, Tensor mask, Tensor keyPaddingMask) {
        return enter(
                Arrays.asList(src, mask, keyPaddingMask),
                in -> encode(notNull("source", in.get(0)), in.get(1), in.get(2)));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return encode(x, null, null);
    }

    private Tensor encode(Tensor x, Tensor mask, Tensor keyPaddingMask) {
        Tensor y = x;
        for (Module layer : layers) {
            y = ((TransformerEncoderLayer) layer).call(y, mask, keyPaddingMask);
        }
        return norm == null ? y : norm.call(y);
    }
}
