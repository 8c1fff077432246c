package org.grad4j.backend;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import org.grad4j.tensor.DType;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A piece of native memory for elements of one type, seen both as an ND4J buffer and as a Java one.
 *
 * <p>Blocks are made once and recycled by the pool. The ND4J headers that kernels ask for (about 5
 * µs each to make) stay with the block, so that a training step that repeats makes none.
 */
public final class Block {
    /** Elements that one block can hold at most: Java sees native memory through 2 GiB windows. */
    public static final long MAX_BYTES = Integer.MAX_VALUE - 64;

    /** Headers kept per block; the oldest goes first. Models use one to four. */
    private static final int MAX_HEADERS = 8;

    final DType dtype;
    final int capacity;
    final FloatBuffer floats;
    final DoubleBuffer doubles;
    final LongBuffer longs;
    final IntBuffer ints;
    final ShortBuffer shorts;
    final ByteBuffer bytes;

    private final DataBuffer buffer;
    private final INDArray[] headers = new INDArray[MAX_HEADERS];
    private final long[][] geometries = new long[MAX_HEADERS][];
    private int nextHeader;

    /** When the pool last took it back, in {@link System#nanoTime()}. */
    private long idleSince;

    private Block(DType dtype, int capacity) {
        Backend.start();
        this.dtype = dtype;
        this.capacity = capacity;
        buffer = Nd4j.createBuffer(dtype.nd4j(), capacity, false);
        ByteBuffer raw = buffer.pointer().asByteBuffer().order(ByteOrder.nativeOrder());
        floats = dtype == DType.FLOAT32 ? raw.asFloatBuffer() : null;
        doubles = dtype == DType.FLOAT64 ? raw.asDoubleBuffer() : null;
        longs = dtype == DType.INT64 ? raw.asLongBuffer() : null;
        ints = dtype == DType.INT32 ? raw.asIntBuffer() : null;
        shorts = dtype == DType.INT16 ? raw.asShortBuffer() : null;
        bytes = dtype.bytes() == 1 ? raw : null;
    }

    /**
     * Takes fresh native memory.
     *
     * @param dtype element type
     * @param capacity elements, at least 1
     * @return a block with undefined contents
     */
    public static Block allocate(DType dtype, int capacity) {
        return new Block(dtype, capacity);
    }

    /**
     * The element type.
     *
     * @return the type
     */
    public DType dtype() {
        return dtype;
    }

    /**
     * How many elements fit.
     *
     * @return elements
     */
    public int capacity() {
        return capacity;
    }

    /**
     * The size of the native memory.
     *
     * @return bytes
     */
    public long byteSize() {
        return (long) capacity * dtype.bytes();
    }

    /**
     * When the block last became idle.
     *
     * @return a {@link System#nanoTime()} value
     */
    public long idleSince() {
        return idleSince;
    }

    /**
     * Notes when the block became idle.
     *
     * @param nanoTime a {@link System#nanoTime()} value
     */
    public void idleSince(long nanoTime) {
        idleSince = nanoTime;
    }

    /** Gives the native memory back to the system; the block must not be used again. */
    public void free() {
        Arrays.fill(headers, null);
        buffer.close();
    }

    /**
     * An ND4J header on this memory, cached by geometry.
     *
     * @param shape sizes
     * @param strides steps in elements
     * @param offset first element
     * @return an array that shares this block's memory and never closes it
     */
    synchronized INDArray header(long[] shape, long[] strides, long offset) {
        for (int i = 0; i < MAX_HEADERS; i++) {
            if (headers[i] != null && isGeometry(geometries[i], shape, strides, offset)) {
                return headers[i];
            }
        }
        INDArray header =
                Nd4j.create(buffer, shape.clone(), strides.clone(), offset, 'c', dtype.nd4j());
        NativeCounters.headerMade();
        headers[nextHeader] = header;
        geometries[nextHeader] = geometry(shape, strides, offset);
        nextHeader = (nextHeader + 1) % MAX_HEADERS;
        return header;
    }

    private static long[] geometry(long[] shape, long[] strides, long offset) {
        long[] key = Arrays.copyOf(shape, shape.length + strides.length + 1);
        System.arraycopy(strides, 0, key, shape.length, strides.length);
        key[key.length - 1] = offset;
        return key;
    }

    private static boolean isGeometry(long[] key, long[] shape, long[] strides, long offset) {
        int rank = shape.length;
        return key.length == 2 * rank + 1
                && key[2 * rank] == offset
                && Arrays.equals(key, 0, rank, shape, 0, rank)
                && Arrays.equals(key, rank, 2 * rank, strides, 0, rank);
    }

    double getDouble(int i) {
        return switch (dtype) {
            case FLOAT32 -> floats.get(i);
            case FLOAT64 -> doubles.get(i);
            default -> getLong(i);
        };
    }

    long getLong(int i) {
        return switch (dtype) {
            case FLOAT32 -> (long) floats.get(i);
            case FLOAT64 -> (long) doubles.get(i);
            case INT64 -> longs.get(i);
            case INT32 -> ints.get(i);
            case INT16 -> shorts.get(i);
            case INT8, BOOL -> bytes.get(i);
            case UINT8 -> bytes.get(i) & 0xff;
        };
    }

    void putDouble(int i, double value) {
        switch (dtype) {
            case FLOAT32 -> floats.put(i, (float) value);
            case FLOAT64 -> doubles.put(i, value);
            case BOOL -> bytes.put(i, (byte) (value != 0 ? 1 : 0));
            default -> putLong(i, (long) value);
        }
    }

    void putLong(int i, long value) {
        switch (dtype) {
            case FLOAT32 -> floats.put(i, value);
            case FLOAT64 -> doubles.put(i, value);
            case INT64 -> longs.put(i, value);
            case INT32 -> ints.put(i, (int) value);
            case INT16 -> shorts.put(i, (short) value);
            case INT8, UINT8 -> bytes.put(i, (byte) value);
            case BOOL -> bytes.put(i, (byte) (value != 0 ? 1 : 0));
        }
    }
}
