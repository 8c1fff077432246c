package org.grad4j.nn.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Index;
import org.grad4j.tensor.Tensor;

/**
 * The functions behind layers that are no methods of {@link Tensor}: what {@code
 * torch.nn.functional} has beyond them. Those of losses are in {@link org.grad4j.nn.loss.Losses}.
 */
public final class Functional {
    private Functional() {}

    /**
     * What {@link Dropout} does.
     *
     * @param x a floating-point tensor
     * @param p the probability of 0, from 0 to 1
     * @param training whether anything is dropped
     * @param generator where the mask comes from
     * @return x itself if not training
     * @throws IllegalArgumentException if the probability is out of range
     */
    public static Tensor dropout(Tensor x, double p, boolean training, Generator generator) {
        return called(new Dropout(p, generator), x, training);
    }

    /**
     * What {@link Dropout1d} does.
     *
     * @param x {@code [n, c, l]} or {@code [c, l]}
     * @param p the probability of 0, from 0 to 1
     * @param training whether anything is dropped
     * @param generator where the mask comes from
     * @return x itself if not training
     * @throws IllegalArgumentException if the probability is out of range or the shape does not fit
     */
    public static Tensor dropout1d(Tensor x, double p, boolean training, Generator generator) {
        return called(new Dropout1d(p, generator), x, training);
    }

    /**
     * What {@link Dropout2d} does.
     *
     * @param x {@code [n, c, h, w]} or {@code [c, h, w]}
     * @param p the probability of 0, from 0 to 1
     * @param training whether anything is dropped
     * @param generator where the mask comes from
     * @return x itself if not training
     * @throws IllegalArgumentException if the probability is out of range or the shape does not fit
     */
    public static Tensor dropout2d(Tensor x, double p, boolean training, Generator generator) {
        return called(new Dropout2d(p, generator), x, training);
    }

    /**
     * What {@link AlphaDropout} does.
     *
     * @param x a floating-point tensor
     * @param p the probability of a drop, from 0 to 1
     * @param training whether anything is dropped
     * @param generator where the mask comes from
     * @return x itself if not training
     * @throws IllegalArgumentException if the probability is out of range
     */
    public static Tensor alphaDropout(Tensor x, double p, boolean training, Generator generator) {
        return called(new AlphaDropout(p, generator), x, training);
    }

    private static Tensor called(Module layer, Tensor x, boolean training) {
        layer.train(training);
        return layer.call(x);
    }

    // ---- activations ----

    /**
     * {@code e⁻ˣ / Σ e⁻ˣ} along a dimension.
     *
     * @param x a floating-point tensor
     * @param dim the dimension; negative numbers count from the end
     * @return a tensor of x's shape
     * @throws IllegalArgumentException if there is no such dimension
     */
    public static Tensor softmin(Tensor x, int dim) {
        return x.neg().softmax(dim);
    }

    /**
     * What {@link RReLU} does.
     *
     * @param x a floating-point tensor
     * @param lower the smallest slope
     * @param upper the largest slope
     * @param training whether slopes are random, or the mean of the two
     * @param generator where the slopes come from
     * @return a tensor of x's shape
     * @throws IllegalArgumentException if the slopes are out of order
     */
    public static Tensor rrelu(
            Tensor x, double lower, double upper, boolean training, Generator generator) {
        return called(new RReLU(lower, upper, generator), x, training);
    }

    /**
     * {@code x - tanh(x)} of every element.
     *
     * @param x a floating-point tensor
     * @return a tensor of x's shape
     */
    public static Tensor tanhshrink(Tensor x) {
        return x.sub(x.tanh());
    }

    /**
     * {@code x - λ} above λ, {@code x + λ} below -λ, 0 between; the gradient at ±λ is 0.
     *
     * @param x a floating-point tensor
     * @param lambda the bound λ, 0 or more
     * @return a tensor of x's shape
     */
    public static Tensor softshrink(Tensor x, double lambda) {
        return x.sub(x.clamp(-lambda, lambda));
    }

    /**
     * {@code x} outside [-λ, λ], 0 inside.
     *
     * @param x a floating-point tensor
     * @param lambda the bound λ
     * @return a tensor of x's shape
     */
    public static Tensor hardshrink(Tensor x, double lambda) {
        return x.maskedFill(x.abs().le(lambda), 0);
    }

    /**
     * {@code x} where positive, {@code weight · x} elsewhere.
     *
     * @param x a floating-point tensor
     * @param weight slopes that broadcast with it
     * @return a tensor of the common shape
     */
    public static Tensor prelu(Tensor x, Tensor weight) {
        return Tensor.where(x.gt(0), x, x.mul(weight));
    }

