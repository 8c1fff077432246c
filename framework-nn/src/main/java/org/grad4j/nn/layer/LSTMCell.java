package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * One step of a long short-term memory; see {@link LSTM} for the formula.
 *
 * <p>Shapes: input {@code [n, in]} or {@code [in]}, state {@code [n, h]} or {@code [h]}.
 * Parameters: {@code weight_ih [4h, in]}, {@code weight_hh [4h, h]}, {@code bias_ih [4h]} and
 * {@code bias_hh [4h]}, all starting from {@code U(-1/√h, 1/√h)}.
 */
public final class LSTMCell extends RecurrentCell {
    /**
     * With biases, in float32, from the default generator.
     *
     * @param in features of the input
     * @param hidden features of the state
     * @throws IllegalArgumentException if one is less than 1
     */
    public LSTMCell(long in, long hidden) {
        this(in, hidden, true, DType.FLOAT32, Generator.global());
    }

    /**
     * With everything chosen.
     *
     * @param in features of the input
     * @param hidden features of the state
     * @param bias whether the two biases are added
     * @param dtype the parameters' type
     * @param generator where the parameters come from
     * @throws IllegalArgumentException if a size is less than 1 or the type is not floating
     */
    public LSTMCell(long in, long hidden, boolean bias, DType dtype, Generator generator) {
        super(in, hidden, 4, bias, dtype, generator);
    }

    /**
     * One step.
     *
     * @param x the input
     * @param state the states before; null for zeros
     * @return the states after
     * @throws IllegalArgumentException if a shape does not fit or the input is null
     */
    public LSTMState call(Tensor x, LSTMState state) {
        Tensor h = state == null ? null : state.h();
        Tensor c = state == null ? null : state.c();
        return enter(Arrays.asList(x, h, c), in -> step(in.get(0), in.get(1), in.get(2)));
    }

    private LSTMState step(Tensor x, Tensor h, Tensor c) {
        Tensor gates = ofInput(rows(x)).add(ofHidden(state("hidden state", h, x)));
        LSTMState after = Steps.lstm(gates, state("cell state", c, x));
        return new LSTMState(like(x, after.h()), like(x, after.c()));
    }
}
