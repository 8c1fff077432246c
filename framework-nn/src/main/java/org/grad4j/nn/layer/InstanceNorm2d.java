package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/**
 * Normalises each channel of each image by itself, {@code y = (x - mean) / √(var + eps) · weight +
 * bias} (Ulyanov et al., arXiv:1607.08022).
 *
 * <p>By default there are no parameters and no running statistics, and evaluation is the same as
 * training. With {@code trackRunningStats(true)} evaluation uses the running ones, which move in
 * training as those of batch normalisation do.
 *
 * <p>Shapes: {@code [n, c, h, w]} or {@code [c, h, w]} to the same. Parameters: {@code weight} and
 * {@code bias [c]}, starting from ones and zeros. Buffers: {@code running_mean} and {@code
 * running_var [c]}, starting from zeros and ones, and the int64 {@code num_batches_tracked}, which
 * stays 0 as in PyTorch.
 */
public final class InstanceNorm2d extends RunningNorm {

    /**
     * With neither parameters nor running statistics, in float32.
     *
     * @param features channels of the input
     * @throws IllegalArgumentException if it is less than 1
     */
    public InstanceNorm2d(long features) {
        this(builder(features));
    }

    private InstanceNorm2d(Builder settings) {
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
            super("InstanceNorm2d", features, false);
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
        public InstanceNorm2d build() {
            return new InstanceNorm2d(this);
        }
    }

    @Override
    protected Tensor forward(Tensor x) {
        requireDims(x, "[n, c, h, w] or [c, h, w]", 3, 4);
        requireFeatures(x, -3);
        if (x.dim() == 3) {
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
