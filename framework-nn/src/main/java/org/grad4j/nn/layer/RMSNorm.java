package org.grad4j.nn.layer;

import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * Divides the last dimensions of each sample by their root mean square, {@code y = x / √(mean(x²) +
 * eps) · weight} (Zhang and Sennrich, arXiv:1910.07467).
 *
 * <p>Shapes: {@code […, *normalizedShape]} to the same. Parameter: {@code weight} of the normalised
 * shape, starting from ones.
 */
public final class RMSNorm extends Module {
    private final long[] shape;
    private final Double eps;
    private final Tensor weight;

    /**
     * With the smallest {@code eps} that changes a 1 and a weight, in float32.
     *
     * @param normalizedShape the last sizes of the input
     * @throws IllegalArgumentException if there is none or one is less than 1
     */
    public RMSNorm(long... normalizedShape) {
        this(normalizedShape, null, true, DType.FLOAT32);
    }

    /**
     * With everything chosen.
     *
     * @param normalizedShape the last sizes of the input
     * @param eps added to the mean square; null for the distance from 1 to the next number of the
     *     input's type
     * @param affine whether there is a weight
     * @param dtype the weight's type
     * @throws IllegalArgumentException if there is no size or one is less than 1, eps is negative,
     *     or the type is not floating
     */
    public RMSNorm(long[] normalizedShape, Double eps, boolean affine, DType dtype) {
        shape = Window.sizes("RMSNorm", normalizedShape);
        this.eps = eps == null ? null : NormSettings.requireEps("RMSNorm", eps);
        weight = affine ? registerParameter("weight", Tensor.ones(dtype, shape)) : null;
    }

    /**
     * The factors.
     *
     * @return of the normalised shape, or null without
     */
    public Tensor weight() {
        return weight;
    }

    @Override
    protected Tensor forward(Tensor x) {
        double least = x.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f);
        return x.rmsNorm(shape, weight, eps == null ? least : eps);
    }

    @Override
    protected String extraRepr() {
        return PythonText.tuple(shape)
                + ", eps="
                + (eps == null ? "None" : PythonText.of(eps))
                + ", elementwise_affine="
                + PythonText.of(weight != null);
    }
}
