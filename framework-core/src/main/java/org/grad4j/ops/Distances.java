package org.grad4j.ops;

import org.grad4j.tensor.Tensor;

/** How alike vectors are and how far apart. */
public final class Distances {
    private Distances() {}

    /**
     * {@code x / max(‖x‖, eps)} along one dimension.
     *
     * @param x a floating tensor
     * @param p the norm's exponent
     * @param dim the dimension
     * @param eps the least norm
     * @return a tensor of x's shape
     */
    public static Tensor normalize(Tensor x, double p, int dim, double eps) {
        Types.requireFloating("normalize", x);
        return x.div(x.norm(p, new int[] {dim}, true).clamp(eps, null));
    }

    /**
     * The cosine of the angle between vectors.
     *
     * @param x a floating tensor
     * @param y one that it broadcasts with
     * @param dim the vectors' dimension, which goes
     * @param eps the least norm
     * @return the cosines
     */
    public static Tensor cosineSimilarity(Tensor x, Tensor y, int dim, double eps) {
        Types.requireFloating("cosineSimilarity", x);
        Types.requireSame("cosineSimilarity", x, y);
        return normalize(x, 2, dim, eps).mul(normalize(y, 2, dim, eps)).sum(dim);
    }

    /**
     * {@code ‖x - y + eps‖} along the last dimension.
     *
     * @param x a floating tensor
     * @param y one that it broadcasts with
     * @param p the norm's exponent
     * @param eps added to each difference
     * @param keepDim whether the dimension stays with size 1
     * @return the distances
     */
    public static Tensor pairwiseDistance(
            Tensor x, Tensor y, double p, double eps, boolean keepDim) {
        Types.requireFloating("pairwiseDistance", x);
        Types.requireSame("pairwiseDistance", x, y);
        return x.sub(y).add(eps).norm(p, new int[] {-1}, keepDim);
    }
}
