package org.grad4j.nn.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * Long short-term memory (Hochreiter and Schmidhuber, 1997), with optional projections of the
 * hidden state (Sak et al., arXiv:1402.1128):
 *
 * <pre>{@code
 * i = sigmoid(W_ii · x + b_ii + W_hi · h + b_hi)
 * f = sigmoid(W_if · x + b_if + W_hf · h + b_hf)
 * g = tanh(W_ig · x + b_ig + W_hg · h + b_hg)
 * o = sigmoid(W_io · x + b_io + W_ho · h + b_ho)
 * c' = f · c + i · g
 * h' = o · tanh(c')
 * }</pre>
 *
 * <pre>{@code
 * RecurrentOutput<Tensor, LSTMState> result = new LSTM(28, 64).call(x, null);
 * LSTM.builder(28, 64).numLayers(2).bidirectional(true).batchFirst(true).build()
 * }</pre>
 *
 * <p>Shapes: {@code [t, n, in] → [t, n, d · p]}, {@code [n, t, in] → [n, t, d · p]} with
 * batchFirst, or {@code [t, in] → [t, d · p]}, d being 2 if bidirectional and 1 otherwise, p the
 * size of the projections or h without; the states h {@code [layers · d, n, p]} and c are {@code
 * [layers · d, n, h]} always, zeros if not given. Parameters, for each layer k: {@code weight_ih_lk
 * [4h, in]} (above the first layer {@code [4h, d · p]}), {@code weight_hh_lk [4h, p]}, {@code
 * bias_ih_lk} and {@code bias_hh_lk [4h]}, {@code weight_hr_lk [p, h]} with projections, the second
 * direction with {@code _reverse} behind; all start from {@code U(-1/√h, 1/√h)}.
 *
 * <p>{@link #call(Tensor)} returns the output alone, so that the layer fits into a {@link
 * org.grad4j.nn.Sequential}; the other forms return the last states too.
 */
public final class LSTM extends Recurrent {
    /**
     * One layer, one direction.
     *
     * @param in features of a step
     * @param hidden features of the state
     * @throws IllegalArgumentException if one is less than 1
     */
    public LSTM(long in, long hidden) {
        this(builder(in, hidden));
    }

    private LSTM(Builder settings) {
        super(settings, 4);
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

        private Builder(long in, long hidden) {
            super("LSTM", in, hidden);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Makes the hidden state, and so the output, smaller than the cell state by a linear map.
         *
         * @param size of the hidden state, less than that of the cell state; 0, the default, for
         *     none
         * @return this builder
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder projSize(long size) {
            if (size < 0 || size >= hidden()) {
                throw new IllegalArgumentException(
                        "LSTM: projSize must be from 0 to less than " + hidden() + ", got " + size);
            }
            proj = size;
            return this;
        }

        /**
         * Makes the layer.
         *
         * @return a module ready for use
         * @throws IllegalArgumentException if the type is not floating
         */
        public LSTM build() {
            return new LSTM(this);
        }
    }

    /**
     * Walks padded sequences.
     *
     * @param x {@code [t, n, in]}, {@code [n, t, in]} with batchFirst, or {@code [t, in]}
     * @param initial the states to begin with, h {@code [layers · d, n, p]} and c {@code [layers ·
     *     d, n, h]}, without n for one sequence; null for zeros
     * @return the output and the states after the last step
     * @throws IllegalArgumentException if a shape does not fit or the input is null
     */
    public RecurrentOutput<Tensor, LSTMState> call(Tensor x, LSTMState initial) {
        return enter(
                inputs(x, initial),
                in -> {
                    var result = padded(notNull("input", in.get(0)), states(in));
                    return new RecurrentOutput<>(result.output(), state(result.state()));
                });
    }

    /**
     * Walks sequences of different lengths.
     *
     * @param x the sequences
     * @param initial the states to begin with, in the order of the sequences; null for zeros
     * @return the output and the states after the last step of each sequence
     * @throws IllegalArgumentException if a shape does not fit or the input is null
     */
    public RecurrentOutput<PackedSequence, LSTMState> call(PackedSequence x, LSTMState initial) {
        return enter(
                inputs(x == null ? null : x.data(), initial),
                in -> {
                    var result = packed(x, notNull("input", in.get(0)), states(in));
                    return new RecurrentOutput<>(result.output(), state(result.state()));
                });
    }

    private static List<Tensor> inputs(Tensor x, LSTMState initial) {
        return initial == null
                ? Arrays.asList(x, null, null)
                : Arrays.asList(x, initial.h(), initial.c());
    }

    private static Tensor[] states(List<Tensor> inputs) {
        return new Tensor[] {inputs.get(1), inputs.get(2)};
    }

    private static LSTMState state(Tensor[] states) {
        return new LSTMState(states[0], states[1]);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return padded(x, null).output();
    }

    @Override
    long[] stateSizes() {
        return new long[] {out(), hidden()};
    }

    @Override
    Tensor project(Tensor rows, Tensor[] weights) {
        return rows.linear(weights[0], bias(weights));
    }

    private static Tensor bias(Tensor[] weights) {
        return weights[2] == null ? null : weights[2].add(weights[3]);
    }

    @Override
    Tensor[] atOnce(Tensor rows, Tensor[] states, Tensor[] own, int steps, boolean reversed) {
        boolean single =
                Stream.of(rows, own[1], states[0], states[1])
                        .allMatch(tensor -> tensor.dtype() == DType.FLOAT32);
        if (!single || own[4] != null || rows.numel() == 0) {
            return null;
        }
        List<Tensor> in = new ArrayList<>(List.of(rows, states[0], states[1], own[0], own[1]));
        if (own[2] != null) {
            in.add(bias(own));
        }
        Tensor[] all = new LstmWalk(steps, reversed).apply(in.toArray(Tensor[]::new));
        long n = states[0].size(0);
        Tensor h = all[0].narrow(0, reversed ? 0 : (steps - 1) * n, n);
        return new Tensor[] {all[0], h, all[1]};
    }

    @Override
    Tensor[] step(Tensor projected, Tensor[] states, Tensor[] weights) {
        Tensor gates = projected.add(states[0].linear(weights[1], null));
        LSTMState next = Steps.lstm(gates, states[1]);
        Tensor h = weights[4] == null ? next.h() : next.h().linear(weights[4], null);
        return new Tensor[] {h, next.c()};
    }
}
