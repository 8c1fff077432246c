package org.grad4j.backend;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.grad4j.memory.Storage;
import org.grad4j.memory.TensorMemory;
import org.grad4j.tensor.DType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies between native memory, Java arrays and ND4J arrays. */
public final class Transfer {
    private Transfer() {}

    /**
     * Fills an array.
     *
     * @param from as many values as the array has elements
     * @param to the array, of any type
     */
    public static void write(float[] from, Array to) {
        if (from.length > 0) {
            new Cursor(to).write(from, from.length);
        }
        Reference.reachabilityFence(to);
    }

    /**
     * Fills an array.
     *
     * @param from as many values as the array has elements
     * @param to the array, of any type
     */
    public static void write(double[] from, Array to) {
        if (from.length > 0) {
            new Cursor(to).write(from, from.length);
        }
        Reference.reachabilityFence(to);
    }

    /**
     * Fills an array.
     *
     * @param from as many values as the array has elements
     * @param to the array, of any type
     */
    public static void write(long[] from, Array to) {
        if (from.length > 0) {
            new Cursor(to).write(from, from.length);
        }
        Reference.reachabilityFence(to);
    }

    /**
     * Fills an array from bytes in the order of the buffer.
     *
     * @param from as many elements as the array has; its position stays
     * @param to a row-major array
     */
    public static void write(ByteBuffer from, Array to) {
        ByteBuffer bytes = from.duplicate().order(from.order());
        for (int i = 0; i < to.numel(); i++) {
            switch (to.dtype()) {
                case FLOAT32 -> to.block().putDouble(i, bytes.getFloat());
                case FLOAT64 -> to.block().putDouble(i, bytes.getDouble());
                case INT64 -> to.block().putLong(i, bytes.getLong());
                case INT32 -> to.block().putLong(i, bytes.getInt());
                case INT16 -> to.block().putLong(i, bytes.getShort());
                case FLOAT16, BFLOAT16 -> to.block().putBits(i, bytes.getShort());
                case INT8, UINT8, BOOL -> to.block().putLong(i, bytes.get());
            }
        }
        Reference.reachabilityFence(to);
    }

    /**
     * Fills an array with the bits of 16-bit elements.
     *
     * @param from as many elements as the array has
     * @param to a row-major array
     */
    public static void writeBits(short[] from, Array to) {
        for (int i = 0; i < from.length; i++) {
            to.block().putBits((int) to.offset() + i, from[i]);
        }
        Reference.reachabilityFence(to);
    }

    /**
     * The bits of 16-bit elements.
     *
     * @param from a row-major array
     * @return its elements
     */
    public static short[] bits(Array from) {
        short[] values = new short[(int) from.numel()];
        for (int i = 0; i < values.length; i++) {
            values[i] = from.block().getBits((int) from.offset() + i);
        }
        Reference.reachabilityFence(from);
        return values;
    }

    /**
     * An array on the memory of an ND4J array, of any order and strides.
     *
     * @param source the array; must not be closed while the result is used
     * @param type its type
     * @return a view of the same memory
     */
    public static Array share(INDArray source, DType type) {
        if (source.isEmpty()) {
            return copyOf(source, type);
        }
        Storage storage = TensorMemory.adopt(new Slab(type, source.data()));
        long offset = source.offset();
        return new Array(storage, type, source.shape().clone(), source.stride().clone(), offset);
    }

    /**
     * Reads an array.
     *
     * @param from the array
     * @return its elements in row-major order
     */
    public static float[] floats(Array from) {
        float[] values = new float[(int) from.numel()];
        Cursor cursor = new Cursor(from);
        if (values.length > 0) {
            cursor.read(values, values.length);
        }
        Reference.reachabilityFence(from);
        return values;
    }

    /**
     * Reads an array.
     *
     * @param from the array
     * @return its elements in row-major order
     */
    public static double[] doubles(Array from) {
        double[] values = new double[(int) from.numel()];
        Cursor cursor = new Cursor(from);
        if (values.length > 0) {
            cursor.read(values, values.length);
        }
        Reference.reachabilityFence(from);
        return values;
    }

    /**
     * Reads an array.
     *
     * @param from the array
     * @return its elements in row-major order
     */
    public static long[] longs(Array from) {
        long[] values = new long[(int) from.numel()];
        Cursor cursor = new Cursor(from);
        if (values.length > 0) {
            cursor.read(values, values.length);
        }
        Reference.reachabilityFence(from);
        return values;
    }

    /**
     * Copies an ND4J array of any order and strides.
     *
     * @param source the array
     * @param type its type
     * @return a row-major copy
     */
    public static Array copyOf(INDArray source, DType type) {
        // ND4J's empty scalar has no dimensions, and so would hold one element here.
        boolean emptyScalar = source.isEmpty() && source.rank() == 0;
        Array out = Array.empty(type, emptyScalar ? new long[] {0} : source.shape().clone());
        if (out.numel() > 0) {
            out.header().assign(source.dup('c'));
        }
        Reference.reachabilityFence(out);
        return out;
    }
}
