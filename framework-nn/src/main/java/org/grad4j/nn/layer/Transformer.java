package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.nn.Module;
import org.grad4j.nn.init.Init;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * An encoder and a decoder, each with a normalisation at the end (Vaswani et al.,
 * arXiv:1706.03762); embeddings and positions are the caller's.
 *
 * <p>Shapes: source {@code [s, n, e]} and target {@code [l, n, e] → [l, n, e]}, {@code [n, s, e]}
 * and so on with batchFirst, or without n. All matrices start from {@code U(-b, b)} with {@code b =
 * √(6 / (rows + columns))}.
 */
public final class Transformer extends Module {
    private final TransformerEncoder encoder;
    private final TransformerDecoder decoder;

    /** With 512 features, 8 heads, 6 layers each, as in the paper. */
    public Transformer() {
        this(builder(512, 8));
    }

    private Transformer(Builder settings) {
        encoder =
                register(
                        "encoder",
                        new TransformerEncoder(
                                new TransformerEncoderLayer(settings),
                                settings.encoderLayers,
                                settings.norm()));
        decoder =
                register(
                        "decoder",
                        new TransformerDecoder(
                                new TransformerDecoderLayer(settings),
                                settings.decoderLayers,
                                settings.norm()));
        for (Tensor parameter : parameters()) {
            if (parameter.dim() > 1) {
                double bound = Math.sqrt(6.0 / (parameter.size(0) + parameter.size(1)));
                Init.uniform_(parameter, -bound, bound, settings.generator);
            }
        }
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
        private int encoderLayers = 6;
        private int decoderLayers = 6;

        private Builder(long size, int heads) {
            super("Transformer", size, heads);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * How many layers encode.
         *
         * @param count 6 by default
         * @return this builder
         */
        public Builder encoderLayers(int count) {
            encoderLayers = count;
            return this;
        }

        /**
         * How many layers decode.
         *
         * @param count 6 by default
         * @return this builder
         */
        public Builder decoderLayers(int count) {
            decoderLayers = count;
            return this;
        }

        /**
         * Makes the transformer.
         *
         * @return a module ready for use
         * @throws IllegalArgumentException if the type is not floating or a number of layers is
         *     negative
         */
        public Transformer build() {
            return new Transformer(this);
        }
    }

    /**
     * The mask that lets each step see only itself and those before: 0 on and below the diagonal,
     * -∞ above.
     *
     * @param size the number of steps
     * @return float32 {@code [size, size]}
     */
    public static Tensor generateSquareSubsequentMask(long size) {
        return Functional.causal(size, size, DType.FLOAT32);
    }

    /**
     * The part that reads the source.
     *
     * @return the encoder
     */
    public TransformerEncoder encoder() {
        return encoder;
    }

    /**
     * The part that writes the target.
     *
     * @return the decoder
     */
    public TransformerDecoder decoder() {
        return decoder;
    }

    /**
     * Encodes the source and decodes the target, without masks.
     *
     * @param src the source
     * @param tgt the target
     * @return of the target's shape
     * @throws IllegalArgumentException if a shape does not fit or an input is null
     */
    public Tensor call(Tensor src, Tensor tgt) {
        return call(src, tgt, TransformerMasks.NONE);
    }

    /**
     * Encodes the source and decodes the target.
     *
     * @param src the source
     * @param tgt the target
     * @param masks what must not be attended to
     * @return of the target's shape
     * @throws IllegalArgumentException if a shape does not fit or an input is null
     */
    public Tensor call(Tensor src, Tensor tgt, TransformerMasks masks) {
        return enter(
                Arrays.asList(src, tgt),
                in -> {
                    Tensor target = notNull("target", in.get(1));
                    Tensor memory =
                            encoder.call(
                                    notNull("source", in.get(0)),
                                    masks.src(),
                                    masks.srcKeyPadding());
                    return decoder.call(target, memory, masks);
                });
    }
}
