package org.grad4j.ops;

import static org.grad4j.autograd.Op.joint;
import static org.grad4j.autograd.Op.saving;

import java.util.Arrays;
import org.grad4j.autograd.Autograd;
import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Normalization;
import org.grad4j.backend.Normalization.Cut;
import org.grad4j.backend.Operand;
import org.grad4j.backend.Shapes;
import org.grad4j.backend.Transfer;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * Normalising to mean 0 and variance 1, over the batch or within a sample. Value and gradient are
 * one fused operation each; where the gradient is recorded itself, it is computed from the input
 * again in single operations.
 */
public final class Normalizations {
    private Normalizations() {}

    // ---- over the batch ----

    /**
     * Batch normalisation.
     *
     * @param x {@code [n, c, …]}
     * @param runningMean {@code [c]}, changed in training, or null
     * @param runningVar {@code [c]}, changed in training, or null
     * @param weight {@code [c]} or null
     * @param bias {@code [c]} or null
     * @param training whether the batch's own statistics are used
     * @param momentum the share of the batch in the running statistics
     * @param eps added to the variance
     * @return a tensor of x's shape
     */
    public static Tensor batchNorm(
            Tensor x,
            Tensor runningMean,
            Tensor runningVar,
            Tensor weight,
            Tensor bias,
            boolean training,
            double momentum,
            double eps) {
        String op = "batchNorm";
        requireChannels(op, x, weight, bias, runningMean, runningVar);
        if (!training) {
            return withRunning(op, x, runningMean, runningVar, weight, bias, eps);
        }
        int channels = (int) x.size(1);
        long count = channels == 0 ? 0 : x.numel() / channels;
        if (count == 1) {
            throw new IllegalArgumentException(
                    op
                            + ": needs more than one value per channel in training, got "
                            + Arrays.toString(x.array().shape()));
        }
        Cut cut = new Cut(channels, (int) (x.numel() == 0 ? 1 : count / x.size(0)));
        double[][] moments = Normalization.moments(x.array(), cut);
        if (count > 0) {
            move(runningMean, moments[0], momentum);
            move(runningVar, scaled(moments[1], count / (count - 1.0)), momentum);
        }
        double[] mean = moments[0];
        double[] inverse = inverse(moments[1], eps);
        double[] factor = times(inverse, weight);
        double[] shift = bias == null ? new double[channels] : Transfer.doubles(bias.array());
        return joint(
                "NativeBatchNormBackward0",
                Normalization.scale(x.array(), cut, mean, factor, shift),
                weight == null ? saving(x) : saving(x, weight),
                new Tensor[] {x, weight, bias},
                (g, needed) -> {
                    if (Autograd.isGradEnabled()) {
                        return composed(g, x, weight, needed, eps);
                    }
                    Array up = g.array();
                    double[][] sums = Normalization.sums(up, x.array(), cut, mean);
                    DType type = x.dtype();
                    return new Tensor[] {
                        needed[0] ? gradient(up, x, cut, mean, inverse, factor, sums, count) : null,
                        needed[1] ? constant(product(sums[1], inverse), type) : null,
                        needed[2] ? constant(sums[0], type) : null
                    };
                });
    }

    /** {@code s · (g - mean(g) - x̂ · mean(g · x̂))}, with the sums known. */
    private static Tensor gradient(
            Array g,
            Tensor x,
            Cut cut,
            double[] mean,
            double[] inverse,
            double[] factor,
            double[][] sums,
            long count) {
        double[] ofX = new double[mean.length];
        double[] added = new double[mean.length];
        for (int i = 0; i < mean.length; i++) {
            ofX[i] = -factor[i] * inverse[i] * inverse[i] * sums[1][i] / count;
            added[i] = -factor[i] * sums[0][i] / count;
        }
        return Tensor.wrap(Normalization.combine(g, x.array(), cut, mean, factor, ofX, added));
    }

