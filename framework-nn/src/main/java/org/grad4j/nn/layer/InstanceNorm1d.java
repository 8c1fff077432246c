package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/**
 * Normalises each channel of each signal by itself, {@code y = (x - mean) / √(var + eps) · weight +
 * bias} (Ulyanov et al., arXiv:1607.08022).
 *
 * <p>By default there are no parameters and no running statistics, and evaluation is the same as
 * training. With {@code trackRunningStats(true)} evaluation uses the running ones, which move in
 * training as those of batch normalisation do.
 *
 * <p>Shapes: {@code [n, c, l]} or {@code [c, l]} to the same. Parameters: {@code weight} and {@code
 * bias [c]}, starting from ones and zeros. Buffers: {@code running_mean} and {@code running_var
 * [c]}, starting from zeros and ones, and the int64 {@code num_batches_tracked}, which stays 0 as
 * in PyTorch.
 */
public final class InstanceNorm1d extends RunningNorm {

    /**
     * With neither parameters nor running statistics, in float32.
     *
     * @param features channels of the input
     * @throws IllegalArgumentException if it is less than 1
     */
    public InstanceNorm1d(long features) {
        this(builder(features));
    }

    private InstanceNorm1d(Builder settings) {
        super(settings);
    }

    /**
     * Starts a normalisation with settings of its own.
     *
     * @param features channels of the input
     * @return a builder with neither parameters nor running statistics, {@code eps} 1e-5 and
     *     momentum 0.1
     * @throws IllegalArgumentException if it is less than 1
     */
    public static Builder builder(long features) {
        return new Builder(features);
    }

    /** Collects the settings of a normalisation. */
    public static final class Builder extends NormSettings<Builder> {
        private Builder(long features) {
            super("InstanceNorm1d", features, false);
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
        public InstanceNorm1d build() {
            return new InstanceNorm1d(this);
        }
    }

    @Override
    protected Tensor forward(Tensor x) {
        requireDims(x, "[n, c, l] or [c, l]", 2, 3);
        requireFeatures(x, -2);
        if (x.dim() == 2) {
            return forward(x.unsqueeze(0)).squeeze(0);
        }
        return x.instanceNorm(
                runningMean(),
                runningVar(),
                weight(),
                bias(),
                isTraining() || !tracks(),
                momentum == null ? 0 : momentum,
                eps);
    }
}
