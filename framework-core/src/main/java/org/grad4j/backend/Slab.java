package org.grad4j.backend;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.grad4j.tensor.DType;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One allocation of native memory, seen as Java buffers and, when asked for, as an ND4J one. */
public final class Slab {
    /** The size of the largest slab: Java sees native memory through 2 GiB windows. */
    public static final long MAX_BYTES = Integer.MAX_VALUE - 64;

    final DType dtype;
    final FloatBuffer floats;
    final DoubleBuffer doubles;
    final LongBuffer longs;
    final IntBuffer ints;

    /** The bits of floats. */
    final IntBuffer bits;

    /** The bits of two floats each. */
    final LongBuffer pairs;

    final ShortBuffer shorts;
    final ByteBuffer bytes;

    /** Where the memory begins. */
    final long address;

    private final int capacity;
    private final Nd4jMemory memory;
    private int carved;
    private int idle;

    /**
     * Takes fresh native memory.
     *
     * @param dtype element type
     * @param capacity elements, at least 1
     * @throws OutOfMemoryError if the system refuses
     */
    public Slab(DType dtype, int capacity) {
        this(dtype, Nd4jMemory.allocate(dtype, capacity));
    }

    /**
     * Looks at memory that belongs to ND4J; it must not be {@linkplain #free freed} here.
     *
     * @param dtype its element type
     * @param buffer the memory
     */
    Slab(DType dtype, DataBuffer buffer) {
        this(dtype, Nd4jMemory.of(dtype, buffer));
    }

    private Slab(DType dtype, Nd4jMemory memory) {
        this.dtype = dtype;
        this.memory = memory;
        capacity = memory.capacity();
        address = memory.address();
        ByteBuffer raw = memory.bytes();
        floats = dtype == DType.FLOAT32 ? raw.asFloatBuffer() : null;
        doubles = dtype == DType.FLOAT64 ? raw.asDoubleBuffer() : null;
        longs = dtype == DType.INT64 ? raw.asLongBuffer() : null;
        ints = dtype == DType.INT32 ? raw.asIntBuffer() : null;
        bits = dtype == DType.FLOAT32 ? raw.asIntBuffer() : null;
        pairs = dtype == DType.FLOAT32 ? raw.asLongBuffer() : null;
        shorts = dtype == DType.INT16 || dtype.isHalf() ? raw.asShortBuffer() : null;
        bytes = dtype.bytes() == 1 ? raw : null;
    }

    /**
     * Cuts the next block off.
     *
     * @param elements its size
     * @return the block, or null when too little is left
     */
    public Block carve(int elements) {
        if (carved + elements > capacity) {
            return null;
        }
        Block block = new Block(this, carved, elements);
        carved += elements;
        return block;
    }

    /**
     * All of it as one block.
     *
     * @return the block
     */
    public Block whole() {
        return carve(capacity);
    }

    /**
     * Notes that elements became idle, or (negative) that they are used again.
     *
     * @param elements how many
     */
    public void idle(int elements) {
        idle += elements;
    }

    /**
     * Whether no block of this slab is in use.
     *
     * @return true when it may be freed
     */
    public boolean isIdle() {
        return idle == carved;
    }

    /** Gives the native memory back to the system; no block of it may be used again. */
    public void free() {
        memory.free();
    }

    INDArray header(long[] shape, long[] strides, long offset) {
        NativeCounters.headerMade();
        return Nd4j.create(
                memory.buffer(), shape.clone(), strides.clone(), offset, 'c', dtype.nd4j());
    }

    double getDouble(int i) {
        return switch (dtype) {
            case FLOAT32 -> floats.get(i);
            case FLOAT64 -> doubles.get(i);
            case FLOAT16 -> Halves.float16(shorts.get(i));
            case BFLOAT16 -> Halves.bfloat16(shorts.get(i));
            default -> getLong(i);
        };
    }

    long getLong(int i) {
        return switch (dtype) {
            case FLOAT32 -> (long) floats.get(i);
            case FLOAT64 -> (long) doubles.get(i);
            case FLOAT16 -> (long) Halves.float16(shorts.get(i));
            case BFLOAT16 -> (long) Halves.bfloat16(shorts.get(i));
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
            case FLOAT16 -> shorts.put(i, Halves.toFloat16((float) value));
            case BFLOAT16 -> shorts.put(i, Halves.toBfloat16((float) value));
            case BOOL -> bytes.put(i, (byte) (value != 0 ? 1 : 0));
            default -> putLong(i, (long) value);
        }
    }

    void putLong(int i, long value) {
        switch (dtype) {
            case FLOAT32 -> floats.put(i, value);
            case FLOAT64 -> doubles.put(i, value);
            case FLOAT16 -> shorts.put(i, Halves.toFloat16(value));
            case BFLOAT16 -> shorts.put(i, Halves.toBfloat16(value));
            case INT64 -> longs.put(i, value);
            case INT32 -> ints.put(i, (int) value);
            case INT16 -> shorts.put(i, (short) value);
            case INT8, UINT8 -> bytes.put(i, (byte) value);
            case BOOL -> bytes.put(i, (byte) (value != 0 ? 1 : 0));
        }
    }
}
