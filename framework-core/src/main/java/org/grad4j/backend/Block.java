package org.grad4j.backend;

import java.util.Arrays;
import org.grad4j.tensor.DType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A piece of native memory for elements of one type: a whole {@link Slab}, or for small arrays a
 * part of one.
 *
 * <p>Blocks are made once and recycled by the pool. The ND4J headers that kernels ask for (about 5
 * µs each to make) stay with the block, so that a training step that repeats makes none.
 */
public final class Block {
    /** Headers kept per block; the oldest goes first. Models use one to four. */
    private static final int MAX_HEADERS = 8;

    final Slab slab;
    final int base;

    private final int capacity;
    private INDArray[] headers;
    private long[][] geometries;
    private int nextHeader;

    /** When the pool last took it back, in {@link System#nanoTime()}. */
    private long idleSince;

    Block(Slab slab, int base, int capacity) {
        this.slab = slab;
        this.base = base;
        this.capacity = capacity;
    }

    /**
     * The native memory that this block is part of.
     *
     * @return the slab
     */
    public Slab slab() {
        return slab;
    }

    /**
     * The element type.
     *
     * @return the type
     */
    public DType dtype() {
        return slab.dtype;
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
        return (long) capacity * slab.dtype.bytes();
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

    /**
     * An ND4J header on this memory, cached by geometry.
     *
     * @param shape sizes
     * @param strides steps in elements
     * @param offset first element
     * @return an array that shares this block's memory and never closes it
     */
    synchronized INDArray header(long[] shape, long[] strides, long offset) {
        if (headers == null) {
            headers = new INDArray[MAX_HEADERS];
            geometries = new long[MAX_HEADERS][];
        }
        for (int i = 0; i < MAX_HEADERS; i++) {
            if (headers[i] != null && isGeometry(geometries[i], shape, strides, offset)) {
                return headers[i];
            }
        }
        INDArray header = slab.header(shape, strides, base + offset);
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
        return slab.getDouble(base + i);
    }

    long getLong(int i) {
        return slab.getLong(base + i);
    }

    void putDouble(int i, double value) {
        slab.putDouble(base + i, value);
    }

    void putLong(int i, long value) {
        slab.putLong(base + i, value);
    }

    short getBits(int i) {
        return slab.shorts.get(base + i);
    }

    void putBits(int i, short bits) {
        slab.shorts.put(base + i, bits);
    }
}
