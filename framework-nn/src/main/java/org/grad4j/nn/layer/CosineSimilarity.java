package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * The cosine of the angle between vectors, {@code x·y / (max(‖x‖, eps) · max(‖y‖, eps))}.
 *
 * <p>Shapes: two that broadcast, to theirs without the vectors' dimension.
 */
public final class CosineSimilarity extends Module {
    private final int dim;
    private final double eps;

    /** Along dimension 1, with {@code eps} 1e-8. */
    public CosineSimilarity() {
        this(1, 1e-8);
    }

    /**
     * With everything chosen.
     *
     * @param dim the vectors' dimension
     * @param eps the least norm
     * @throws IllegalArgumentException if eps is negative
     */
    public CosineSimilarity(int dim, double eps) {
        this.dim = dim;
        this.eps = NormSettings.requireEps("CosineSimilarity", eps);
    }

    /**
     * Compares.
     *
     * @param x vectors
     * @param y vectors
     * @return the cosines
     * @throws IllegalArgumentException if the inputs do not fit or one is null
     */
    public Tensor call(Tensor x, Tensor y) {
        return enter(
                Arrays.asList(x, y),
                in ->
                        notNull("first input", in.get(0))
                                .cosineSimilarity(notNull("other input", in.get(1)), dim, eps));
    }
}
