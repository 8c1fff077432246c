package org.grad4j.tensor;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToLongFunction;
import java.util.function.LongToDoubleFunction;
import org.grad4j.backend.Array;
import org.grad4j.backend.Shapes;
import org.grad4j.backend.Transfer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes tensors from Java values and reads them back. */
final class Creation {
    private Creation() {}

    static Tensor of(float[] values) {
        requireArray(values);
        return of(values, values.length);
    }

    static Tensor of(float[] values, long... shape) {
        requireArray(values);
        Array out = sized(DType.FLOAT32, values.length, shape);
        Transfer.write(values, out);
        return Tensor.wrap(out);
    }

    static Tensor of(double[] values) {
        requireArray(values);
        return of(values, values.length);
    }

    static Tensor of(double[] values, long... shape) {
        requireArray(values);
        Array out = sized(DType.FLOAT64, values.length, shape);
        Transfer.write(values, out);
        return Tensor.wrap(out);
    }

    static Tensor of(long[] values) {
        requireArray(values);
        return of(values, values.length);
    }

    static Tensor of(long[] values, long... shape) {
        requireArray(values);
        Array out = sized(DType.INT64, values.length, shape);
        Transfer.write(values, out);
        return Tensor.wrap(out);
    }

    static Tensor of(int[] values) {
        requireArray(values);
        return of(values, values.length);
    }

    static Tensor of(int[] values, long... shape) {
        requireArray(values);
        Array out = sized(DType.INT32, values.length, shape);
        Transfer.write(Arrays.stream(values).asLongStream().toArray(), out);
        return Tensor.wrap(out);
    }

    static Tensor of(boolean[] values) {
        requireArray(values);
        return of(values, values.length);
    }

    static Tensor of(boolean[] values, long... shape) {
        requireArray(values);
        return whole(DType.BOOL, values.length, i -> values[i] ? 1 : 0, shape);
    }

    static Tensor of(short[] values) {
        requireArray(values);
        return of(values, values.length);
    }

    static Tensor of(short[] values, long... shape) {
        requireArray(values);
        return whole(DType.INT16, values.length, i -> values[i], shape);
    }

    static Tensor of(byte[] values) {
        requireArray(values);
        return of(values, values.length);
    }

    static Tensor of(byte[] values, long... shape) {
        requireArray(values);
        return whole(DType.INT8, values.length, i -> values[i], shape);
    }

    private static Tensor whole(DType type, int n, IntToLongFunction at, long... shape) {
        Array out = sized(type, n, shape);
        long[] values = new long[n];
        Arrays.setAll(values, at);
        Transfer.write(values, out);
        return Tensor.wrap(out);
    }

    private static void requireArray(Object values) {
        if (values == null) {
            throw new IllegalArgumentException("the array of values is null");
        }
    }

    static void requireTensor(String call, Tensor x) {
        if (x == null) {
            throw new IllegalArgumentException(call + ": the tensor is null");
        }
    }

    private static void requireGenerator(String call, Generator generator) {
        if (generator == null) {
            throw new IllegalArgumentException(
                    call + ": the generator is null; the default one is Generator.global()");
        }
    }

    private static Array sized(DType type, int length, long... shape) {
        if (Shapes.numel(shape) != length) {
            throw new IllegalArgumentException(
                    "shape "
                            + Arrays.toString(shape)
                            + " holds "
                            + Shapes.numel(shape)
                            + " elements, got "
                            + length);
        }
        return Array.empty(type, shape.clone());
    }

    static Tensor nested(Object[] nested) {
        requireArray(nested);
        int rank = 0;
        Class<?> type = nested.getClass();
        for (; type.isArray(); type = type.getComponentType()) {
            rank++;
        }
        long[] shape = new long[rank];
        Object level = nested;
        for (int d = 0; d < rank && level != null; d++) {
            shape[d] = java.lang.reflect.Array.getLength(level);
            level = shape[d] == 0 || d == rank - 1 ? null : java.lang.reflect.Array.get(level, 0);
        }
        int n = count(shape);
        if (type == float.class) {
            float[] flat = new float[n];
            flatten(nested, shape, 0, 0, flat);
            return of(flat, shape);
        }
        if (type == double.class) {
            double[] flat = new double[n];
            flatten(nested, shape, 0, 0, flat);
            return of(flat, shape);
        }
        if (type == long.class) {
            long[] flat = new long[n];
            flatten(nested, shape, 0, 0, flat);
            return of(flat, shape);
        }
        if (type == int.class) {
            int[] flat = new int[n];
            flatten(nested, shape, 0, 0, flat);
            return of(flat, shape);
        }
        if (type == boolean.class) {
            boolean[] flat = new boolean[n];
            flatten(nested, shape, 0, 0, flat);
            return of(flat, shape);
        }
        if (type == short.class) {
            short[] flat = new short[n];
            flatten(nested, shape, 0, 0, flat);
            return of(flat, shape);
        }
        if (type == byte.class) {
            byte[] flat = new byte[n];
            flatten(nested, shape, 0, 0, flat);
            return of(flat, shape);
        }
        throw new IllegalArgumentException(
                "a tensor is made of nested arrays of float, double, long, int, short, byte or"
                        + " boolean, got "
                        + nested.getClass().getTypeName());
    }

