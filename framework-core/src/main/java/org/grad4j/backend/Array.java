package org.grad4j.backend;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.grad4j.memory.Storage;
import org.grad4j.memory.TensorMemory;
import org.grad4j.tensor.DType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A strided view of a storage: the numbers of a tensor without its place in a graph. Internal; the
 * kernels of this package read and write it.
 *
 * <p>Code that takes a buffer or header out of an array must keep the array reachable until it is
 * done ({@link Reference#reachabilityFence}), or the memory could be recycled under it.
 */
public final class Array {
    private final Storage storage;
    private final DType dtype;
    private final long[] shape;
    private final long[] strides;
    private final long offset;
    private final long numel;

    /**
     * A view.
     *
     * @param storage the memory
     * @param dtype element type
     * @param shape sizes; not copied, never changed
     * @param strides steps in elements; not copied, never changed
     * @param offset the first element
     */
    public Array(Storage storage, DType dtype, long[] shape, long[] strides, long offset) {
        this.storage = storage;
        this.dtype = dtype;
        this.shape = shape;
        this.strides = strides;
        this.offset = offset;
        this.numel = Shapes.numel(shape);
    }

    /**
     * A fresh row-major array with undefined contents.
     *
     * @param dtype element type
     * @param shape sizes; not copied
     * @return the array
     */
    public static Array empty(DType dtype, long... shape) {
        Storage storage = TensorMemory.acquire(dtype, Shapes.numel(shape));
        return new Array(storage, dtype, shape, Shapes.rowMajor(shape), 0);
    }

    /**
     * A fresh row-major array filled with one number.
     *
     * @param value the number
     * @param dtype element type
     * @param shape sizes; not copied
     * @return the array
     */
    public static Array full(Number value, DType dtype, long... shape) {
        Array out = empty(dtype, shape);
        out.fill(value);
        return out;
    }

    /**
     * The memory.
     *
     * @return the storage, shared with all views
     */
    public Storage storage() {
        return storage;
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
     * The sizes; not to be changed.
     *
     * @return the array's own shape
     */
    public long[] shape() {
        return shape;
    }

    /**
     * The steps in elements; not to be changed.
     *
     * @return the array's own strides
     */
    public long[] strides() {
        return strides;
    }

    /**
     * The first element's place in the storage.
     *
     * @return the offset in elements
     */
    public long offset() {
        return offset;
    }

    /**
     * The number of elements.
     *
     * @return the product of the sizes
     */
    public long numel() {
        return numel;
    }

    /**
     * The number of dimensions.
     *
     * @return the rank
     */
    public int rank() {
        return shape.length;
    }

    /**
     * Whether the elements lie in row-major order without gaps.
     *
     * @return true when a copy of the memory is a copy of the array
     */
    public boolean isContiguous() {
        long step = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            if (shape[d] != 1 && strides[d] != step && numel != 0) {
                return false;
            }
            step *= shape[d];
        }
        return true;
    }

    /**
     * Whether several elements share one place, as those of an expanded array do.
     *
     * @return true when the array must not be written to
     */
    public boolean repeats() {
        for (int d = 0; d < shape.length; d++) {
            if (strides[d] == 0 && shape[d] > 1) {
                return true;
            }
        }
        return false;
    }

    /** Where the first element lies in native memory; the array must stay reachable. */
    long address() {
        Block block = block();
        return block.slab.address + (block.base + offset) * dtype.bytes();
    }

    /** Where the first element lies in its slab, in elements. */
    int first() {
        return block().base + (int) offset;
    }

    /**
     * Another view of the same memory.
     *
     * @param newShape sizes
     * @param newStrides steps
     * @param newOffset first element
     * @return the view
     */
    public Array view(long[] newShape, long[] newStrides, long newOffset) {
        return new Array(storage, dtype, newShape, newStrides, newOffset);
    }

    /**
     * Another view of the same memory.
     *
     * @param geometry where its elements lie
     * @return the view
     */
    public Array view(Geometry geometry) {
        return view(geometry.shape(), geometry.strides(), geometry.offset());
    }

    /** A view with a dimension moved to the end, so that walking it walks along that dimension. */
    Array dimensionLast(int dim) {
        int last = rank() - 1;
        return last < 0 || dim == last
                ? this
                : view(geometry().select(dim, 0).insert(last, shape[dim], strides[dim]));
    }

    /** Some elements of an array without gaps, as one row. */
    Array stretch(long from, long size) {
        return view(new long[] {size}, new long[] {1}, offset + from);
    }

    /** The elements of an array without gaps from one on, as one row. */
    Array from(long element) {
        return stretch(element, numel - element);
    }

    /**
     * Where the elements lie in the storage.
     *
     * @return shape, strides and offset
     */
    public Geometry geometry() {
        return new Geometry(shape, strides, offset);
    }

    /**
     * The same elements in another shape, sharing memory, or null where the strides do not allow
     * it.
     *
     * @param newShape sizes with the same product
     * @return the view or null
     */
    public Array reshapeView(long... newShape) {
        if (isContiguous()) {
            return view(newShape, Shapes.rowMajor(newShape), offset);
        }
        long[] newStrides = new long[newShape.length];
        int e = newShape.length - 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            long step = strides[d];
            long run = shape[d];
            while (d > 0 && (shape[d - 1] == 1 || strides[d - 1] == run * step)) {
                run *= shape[--d];
            }
            long filled = 1;
            while (e >= 0 && (filled < run || newShape[e] == 1)) {
                newStrides[e] = filled * step;
                filled *= newShape[e--];
            }
            if (filled != run) {
                return null;
            }
        }
        return view(newShape, newStrides, offset);
    }

    /**
     * This array broadcast to a shape, as a view with stride 0 along the new or widened dimensions.
     *
     * @param newShape a shape that this one broadcasts to
     * @return the view
     */
    public Array broadcastTo(long... newShape) {
        if (Arrays.equals(newShape, shape)) {
            return this;
        }
        return view(geometry().broadcastTo(newShape));
    }

    /**
     * This array, or a row-major copy of it where it is not row-major already.
     *
     * @return a contiguous array
     */
    public Array contiguous() {
        return isContiguous() ? this : copy();
    }

    /**
     * A row-major copy in memory of its own.
     *
     * @return the copy
     */
    public Array copy() {
        return to(dtype);
    }

    /**
     * A row-major copy with another element type; numbers are converted as Java casts do, and to
     * BOOL by comparison with 0.
     *
     * @param type the type to convert to
     * @return the copy
     */
    public Array to(DType type) {
        Array out = empty(type, shape);
        Elementwise.copy(this, out);
        return out;
    }

    /**
     * This array, or a row-major copy of another element type where it has not that type already.
     *
     * @param type the type
     * @return an array of that type
     */
    public Array as(DType type) {
        return dtype == type ? this : to(type);
    }

    /**
     * Sets every element.
     *
     * @param value the number
     * @throws IllegalArgumentException as {@link Halves#requireHolds}
     */
    public void fill(Number value) {
        Halves.requireHolds(value, dtype);
        Elementwise.fill(this, value);
    }

    /**
     * One element.
     *
     * @param index row-major place
     * @return its value, widened
     */
    public double getDouble(long index) {
        try {
            return block().getDouble((int) position(index));
        } finally {
            Reference.reachabilityFence(storage);
        }
    }

    /**
     * One element.
     *
     * @param index row-major place
     * @return its value as a whole number
     */
    public long getLong(long index) {
        try {
            return block().getLong((int) position(index));
        } finally {
            Reference.reachabilityFence(storage);
        }
    }

    private long position(long index) {
        long place = offset;
        for (int d = shape.length - 1; d >= 0; d--) {
            place += index % shape[d] * strides[d];
            index /= shape[d];
        }
        return place;
    }

    /**
     * The leased memory.
     *
     * @return the block
     * @throws IllegalStateException if the tensor was released
     */
    Block block() {
        if (storage.isReleased()) {
            throw released();
        }
        return storage.block();
    }

    private IllegalStateException released() {
        try {
            storage.block();
        } catch (IllegalStateException e) {
            return new IllegalStateException(
                    "tensor of shape "
                            + Arrays.toString(shape)
                            + " ("
                            + dtype.torchName()
                            + "): "
                            + e.getMessage(),
                    e);
        }
        throw new AssertionError("only asked for released storage");
    }

    /**
     * The ND4J array for native kernels, made once per geometry and kept with the block.
     *
     * @return an ND4J array on the same memory
     */
    INDArray header() {
        return block().header(shape, strides, offset);
    }

    /**
     * An ND4J array that shares this memory for good: the memory is never recycled while it is
     * held.
     *
     * @return an ND4J array on the same memory
     */
    public INDArray escape() {
        if (numel == 0) {
            Backend.start();
            return Nd4j.create(dtype.nd4j(), shape);
        }
        INDArray header = header();
        storage.escape();
        return header;
    }
}