    /** The same from the input, recorded. */
    private static Tensor[] composed(
            Tensor g, Tensor x, Tensor weight, boolean[] needed, double eps) {
        int[] dims = new int[x.dim() - 1];
        for (int d = 1; d < dims.length; d++) {
            dims[d] = d + 1;
        }
        Tensor up = weight == null ? g : g.mul(perChannel(weight, x));
        Tensor inverse = x.var(dims, 0, true).add(eps).rsqrt();
        Tensor unit = x.sub(x.mean(dims, true)).mul(inverse);
        return new Tensor[] {
            needed[0] ? centred(up, unit, inverse, dims) : null,
            needed[1] ? g.mul(unit).sum(dims) : null,
            needed[2] ? g.sum(dims) : null
        };
    }

    private static Tensor centred(Tensor g, Tensor unit, Tensor inverse, int[] dims) {
        return g.sub(g.mean(dims, true)).sub(unit.mul(g.mul(unit).mean(dims, true))).mul(inverse);
    }

    private static Tensor withRunning(
            String op,
            Tensor x,
            Tensor runningMean,
            Tensor runningVar,
            Tensor weight,
            Tensor bias,
            double eps) {
        if (runningMean == null || runningVar == null) {
            throw new IllegalArgumentException(
                    op + ": needs the running mean and variance where the batch's are not used");
        }
        int channels = (int) x.size(1);
        Cut cut = new Cut(channels, x.numel() == 0 ? 1 : (int) (x.numel() / x.size(0) / channels));
        double[] mean = Transfer.doubles(runningMean.array());
        double[] inverse = inverse(Transfer.doubles(runningVar.array()), eps);
        double[] shift = bias == null ? new double[channels] : Transfer.doubles(bias.array());
        int[] dims = new int[x.dim() - 1];
        for (int d = 1; d < dims.length; d++) {
            dims[d] = d + 1;
        }
        return joint(
                "NativeBatchNormBackward0",
                Normalization.scale(x.array(), cut, mean, times(inverse, weight), shift),
                weight == null ? saving(x) : saving(x, weight),
                new Tensor[] {x, weight, bias},
                (g, needed) -> {
                    Tensor scale = perChannel(constant(inverse, x.dtype()), x);
                    Tensor up = g.mul(scale);
                    Tensor centre = perChannel(constant(mean, x.dtype()), x);
                    return new Tensor[] {
                        !needed[0] ? null : weight == null ? up : up.mul(perChannel(weight, x)),
                        needed[1] ? up.mul(x.sub(centre)).sum(dims) : null,
                        needed[2] ? g.sum(dims) : null
                    };
                });
    }

    // ---- within a sample ----

    /**
     * Layer normalisation.
     *
     * @param x {@code […, *shape]}
     * @param shape the last sizes
     * @param weight of that shape, or null
     * @param bias of that shape, or null
     * @param eps added to the variance
     * @return a tensor of x's shape
     */
    public static Tensor layerNorm(Tensor x, long[] shape, Tensor weight, Tensor bias, double eps) {
        int m = requireLast("layerNorm", x, shape, weight, bias);
        return withinRows("NativeLayerNormBackward0", x, m, weight, bias, eps);
    }

    /**
     * Group normalisation.
     *
     * @param x {@code [n, c, …]}
     * @param groups how many groups the channels fall into
     * @param weight {@code [c]} or null
     * @param bias {@code [c]} or null
     * @param eps added to the variance
     * @return a tensor of x's shape
     */
    public static Tensor groupNorm(Tensor x, int groups, Tensor weight, Tensor bias, double eps) {
        requireChannels("groupNorm", x, weight, bias, null, null);
        if (groups < 1 || x.size(1) % groups != 0) {
            throw new IllegalArgumentException(
                    "groupNorm: "
                            + x.size(1)
                            + " channels do not fall into "
                            + groups
                            + " equal groups");
        }
        if (x.numel() == groups) {
            throw new IllegalArgumentException(
                    "groupNorm: needs more than one value per group, got "
                            + Arrays.toString(x.array().shape())
                            + " in "
                            + groups
                            + " groups");
        }
        long m = x.numel() == 0 ? 1 : x.numel() / (x.size(0) * groups);
        return withinRows(
                "NativeGroupNormBackward0",
                x,
                (int) m,
                weight == null ? null : perChannel(weight, x),
                bias == null ? null : perChannel(bias, x),
                eps);
    }

