package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.nn.Layer;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * A block of a transformer's decoder: attention of the target to itself, then to the memory that
 * the encoder computed, then two linear maps, each added to its input and normalised (Vaswani et
 * al., arXiv:1706.03762).
 *
 * <p>Shapes: target {@code [l, n, e]} and memory {@code [s, n, e] → [l, n, e]}, {@code [n, l, e]}
 * and so on with batchFirst, or without n. Parameters: those of {@code self_attn}, {@code
 * multihead_attn}, {@code linear1}, {@code linear2}, {@code norm1}, {@code norm2} and {@code
 * norm3}.
 */
public final class TransformerDecoderLayer extends Module {
    private final MultiheadAttention self;
    private final MultiheadAttention cross;
    private final Linear linear1;
    private final Dropout dropout;
    private final Linear linear2;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final LayerNorm norm3;
    private final Dropout dropout1;
    private final Dropout dropout2;
    private final Dropout dropout3;
    private final Layer activation;
    private final boolean normFirst;

    /**
     * With 2048 features between the linear maps and dropout 0.1, in float32.
     *
     * @param size features, e
     * @param heads of the attentions
     * @throws IllegalArgumentException if one is less than 1 or the heads do not divide the size
     */
    public TransformerDecoderLayer(long size, int heads) {
        this(builder(size, heads));
    }

    TransformerDecoderLayer(TransformerBuilder<?> settings) {
        self = register("self_attn", settings.attention());
        cross = register("multihead_attn", settings.attention());
        linear1 = register("linear1", settings.linear(settings.size, settings.feedForward));
        dropout = register("dropout", settings.dropping());
        linear2 = register("linear2", settings.linear(settings.feedForward, settings.size));
        norm1 = register("norm1", settings.norm());
        norm2 = register("norm2", settings.norm());
        norm3 = register("norm3", settings.norm());
        dropout1 = register("dropout1", settings.dropping());
        dropout2 = register("dropout2", settings.dropping());
        dropout3 = register("dropout3", settings.dropping());
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
     * @param heads of the attentions
     * @return a builder
     * @throws IllegalArgumentException if one is less than 1 or the heads do not divide the size
     */
    public static Builder builder(long size, int heads) {
        return new Builder(size, heads);
    }

    /** Collects the settings. */
    public static final class Builder extends TransformerBuilder<Builder> {
        private Builder(long size, int heads) {
            super("TransformerDecoderLayer", size, heads);
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
        public TransformerDecoderLayer build() {
            return new TransformerDecoderLayer(this);
        }
    }

    /**
     * Applies the block without masks.
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
     * Applies the block.
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
                in -> block(notNull("target", in.get(0)), notNull("memory", in.get(1)), masks));
    }

    private Tensor block(Tensor x, Tensor memory, TransformerMasks masks) {
        if (normFirst) {
            Tensor y = x.add(look(norm1.call(x), masks));
            Tensor z = y.add(attend(norm2.call(y), memory, masks));
            return z.add(feed(norm3.call(z)));
        }
        Tensor y = norm1.call(x.add(look(x, masks)));
        Tensor z = norm2.call(y.add(attend(y, memory, masks)));
        return norm3.call(z.add(feed(z)));
    }

    private Tensor look(Tensor x, TransformerMasks masks) {
        return dropout1.call(self.call(x, x, x, masks.ofTarget()).output());
    }

    private Tensor attend(Tensor x, Tensor memory, TransformerMasks masks) {
        return dropout2.call(cross.call(x, memory, memory, masks.ofMemory()).output());
    }

    private Tensor feed(Tensor x) {
        return dropout3.call(linear2.call(dropout.call(activation.call(linear1.call(x)))));
    }
}