    /** Copies row after row into the flat array and returns how many elements were copied. */
    private static int flatten(Object level, long[] shape, int dim, int at, Object flat) {
        int length = level == null ? -1 : java.lang.reflect.Array.getLength(level);
        if (length != shape[dim]) {
            throw new IllegalArgumentException(
                    "rows of different lengths at dimension "
                            + dim
                            + ": expected "
                            + shape[dim]
                            + ", got "
                            + (level == null ? "null" : length));
        }
        if (dim == shape.length - 1) {
            System.arraycopy(level, 0, flat, at, length);
            return length;
        }
        int copied = 0;
        for (int i = 0; i < length; i++) {
            Object row = java.lang.reflect.Array.get(level, i);
            copied += flatten(row, shape, dim + 1, at + copied, flat);
        }
        return copied;
    }

    static Tensor fromNd4j(INDArray source) {
        requireArray(source);
        return Tensor.wrap(Transfer.copyOf(source, DType.of(source.dataType())));
    }

    static Tensor shareNd4j(INDArray source) {
        requireArray(source);
        return Tensor.wrap(Transfer.share(source, DType.of(source.dataType())));
    }

    static Tensor arange(long start, long end, long step) {
        int n = steps(start, end, step);
        return whole(DType.INT64, n, i -> start + i * step, n);
    }

    static Tensor arange(double start, double end, double step) {
        int n = steps(start, end, step);
        return drawn(i -> start + i * step, n, n);
    }

