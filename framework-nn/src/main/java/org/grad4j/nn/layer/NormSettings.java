package org.grad4j.nn.layer;

import org.grad4j.tensor.DType;

/**
 * The settings of a normalisation with running statistics, collected.
 *
 * @param <B> the builder that users see
 */
abstract class NormSettings<B extends NormSettings<B>> {
    final String layer;
    final long features;
    double eps = 1e-5;
    Double momentum = 0.1;
    boolean affine;
    boolean track;
    DType dtype = DType.FLOAT32;

    NormSettings(String layer, long features, boolean both) {
        if (features < 1) {
            throw new IllegalArgumentException(
                    layer + ": features must be 1 or more, got " + features);
        }
        this.layer = layer;
        this.features = features;
        affine = both;
        track = both;
    }

    abstract B self();

    /**
     * What is added to the variance.
     *
     * @param number 0 or more, 1e-5 by default
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public B eps(double number) {
        eps = requireEps(layer, number);
        return self();
    }

    static double requireEps(String layer, double eps) {
        if (!(eps >= 0)) {
            throw new IllegalArgumentException(layer + ": eps must be 0 or more, got " + eps);
        }
        return eps;
    }

    /**
     * The share of a batch in the running statistics.
     *
     * @param share from 0 to 1, 0.1 by default; null for the plain mean over all batches
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public B momentum(Double share) {
        if (share != null && !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    layer + ": momentum must be from 0 to 1 or null, got " + share);
        }
        momentum = share;
        return self();
    }

    /**
     * Whether there are a weight and a bias.
     *
     * @param learned whether each channel is scaled and shifted
     * @return this builder
     */
    public B affine(boolean learned) {
        affine = learned;
        return self();
    }

    /**
     * Whether running statistics are kept, for evaluation.
     *
     * @param kept otherwise evaluation, too, uses the statistics of its input
     * @return this builder
     */
    public B trackRunningStats(boolean kept) {
        track = kept;
        return self();
    }

    /**
     * The parameters' type.
     *
     * @param type a floating type, float32 by default
     * @return this builder
     */
    public B dtype(DType type) {
        dtype = type;
        return self();
    }
}