    /**
     * Instance normalisation.
     *
     * @param x {@code [n, c, …]} with at least one dimension behind the channels
     * @param runningMean {@code [c]} or null, changed where the input's statistics are used
     * @param runningVar {@code [c]} or null, changed where the input's statistics are used
     * @param weight {@code [c]} or null
     * @param bias {@code [c]} or null
     * @param useInputStats whether each channel of each sample is normalised by itself
     * @param momentum the share of this batch in the running statistics
     * @param eps added to the variance
     * @return a tensor of x's shape
     */
    public static Tensor instanceNorm(
            Tensor x,
            Tensor runningMean,
            Tensor runningVar,
            Tensor weight,
            Tensor bias,
            boolean useInputStats,
            double momentum,
            double eps) {
        String op = "instanceNorm";
        requireChannels(op, x, weight, bias, runningMean, runningVar);
        if (!useInputStats) {
            return withRunning(op, x, runningMean, runningVar, weight, bias, eps);
        }
        int channels = (int) x.size(1);
        long rows = x.size(0) * channels;
        long m = rows == 0 ? 1 : x.numel() / rows;
        if (x.dim() < 3 || (rows > 0 && m == 1)) {
            throw new IllegalArgumentException(
                    op
                            + ": needs more than one value for each channel of a sample, got "
                            + Arrays.toString(x.array().shape()));
        }
        if (x.numel() > 0 && (runningMean != null || runningVar != null)) {
            double[][] moments = Normalization.moments(x.array(), new Cut((int) rows, (int) m));
            move(runningMean, meanOfSamples(moments[0], channels), momentum);
            double[] unbiased = scaled(moments[1], m / (m - 1.0));
            move(runningVar, meanOfSamples(unbiased, channels), momentum);
        }
        return withinRows(
                "NativeBatchNormBackward0",
                x,
                (int) m,
                weight == null ? null : perChannel(weight, x),
                bias == null ? null : perChannel(bias, x),
                eps);
    }

    /** Normalises runs of m neighbours; weight and bias broadcast to the input. */
    private static Tensor withinRows(
            String name, Tensor x, int m, Tensor weight, Tensor bias, double eps) {
        int rows = m == 0 ? 0 : (int) (x.numel() / m);
        Cut cut = new Cut(rows, m);
        double[][] moments = Normalization.moments(x.array(), cut);
        double[] mean = moments[0];
        double[] inverse = inverse(moments[1], eps);
        Array y = Normalization.scale(x.array(), cut, mean, inverse, new double[rows]);
        into(Binary.MUL, y, weight);
        into(Binary.ADD, y, bias);
        return joint(
                name,
                y,
                weight == null ? saving(x) : saving(x, weight),
                new Tensor[] {x, weight, bias},
                (g, needed) -> {
                    Tensor up = weight == null ? g : g.mul(weight);
                    if (Autograd.isGradEnabled()) {
                        int[] last = {1};
                        Tensor in = x.reshape(rows, m);
                        Tensor scale = in.var(last, 0, true).add(eps).rsqrt();
                        Tensor unit = in.sub(in.mean(last, true)).mul(scale);
                        long[] shape = x.shape();
                        return new Tensor[] {
                            needed[0]
                                    ? centred(up.reshape(rows, m), unit, scale, last).reshape(shape)
                                    : null,
                            needed[1] ? g.mul(unit.reshape(shape)) : null,
                            needed[2] ? g : null
                        };
                    }
                    double[][] sums =
                            needed[0] ? Normalization.sums(up.array(), x.array(), cut, mean) : null;
                    return new Tensor[] {
                        needed[0]
                                ? gradient(up.array(), x, cut, mean, inverse, inverse, sums, m)
                                : null,
                        needed[1] ? g.mul(unit(x, cut, mean, inverse)) : null,
                        needed[2] ? g : null
                    };
                });
    }

    private static Tensor unit(Tensor x, Cut cut, double[] mean, double[] inverse) {
        return Tensor.wrap(
                Normalization.scale(x.array(), cut, mean, inverse, new double[mean.length]));
    }

    private static void into(Binary f, Array y, Tensor other) {
        if (other != null) {
            Elementwise.binaryInto(f, Operand.of(y), Operand.of(other.array()), y.dtype(), y);
        }
    }