    /**
     * The first half of a dimension times the sigmoid of the second.
     *
     * @param x a floating-point tensor
     * @param dim the dimension
     * @return a tensor with half the size there
     * @throws IllegalArgumentException if the size is odd
     */
    public static Tensor glu(Tensor x, int dim) {
        long size = x.size(dim);
        if (size % 2 != 0) {
            throw new IllegalArgumentException(
                    "glu: dimension " + dim + " must have an even size, got " + size);
        }
        return x.narrow(dim, 0, size / 2).mul(x.narrow(dim, size / 2, size / 2).sigmoid());
    }

    // ---- attention ----

    /**
     * Attention without masks, dropout or a scale of its own.
     *
     * @param query {@code [..., l, e]}
     * @param key {@code [..., s, e]}
     * @param value {@code [..., s, v]}
     * @return {@code [..., l, v]}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static Tensor scaledDotProductAttention(Tensor query, Tensor key, Tensor value) {
        return scaledDotProductAttention(
                query, key, value, null, 0, false, null, Generator.global());
    }

    /**
     * Attention, {@code softmax(query · keyᵀ · scale + mask) · value} (Vaswani et al.,
     * arXiv:1706.03762).
     *
     * @param query {@code [..., l, e]}
     * @param key {@code [..., s, e]}
     * @param value {@code [..., s, v]}
     * @param mask broadcast to {@code [..., l, s]}: bool, true where attention is allowed (the
     *     opposite of {@link AttentionOptions}, as in PyTorch), or numbers that are added to the
     *     scores; or null
     * @param dropout the probability with which a weight becomes 0; the caller says if it trains
     * @param isCausal whether each query sees only keys up to its own place; then without a mask
     * @param scale null for {@code 1/√e}
     * @param generator where dropout comes from
     * @return {@code [..., l, v]}; zeros for a query whose keys are all masked
     * @throws IllegalArgumentException if the shapes do not fit, or there are a mask and isCausal
     */
    public static Tensor scaledDotProductAttention(
            Tensor query,
            Tensor key,
            Tensor value,
            Tensor mask,
            double dropout,
            boolean isCausal,
            Double scale,
            Generator generator) {
        requireAttention(query, key, value);
        if (mask != null && isCausal) {
            throw new IllegalArgumentException(
                    "scaledDotProductAttention: takes a mask or isCausal, not both");
        }
        DType type = query.dtype();
        Tensor numbers = isCausal ? causal(query.size(-2), key.size(-2), type) : null;
        if (mask != null) {
            numbers = additive(mask.dtype() == DType.BOOL ? mask.logicalNot() : mask, type);
        }
        double factor = scale == null ? 1 / Math.sqrt(query.size(-1)) : scale;
        Tensor weights = attentionWeights(query, key, numbers, factor);
        return dropout(weights, dropout, dropout > 0, generator).matmul(value);
    }

    private static void requireAttention(Tensor query, Tensor key, Tensor value) {
        boolean there = query != null && key != null && value != null;
        boolean fits = there && query.dim() >= 2 && key.dim() >= 2 && value.dim() >= 2;
        if (!fits || query.size(-1) != key.size(-1) || key.size(-2) != value.size(-2)) {
            throw new IllegalArgumentException(
                    "scaledDotProductAttention: needs a query [..., l, e], a key [..., s, e] and a"
                            + " value [..., s, v], got "
                            + shape(query)
                            + ", "
                            + shape(key)
                            + " and "
                            + shape(value));
        }
    }

    private static String shape(Tensor x) {
        return x == null ? "null" : Arrays.toString(x.shape());
    }

    /** The softmax of the scores; where all keys are masked 0 instead of NaN, in gradients too. */
    static Tensor attentionWeights(Tensor query, Tensor key, Tensor mask, double scale) {
        Tensor scores = query.mul(scale).matmul(key.transpose(-2, -1));
        if (mask == null) {
            return scores.softmax(-1);
        }
        scores = scores.add(mask);
        Tensor hopeless = scores.detach().eq(Double.NEGATIVE_INFINITY).all(new int[] {-1}, true);
        if (hopeless.countNonzero().itemLong() == 0) {
            return scores.softmax(-1);
        }
        return scores.maskedFill(hopeless, 0).softmax(-1).maskedFill(hopeless, 0);
    }

