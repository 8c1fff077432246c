package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * A leaky rectifier with a learned slope: {@code x} where positive, {@code weight · x} elsewhere
 * (He et al., arXiv:1502.01852). Shapes: {@code [n, c, ...]} to the same, or any with one slope.
 * Parameter: {@code weight [1]} or {@code [c]}, starting from 0.25.
 */
public final class PReLU extends Module {
    private final int count;
    private final Tensor weight;

    /** With one slope for all elements, starting from 0.25. */
    public PReLU() {
        this(1);
    }

    /**
     * In float32, starting from 0.25.
     *
     * @param numParameters 1, or one slope per channel
     * @throws IllegalArgumentException if it is less than 1
     */
    public PReLU(int numParameters) {
        this(numParameters, 0.25, DType.FLOAT32);
    }

    /**
     * With everything chosen.
     *
     * @param numParameters 1, or one slope per channel
     * @param start what the slopes start from
     * @param dtype the parameter's type
     * @throws IllegalArgumentException if the number is less than 1 or the type is not floating
     */
    public PReLU(int numParameters, double start, DType dtype) {
        if (numParameters < 1) {
            throw new IllegalArgumentException(
                    "PReLU: numParameters must be 1 or more, got " + numParameters);
        }
        count = numParameters;
        weight = registerParameter("weight", Tensor.full(start, dtype, numParameters));
    }

    /**
     * The slopes.
     *
     * @return {@code [1]} or {@code [c]}
     */
    public Tensor weight() {
        return weight;
    }

    @Override
    protected Tensor forward(Tensor x) {
        if (count == 1) {
            return Functional.prelu(x, weight);
        }
        if (x.dim() < 2 || x.size(1) != count) {
            throw new IllegalArgumentException(
                    "dimension 1 must be the "
                            + count
                            + " channels, got "
                            + Arrays.toString(x.shape()));
        }
        long[] channels = new long[x.dim() - 1];
        Arrays.fill(channels, 1);
        channels[0] = count;
        return Functional.prelu(x, weight.reshape(channels));
    }

    @Override
    protected String extraRepr() {
        return "num_parameters=" + count;
    }
}
