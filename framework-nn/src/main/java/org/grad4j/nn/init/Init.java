package org.grad4j.nn.init;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.grad4j.autograd.Autograd;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Loops;
import org.grad4j.memory.TensorScope;
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
        requireFloating("uniform_", tensor);
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
        Elementwise.inOrder(1, floats, doubles, tensor.array());
        tensor.array().storage().bumpVersion();
        return tensor;
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
        return kaimingUniform_(weight, a, FanMode.FAN_IN, Nonlinearity.LEAKY_RELU, generator);
    }

    /**
     * Fills a weight from {@code U[-b, b)} with {@code b = gain · √(3 / fan)} (He et al.,
     * arXiv:1502.01852).
     *
     * @param weight {@code [out, in, …]}
     * @param a the slope of a leaky ReLU, without effect on others
     * @param mode whose variance is preserved
     * @param nonlinearity what follows the layer
     * @param generator where the numbers come from
     * @return the weight
     * @throws IllegalArgumentException if it has fewer than two dimensions or is not floating
     */
    public static Tensor kaimingUniform_(
            Tensor weight, double a, FanMode mode, Nonlinearity nonlinearity, Generator generator) {
        double bound = Math.sqrt(3) * kaimingStd("kaimingUniform_", weight, a, mode, nonlinearity);
        return uniform_(weight, -bound, bound, generator);
    }

    /**
     * Fills a weight from {@code N(0, gain² / fan)} (He et al., arXiv:1502.01852).
     *
     * @param weight {@code [out, in, …]}
     * @param a the slope of a leaky ReLU, without effect on others
     * @param mode whose variance is preserved
     * @param nonlinearity what follows the layer
     * @param generator where the numbers come from
     * @return the weight
     * @throws IllegalArgumentException if it has fewer than two dimensions or is not floating
     */
    public static Tensor kaimingNormal_(
            Tensor weight, double a, FanMode mode, Nonlinearity nonlinearity, Generator generator) {
        double std = kaimingStd("kaimingNormal_", weight, a, mode, nonlinearity);
        return normal_(weight, 0, std, generator);
    }

    /** A weight without inputs starts at zero. */
    private static double kaimingStd(
            String name, Tensor weight, double a, FanMode mode, Nonlinearity nonlinearity) {
        requireFloating(name, weight);
        long fan = mode == FanMode.FAN_IN ? fanIn(weight) : fanOut(weight);
        return fan == 0 ? 0 : calculateGain(nonlinearity, a) / Math.sqrt(fan);
    }

    /**
     * Fills a weight from {@code U[-b, b)} with {@code b = gain · √(6 / (fanIn + fanOut))} (Glorot
     * and Bengio 2010).
     *
     * @param weight {@code [out, in, …]}
     * @param gain PyTorch's default is 1
     * @param generator where the numbers come from
     * @return the weight
     * @throws IllegalArgumentException if it has fewer than two dimensions or is not floating
     */
    public static Tensor xavierUniform_(Tensor weight, double gain, Generator generator) {
        double bound = Math.sqrt(3) * xavierStd("xavierUniform_", weight, gain);
        return uniform_(weight, -bound, bound, generator);
    }

    /**
     * Fills a weight from {@code N(0, 2 · gain² / (fanIn + fanOut))} (Glorot and Bengio 2010).
     *
     * @param weight {@code [out, in, …]}
     * @param gain PyTorch's default is 1
     * @param generator where the numbers come from
     * @return the weight
     * @throws IllegalArgumentException if it has fewer than two dimensions or is not floating
     */
    public static Tensor xavierNormal_(Tensor weight, double gain, Generator generator) {
        return normal_(weight, 0, xavierStd("xavierNormal_", weight, gain), generator);
    }

    private static double xavierStd(String name, Tensor weight, double gain) {
        requireFloating(name, weight);
        long fans = fanIn(weight) + fanOut(weight);
        return fans == 0 ? 0 : gain * Math.sqrt(2.0 / fans);
    }

    /**
     * Fills from {@code N(mean, std²)}.
     *
     * @param tensor filled in row-major order
     * @param mean the mean
     * @param std the standard deviation, 0 or more
     * @param generator where the numbers come from
     * @return the tensor
     * @throws IllegalArgumentException if the deviation is negative or NaN, or the tensor is not
     *     floating
     */
    public static Tensor normal_(Tensor tensor, double mean, double std, Generator generator) {
        requireDeviation("normal_", std);
        return fill("normal_", tensor, () -> mean + std * generator.nextGaussian());
    }

    /**
     * Fills from {@code N(mean, std²)} under the condition that values lie from {@code low} to
     * {@code high}.
     *
     * @param tensor filled in row-major order
     * @param mean the mean before the cut
     * @param std the standard deviation before the cut, 0 or more; 0 gives the mean, moved between
     *     the bounds
     * @param low the least value; PyTorch's default is -2
     * @param high the largest value; PyTorch's default is 2
     * @param generator where the numbers come from
     * @return the tensor
     * @throws IllegalArgumentException if the bounds are not in order, the deviation is negative or
     *     NaN, or the tensor is not floating
     */
    public static Tensor truncNormal_(
            Tensor tensor, double mean, double std, double low, double high, Generator generator) {
        requireDeviation("truncNormal_", std);
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "truncNormal_: the bounds must be in order, got " + low + " and " + high);
        }
        double mode = Math.max(low, Math.min(high, mean));
        if (std == 0) {
            return fill("truncNormal_", tensor, () -> mode);
        }
        double peak = (mode - mean) / std;
        // Beyond this the density is less than e⁻⁴⁰ of its peak between the bounds.
        double reach = Math.sqrt(peak * peak + 80);
        double from = Math.max((low - mean) / std, -reach);
        double width = Math.min((high - mean) / std, reach) - from;
        return fill(
                "truncNormal_",
                tensor,
                () -> {
                    while (true) {
                        double z = from + width * generator.nextDouble();
                        if (generator.nextDouble() < Math.exp((peak * peak - z * z) / 2)) {
                            return Math.max(low, Math.min(high, mean + std * z));
                        }
                    }
                });
    }

    /**
     * Fills with one value.
     *
     * @param tensor any tensor
     * @param value the value
     * @return the tensor
     */
    public static Tensor constant_(Tensor tensor, double value) {
        requireTensor("constant_", tensor);
        return Autograd.noGrad(() -> tensor.fill_(value));
    }

    /**
     * Fills with ones.
     *
     * @param tensor any tensor
     * @return the tensor
     */
    public static Tensor ones_(Tensor tensor) {
        requireTensor("ones_", tensor);
        return constant_(tensor, 1);
    }

    /**
     * Fills with zeros.
     *
     * @param tensor any tensor
     * @return the tensor
     */
    public static Tensor zeros_(Tensor tensor) {
        requireTensor("zeros_", tensor);
        return constant_(tensor, 0);
    }

    /**
     * Makes a weight the identity: ones on the diagonal, zeros elsewhere.
     *
     * @param weight {@code [out, in]}
     * @return the weight
     * @throws IllegalArgumentException if it does not have two dimensions
     */
    public static Tensor eye_(Tensor weight) {
        requireDims("eye_", weight, 2, 2);
        double[] values = new double[Math.toIntExact(weight.numel())];
        long columns = weight.size(1);
        for (long i = 0; i < Math.min(weight.size(0), columns); i++) {
            values[(int) (i * columns + i)] = 1;
        }
        return set(weight, values);
    }

    /**
     * Makes a convolution hand on its input: a one in the middle of the kernel from input channel
     * {@code i} to output channel {@code i} of each group, zeros elsewhere.
     *
     * @param weight {@code [out, in / groups, k1, …]} with one to three kernel dimensions
     * @param groups the groups of the convolution
     * @return the weight
     * @throws IllegalArgumentException if it has another number of dimensions, or the outputs do
     *     not divide into the groups
     */
    public static Tensor dirac_(Tensor weight, int groups) {
        requireDims("dirac_", weight, 3, 5);
        long[] shape = weight.shape();
        if (groups < 1 || shape[0] % groups != 0) {
            throw new IllegalArgumentException(
                    "dirac_: %d output channels do not divide into %d groups"
                            .formatted(shape[0], groups));
        }
        long kernel = 1;
        long middle = 0;
        for (int d = 2; d < shape.length; d++) {
            kernel *= shape[d];
            middle = middle * shape[d] + shape[d] / 2;
        }
        double[] values = new double[Math.toIntExact(weight.numel())];
        long outputs = shape[0] / groups;
        for (long group = 0; group < groups && values.length > 0; group++) {
            for (long i = 0; i < Math.min(outputs, shape[1]); i++) {
                long at = ((group * outputs + i) * shape[1] + i) * kernel + middle;
                values[(int) at] = 1;
            }
        }
        return set(weight, values);
    }

    /**
     * Fills a weight with a random rotation times {@code gain}: its rows are orthogonal, or its
     * columns if it has more rows than columns (Saxe et al., arXiv:1312.6120).
     *
     * @param weight {@code [out, in, …]}, taken as a matrix of {@code out} rows
     * @param gain the length of the rows or columns; PyTorch's default is 1
     * @param generator where the numbers come from
     * @return the weight
     * @throws IllegalArgumentException if it has fewer than two dimensions or is not floating
     */
    public static Tensor orthogonal_(Tensor weight, double gain, Generator generator) {
        requireFloating("orthogonal_", weight);
        requireDims("orthogonal_", weight, 2, Integer.MAX_VALUE);
        int rows = Math.toIntExact(weight.size(0));
        int columns = rows == 0 ? 0 : Math.toIntExact(weight.numel() / rows);
        boolean tall = rows > columns;
        double[][] vectors = new double[Math.min(rows, columns)][Math.max(rows, columns)];
        for (double[] vector : vectors) {
            Arrays.setAll(vector, k -> generator.nextGaussian());
        }
        Orthonormal.make(vectors);
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            int row = i / columns;
            int column = i % columns;
            values[i] = gain * (tall ? vectors[column][row] : vectors[row][column]);
        }
        return set(weight, values);
    }

    /**
     * Fills a weight from {@code N(0, std²)} and sets the share {@code sparsity} of each column to
     * zero (Martens 2010).
     *
     * @param weight {@code [out, in]}
     * @param sparsity the share of zeros, rounded up to whole rows; from 0 to 1
     * @param std the standard deviation of the rest; PyTorch's default is 0.01
     * @param generator where the numbers come from
     * @return the weight
     * @throws IllegalArgumentException if it does not have two dimensions or is not floating, the
     *     share is not from 0 to 1, or the deviation is negative
     */
    public static Tensor sparse_(Tensor weight, double sparsity, double std, Generator generator) {
        requireFloating("sparse_", weight);
        requireDims("sparse_", weight, 2, 2);
        requireDeviation("sparse_", std);
        if (!(sparsity >= 0 && sparsity <= 1)) {
            throw new IllegalArgumentException(
                    "sparse_: the share of zeros must be from 0 to 1, got " + sparsity);
        }
        int rows = Math.toIntExact(weight.size(0));
        int columns = Math.toIntExact(weight.size(1));
        double[] values = new double[rows * columns];
        Arrays.setAll(values, i -> std * generator.nextGaussian());
        int zeros = (int) Math.ceil(sparsity * rows);
        for (int column = 0; column < columns; column++) {
            int[] order = new int[rows];
            Arrays.setAll(order, i -> i);
            for (int i = 0; i < zeros; i++) {
                int other = i + generator.nextInt(rows - i);
                values[order[other] * columns + column] = 0;
                order[other] = order[i];
            }
        }
        return set(weight, values);
    }

    /**
     * By how much weights must be larger for what follows their layer; a leaky ReLU has slope 0.01.
     *
     * @param nonlinearity what follows
     * @return the gain
     */
    public static double calculateGain(Nonlinearity nonlinearity) {
        return calculateGain(nonlinearity, 0.01);
    }

    /**
     * By how much weights must be larger for what follows their layer.
     *
     * @param nonlinearity what follows
     * @param slope that of a leaky ReLU for negative values, without effect on others
     * @return the gain
     * @throws IllegalArgumentException if the nonlinearity is null
     */
    public static double calculateGain(Nonlinearity nonlinearity, double slope) {
        if (nonlinearity == null) {
            throw new IllegalArgumentException("calculateGain: the nonlinearity is null");
        }
        return switch (nonlinearity) {
            case LINEAR, SIGMOID -> 1;
            case TANH -> 5.0 / 3;
            case RELU -> Math.sqrt(2);
            case LEAKY_RELU -> Math.sqrt(2 / (1 + slope * slope));
            case SELU -> 0.75;
        };
    }

    /**
     * How many inputs each output of a layer sums over.
     *
     * @param weight {@code [out, in, …]}
     * @return the product of all sizes but the first
     * @throws IllegalArgumentException if it has fewer than two dimensions
     */
    public static long fanIn(Tensor weight) {
        return fan("fanIn", weight, 1);
    }

    /**
     * How many outputs each input of a layer takes part in.
     *
     * @param weight {@code [out, in, …]}
     * @return the product of all sizes but the second
     * @throws IllegalArgumentException if it has fewer than two dimensions
     */
    public static long fanOut(Tensor weight) {
        return fan("fanOut", weight, 0);
    }

    private static long fan(String name, Tensor weight, int own) {
        requireTensor(name, weight);
        long[] shape = weight.shape();
        if (shape.length < 2) {
            throw new IllegalArgumentException(
                    name + ": a weight is [out, in, ...], got shape " + Arrays.toString(shape));
        }
        return Arrays.stream(shape, 2, shape.length).reduce(shape[own], (x, y) -> x * y);
    }

    private static Tensor fill(String name, Tensor tensor, DoubleSupplier source) {
        requireFloating(name, tensor);
        double[] values = new double[Math.toIntExact(tensor.numel())];
        Arrays.setAll(values, i -> source.getAsDouble());
        return set(tensor, values);
    }

    private static Tensor set(Tensor tensor, double... values) {
        return TensorScope.run(
                () ->
                        Autograd.noGrad(
                                () -> {
                                    Tensor all = Tensor.of(values, tensor.shape());
                                    return tensor.copy_(all.to(tensor.dtype()));
                                }));
    }

    private static void requireTensor(String name, Tensor tensor) {
        if (tensor == null) {
            throw new IllegalArgumentException(name + ": the tensor is null");
        }
    }

    private static void requireFloating(String name, Tensor tensor) {
        requireTensor(name, tensor);
        if (!tensor.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    name + ": needs a floating-point tensor, got " + tensor.dtype().torchName());
        }
    }

    private static void requireDims(String name, Tensor weight, int least, int most) {
        requireTensor(name, weight);
        if (weight.dim() < least || weight.dim() > most) {
            String range =
                    least == most
                            ? least + ""
                            : most == Integer.MAX_VALUE
                                    ? least + " or more"
                                    : least + " to " + most;
            throw new IllegalArgumentException(
                    "%s: the weight must have %s dimensions, got shape %s"
                            .formatted(name, range, Arrays.toString(weight.shape())));
        }
    }

    private static void requireDeviation(String name, double std) {
        if (!(std >= 0)) {
            throw new IllegalArgumentException(
                    name + ": the standard deviation must be 0 or more, got " + std);
        }
    }
}
