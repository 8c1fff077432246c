package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.autograd.Autograd;
import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** What batch and instance normalisation have in common: an affine map and running statistics. */
abstract class RunningNorm extends Module {
    private final long features;
    final double eps;

    /** Null for the plain mean over all batches. */
    Double momentum;

    private final Tensor weight;
    private final Tensor bias;
    private final Tensor runningMean;
    private final Tensor runningVar;
    private final Tensor batches;

    RunningNorm(NormSettings<?> settings) {
        features = settings.features;
        eps = settings.eps;
        momentum = settings.momentum;
        DType type = settings.dtype;
        boolean affine = settings.affine;
        weight = affine ? registerParameter("weight", Tensor.ones(type, features)) : null;
        bias = affine ? registerParameter("bias", Tensor.zeros(type, features)) : null;
        boolean track = settings.track;
        runningMean = track ? registerBuffer("running_mean", Tensor.zeros(type, features)) : null;
        runningVar = track ? registerBuffer("running_var", Tensor.ones(type, features)) : null;
        batches = track ? registerBuffer("num_batches_tracked", Tensor.zeros(DType.INT64)) : null;
    }

    /**
     * The factor of each channel.
     *
     * @return {@code [features]}, or null without one
     */
    public Tensor weight() {
        return weight;
    }

    /**
     * What is added to each channel.
     *
     * @return {@code [features]}, or null without one
     */
    public Tensor bias() {
        return bias;
    }

    /**
     * The mean of each channel over the batches so far.
     *
     * @return {@code [features]}, or null where none is kept
     */
    public Tensor runningMean() {
        return runningMean;
    }

    /**
     * The variance of each channel over the batches so far.
     *
     * @return {@code [features]}, or null where none is kept
     */
    public Tensor runningVar() {
        return runningVar;
    }

    /**
     * Forgets the batches so far: running means of zeros, variances of ones, no batch counted.
     * Without running statistics nothing happens.
     */
    public void resetRunningStats() {
        Autograd.noGrad(
                () -> {
                    if (tracks()) {
                        runningMean.zero_();
                        runningVar.fill_(1);
                        batches.zero_();
                    }
                });
    }

    boolean tracks() {
        return runningMean != null;
    }

    /** Counts a batch, and gives its share in the running statistics. */
    double nextShare() {
        if (!tracks()) {
            return 0;
        }
        Autograd.noGrad(() -> batches.add_(1));
        return momentum == null ? 1.0 / batches.itemLong() : momentum;
    }

    void requireFeatures(Tensor x, int dim) {
        if (x.size(dim) != features) {
            throw new IllegalArgumentException(
                    "needs " + features + " channels, got " + Arrays.toString(x.shape()));
        }
    }

    void requireDims(Tensor x, String form, int... ranks) {
        if (Arrays.stream(ranks).noneMatch(rank -> rank == x.dim())) {
            throw new IllegalArgumentException(
                    "the input must be " + form + ", got " + Arrays.toString(x.shape()));
        }
    }

    @Override
    protected String extraRepr() {
        return features
                + ", eps="
                + PythonText.of(eps)
                + ", momentum="
                + (momentum == null ? "None" : PythonText.of(momentum))
                + ", affine="
                + PythonText.of(weight != null)
                + ", track_running_stats="
                + PythonText.of(tracks());
    }
}
