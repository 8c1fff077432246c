package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * One step of gated recurrent units; see {@link GRU} for the formula.
 *
 * <p>Shapes: input {@code [n, in]} or {@code [in]}, state {@code [n, h]} or {@code [h]}.
 * Parameters: {@code weight_ih [3h, in]}, {@code weight_hh [3h, h]}, {@code bias_ih [3h]} and
 * {@code bias_hh [3h]}, all starting from {@code U(-1/√h, 1/√h)}.
 */
public final class GRUCell extends RecurrentCell {
    /**
     * With biases, in float32, from the default generator.
     *
     * @param in features of the input
     * @param hidden features of the state
     * @throws IllegalArgumentException if one is less than 1
     */
    public GRUCell(long in, long hidden) {
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
    public GRUCell(long in, long hidden, boolean bias, DType dtype, Generator generator) {
        super(in, hidden, 3, bias, dtype, generator);
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
        return like(x, Steps.gru(ofInput(rows), ofHidden(before), before));
    }
}
