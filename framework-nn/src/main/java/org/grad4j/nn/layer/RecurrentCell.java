package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.nn.Module;
import org.grad4j.nn.init.Init;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/** What the cells share: their weights, and inputs with or without a batch. */
abstract class RecurrentCell extends Module {
    private final long in;
    private final long hidden;
    private final Tensor inputWeight;
    private final Tensor hiddenWeight;
    private final Tensor inputBias;
    private final Tensor hiddenBias;

    RecurrentCell(long in, long hidden, int gates, boolean bias, DType dtype, Generator source) {
        if (in < 1 || hidden < 1) {
            throw new IllegalArgumentException(
                    getClass().getSimpleName()
                            + ": sizes must be 1 or more, got "
                            + in
                            + " and "
                            + hidden);
        }
        this.in = in;
        this.hidden = hidden;
        long rows = gates * hidden;
        inputWeight = registerParameter("weight_ih", Tensor.zeros(dtype, rows, in));
        hiddenWeight = registerParameter("weight_hh", Tensor.zeros(dtype, rows, hidden));
        inputBias = bias ? registerParameter("bias_ih", Tensor.zeros(dtype, rows)) : null;
        hiddenBias = bias ? registerParameter("bias_hh", Tensor.zeros(dtype, rows)) : null;
        double bound = 1 / Math.sqrt(hidden);
        for (Tensor start : new Tensor[] {inputWeight, hiddenWeight, inputBias, hiddenBias}) {
            if (start != null) {
                Init.uniform_(start, -bound, bound, source);
            }
        }
    }

    /** The input as rows. */
    final Tensor rows(Tensor x) {
        notNull("input", x);
        if ((x.dim() != 1 && x.dim() != 2) || x.size(-1) != in) {
            throw new IllegalArgumentException(
                    "the input must be [n, %d] or [%d], got %s"
                            .formatted(in, in, Arrays.toString(x.shape())));
        }
        return x.dim() == 1 ? x.unsqueeze(0) : x;
    }

    /** A state as rows, zeros if there is none. */
    final Tensor state(String name, Tensor state, Tensor x) {
        long[] expected = x.shape();
        expected[expected.length - 1] = hidden;
        if (state == null) {
            return Tensor.zeros(x.dtype(), x.dim() == 1 ? 1 : x.size(0), hidden);
        }
        if (!Arrays.equals(state.shape(), expected)) {
            throw new IllegalArgumentException(
                    "the %s must be %s, got %s"
                            .formatted(
                                    name,
                                    Arrays.toString(expected),
                                    Arrays.toString(state.shape())));
        }
        return x.dim() == 1 ? state.unsqueeze(0) : state;
    }

    /** A result in the form of the input. */
    static Tensor like(Tensor x, Tensor rows) {
        return x.dim() == 1 ? rows.squeeze(0) : rows;
    }

    final Tensor ofInput(Tensor x) {
        return x.linear(inputWeight, inputBias);
    }

    final Tensor ofHidden(Tensor h) {
        return h.linear(hiddenWeight, hiddenBias);
    }

    @Override
    protected String extraRepr() {
        return in + ", " + hidden + (inputBias == null ? ", bias=False" : "");
    }

    @Override
    protected String label() {
        return getClass().getSimpleName() + " " + in + "→" + hidden;
    }
}
