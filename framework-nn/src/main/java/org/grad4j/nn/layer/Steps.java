package org.grad4j.nn.layer;

import java.util.List;
import org.grad4j.tensor.Tensor;

/**
 * One time step of each recurrent cell, from the projections of input and hidden state that the
 * caller has made.
 */
final class Steps {
    private Steps() {}

    /** {@code tanh(gates)} or {@code relu(gates)}; gates {@code [n, h]} is the sum of both. */
    static Tensor rnn(Tensor gates, boolean relu) {
        return relu ? gates.relu() : gates.tanh();
    }

    /**
     * {@code c' = f · c + i · g}, {@code h' = o · tanh(c')}.
     *
     * @param gates {@code [n, 4h]}, the sum of both projections for i, f, g and o
     * @param c {@code [n, h]}
     */
    static LSTMState lstm(Tensor gates, Tensor c) {
        Tensor[] next = new LstmStep().apply(gates, c);
        return new LSTMState(next[0], next[1]);
    }

    /**
     * {@code n = tanh(x_n + r · h_n)}, {@code h' = n + z · (h - n)}.
     *
     * @param x {@code [n, 3h]}, the input's projection for r, z and n
     * @param projected {@code [n, 3h]}, the hidden state's
     * @param h {@code [n, h]}
     */
    static Tensor gru(Tensor x, Tensor projected, Tensor h) {
        List<Tensor> in = x.chunk(3, 1);
        List<Tensor> hidden = projected.chunk(3, 1);
        Tensor r = in.get(0).add(hidden.get(0)).sigmoid();
        Tensor z = in.get(1).add(hidden.get(1)).sigmoid();
        Tensor n = in.get(2).add(r.mul(hidden.get(2))).tanh();
        return n.add(z.mul(h.sub(n)));
    }
}
