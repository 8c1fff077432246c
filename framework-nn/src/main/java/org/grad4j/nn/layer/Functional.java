package org.grad4j.nn.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Index;
import org.grad4j.tensor.Tensor;

/**
 * The functions behind layers that are no methods of {@link Tensor}: what {@code
 * torch.nn.functional} has beyond them.
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
        Dropout layer = new Dropout(p, generator);
        return training ? layer.call(x) : x;
    }

    // ---- activations ----

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
