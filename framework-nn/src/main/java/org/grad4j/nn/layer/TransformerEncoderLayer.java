package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.nn.Layer;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * A block of a transformer's encoder: attention to itself, then two linear maps, each added to its
 * input and normalised (Vaswani et al., arXiv:1706.03762):
 *
 * <pre>{@code
 * y = norm1(x + attention(x, x, x))      // normFirst: y = x + attention(norm1(x), …)
 * z = norm2(y + linear2(relu(linear1(y))))
 * }</pre>
 *
 * <p>Shapes: {@code [l, n, e]} to the same, {@code [n, l, e]} with batchFirst, or without n.
 * Parameters: those of {@code self_attn}, {@code linear1}, {@code linear2}, {@code norm1} and
 * {@code norm2}.
 */
public final class TransformerEncoderLayer extends Module {
    private final MultiheadAttention attention;
    private final Linear linear1;
    private final Dropout dropout;
    private final Linear linear2;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final Dropout dropout1;
    private final Dropout dropout2;
    private final Layer activation;
    private final boolean normFirst;

    /**
     * With 2048 features between the linear maps and dropout 0.1, in float32.
     *
     * @param size features, e
     * @param heads of the attention
     * @throws IllegalArgumentException if one is less than 1 or the heads do not divide the size
     */
    public TransformerEncoderLayer(long size, int heads) {
        this(builder(size, heads));
    }

    TransformerEncoderLayer(TransformerBuilder<?> settings) {
        attention = register("self_attn", settings.attention());
        linear1 = register("linear1", settings.linear(settings.size, settings.feedForward));
        dropout = register("dropout", settings.dropping());
        linear2 = register("linear2", settings.linear(settings.feedForward, settings.size));
        norm1 = register("norm1", settings.norm());
        norm2 = register("norm2", settings.norm());
        dropout1 = register("dropout1", settings.dropping());
        dropout2 = register("dropout2", settings.dropping());
        activation = settings.activation;
        if (activation instanceof Module module) {
            register("activation", module);
        }
        normFirst = settings.normFirst;
    }

    /**
     * Starts one with settings of its own.
     *
     * @param size features, e
     * @param heads of the attention
     * @return a builder
     * @throws IllegalArgumentException if one is less than 1 or the heads do not divide the size
     */
    public static Builder builder(long size, int heads) {
        return new Builder(size, heads);
    }

    /** Collects the settings. */
    public static final class Builder extends TransformerBuilder<Builder> {
        private Builder(long size, int heads) {
            super("TransformerEncoderLayer", size, heads);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Makes the layer.
         *
         * @return a module ready for use
         * @throws IllegalArgumentException if the type is not floating
         */
        public TransformerEncoderLayer build() {
            return new TransformerEncoderLayer(this);
        }
    }

    /**
     * Applies the block.
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
                in ->
                        block(
                                notNull("source", in.get(0)),
                                TransformerMasks.options(in.get(1), in.get(2))));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return block(x, TransformerMasks.options(null, null));
    }

    private Tensor block(Tensor x, AttentionOptions options) {
        if (normFirst) {
            Tensor y = x.add(attend(norm1.call(x), options));
            return y.add(feed(norm2.call(y)));
        }
        Tensor y = norm1.call(x.add(attend(x, options)));
        return norm2.call(y.add(feed(y)));
    }

    private Tensor attend(Tensor x, AttentionOptions options) {
        return dropout1.call(attention.call(x, x, x, options).output());
    }

    private Tensor feed(Tensor x) {
        return dropout2.call(linear2.call(dropout.call(activation.call(linear1.call(x)))));
    }
}
