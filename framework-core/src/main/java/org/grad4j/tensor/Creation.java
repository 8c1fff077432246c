package org.grad4j.tensor;

import java.util.Arrays;
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
            return whole(DType.INT16, n, i -> flat[i], shape);
        }
        if (type == byte.class) {
            byte[] flat = new byte[n];
            flatten(nested, shape, 0, 0, flat);
            return whole(DType.INT8, n, i -> flat[i], shape);
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

    static Tensor arange(long start, long end, long step) {
        int n = steps(start, end, step);
        return whole(DType.INT64, n, i -> start + i * step, n);
    }

    static Tensor arange(double start, double end, double step) {
        int n = steps(start, end, step);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (start + i * step);
        }
        return of(values, n);
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
        float[] values = new float[count(n, n)];
        for (int i = 0; i < size; i++) {
            values[i * size + i] = 1;
        }
        return of(values, n, n);
    }

    static Tensor rand(Generator generator, long... shape) {
        long start = generator.take(Shapes.numel(shape));
        return drawn(i -> generator.uniformFloat(start + i), shape);
    }

    static Tensor randn(Generator generator, long... shape) {
        int n = count(shape);
        long start = generator.take(n + 1L);
        double[] pair = new double[2];
        float[] values = new float[n];
        for (int i = 0; i < n; i += 2) {
            generator.gaussians(start + i, pair, 0);
            values[i] = (float) pair[0];
            if (i + 1 < n) {
                values[i + 1] = (float) pair[1];
            }
        }
        return of(values, shape);
    }

    private static Tensor drawn(LongToDoubleFunction at, long... shape) {
        float[] values = new float[count(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) at.applyAsDouble(i);
        }
        return of(values, shape);
    }

    static Tensor randint(Generator generator, long low, long high, long... shape) {
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

    static boolean[] toBooleans(Array array) {
        double[] values = Transfer.doubles(array);
        boolean[] flags = new boolean[values.length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = values[i] != 0;
        }
        return flags;
    }
}
