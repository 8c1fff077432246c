package org.grad4j.nn.layer;

import java.util.stream.IntStream;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * A layer whose weight is given by length and direction, {@code weight = g · v / ‖v‖} for each
 * output (Salimans and Kingma, arXiv:1602.07868).
 *
 * <pre>{@code
 * WeightNorm.of(new Linear(20, 40))
 * }</pre>
 *
 * <p>Shapes: as the layer's. Parameters: the layer's {@code bias}, {@code
 * parametrizations.weight.original0}, the lengths {@code g [out, 1, …]}, and {@code
 * parametrizations.weight.original1}, the directions {@code v}, which is the layer's weight itself;
 * at first the layer computes what it did. Norms are over all dimensions but the first, as PyTorch
 * has it for transposed convolutions, too.
 */
public final class WeightNorm extends Parametrized {
    private final Tensor length;
    private final Tensor direction;
    private final int[] dims;

    private WeightNorm(Target target, Tensor length, int[] dims) {
        super(target, new ParametrizationList(length, target.weight()));
        this.length = length;
        direction = target.weight();
        this.dims = dims;
    }

    /**
     * Takes the place of a layer, which should not be used or registered any more.
     *
     * @param layer a {@link Linear} or a convolution
     * @return a module with the layer's bias and weight
     * @throws IllegalArgumentException if the layer is another one or null
     */
    public static WeightNorm of(Module layer) {
        Target target = Target.of("WeightNorm", layer);
        int[] dims = IntStream.range(1, target.weight().dim()).toArray();
        return new WeightNorm(target, target.weight().detach().norm(dims, true), dims);
    }

    @Override
    public Tensor weight() {
        return direction.mul(length.div(direction.norm(dims, true)));
    }
}
