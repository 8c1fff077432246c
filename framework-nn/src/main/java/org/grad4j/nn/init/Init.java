package org.grad4j.nn.init;

import java.util.Arrays;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Loops;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * Fills tensors in place with the distributions that parameters start from. Nothing is recorded,
 * and the same generator state gives the same numbers.
 */
public final class Init {
    private Init() {}

    /**
     * Fills from {@code U[low, high)}.
     *
     * @param tensor filled in row-major order
     * @param low the smallest value
     * @param high the bound
     * @param generator where the numbers come from
     * @return the tensor
     * @throws IllegalArgumentException if high is below low, one is not finite, or the tensor is
     *     not floating
     */
    public static Tensor uniform_(Tensor tensor, double low, double high, Generator generator) {
        if (!(low <= high) || Double.isInfinite(high - low)) {
            throw new IllegalArgumentException(
                    "uniform_: the bounds must be finite and in order, got "
                            + low
                            + " and "
                            + high);
        }
        requireFloating(tensor);
        double width = high - low;
        Loops.FloatN floats =
                (x, n) -> {
                    float[] chunk = x[0];
                    generator.fill(chunk, n);
                    for (int i = 0; i < n; i++) {
                        chunk[i] = (float) (low + width * chunk[i]);
                    }
                };
        Loops.DoubleN doubles =
                (x, n) -> {
                    double[] chunk = x[0];
                    generator.fill(chunk, n);
                    for (int i = 0; i < n; i++) {
                        chunk[i] = low + width * chunk[i];
                    }
                };
        Elementwise.fused(1, floats, doubles, tensor.array());
        tensor.array().storage().bumpVersion();
        return tensor;
    }

    private static void requireFloating(Tensor tensor) {
        if (!tensor.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "uniform_: needs a floating-point tensor, got " + tensor.dtype().torchName());
        }
    }

    /**
     * Fills a weight from {@code U[-b, b)} with {@code b = √(6 / ((1 + a²) · fanIn))}, which keeps
     * the variance of a layer's output at that of its input when a leaky ReLU of slope {@code a}
     * follows (He et al., arXiv:1502.01852). PyTorch's layers start with {@code a = √5}, that is
     * {@code b = 1 / √fanIn}.
     *
     * @param weight {@code [out, in, …]}
     * @param a the negative slope
     * @param generator where the numbers come from
     * @return the weight
     * @throws IllegalArgumentException if it has fewer than two dimensions or is not floating
     */
    public static Tensor kaimingUniform_(Tensor weight, double a, Generator generator) {
        long fan = fanIn(weight);
        double bound = fan == 0 ? 0 : Math.sqrt(6 / ((1 + a * a) * fan));
        return uniform_(weight, -bound, bound, generator);
    }

    /**
     * How many inputs each output of a layer sums over.
     *
     * @param weight {@code [out, in, …]}
     * @return the product of all sizes but the first
     * @throws IllegalArgumentException if it has fewer than two dimensions
     */
    public static long fanIn(Tensor weight) {
        long[] shape = weight.shape();
        if (shape.length < 2) {
            throw new IllegalArgumentException(
                    "fanIn: a weight is [out, in, ...], got shape " + Arrays.toString(shape));
        }
        return Arrays.stream(shape, 1, shape.length).reduce(1, (x, y) -> x * y);
    }
}