    /**
     * Division by the root mean square.
     *
     * @param x {@code […, *shape]}
     * @param shape the last sizes
     * @param weight of that shape, or null
     * @param eps added to the mean square
     * @return a tensor of x's shape
     */
    public static Tensor rmsNorm(Tensor x, long[] shape, Tensor weight, double eps) {
        requireLast("rmsNorm", x, shape, weight, null);
        int[] dims = new int[shape.length];
        for (int d = 0; d < dims.length; d++) {
            dims[d] = x.dim() - shape.length + d;
        }
        Tensor unit = x.mul(x.square().mean(dims, true).add(eps).rsqrt());
        return weight == null ? unit : unit.mul(weight);
    }

    // ---- statistics ----

    private static double[] inverse(double[] variance, double eps) {
        return Arrays.stream(variance).map(v -> 1 / Math.sqrt(v + eps)).toArray();
    }

    private static double[] scaled(double[] values, double by) {
        return Arrays.stream(values).map(v -> v * by).toArray();
    }

    private static double[] product(double[] a, double[] b) {
        double[] out = a.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] *= b[i];
        }
        return out;
    }

    private static double[] times(double[] a, Tensor weight) {
        return weight == null ? a : product(a, Transfer.doubles(weight.array()));
    }

    private static double[] meanOfSamples(double[] values, int channels) {
        double[] out = new double[channels];
        for (int i = 0; i < values.length; i++) {
            out[i % channels] += values[i] * channels / values.length;
        }
        return out;
    }

    /** Moves running statistics towards those of a batch. */
    private static void move(Tensor running, double[] batch, double momentum) {
        if (running != null) {
            double[] old = Transfer.doubles(running.array());
            for (int i = 0; i < old.length; i++) {
                old[i] = (1 - momentum) * old[i] + momentum * batch[i];
            }
            Transfer.write(old, running.array());
            running.array().storage().bumpVersion();
        }
    }

    private static Tensor constant(double[] values, DType type) {
        Array out = Array.empty(type, values.length);
        Transfer.write(values, out);
        return Tensor.wrap(out);
    }

    /** {@code [c] → [c, 1, …]}, as it broadcasts to {@code [n, c, …]}. */
    private static Tensor perChannel(Tensor numbers, Tensor x) {
        long[] shape = new long[x.dim() - 1];
        Arrays.fill(shape, 1);
        shape[0] = numbers.size(0);
        return numbers.reshape(shape);
    }

    // ---- what is refused ----

    private static void requireChannels(
            String op,
            Tensor x,
            Tensor weight,
            Tensor bias,
            Tensor runningMean,
            Tensor runningVar) {
        Types.requireFloating(op, x);
        if (x.dim() < 2) {
            throw new IllegalArgumentException(
                    op
                            + ": the input must be [n, c, ...], got "
                            + Arrays.toString(x.array().shape()));
        }
        long[] channels = {x.size(1)};
        requireShape(op, "weight", x, weight, channels);
        requireShape(op, "bias", x, bias, channels);
        requireShape(op, "running mean", x, runningMean, channels);
        requireShape(op, "running variance", x, runningVar, channels);
    }

    private static void requireShape(
            String op, String what, Tensor x, Tensor part, long[] expected) {
        if (part == null) {
            return;
        }
        Types.requireSame(op, x, part);
        if (!Arrays.equals(part.array().shape(), expected)) {
            throw new IllegalArgumentException(
                    op
                            + ": the "
                            + what
                            + " must be "
                            + Arrays.toString(expected)
                            + " for an input of shape "
                            + Arrays.toString(x.array().shape())
                            + ", got "
                            + Arrays.toString(part.array().shape()));
        }
    }

    /** How many elements the last sizes have. */
    private static int requireLast(String op, Tensor x, long[] shape, Tensor weight, Tensor bias) {
        Types.requireFloating(op, x);
        long[] in = x.array().shape();
        boolean fits = shape != null && shape.length > 0 && shape.length <= in.length;
        if (!fits
                || !Arrays.equals(
                        Arrays.copyOfRange(in, in.length - shape.length, in.length), shape)) {
            throw new IllegalArgumentException(
                    op
                            + ": the last sizes of the input must be "
                            + Arrays.toString(shape)
                            + ", got "
                            + Arrays.toString(in));
        }
        requireShape(op, "weight", x, weight, shape);
        requireShape(op, "bias", x, bias, shape);
        return (int) Shapes.numel(shape);
    }
}
