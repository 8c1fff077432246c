package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.tensor.Tensor;

/**
 * The plain recurrence, {@code h_t = tanh(W_ih · x_t + b_ih + W_hh · h_(t-1) + b_hh)} (Elman,
 * 1990).
 *
 * <pre>{@code
 * RecurrentOutput<Tensor, Tensor> result = new RNN(10, 20).call(x, null);
 * }</pre>
 *
 * <p>Shapes: {@code [t, n, in] → [t, n, d · h]}, {@code [n, t, in] → [n, t, d · h]} with
 * batchFirst, or {@code [t, in] → [t, d · h]}, d being 2 if bidirectional and 1 otherwise; states
 * are {@code [layers · d, n, h]} always, zeros if not given. Parameters, for each layer k: {@code
 * weight_ih_lk [h, in]} (above the first layer {@code [h, d · h]}), {@code weight_hh_lk [h, h]},
 * {@code bias_ih_lk} and {@code bias_hh_lk [h]}, the second direction with {@code _reverse} behind;
 * all start from {@code U(-1/√h, 1/√h)}.
 *
 * <p>{@link #call(Tensor)} returns the output alone, so that the layer fits into a {@link
 * org.grad4j.nn.Sequential}; the other forms return the last states too.
 */
public final class RNN extends Recurrent {
    private final boolean relu;

    /**
     * One layer, one direction.
     *
     * @param in features of a step
     * @param hidden features of the state
     * @throws IllegalArgumentException if one is less than 1
     */
    public RNN(long in, long hidden) {
        this(builder(in, hidden));
    }

    private RNN(Builder settings) {
        super(settings, 1);
        relu = settings.relu;
    }

    /**
     * Starts one with settings of its own.
     *
     * @param in features of a step
     * @param hidden features of the state
     * @return a builder
     * @throws IllegalArgumentException if one is less than 1
     */
    public static Builder builder(long in, long hidden) {
        return new Builder(in, hidden);
    }

    /** Collects the settings. */
    public static final class Builder extends Recurrent.Builder<Builder> {
        private boolean relu;

        private Builder(long in, long hidden) {
            super("RNN", in, hidden);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * What is applied to the sum.
         *
         * @param name {@code "tanh"}, the default, or {@code "relu"}
         * @return this builder
         * @throws IllegalArgumentException if it is neither
         */
        public Builder nonlinearity(String name) {
            relu = isRelu("RNN", name);
            return this;
        }

        /**
         * Makes the layer.
         *
         * @return a module ready for use
         * @throws IllegalArgumentException if the type is not floating
         */
        public RNN build() {
            return new RNN(this);
        }
    }

    /**
     * Walks padded sequences.
     *
     * @param x {@code [t, n, in]}, {@code [n, t, in]} with batchFirst, or {@code [t, in]}
     * @param h0 the states to begin with, {@code [layers · d, n, h]} or {@code [layers · d, h]};
     *     null for zeros
     * @return the output and the states after the last step
     * @throws IllegalArgumentException if a shape does not fit or the input is null
     */
    public RecurrentOutput<Tensor, Tensor> call(Tensor x, Tensor h0) {
        return enter(
                Arrays.asList(x, h0),
                in -> {
                    var result = padded(notNull("input", in.get(0)), new Tensor[] {in.get(1)});
                    return new RecurrentOutput<>(result.output(), result.state()[0]);
                });
    }

    /**
     * Walks sequences of different lengths.
     *
     * @param x the sequences
     * @param h0 the states to begin with, {@code [layers · d, n, h]} in the order of the sequences;
     *     null for zeros
     * @return the output and the states after the last step of each sequence
     * @throws IllegalArgumentException if a shape does not fit or the input is null
     */
    public RecurrentOutput<PackedSequence, Tensor> call(PackedSequence x, Tensor h0) {
        return enter(
                Arrays.asList(x == null ? null : x.data(), h0),
                in -> {
                    Tensor data = notNull("input", in.get(0));
                    var result = packed(x, data, new Tensor[] {in.get(1)});
                    return new RecurrentOutput<>(result.output(), result.state()[0]);
                });
    }

    @Override
    protected Tensor forward(Tensor x) {
        return padded(x, null).output();
    }

    /** Whether a nonlinearity is the rectifier and not the hyperbolic tangent. */
    static boolean isRelu(String layer, String nonlinearity) {
        if (!"tanh".equals(nonlinearity) && !"relu".equals(nonlinearity)) {
            throw new IllegalArgumentException(
                    layer + ": nonlinearity must be \"tanh\" or \"relu\", got " + nonlinearity);
        }
        return nonlinearity.equals("relu");
    }

    @Override
    long[] stateSizes() {
        return new long[] {hidden()};
    }

    @Override
    Tensor project(Tensor rows, Tensor[] weights) {
        return rows.linear(weights[0], weights[2] == null ? null : weights[2].add(weights[3]));
    }

    @Override
    Tensor[] step(Tensor projected, Tensor[] states, Tensor[] weights) {
        Tensor gates = projected.add(states[0].linear(weights[1], null));
        return new Tensor[] {Steps.rnn(gates, relu)};
    }
}
