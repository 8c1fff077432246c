package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * One step of a plain recurrence, {@code h' = tanh(W_ih · x + b_ih + W_hh · h + b_hh)}.
 *
 * <p>Shapes: input {@code [n, in]} or {@code [in]}, state {@code [n, h]} or {@code [h]}.
 * Parameters: {@code weight_ih [h, in]}, {@code weight_hh [h, h]}, {@code bias_ih [h]} and {@code
 * bias_hh [h]}, all starting from {@code U(-1/√h, 1/√h)}.
 */
public final class RNNCell extends RecurrentCell {
    private final boolean relu;

    /**
     * With biases, in float32, from the default generator.
     *
     * @param in features of the input
     * @param hidden features of the state
     * @throws IllegalArgumentException if one is less than 1
     */
    public RNNCell(long in, long hidden) {
        this(in, hidden, true, "tanh", DType.FLOAT32, Generator.global());
    }

    /**
     * With everything chosen.
     *
     * @param in features of the input
     * @param hidden features of the state
     * @param bias whether the two biases are added
     * @param nonlinearity {@code "tanh"} or {@code "relu"}
     * @param dtype the parameters' type
     * @param generator where the parameters come from
     * @throws IllegalArgumentException if a size is less than 1 or the type is not floating
     */
    public RNNCell(
            long in,
            long hidden,
            boolean bias,
            String nonlinearity,
            DType dtype,
            Generator generator) {
        super(in, hidden, 1, bias, dtype, generator);
        relu = RNN.isRelu("RNNCell", nonlinearity);
    }

    /**
     * One step.
     *
     * @param x the input
     * @param h the state before; null for zeros
     * @return the state after
     * @throws IllegalArgumentException if a shape does not fit or the input is null
     */
    public Tensor call(Tensor x, Tensor h) {
        return enter(Arrays.asList(x, h), in -> step(in.get(0), in.get(1)));
    }

    /** One step from a state of zeros. */
    @Override
    protected Tensor forward(Tensor x) {
        return step(x, null);
    }

    private Tensor step(Tensor x, Tensor h) {
        Tensor rows = rows(x);
        Tensor before = state("hidden state", h, x);
        return like(x, Steps.rnn(ofInput(rows).add(ofHidden(before)), relu));
    }

    @Override
    protected String extraRepr() {
        return super.extraRepr() + (relu ? ", nonlinearity=relu" : "");
    }
}
