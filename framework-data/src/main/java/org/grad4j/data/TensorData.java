package org.grad4j.data;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * What a tensor will hold, as a plain Java array with a shape: made in a loader thread, turned into
 * a {@link Tensor} by whoever asks for it.
 *
 * <p>The array is not copied; treat it as a value. Not safe for use by several threads at a time.
 */
public final class TensorData {
    private final Object values; // a primitive array, row-major
    private final DType dtype;
    private final long[] shape;
    private Tensor tensor;

    private TensorData(Object values, DType dtype, long[] shape) {
        this.values = values;
        this.dtype = dtype;
        this.shape = shape;
    }

    /**
     * A Java array of numbers or booleans, nested to any depth; its elements decide the type: byte
     * is int8, short int16, int int32, long int64.
     *
     * @param array for example {@code float[]} or {@code int[][]}
     * @return the data, {@code [array.length, ...]}; a nested array is copied
     * @throws NullPointerException if the array is null
     * @throws IllegalArgumentException if it is no such array, or its rows have different lengths
     */
    public static TensorData of(Object array) {
        Objects.requireNonNull(array, "the array is null");
        long[] shape = NestedArrays.shape(array);
        return new TensorData(
                NestedArrays.flatten(array, shape),
                dtype(NestedArrays.element(array.getClass())),
                shape);
    }

    /**
     * A flat Java array in a shape.
     *
     * @param array a primitive array, row-major
     * @param shape sizes whose product is the array's length
     * @return the data
     * @throws NullPointerException if one of them is null
     * @throws IllegalArgumentException if it is no such array, or the product differs
     */
    public static TensorData of(Object array, long... shape) {
        Objects.requireNonNull(array, "the array is null");
        Objects.requireNonNull(shape, "the shape is null");
        if (!array.getClass().isArray() || !array.getClass().getComponentType().isPrimitive()) {
            throw new IllegalArgumentException(
                    "expected a primitive array, got " + array.getClass().getTypeName());
        }
        if (NestedArrays.count(shape) != Array.getLength(array)) {
            throw new IllegalArgumentException(
                    "shape "
                            + Arrays.toString(shape)
                            + " does not hold "
                            + Array.getLength(array)
                            + " elements");
        }
        return new TensorData(array, dtype(array.getClass().getComponentType()), shape.clone());
    }

    /**
     * A copy of a tensor's elements.
     *
     * @param tensor of any type and layout
     * @return the data, of the same type and shape
     * @throws NullPointerException if the tensor is null
     */
    public static TensorData of(Tensor tensor) {
        Objects.requireNonNull(tensor, "the tensor is null");
        return new TensorData(values(tensor), tensor.dtype(), tensor.shape());
    }

    private static Object values(Tensor tensor) {
        return switch (tensor.dtype()) {
            case FLOAT32 -> tensor.toFloatArray();
            case FLOAT64 -> tensor.toDoubleArray();
            case INT64 -> tensor.toLongArray();
            case BOOL -> tensor.toBooleanArray();
            case INT32 -> NestedArrays.narrow(tensor.toLongArray(), int.class);
            case INT16 -> NestedArrays.narrow(tensor.toLongArray(), short.class);
            case INT8, UINT8 -> NestedArrays.narrow(tensor.toLongArray(), byte.class);
        };
    }

    private static DType dtype(Class<?> element) {
        return switch (element.getName()) {
            case "float" -> DType.FLOAT32;
            case "double" -> DType.FLOAT64;
            case "long" -> DType.INT64;
            case "int" -> DType.INT32;
            case "short" -> DType.INT16;
            case "byte" -> DType.INT8;
            case "boolean" -> DType.BOOL;
            default ->
                    throw new IllegalArgumentException(
                            "a tensor holds numbers or booleans, not " + element.getTypeName());
        };
    }

    /** The same type, other elements. */
    TensorData with(Object array, long... newShape) {
        return new TensorData(array, dtype, newShape);
    }

    /** Row {@code index} of the first dimension. */
    TensorData row(int index) {
        long[] rowShape = Arrays.copyOfRange(shape, 1, shape.length);
        int length = (int) NestedArrays.count(rowShape);
        return with(NestedArrays.slice(values, index * length, length), rowShape);
    }

    /** Rows of the first dimension, one after the other. */
    TensorData rows(int[] indices) {
        long[] rowsShape = shape.clone();
        rowsShape[0] = indices.length;
        int length = (int) NestedArrays.count(Arrays.copyOfRange(shape, 1, shape.length));
        Object rows =
                Array.newInstance(
                        values.getClass().getComponentType(),
                        Math.multiplyExact(indices.length, length));
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, indices[i] * length, rows, i * length, length);
        }
        return with(rows, rowsShape);
    }

    /**
     * The tensor, created in the caller's scope at the first call and after a release.
     *
     * @return a tensor of this type and shape
     */
    public Tensor tensor() {
        if (tensor == null || tensor.isReleased()) {
            tensor = create();
        }
        return tensor;
    }

    private Tensor create() {
        if (values instanceof float[] floats) {
            return Tensor.of(floats, shape);
        }
        if (values instanceof double[] doubles) {
            return Tensor.of(doubles, shape);
        }
        if (values instanceof long[] longs) {
            return Tensor.of(longs, shape);
        }
        if (values instanceof int[] ints) {
            return Tensor.of(ints, shape);
        }
        return Tensor.of(NestedArrays.bytes(values), dtype, shape);
    }

    /**
     * Type of the elements.
     *
     * @return the type
     */
    public DType dtype() {
        return dtype;
    }

    /**
     * The sizes.
     *
     * @return a new array
     */
    public long[] shape() {
        return shape.clone();
    }

    /**
     * The elements without a tensor.
     *
     * @return the row-major primitive array itself, not to be changed; bytes for uint8
     */
    public Object array() {
        return values;
    }

    /** Type and shape, for messages. */
    String describe() {
        return dtype.name().toLowerCase(Locale.ROOT) + " of shape " + Arrays.toString(shape);
    }

    @Override
    public String toString() {
        return "TensorData(" + describe() + ")";
    }
}
