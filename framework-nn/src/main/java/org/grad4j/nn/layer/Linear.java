package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * An affine map, {@code y = x · weightᵀ + bias}.
 *
 * <p>Shapes: {@code [..., in] → [..., out]}. Parameters: {@code weight [out, in]} and {@code bias
 * [out]}, both starting from {@code U(-1/√in, 1/√in)}.
 */
public final class Linear extends Module {
    private final long in;
    private final long out;
    private final Tensor weight;
    private final Tensor bias;

    /**
     * With a bias, in float32, from the default generator.
     *
     * @param in features of a sample
     * @param out features of its result
     * @throws IllegalArgumentException if one is negative
     */
    public Linear(long in, long out) {
        this(in, out, true);
    }

    /**
     * In float32, from the default generator.
     *
     * @param in features of a sample
     * @param out features of its result
     * @param bias whether a bias is added
     * @throws IllegalArgumentException if a size is negative
     */
    public Linear(long in, long out, boolean bias) {
        this(in, out, bias, DType.FLOAT32, Generator.global());
    }

    /**
     * With everything chosen.
     *
     * @param in features of a sample
     * @param out features of its result
     * @param bias whether a bias is added
     * @param dtype the parameters' type
     * @param generator where the parameters come from, the weight first
     * @throws IllegalArgumentException if a size is negative or the type is not floating
     */
    public Linear(long in, long out, boolean bias, DType dtype, Generator generator) {
        if (in < 0 || out < 0) {
            throw new IllegalArgumentException(
                    "Linear: sizes must be 0 or more, got " + in + " and " + out);
        }
        this.in = in;
        this.out = out;
        weight = registerParameter("weight", Tensor.zeros(dtype, out, in));
        this.bias = bias ? registerParameter("bias", Tensor.zeros(dtype, out)) : null;
        Start.uniform_(weight, this.bias, generator);
    }

    /**
     * The weight.
     *
     * @return {@code [out, in]}
     */
    public Tensor weight() {
        return weight;
    }

    /**
     * The bias.
     *
     * @return {@code [out]}, or null without one
     */
    public Tensor bias() {
        return bias;
    }

    @Override
    protected Tensor forward(Tensor x) {
        if (x.dim() == 0 || x.size(-1) != in) {
            throw new IllegalArgumentException(
                    "last dimension must be " + in + ", got " + Arrays.toString(x.shape()));
        }
        return x.linear(weight, bias);
    }

    @Override
    protected String extraRepr() {
        return "in_features="
                + in
                + ", out_features="
                + out
                + ", bias="
                + (bias == null ? "False" : "True");
    }

    @Override
    protected String label() {
        return "Linear " + in + "→" + out;
    }
}
