package org.grad4j.nn.layer;

import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * Normalises the last dimensions of each sample, {@code y = (x - mean) / √(var + eps) · weight +
 * bias} (Ba et al., arXiv:1607.06450).
 *
 * <p>Shapes: {@code […, *normalizedShape]} to the same. Parameters: {@code weight} and {@code bias}
 * of the normalised shape, starting from ones and zeros.
 */
public final class LayerNorm extends Module {
    private final long[] shape;
    private final double eps;
    private final Tensor weight;
    private final Tensor bias;

    /**
     * With {@code eps} 1e-5, a weight and a bias, in float32.
     *
     * @param normalizedShape the last sizes of the input
     * @throws IllegalArgumentException if there is none or one is less than 1
     */
    public LayerNorm(long... normalizedShape) {
        this(normalizedShape, 1e-5, true, true, DType.FLOAT32);
    }

    /**
     * With everything chosen.
     *
     * @param normalizedShape the last sizes of the input
     * @param eps added to the variance
     * @param affine whether there is a weight
     * @param bias whether there is a bias as well
     * @param dtype the parameters' type
     * @throws IllegalArgumentException if there is no size or one is less than 1, eps is negative,
     *     or the type is not floating
     */
    public LayerNorm(
            long[] normalizedShape, double eps, boolean affine, boolean bias, DType dtype) {
        shape = Window.sizes("LayerNorm", normalizedShape);
        this.eps = NormSettings.requireEps("LayerNorm", eps);
        weight = affine ? registerParameter("weight", Tensor.ones(dtype, shape)) : null;
        this.bias = affine && bias ? registerParameter("bias", Tensor.zeros(dtype, shape)) : null;
    }

    /**
     * The factors.
     *
     * @return of the normalised shape, or null without
     */
    public Tensor weight() {
        return weight;
    }

    /**
     * What is added.
     *
     * @return of the normalised shape, or null without
     */
    public Tensor bias() {
        return bias;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.layerNorm(shape, weight, bias, eps);
    }

    @Override
    protected String extraRepr() {
        return PythonText.tuple(shape)
                + ", eps="
                + PythonText.of(eps)
                + ", elementwise_affine="
                + PythonText.of(weight != null);
    }
}
