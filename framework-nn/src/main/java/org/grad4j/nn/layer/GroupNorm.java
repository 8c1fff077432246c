package org.grad4j.nn.layer;

import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * Normalises groups of channels of each sample, {@code y = (x - mean) / √(var + eps) · weight +
 * bias} (Wu and He, arXiv:1803.08494).
 *
 * <p>Shapes: {@code [n, c, …]} to the same. Parameters: {@code weight} and {@code bias [c]},
 * starting from ones and zeros.
 */
public final class GroupNorm extends Module {
    private final int groups;
    private final long channels;
    private final double eps;
    private final Tensor weight;
    private final Tensor bias;

    /**
     * With {@code eps} 1e-5, a weight and a bias, in float32.
     *
     * @param groups how many groups
     * @param channels channels of the input
     * @throws IllegalArgumentException if the groups do not divide the channels
     */
    public GroupNorm(int groups, long channels) {
        this(groups, channels, 1e-5, true, DType.FLOAT32);
    }

    /**
     * With everything chosen.
     *
     * @param groups how many groups
     * @param channels channels of the input
     * @param eps added to the variance
     * @param affine whether there are a weight and a bias
     * @param dtype the parameters' type
     * @throws IllegalArgumentException if the groups do not divide the channels, eps is negative,
     *     or the type is not floating
     */
    public GroupNorm(int groups, long channels, double eps, boolean affine, DType dtype) {
        if (groups < 1 || channels < 1 || channels % groups != 0) {
            throw new IllegalArgumentException(
                    "GroupNorm: groups must divide the channels, got "
                            + groups
                            + " and "
                            + channels);
        }
        this.groups = groups;
        this.channels = channels;
        this.eps = NormSettings.requireEps("GroupNorm", eps);
        weight = affine ? registerParameter("weight", Tensor.ones(dtype, channels)) : null;
        bias = affine ? registerParameter("bias", Tensor.zeros(dtype, channels)) : null;
    }

    /**
     * The factor of each channel.
     *
     * @return {@code [channels]}, or null without
     */
    public Tensor weight() {
        return weight;
    }

    /**
     * What is added to each channel.
     *
     * @return {@code [channels]}, or null without
     */
    public Tensor bias() {
        return bias;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.groupNorm(groups, weight, bias, eps);
    }

    @Override
    protected String extraRepr() {
        return groups
                + ", "
                + channels
                + ", eps="
                + PythonText.of(eps)
                + ", affine="
                + PythonText.of(weight != null);
    }
}
