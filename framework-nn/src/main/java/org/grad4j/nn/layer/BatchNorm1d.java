package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/**
 * Normalises each channel over a batch, {@code y = (x - mean) / √(var + eps) · weight + bias}
 * (Ioffe and Szegedy, arXiv:1502.03167).
 *
 * <p>In training, mean and variance are the batch's, and running ones move towards them: {@code
 * running = (1 - momentum) · running + momentum · batch}, with the variance divided by {@code count
 * - 1} there and by {@code count} in {@code y}; without momentum (null) they are the mean over all
 * batches. In evaluation the running ones are used.
 *
 * <p>Shapes: {@code [n, c]} or {@code [n, c, l]} to the same. Parameters: {@code weight} and {@code
 * bias [c]}, starting from ones and zeros. Buffers: {@code running_mean} and {@code running_var
 * [c]}, starting from zeros and ones, and the int64 {@code num_batches_tracked}.
 */
public final class BatchNorm1d extends RunningNorm {

    /**
     * With a weight of ones, a bias of zeros and running statistics, in float32.
     *
     * @param features channels of the input
     * @throws IllegalArgumentException if it is less than 1
     */
    public BatchNorm1d(long features) {
        this(builder(features));
    }

    private BatchNorm1d(Builder settings) {
        super(settings);
    }

    /**
     * Starts a normalisation with settings of its own.
     *
     * @param features channels of the input
     * @return a builder with a weight of ones, a bias of zeros and running statistics, {@code eps}
     *     1e-5 and momentum 0.1
     * @throws IllegalArgumentException if it is less than 1
     */
    public static Builder builder(long features) {
        return new Builder(features);
    }

    /** Collects the settings of a normalisation. */
    public static final class Builder extends NormSettings<Builder> {
        private Builder(long features) {
            super("BatchNorm1d", features, true);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Makes the normalisation.
         *
         * @return a module ready for use
         * @throws IllegalArgumentException if the type is not floating
         */
        public BatchNorm1d build() {
            return new BatchNorm1d(this);
        }
    }

    @Override
    protected Tensor forward(Tensor x) {
        requireDims(x, "[n, c] or [n, c, l]", 2, 3);
        requireFeatures(x, 1);
        return x.batchNorm(
                runningMean(),
                runningVar(),
                weight(),
                bias(),
                isTraining() || !tracks(),
                isTraining() ? nextShare() : 0,
                eps);
    }
}
