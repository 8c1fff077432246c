package org.grad4j.nn.layer;

import java.util.Arrays;
import java.util.List;
import org.grad4j.nn.Module;
import org.grad4j.nn.init.Init;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * Attention of several heads, {@code concat(head_1, …, head_h) · W_O} with {@code head_i =
 * softmax(Q_i · K_iᵀ / √d) · V_i} of projected queries, keys and values (Vaswani et al.,
 * arXiv:1706.03762).
 *
 * <p>Shapes: query {@code [l, n, e]}, key {@code [s, n, kdim]} and value {@code [s, n, vdim] → [l,
 * n, e]}; {@code [n, l, e]} and so on with batchFirst; or without n. Parameters: {@code
 * in_proj_weight [3e, e]} ({@code q_proj_weight [e, e]}, {@code k_proj_weight [e, kdim]} and {@code
 * v_proj_weight [e, vdim]} if keys or values have sizes of their own), starting from {@code U(-b,
 * b)} with {@code b = √(6 / (rows + columns))}, {@code in_proj_bias [3e]}, starting from 0, {@code
 * out_proj.weight [e, e]} and {@code out_proj.bias [e]}; with addBiasKv {@code bias_k} and {@code
 * bias_v [1, 1, e]}, starting from a normal distribution (Glorot's).
 *
 * <p>A query whose keys are all masked gets zeros (PyTorch gives NaN when it returns weights).
 */
public final class MultiheadAttention extends Module {
    private final long size;
    private final int heads;
    private final double dropout;
    private final boolean batchFirst;
    private final Generator generator;

    /** The weights of query, key and value; one for all three if they have one size. */
    private final Tensor[] weights;

    private final Tensor bias;
    private final Tensor biasK;
    private final Tensor biasV;
    private final boolean zeroAttn;
    private final NonDynamicallyQuantizableLinear outProj;

    /**
     * With biases, without dropout, in float32.
     *
     * @param size features of query and output, e
     * @param heads how many heads share them
     * @throws IllegalArgumentException if one is less than 1 or the heads do not divide the size
     */
    public MultiheadAttention(long size, int heads) {
        this(builder(size, heads));
    }

    private MultiheadAttention(Builder settings) {
        size = settings.size;
        heads = settings.heads;
        dropout = settings.dropout;
        batchFirst = settings.batchFirst;
        generator = settings.generator;
        DType type = settings.dtype;
        if (settings.kdim == size && settings.vdim == size) {
            weights = new Tensor[] {matrix("in_proj_weight", type, 3 * size, size)};
        } else {
            weights =
                    new Tensor[] {
                        matrix("q_proj_weight", type, size, size),
                        matrix("k_proj_weight", type, size, settings.kdim),
                        matrix("v_proj_weight", type, size, settings.vdim)
                    };
        }
        bias =
                settings.bias
                        ? registerParameter("in_proj_bias", Tensor.zeros(type, 3 * size))
                        : null;
        biasK = settings.biasKv ? extra("bias_k", type) : null;
        biasV = settings.biasKv ? extra("bias_v", type) : null;
        zeroAttn = settings.zeroAttn;
        outProj =
                register(
                        "out_proj",
                        new NonDynamicallyQuantizableLinear(size, settings.bias, type, generator));
    }

    private Tensor extra(String name, DType type) {
        Tensor vector = registerParameter(name, Tensor.zeros(type, 1, 1, size));
        return Init.xavierNormal_(vector, 1, generator);
    }

    private Tensor matrix(String name, DType type, long rows, long columns) {
        double bound = Math.sqrt(6.0 / (rows + columns));
        Tensor weight = registerParameter(name, Tensor.zeros(type, rows, columns));
        return Init.uniform_(weight, -bound, bound, generator);
    }

    /**
     * Starts one with settings of its own.
     *
     * @param size features of query and output, e
     * @param heads how many heads share them
     * @return a builder
     * @throws IllegalArgumentException if one is less than 1 or the heads do not divide the size
     */
    public static Builder builder(long size, int heads) {
        return new Builder(size, heads);
    }

    /** Collects the settings. */
    public static final class Builder {
        private final long size;
        private final int heads;
        private long kdim;
        private long vdim;
        private double dropout;
        private boolean bias = true;
        private boolean batchFirst;
        private boolean biasKv;
        private boolean zeroAttn;
        private DType dtype = DType.FLOAT32;
        private Generator generator = Generator.global();

        private Builder(long size, int heads) {
            if (size < 1 || heads < 1 || size % heads != 0) {
                throw new IllegalArgumentException(
                        "MultiheadAttention: the size must be a multiple of the heads, got "
                                + size
                                + " and "
                                + heads);
            }
            this.size = size;
            this.heads = heads;
            kdim = size;
            vdim = size;
        }

        /**
         * Features of the keys.
         *
         * @param features those of the query by default
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder kdim(long features) {
            kdim = positive("kdim", features);
            return this;
        }

        /**
         * Features of the values.
         *
         * @param features those of the query by default
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder vdim(long features) {
            vdim = positive("vdim", features);
            return this;
        }

        private static long positive(String what, long features) {
            if (features < 1) {
                throw new IllegalArgumentException(
                        "MultiheadAttention: " + what + " must be 1 or more, got " + features);
            }
            return features;
        }

        /**
         * Dropout of the weights, in training.
         *
         * @param p the probability of 0, 0 by default
         * @return this builder
         * @throws IllegalArgumentException if it is not from 0 to 1
         */
        public Builder dropout(double p) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException(
                        "MultiheadAttention: dropout must be from 0 to 1, got " + p);
            }
            dropout = p;
            return this;
        }

        /**
         * Whether biases are added.
         *
         * @param added true by default
         * @return this builder
         */
        public Builder bias(boolean added) {
            bias = added;
            return this;
        }

        /**
         * Whether there is one more key and value, which are learned.
         *
         * @param added false by default
         * @return this builder
         */
        public Builder addBiasKv(boolean added) {
            biasKv = added;
            return this;
        }

        /**
         * Whether there is one more key and value of zeros, so that a query may attend to nothing.
         *
         * @param added false by default
         * @return this builder
         */
        public Builder addZeroAttn(boolean added) {
            zeroAttn = added;
            return this;
        }

        /**
         * Whether the first dimension counts sequences and the second their steps.
         *
         * @param first false by default
         * @return this builder
         */
        public Builder batchFirst(boolean first) {
            batchFirst = first;
            return this;
        }

        /**
         * The parameters' type.
         *
         * @param type a floating type, float32 by default
         * @return this builder
         */
        public Builder dtype(DType type) {
            dtype = type;
            return this;
        }

        /**
         * Where parameters and dropout come from.
         *
         * @param source the default generator by default
         * @return this builder
         */
        public Builder generator(Generator source) {
            generator = source;
            return this;
        }

        /**
         * Makes the layer.
         *
         * @return a module ready for use
         * @throws IllegalArgumentException if the type is not floating
         */
        public MultiheadAttention build() {
            return new MultiheadAttention(this);
        }
    }

    /**
     * Attends without masks.
     *
     * @param query what asks
     * @param key what is compared with it
     * @param value what is mixed, as many as keys
     * @return the output and the weights averaged over the heads
     * @throws IllegalArgumentException if a shape does not fit or an input is null
     */
    public AttentionOutput call(Tensor query, Tensor key, Tensor value) {
        return call(query, key, value, AttentionOptions.DEFAULT);
    }

    /**
     * Attends.
     *
     * @param query what asks
     * @param key what is compared with it
     * @param value what is mixed, as many as keys
     * @param options masks, and what to return
     * @return the output, and the weights if asked for
     * @throws IllegalArgumentException if a shape does not fit or an input is null
     */
    public AttentionOutput call(Tensor query, Tensor key, Tensor value, AttentionOptions options) {
        return enter(
                Arrays.asList(query, key, value),
                in ->
                        attend(
                                notNull("query", in.get(0)),
                                notNull("key", in.get(1)),
                                notNull("value", in.get(2)),
                                options));
    }

    private AttentionOutput attend(Tensor q, Tensor k, Tensor v, AttentionOptions options) {
        requireShapes(q, k, v);
        boolean single = q.dim() == 2;
        int steps = single ? 0 : batchFirst ? 1 : 0;
        Tensor[] heads = project(q, k, v);
        for (int i = 0; i < 3; i++) {
            heads[i] = apart(heads[i], single);
        }
        long n = heads[0].size(0);
        long l = heads[0].size(2);
        long s = heads[1].size(2);
        Tensor mask = mask(options, n, l, s, q.dtype());
        if (biasK != null) {
            heads[1] = further(heads[1], biasK.reshape(1, this.heads, 1, size / this.heads));
            heads[2] = further(heads[2], biasV.reshape(1, this.heads, 1, size / this.heads));
        }
        if (zeroAttn) {
            Tensor zero = Tensor.zeros(q.dtype(), 1, 1, 1, 1);
            heads[1] = further(heads[1], zero);
            heads[2] = further(heads[2], zero);
        }
        long added = heads[1].size(2) - s;
        if (mask != null && added > 0) {
            mask = mask.pad(0, (int) added); // nothing hides what was added
        }
        double scale = 1 / Math.sqrt((double) size / this.heads);
        Tensor mixed = Functional.attentionWeights(heads[0], heads[1], mask, scale);
        mixed = Functional.dropout(mixed, dropout, isTraining() && dropout > 0, generator);
        Tensor joined = mixed.matmul(heads[2]); // [n, heads, l, e / heads]
        int[] order = single || steps == 1 ? new int[] {0, 2, 1, 3} : new int[] {2, 0, 1, 3};
        Tensor y = outProj.call(joined.permute(order).reshape(q.shape()));
        if (!options.needWeights()) {
            return new AttentionOutput(y, null);
        }
        Tensor shown = options.averageWeights() ? mixed.mean(1) : mixed;
        return new AttentionOutput(y, single ? shown.squeeze(0) : shown);
    }

    /** Keys or values {@code [n, heads, s, d]} with one more. */
    private static Tensor further(Tensor heads, Tensor last) {
        Tensor one = last.expand(heads.size(0), heads.size(1), 1, heads.size(3));
        return Tensor.cat(List.of(heads, one), 2);
    }

    private void requireShapes(Tensor q, Tensor k, Tensor v) {
        boolean separate = weights.length == 3;
        long kdim = separate ? weights[1].size(1) : size;
        long vdim = separate ? weights[2].size(1) : size;
        boolean fits = (q.dim() == 2 || q.dim() == 3) && k.dim() == q.dim() && v.dim() == q.dim();
        fits = fits && q.size(-1) == size && k.size(-1) == kdim && v.size(-1) == vdim;
        if (fits) {
            int steps = q.dim() == 3 && batchFirst ? 1 : 0;
            fits = k.size(steps) == v.size(steps);
            if (q.dim() == 3) {
                long n = q.size(1 - steps);
                fits &= k.size(1 - steps) == n && v.size(1 - steps) == n;
            }
        }
        if (!fits) {
            String form = batchFirst ? "[n, %s, %d]" : "[%s, n, %d]";
            throw new IllegalArgumentException(
                    "needs a query %s, a key %s and a value %s, or all without n, got %s, %s and %s"
                            .formatted(
                                    form.formatted("l", size),
                                    form.formatted("s", kdim),
                                    form.formatted("s", vdim),
                                    Arrays.toString(q.shape()),
                                    Arrays.toString(k.shape()),
                                    Arrays.toString(v.shape())));
        }
    }

    /** The projections, by one product where query, key and value are the same tensor. */
    private Tensor[] project(Tensor q, Tensor k, Tensor v) {
        if (weights.length == 1 && q == k && k == v) {
            return q.linear(weights[0], bias).chunk(3, -1).toArray(Tensor[]::new);
        }
        Tensor[] inputs = {q, k, v};
        Tensor[] projected = new Tensor[3];
        for (int i = 0; i < 3; i++) {
            Tensor weight = weights.length == 3 ? weights[i] : weights[0].narrow(0, i * size, size);
            projected[i] =
                    inputs[i].linear(weight, bias == null ? null : bias.narrow(0, i * size, size));
        }
        return projected;
    }

    /**
     * {@code [n, heads, l, e / heads]} of what is {@code [l, n, e]}, {@code [n, l, e]} or [l, e].
     */
    private Tensor apart(Tensor x, boolean single) {
        Tensor batched = single ? x.unsqueeze(0) : x;
        Tensor split = batched.unflatten(-1, heads, size / heads);
        return single || batchFirst ? split.permute(0, 2, 1, 3) : split.permute(1, 2, 0, 3);
    }

    /** All masks as one of numbers to add, or null. */
    private Tensor mask(AttentionOptions options, long n, long l, long s, DType type) {
        Tensor all = null;
        if (options.attnMask() != null) {
            Tensor mask = options.attnMask();
            boolean shared = Arrays.equals(mask.shape(), new long[] {l, s});
            if (!shared && !Arrays.equals(mask.shape(), new long[] {n * heads, l, s})) {
                throw new IllegalArgumentException(
                        "the attention mask must be [%d, %d] or [%d, %d, %d], got %s"
                                .formatted(l, s, n * heads, l, s, Arrays.toString(mask.shape())));
            }
            Tensor numbers = Functional.additive(mask, type);
            all = shared ? numbers : numbers.reshape(n, heads, l, s);
        }
        if (options.keyPaddingMask() != null) {
            Tensor mask = options.keyPaddingMask();
            boolean fits = mask.numel() == n * s && mask.dim() > 0 && mask.size(-1) == s;
            if (!fits || mask.dim() > 2) {
                throw new IllegalArgumentException(
                        "the key padding mask must be [%d, %d], got %s"
                                .formatted(n, s, Arrays.toString(mask.shape())));
            }
            Tensor numbers = Functional.additive(mask, type).reshape(n, 1, 1, s);
            all = all == null ? numbers : all.add(numbers);
        }
        if (options.isCausal()) {
            Tensor numbers = Functional.causal(l, s, type);
            all = all == null ? numbers : all.add(numbers);
        }
        return all;
    }

    @Override
    protected long multiplyAdds(List<Tensor> inputs, Object output) {
        Tensor q = inputs.get(0);
        long keys = inputs.get(1).numel() / inputs.get(1).size(-1);
        long queries = q.numel() / size;
        long projections =
                weights.length == 1
                        ? (queries + 2 * keys) * size * size
                        : queries * weights[0].numel()
                                + keys * (weights[1].numel() + weights[2].numel());
        long n = q.dim() == 2 ? 1 : q.size(batchFirst ? 0 : 1);
        return n == 0 ? 0 : projections + 2 * queries * (keys / n) * size;
    }

    @Override
    protected String label() {
        return "MultiheadAttention " + size + ", " + heads + " heads";
    }
}
