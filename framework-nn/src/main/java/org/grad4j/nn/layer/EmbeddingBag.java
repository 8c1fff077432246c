package org.grad4j.nn.layer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * The sum, mean or largest elements of the vectors of each bag of tokens; as {@link Embedding}
 * followed by a reduction.
 *
 * <p>Shapes: int64 {@code [n, l] → [n, dim]}, n bags of l tokens; or all bags in one {@code [sum of
 * lengths]} with the offsets at which they begin. An empty bag gives zeros. Parameter: {@code
 * weight [count, dim]}, starting from {@code N(0, 1)}. Tokens of the padding index are no part of a
 * bag.
 */
public final class EmbeddingBag extends Module {
    private final long count;
    private final long dim;
    private final Mode mode;
    private final Long paddingIdx;
    private final Double maxNorm;
    private final Tensor weight;

    /** How the vectors of a bag become one. */
    public enum Mode {
        /** Their sum, weighted if weights are given. */
        SUM,
        /** Their mean. */
        MEAN,
        /** The largest of each element; among equal ones the gradient goes to the first. */
        MAX
    }

    /**
     * The mean of each bag, in float32.
     *
     * @param count how many tokens there are
     * @param dim features of each
     * @throws IllegalArgumentException if one is negative
     */
    public EmbeddingBag(long count, long dim) {
        this(builder(count, dim));
    }

    private EmbeddingBag(Builder settings) {
        count = settings.count;
        dim = settings.dim;
        mode = settings.mode;
        paddingIdx = settings.paddingIdx;
        maxNorm = settings.maxNorm;
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
     * Rows that were learned elsewhere.
     *
     * @param weight {@code [count, dim]}, which becomes the parameter
     * @param freeze whether they stay as they are
     * @param mode how the vectors of a bag become one
     * @return an embedding
     * @throws IllegalArgumentException if it is not a floating-point matrix
     */
    public static EmbeddingBag fromPretrained(Tensor weight, boolean freeze, Mode mode) {
        Functional.requireTable("EmbeddingBag", weight);
        Builder settings = builder(weight.size(0), weight.size(1)).mode(mode);
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
        private Mode mode = Mode.MEAN;
        private Long paddingIdx;
        private Double maxNorm;
        private DType dtype = DType.FLOAT32;
        private Generator generator = Generator.global();
        private Tensor pretrained;
        private boolean frozen;

        private Builder(long count, long dim) {
            if (count < 0 || dim < 0) {
                throw new IllegalArgumentException(
                        "EmbeddingBag: sizes must be 0 or more, got " + count + " and " + dim);
            }
            this.count = count;
            this.dim = dim;
        }

        /**
         * How the vectors of a bag become one.
         *
         * @param how the mean by default
         * @return this builder
         * @throws IllegalArgumentException if it is null
         */
        public Builder mode(Mode how) {
            if (how == null) {
                throw new IllegalArgumentException("EmbeddingBag: the mode is null");
            }
            mode = how;
            return this;
        }

        /**
         * The token that is no part of a bag.
         *
         * @param index from -count, counting from the end, to less than count; none by default
         * @return this builder
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder paddingIdx(long index) {
            paddingIdx = Functional.paddingIndex("EmbeddingBag", index, count);
            return this;
        }

        /**
         * The largest Euclidean norm of a row; longer ones are shortened in place when they are
         * looked up.
         *
         * @param norm none by default
         * @return this builder
         */
        public Builder maxNorm(double norm) {
            maxNorm = norm;
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
        public EmbeddingBag build() {
            return new EmbeddingBag(this);
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

    /**
     * Bags of one length with weights.
     *
     * @param x tokens, int64 {@code [n, l]}
     * @param perSampleWeights of x's shape, for the sum only; null for none
     * @return {@code [n, dim]}
     * @throws IllegalArgumentException if a shape does not fit, the input is null, or there are
     *     weights for another mode than the sum
     */
    public Tensor call(Tensor x, Tensor perSampleWeights) {
        return enter(Arrays.asList(x, perSampleWeights), in -> rows(in.get(0), in.get(1)));
    }

    /**
     * Bags of several lengths.
     *
     * @param x the tokens of all bags, int64 {@code [sum of lengths]}
     * @param offsets where each bag begins, the first at 0, never falling
     * @param perSampleWeights of x's shape, for the sum only; null for none
     * @return {@code [n, dim]}
     * @throws IllegalArgumentException if a shape or an offset does not fit, the input is null, or
     *     there are weights for another mode than the sum
     */
    public Tensor call(Tensor x, long[] offsets, Tensor perSampleWeights) {
        return enter(
                Arrays.asList(x, perSampleWeights),
                in -> bags(notNull("input", in.get(0)), offsets, in.get(1)));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return rows(x, null);
    }

    private Tensor rows(Tensor x, Tensor weights) {
        notNull("input", x);
        if (x.dim() != 2) {
            throw new IllegalArgumentException(
                    "bags of one length must be [n, l], got "
                            + Arrays.toString(x.shape())
                            + "; give the offsets of others");
        }
        if (weights != null && !Arrays.equals(weights.shape(), x.shape())) {
            throw new IllegalArgumentException(
                    "the weights must have the input's shape "
                            + Arrays.toString(x.shape())
                            + ", got "
                            + Arrays.toString(weights.shape()));
        }
        long[] offsets = new long[(int) x.size(0)];
        Arrays.setAll(offsets, b -> b * x.size(1));
        return bags(x.reshape(x.numel()), offsets, weights == null ? null : weights.flatten());
    }

    private Tensor bags(Tensor x, long[] offsets, Tensor weights) {
        if (maxNorm != null) {
            Functional.shorten_(weight, x, maxNorm, 2);
        }
        return Functional.embeddingBag(x, weight, offsets, mode, weights, paddingIdx);
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
                + (maxNorm == null ? "" : ", max_norm=" + PythonText.of(maxNorm))
                + ", mode='"
                + mode.name().toLowerCase(Locale.ROOT)
                + "'"
                + (paddingIdx == null ? "" : ", padding_idx=" + paddingIdx);
    }

    @Override
    protected String label() {
        return "EmbeddingBag " + count + "→" + dim;
    }
}