    private static int steps(double start, double end, double step) {
        double n = Math.ceil((end - start) / step);
        if (step == 0 || !(n >= 0)) {
            throw new IllegalArgumentException(
                    "arange: a step of " + step + " does not lead from " + start + " to " + end);
        }
        if (n > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "arange: from %s to %s by %s makes too many elements"
                            .formatted(start, end, step));
        }
        return (int) n;
    }

    /** The number of elements of a tensor that is filled from a Java array. */
    private static int count(long... shape) {
        long n = Shapes.numel(shape);
        if (n > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a tensor of shape " + Arrays.toString(shape) + " is too large");
        }
        return (int) n;
    }

    static Tensor eye(long n) {
        int size = (int) n;
        return drawn(i -> i / size == i % size ? 1 : 0, count(n, n), n, n);
    }

    static Tensor rand(Generator generator, long... shape) {
        return rand(generator, DType.getDefault(), shape);
    }

    static Tensor rand(Generator generator, DType type, long... shape) {
        requireGenerator("rand", generator);
        requireFloating("rand", type);
        int n = count(shape);
        long start = generator.take(n);
        if (type == DType.FLOAT64) {
            return drawn(i -> generator.uniform(start + i), type, n, shape);
        }
        if (type.isHalf()) {
            // As many digits as the type has, so that none is rounded up to 1.
            int digits = type == DType.FLOAT16 ? 1 << 11 : 1 << 8;
            return drawn(
                    i -> Math.floor(generator.uniform(start + i) * digits) / digits,
                    type,
                    n,
                    shape);
        }
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = generator.uniformFloat(start + i);
        }
        return of(values, shape);
    }

    private static void requireFloating(String name, DType type) {
        if (type == null || !type.isFloatingPoint()) {
            throw new IllegalArgumentException(
                    name
                            + ": needs a floating-point type, got "
                            + (type == null ? "null" : type.torchName()));
        }
    }

    static Tensor randn(Generator generator, long... shape) {
        return randn(generator, DType.getDefault(), shape);
    }

    static Tensor randn(Generator generator, DType type, long... shape) {
        requireGenerator("randn", generator);
        requireFloating("randn", type);
        int n = count(shape);
        long start = generator.take(n + 1L);
        double[] values = new double[n + 1];
        for (int i = 0; i < n; i += 2) {
            generator.gaussians(start + i, values, i);
        }
        return drawn(i -> values[(int) i], type, n, shape);
    }

    /** Numbers in the default type. */
    static Tensor drawn(LongToDoubleFunction at, int n, long... shape) {
        return drawn(at, DType.getDefault(), n, shape);
    }

    private static Tensor drawn(LongToDoubleFunction at, DType type, int n, long... shape) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = at.applyAsDouble(i);
        }
        Array out = sized(type, n, shape);
        Transfer.write(values, out);
        return Tensor.wrap(out);
    }

    static Tensor linspace(double start, double end, long steps) {
        return spaced("linspace", start, end, steps, x -> x);
    }

    static Tensor logspace(double start, double end, long steps, double base) {
        return spaced("logspace", start, end, steps, x -> Math.pow(base, x));
    }

    /** From both ends towards the middle, so that the last element is exact, as in PyTorch. */
    private static Tensor spaced(
            String name, double start, double end, long steps, DoubleUnaryOperator f) {
        if (steps < 0) {
            throw new IllegalArgumentException(
                    name + ": the number of steps must be 0 or more, got " + steps);
        }
        int n = count(steps);
        double step = n > 1 ? (end - start) / (n - 1) : 0;
        return drawn(
                i ->
                        f.applyAsDouble(
                                i < n / 2 || n == 1 ? start + step * i : end - step * (n - 1 - i)),
                n,
                n);
    }

    static Tensor randperm(Generator generator, long n) {
        requireGenerator("randperm", generator);
        if (n < 0) {
            throw new IllegalArgumentException("randperm: n must be 0 or more, got " + n);
        }
        long[] order = new long[count(n)];
        Arrays.setAll(order, i -> i);
        for (int i = order.length - 1; i > 0; i--) {
            int k = generator.nextInt(i + 1);
            long other = order[k];
            order[k] = order[i];
            order[i] = other;
        }
        return of(order, n);
    }

    static Tensor normal(Generator generator, double mean, double std, long... shape) {
        requireGenerator("normal", generator);
        if (!(std >= 0)) {
            throw new IllegalArgumentException(
                    "normal: the standard deviation must be 0 or more, got " + std);
        }
        return randn(generator, shape).mul(std).add(mean);
    }

    static Tensor bernoulli(Generator generator, Tensor p) {
        requireGenerator("bernoulli", generator);
        requireTensor("bernoulli", p);
        double[] chances = p.toDoubleArray();
        long start = generator.take(chances.length);
        for (int i = 0; i < chances.length; i++) {
            if (!(chances[i] >= 0 && chances[i] <= 1)) {
                throw new IllegalArgumentException(
                        "bernoulli: chances go from 0 to 1, got " + chances[i] + " at place " + i);
            }
            chances[i] = generator.uniform(start + i) < chances[i] ? 1 : 0;
        }
        Array out = sized(p.dtype(), chances.length, p.shape());
        Transfer.write(chances, out);
        return Tensor.wrap(out);
    }

    static Tensor multinomial(
            Generator generator, Tensor weights, int samples, boolean replacement) {
        requireGenerator("multinomial", generator);
        requireTensor("multinomial", weights);
        if (samples < 0) {
            throw new IllegalArgumentException(
                    "multinomial: the number of samples must be 0 or more, got " + samples);
        }
        if (weights.dim() < 1 || weights.dim() > 2) {
            throw new IllegalArgumentException(
                    "multinomial: the weights must be [categories] or [rows, categories], got "
                            + Arrays.toString(weights.shape()));
        }
        int categories = (int) weights.size(-1);
        int rows = weights.dim() == 1 ? 1 : (int) weights.size(0);
        double[] all = weights.toDoubleArray();
        long[] drawn = new long[rows * samples];
        for (int r = 0; r < rows; r++) {
            double[] row = Arrays.copyOfRange(all, r * categories, (r + 1) * categories);
            for (int k = 0; k < samples; k++) {
                int choice = choose(generator.nextDouble(), row);
                drawn[r * samples + k] = choice;
                row[choice] = replacement ? row[choice] : 0;
            }
        }
        return weights.dim() == 1 ? of(drawn, samples) : of(drawn, rows, samples);
    }

    /** The category in whose part of the total weight a number from [0, 1) falls. */
    private static int choose(double at, double[] weights) {
        double total = 0;
        for (double weight : weights) {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException(
                        "multinomial: weights must be finite and 0 or more, got " + weight);
            }
            total += weight;
        }
        double left = at * total;
        int last = -1;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                left -= weights[i];
                if (left < 0) {
                    return i;
                }
            }
        }
        if (last < 0) {
            throw new IllegalArgumentException(
                    "multinomial: no category with a positive weight is left");
        }
        return last;
    }

    static Tensor of(FloatBuffer values, long... shape) {
        requireArray(values);
        float[] copy = new float[values.remaining()];
        values.duplicate().get(copy);
        return of(copy, shape);
    }

    static Tensor of(ByteBuffer bytes, DType dtype, long... shape) {
        requireArray(bytes);
        if (dtype == null) {
            throw new IllegalArgumentException("the type is null");
        }
        int n = bytes.remaining() / dtype.bytes();
        if (bytes.remaining() % dtype.bytes() != 0) {
            throw new IllegalArgumentException(
                    bytes.remaining()
                            + " bytes do not hold whole elements of "
                            + dtype.torchName());
        }
        Array out = sized(dtype, n, shape);
        Transfer.write(bytes, out);
        return Tensor.wrap(out);
    }

    static Object toNested(Array array) {
        Object flat =
                switch (array.dtype()) {
                    case FLOAT32, FLOAT16, BFLOAT16 -> Transfer.floats(array);
                    case FLOAT64 -> Transfer.doubles(array);
                    case BOOL -> toBooleans(array);
                    case INT32 -> toInts(array);
                    case INT16 -> shorts(array);
                    case INT8 -> bytes(array);
                    default -> Transfer.longs(array);
                };
        long[] shape = array.shape();
        return shape.length == 0
                ? java.lang.reflect.Array.get(flat, 0)
                : nest(flat, shape, 0, new int[1]);
    }

    private static short[] shorts(Array array) {
        long[] values = Transfer.longs(array);
        short[] out = new short[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (short) values[i];
        }
        return out;
    }

    private static byte[] bytes(Array array) {
        long[] values = Transfer.longs(array);
        byte[] out = new byte[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) values[i];
        }
        return out;
    }

    private static Object nest(Object flat, long[] shape, int dim, int[] at) {
        Class<?> element = flat.getClass().getComponentType();
        if (dim == shape.length - 1) {
            Object row = java.lang.reflect.Array.newInstance(element, (int) shape[dim]);
            System.arraycopy(flat, at[0], row, 0, (int) shape[dim]);
            at[0] += (int) shape[dim];
            return row;
        }
        int[] lengths = new int[shape.length - dim];
        lengths[0] = (int) shape[dim];
        Class<?> rowType =
                java.lang.reflect.Array.newInstance(element, new int[lengths.length - 1])
                        .getClass();
        Object rows = java.lang.reflect.Array.newInstance(rowType, lengths[0]);
        for (int i = 0; i < lengths[0]; i++) {
            java.lang.reflect.Array.set(rows, i, nest(flat, shape, dim + 1, at));
        }
        return rows;
    }

    static Tensor randint(Generator generator, long low, long high, long... shape) {
        requireGenerator("randint", generator);
        if (high <= low) {
            throw new IllegalArgumentException(
                    "randint: the bound must be above the smallest value, got "
                            + low
                            + " to "
                            + high);
        }
        int n = count(shape);
        long start = generator.take(n);
        return whole(
                DType.INT64,
                n,
                i -> low + Long.remainderUnsigned(generator.bits(start + i), high - low),
                shape);
    }

    static float[] toFloats(Array array) {
        return Transfer.floats(array);
    }

    static double[] toDoubles(Array array) {
        return Transfer.doubles(array);
    }

    static long[] toLongs(Array array) {
        return Transfer.longs(array);
    }

    static int[] toInts(Array array) {
        long[] values = Transfer.longs(array);
        int[] out = new int[values.length];
        for (int i = 0; i < out.length; i++) {
            if (values[i] != (int) values[i]) {
                throw new IllegalArgumentException(
                        "toIntArray: "
                                + values[i]
                                + " at place "
                                + i
                                + " does not fit into an int; use toLongArray");
            }
            out[i] = (int) values[i];
        }
        return out;
    }

    static boolean[] toBooleans(Array array) {
        double[] values = Transfer.doubles(array);
        boolean[] flags = new boolean[values.length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = values[i] != 0;
        }
        return flags;
    }
}