    /** Numbers to add to scores: -∞ where a bool mask is true. */
    static Tensor additive(Tensor mask, DType type) {
        if (mask.dtype() == DType.BOOL) {
            return Tensor.zeros(type, mask.shape()).maskedFill(mask, Double.NEGATIVE_INFINITY);
        }
        if (!mask.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "a mask must be bool or floating-point, got " + mask.dtype().torchName());
        }
        return mask.to(type);
    }

    /** 0 where a key is not after the query, -∞ elsewhere. */
    static Tensor causal(long queries, long keys, DType type) {
        return Tensor.full(Double.NEGATIVE_INFINITY, type, queries, keys).triu(1);
    }

    // ---- embeddings ----

    /**
     * The rows of a table that tokens name.
     *
     * @param x tokens, int64 or int32, of any shape
     * @param weight {@code [count, dim]}
     * @param paddingIdx a token whose row gets no gradient, or null
     * @return {@code [..., dim]}
     * @throws IllegalArgumentException if a token is out of range or the types do not fit
     */
    public static Tensor embedding(Tensor x, Tensor weight, Long paddingIdx) {
        requireTable("embedding", weight);
        requireTokens("embedding", x, weight);
        long[] shape = Arrays.copyOf(x.shape(), x.dim() + 1);
        shape[x.dim()] = weight.size(1);
        Tensor y = weight.indexSelect(0, x.reshape(x.numel())).reshape(shape);
        if (paddingIdx == null) {
            return y;
        }
        Tensor padding = x.eq(paddingIdx).unsqueeze(-1).expand(shape);
        return Tensor.where(padding, y.detach(), y);
    }

    /**
     * The sum, mean or largest elements of the rows of each bag of tokens.
     *
     * @param x the tokens of all bags, int64 or int32 {@code [sum of lengths]}
     * @param weight {@code [count, dim]}
     * @param offsets where each bag begins, the first at 0, never falling
     * @param mode how the rows of a bag become one
     * @param perSampleWeights {@code [sum of lengths]}, for the sum only; null for none
     * @param paddingIdx a token that is no part of a bag, or null
     * @return {@code [offsets.length, dim]}, zeros for an empty bag
     * @throws IllegalArgumentException if something does not fit
     */
    public static Tensor embeddingBag(
            Tensor x,
            Tensor weight,
            long[] offsets,
            EmbeddingBag.Mode mode,
            Tensor perSampleWeights,
            Long paddingIdx) {
        requireTable("embeddingBag", weight);
        requireTokens("embeddingBag", x, weight);
        requireBags(x, offsets, mode, perSampleWeights);
        long[] tokens = x.toLongArray();
        int n = offsets.length;
        List<List<Long>> bags = new ArrayList<>();
        for (int b = 0; b < n; b++) {
            long end = b + 1 < n ? offsets[b + 1] : tokens.length;
            List<Long> bag = new ArrayList<>();
            for (long i = offsets[b]; i < end; i++) {
                if (paddingIdx == null || tokens[(int) i] != paddingIdx) {
                    bag.add(i);
                }
            }
            bags.add(bag);
        }
        return mode == EmbeddingBag.Mode.MAX
                ? largest(x, weight, bags)
                : summed(x, weight, bags, mode, perSampleWeights);
    }

    private static Tensor summed(
            Tensor x,
            Tensor weight,
            List<List<Long>> bags,
            EmbeddingBag.Mode mode,
            Tensor perSampleWeights) {
        long[] kept = bags.stream().flatMap(List::stream).mapToLong(i -> i).toArray();
        long[] owner = new long[kept.length];
        double[] sizes = new double[bags.size()];
        int next = 0;
        for (int b = 0; b < sizes.length; b++) {
            int size = bags.get(b).size();
            Arrays.fill(owner, next, next + size, b);
            next += size;
            sizes[b] = Math.max(1, size);
        }
        Tensor places = Tensor.of(kept);
        Tensor rows = weight.indexSelect(0, x.indexSelect(0, places));
        if (perSampleWeights != null) {
            rows = rows.mul(perSampleWeights.indexSelect(0, places).unsqueeze(1));
        }
        Tensor y =
                Tensor.zeros(weight.dtype(), bags.size(), weight.size(1))
                        .indexAdd(0, Tensor.of(owner), rows);
        Tensor counts = Tensor.of(sizes).to(weight.dtype()).unsqueeze(1);
        return mode == EmbeddingBag.Mode.MEAN ? y.div(counts) : y;
    }

    /** Bags are filled up with a row of -∞, empty ones with a row of zeros. */
    private static Tensor largest(Tensor x, Tensor weight, List<List<Long>> bags) {
        long count = weight.size(0);
        long dim = weight.size(1);
        int longest = Math.max(1, bags.stream().mapToInt(List::size).max().orElse(1));
        long[] tokens = x.toLongArray();
        long[] rows = new long[bags.size() * longest];
        for (int b = 0; b < bags.size(); b++) {
            List<Long> bag = bags.get(b);
            for (int k = 0; k < longest; k++) {
                long filling = bag.isEmpty() ? count + 1 : count;
                rows[b * longest + k] = k < bag.size() ? tokens[bag.get(k).intValue()] : filling;
            }
        }
        Tensor below = Tensor.full(Double.NEGATIVE_INFINITY, weight.dtype(), 1, dim);
        Tensor table = Tensor.cat(List.of(weight, below, Tensor.zeros(weight.dtype(), 1, dim)), 0);
        Tensor all = table.indexSelect(0, Tensor.of(rows)).reshape(bags.size(), longest, dim);
        return all.max(1).values();
    }

    private static void requireBags(
            Tensor x, long[] offsets, EmbeddingBag.Mode mode, Tensor perSampleWeights) {
        if (x.dim() != 1 || offsets == null) {
            throw new IllegalArgumentException(
                    "embeddingBag: needs tokens of one dimension and offsets, got "
                            + Arrays.toString(x.shape())
                            + " and "
                            + Arrays.toString(offsets));
        }
        boolean fits = offsets.length == 0 ? x.numel() == 0 : offsets[0] == 0;
        for (int b = 1; fits && b < offsets.length; b++) {
            fits = offsets[b] >= offsets[b - 1];
        }
        if (!fits || (offsets.length > 0 && offsets[offsets.length - 1] > x.numel())) {
            throw new IllegalArgumentException(
                    "embeddingBag: offsets must begin with 0 and never fall, up to the number of"
                            + " tokens "
                            + x.numel()
                            + ", got "
                            + Arrays.toString(offsets));
        }
        if (perSampleWeights != null && mode != EmbeddingBag.Mode.SUM) {
            throw new IllegalArgumentException(
                    "embeddingBag: weights are for the mode SUM only, got " + mode);
        }
        if (perSampleWeights != null && !Arrays.equals(perSampleWeights.shape(), x.shape())) {
            throw new IllegalArgumentException(
                    "embeddingBag: the weights must have the tokens' shape "
                            + Arrays.toString(x.shape())
                            + ", got "
                            + Arrays.toString(perSampleWeights.shape()));
        }
    }

    static void requireTable(String name, Tensor weight) {
        if (weight == null || weight.dim() != 2 || !weight.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    name
                            + ": the weight must be a floating-point [count, dim], got "
                            + (weight == null
                                    ? "null"
                                    : weight.dtype().torchName()
                                            + " "
                                            + Arrays.toString(weight.shape())));
        }
    }

    private static void requireTokens(String name, Tensor x, Tensor weight) {
        if (x == null || (x.dtype() != DType.INT64 && x.dtype() != DType.INT32)) {
            throw new IllegalArgumentException(
                    name
                            + ": tokens must be int64 or int32, got "
                            + (x == null ? "null" : x.dtype().torchName())
                            + "; convert with to(DType.INT64)");
        }
        for (long token : x.toLongArray()) {
            if (token < 0 || token >= weight.size(0)) {
                throw new IllegalArgumentException(
                        name
                                + ": a token must be from 0 to less than "
                                + weight.size(0)
                                + ", got "
                                + token);
            }
        }
    }

    static long paddingIndex(String layer, long index, long count) {
        if (index < -count || index >= count) {
            throw new IllegalArgumentException(
                    layer
                            + ": paddingIdx must be from "
                            + -count
                            + " to less than "
                            + count
                            + ", got "
                            + index);
        }
        return index < 0 ? index + count : index;
    }

    /** Shortens the rows that tokens name to a norm, in place and unrecorded. */
    static void shorten_(Tensor weight, Tensor tokens, double maxNorm, double p) {
        requireTokens("embedding", tokens, weight);
        Autograd.noGrad(
                () -> {
                    Tensor used =
                            Tensor.of(Arrays.stream(tokens.toLongArray()).distinct().toArray());
                    Tensor rows = weight.indexSelect(0, used);
                    Tensor norms = rows.norm(p, new int[] {1}, true);
                    Tensor exceeding = norms.gt(maxNorm);
                    if (exceeding.countNonzero().itemLong() > 0) {
                        // 1e-7 as in PyTorch, whose rows end just below the norm.
                        Tensor scale = Tensor.where(exceeding, norms.add(1e-7).rdiv(maxNorm), 1.0);
                        weight.indexPut_(List.of(Index.of(used)), rows.mul(scale.to(rows.dtype())));
                    }
                });
    }
}
