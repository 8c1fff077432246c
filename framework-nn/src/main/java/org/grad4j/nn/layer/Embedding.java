package org.grad4j.nn.layer;

import java.util.List;
import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * A vector for each of a number of tokens, {@code y = weight[x]}.
 *
 * <p>Shapes: int64 {@code [...] → [..., dim]}. Parameter: {@code weight [count, dim]}, starting
 * from {@code N(0, 1)}; the row of the padding index starts from 0 and gets no gradient. With a
 * maximal norm, rows that are longer are shortened in place when they are looked up, so that the
 * weight cannot be used in the same graph before.
 */
public final class Embedding extends Module {
    private final long count;
    private final long dim;
    private final Long paddingIdx;
    private final Double maxNorm;
    private final double normType;
    private final Tensor weight;

    /**
     * Without a padding index, in float32.
     *
     * @param count how many tokens there are
     * @param dim features of each
     * @throws IllegalArgumentException if one is negative
     */
    public Embedding(long count, long dim) {
        this(builder(count, dim));
    }

    private Embedding(Builder settings) {
        count = settings.count;
        dim = settings.dim;
        paddingIdx = settings.paddingIdx;
        maxNorm = settings.maxNorm;
        normType = settings.normType;
        boolean given = settings.pretrained != null;
        Tensor start =
                given
                        ? settings.pretrained
                        : Tensor.randn(settings.generator, count, dim).to(settings.dtype);
        if (!given && paddingIdx != null) {
            start.narrow(0, paddingIdx, 1).zero_();
        }
        weight = registerParameter("weight", start);
        weight.requiresGrad(!settings.frozen);
    }

    /**
     * Rows that were learned elsewhere, frozen.
     *
     * @param weight {@code [count, dim]}, which becomes the parameter
     * @return an embedding that is not trained
     * @throws IllegalArgumentException if it is not a floating-point matrix
     */
    public static Embedding fromPretrained(Tensor weight) {
        return fromPretrained(weight, true);
    }

    /**
     * Rows that were learned elsewhere.
     *
     * @param weight {@code [count, dim]}, which becomes the parameter
     * @param freeze whether they stay as they are
     * @return an embedding
     * @throws IllegalArgumentException if it is not a floating-point matrix
     */
    public static Embedding fromPretrained(Tensor weight, boolean freeze) {
        Functional.requireTable("Embedding", weight);
        Builder settings = builder(weight.size(0), weight.size(1));
        settings.pretrained = weight;
        settings.frozen = freeze;
        return settings.build();
    }

    /**
     * Starts one with settings of its own.
     *
     * @param count how many tokens there are
     * @param dim features of each
     * @return a builder
     * @throws IllegalArgumentException if one is negative
     */
    public static Builder builder(long count, long dim) {
        return new Builder(count, dim);
    }

    /** Collects the settings. */
    public static final class Builder {
        private final long count;
        private final long dim;
        private Long paddingIdx;
        private Double maxNorm;
        private double normType = 2;
        private DType dtype = DType.FLOAT32;
        private Generator generator = Generator.global();
        private Tensor pretrained;
        private boolean frozen;

        private Builder(long count, long dim) {
            if (count < 0 || dim < 0) {
                throw new IllegalArgumentException(
                        "Embedding: sizes must be 0 or more, got " + count + " and " + dim);
            }
            this.count = count;
            this.dim = dim;
        }

        /**
         * The token that stands for nothing: its row starts from 0 and is not trained.
         *
         * @param index from -count, counting from the end, to less than count; none by default
         * @return this builder
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder paddingIdx(long index) {
            paddingIdx = Functional.paddingIndex("Embedding", index, count);
            return this;
        }

        /**
         * The largest norm of a row.
         *
         * @param norm none by default
         * @return this builder
         */
        public Builder maxNorm(double norm) {
            maxNorm = norm;
            return this;
        }

        /**
         * Which norm the largest one is of.
         *
         * @param p 2 by default
         * @return this builder
         */
        public Builder normType(double p) {
            normType = p;
            return this;
        }

        /**
         * The parameter's type.
         *
         * @param type a floating type, float32 by default
         * @return this builder
         */
        public Builder dtype(DType type) {
            dtype = type;
            return this;
        }

        /**
         * Where the parameter comes from.
         *
         * @param source the default generator by default
         * @return this builder
         */
        public Builder generator(Generator source) {
            generator = source;
            return this;
        }

        /**
         * Makes the embedding.
         *
         * @return a module ready for use
         * @throws IllegalArgumentException if the type is not floating
         */
        public Embedding build() {
            return new Embedding(this);
        }
    }

    /**
     * The rows.
     *
     * @return {@code [count, dim]}
     */
    public Tensor weight() {
        return weight;
    }

    @Override
    protected Tensor forward(Tensor x) {
        if (maxNorm != null) {
            Functional.shorten_(weight, x, maxNorm, normType);
        }
        return Functional.embedding(x, weight, paddingIdx);
    }

    @Override
    protected long multiplyAdds(List<Tensor> inputs, Object output) {
        return 0;
    }

    @Override
    protected String extraRepr() {
        return count
                + ", "
                + dim
                + (paddingIdx == null ? "" : ", padding_idx=" + paddingIdx)
                + (maxNorm == null ? "" : ", max_norm=" + PythonText.of(maxNorm))
                + (normType == 2 ? "" : ", norm_type=" + PythonText.of(normType));
    }

    @Override
    protected String label() {
        return "Embedding " + count + "→" + dim;
    }
}
