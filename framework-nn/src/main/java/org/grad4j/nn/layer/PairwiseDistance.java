package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * The distance of vectors, {@code ‖x - y + eps‖} with the norm {@code (Σ |d|ᵖ)^(1/p)}.
 *
 * <p>Shapes: {@code [n, d]} and {@code [n, d]} (or what broadcasts) to {@code [n]}, {@code [n, 1]}
 * where the dimension is kept.
 */
public final class PairwiseDistance extends Module {
    private final double p;
    private final double eps;
    private final boolean keepDim;

    /** Euclidean, with {@code eps} 1e-6, without the last dimension. */
    public PairwiseDistance() {
        this(2, 1e-6, false);
    }

    /**
     * With everything chosen.
     *
     * @param p the norm's exponent
     * @param eps added to each difference
     * @param keepDim whether the last dimension stays with size 1
     */
    public PairwiseDistance(double p, double eps, boolean keepDim) {
        this.p = p;
        this.eps = eps;
        this.keepDim = keepDim;
    }

    /**
     * Measures.
     *
     * @param x vectors
     * @param y vectors
     * @return the distances
     * @throws IllegalArgumentException if the inputs do not fit or one is null
     */
    public Tensor call(Tensor x, Tensor y) {
        return enter(
                Arrays.asList(x, y),
                in ->
                        notNull("first input", in.get(0))
                                .pairwiseDistance(
                                        notNull("other input", in.get(1)), p, eps, keepDim));
    }
}
