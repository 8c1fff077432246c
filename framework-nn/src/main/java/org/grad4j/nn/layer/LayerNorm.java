package org.grad4j.nn.layer;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * Layer normalisation over the last dimensions, {@code y = (x - mean) / √(var + eps) · weight +
 * bias} (Ba et al., arXiv:1607.06450).
 *
 * <p>Shapes: {@code [..., *shape]} to the same. Parameters: {@code weight} and {@code bias} of the
 * shape, starting from 1 and 0.
 */
public final class LayerNorm extends Module {
    private final long[] shape;
    private final double eps;
    private final Tensor weight;
    private final Tensor bias;

    /**
     * With everything chosen.
     *
     * @param shape the last sizes
     * @param eps added to the variance
     * @param affine whether there is a weight
     * @param bias whether there is a bias as well
     * @param dtype the parameters' type
     * @throws IllegalArgumentException if the type is not floating
     */
    public LayerNorm(long[] shape, double eps, boolean affine, boolean bias, DType dtype) {
        this.shape = shape.clone();
        this.eps = eps;
        weight = affine ? registerParameter("weight", Tensor.ones(dtype, shape)) : null;
        this.bias = affine && bias ? registerParameter("bias", Tensor.zeros(dtype, shape)) : null;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.layerNorm(shape, weight, bias, eps);
    }

    @Override
    protected String extraRepr() {
        String sizes =
                Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        return "(%s%s), eps=%s, elementwise_affine=%s"
                .formatted(
                        sizes,
                        shape.length == 1 ? "," : "",
                        eps == 1e-5 ? "1e-05" : eps,
                        weight == null ? "False" : "True");
    }
}
