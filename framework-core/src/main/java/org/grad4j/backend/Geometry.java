package org.grad4j.backend;

import java.util.Arrays;

/**
 * Where the elements of an array lie, without the memory: what views are made of. Dimension numbers
 * and bounds have been checked by the caller.
 *
 * @param shape sizes; not copied, never changed
 * @param strides steps in elements; not copied, never changed
 * @param offset the first element
 */
public record Geometry(long[] shape, long[] strides, long offset) {

    /**
     * Row-major from the start of the memory.
     *
     * @param shape sizes
     * @return the geometry
     */
    public static Geometry rowMajor(long... shape) {
        return new Geometry(shape, Shapes.rowMajor(shape), 0);
    }

    /**
     * One place of one dimension, which goes.
     *
     * @param dim the dimension
     * @param index the place
     * @return one dimension fewer
     */
    public Geometry select(int dim, long index) {
        long[] sizes = new long[shape.length - 1];
        long[] steps = new long[sizes.length];
        for (int d = 0; d < sizes.length; d++) {
            int from = d < dim ? d : d + 1;
            sizes[d] = shape[from];
            steps[d] = strides[from];
        }
        return new Geometry(sizes, steps, offset + index * strides[dim]);
    }

    /**
     * Evenly spaced places of one dimension.
     *
     * @param dim the dimension
     * @param start the first
     * @param length how many
     * @param step from one to the next, at least 1
     * @return the dimension with this length
     */
    public Geometry slice(int dim, long start, long length, long step) {
        long[] sizes = shape.clone();
        long[] steps = strides.clone();
        sizes[dim] = length;
        steps[dim] *= step;
        return new Geometry(sizes, steps, length == 0 ? offset : offset + start * strides[dim]);
    }

    /**
     * One more dimension of size 1.
     *
     * @param dim its place in the result
     * @return one dimension more
     */
    public Geometry unsqueeze(int dim) {
        return insert(dim, 1, 1);
    }

    /**
     * One more dimension, whatever its stride means.
     *
     * @param dim its place in the result
     * @param size its size
     * @param stride its step
     * @return one dimension more
     */
    public Geometry insert(int dim, long size, long stride) {
        long[] sizes = new long[shape.length + 1];
        long[] steps = new long[sizes.length];
        for (int d = 0; d < sizes.length; d++) {
            int from = d < dim ? d : d - 1;
            sizes[d] = d == dim ? size : shape[from];
            steps[d] = d == dim ? stride : strides[from];
        }
        return new Geometry(sizes, steps, offset);
    }

    /**
     * The elements whose indices in two dimensions differ by an offset, as a new last dimension.
     *
     * @param shift index in the second dimension minus that in the first
     * @param first a dimension
     * @param second another
     * @return one dimension fewer
     */
    public Geometry diagonal(long shift, int first, int second) {
        long down = Math.max(0, -shift);
        long right = Math.max(0, shift);
        long length = Math.max(0, Math.min(shape[first] - down, shape[second] - right));
        long start = length == 0 ? 0 : down * strides[first] + right * strides[second];
        Geometry rest = select(Math.max(first, second), 0).select(Math.min(first, second), 0);
        Geometry line = rest.insert(rest.shape.length, length, strides[first] + strides[second]);
        return new Geometry(line.shape, line.strides, offset + start);
    }

    /**
     * Sliding windows along one dimension, their elements in a new last dimension.
     *
     * @param dim the dimension
     * @param size elements of a window
     * @param step from one window to the next
     * @return the dimension with as many places as there are windows, and one dimension more
     */
    public Geometry unfold(int dim, long size, long step) {
        long windows = (shape[dim] - size) / step + 1;
        return slice(dim, 0, windows, step).insert(shape.length, size, strides[dim]);
    }

    /**
     * Repeated along new or widened dimensions.
     *
     * @param newShape a shape that this one broadcasts to
     * @return that shape, with stride 0 where elements repeat
     */
    public Geometry broadcastTo(long... newShape) {
        long[] steps = new long[newShape.length];
        int lead = newShape.length - shape.length;
        for (int d = 0; d < shape.length; d++) {
            steps[lead + d] = shape[d] == 1 ? 0 : strides[d];
        }
        return new Geometry(newShape, steps, offset);
    }

    /**
     * Some dimensions running backwards.
     *
     * @param reversed for each dimension whether it is reversed
     * @return the same shape
     */
    public Geometry flip(boolean[] reversed) {
        long[] steps = strides.clone();
        long start = offset;
        for (int d = 0; d < steps.length; d++) {
            if (reversed[d]) {
                steps[d] = -steps[d];
                start += strides[d] * Math.max(0, shape[d] - 1);
            }
        }
        return new Geometry(shape, steps, start);
    }

    @Override
    public String toString() {
        return Arrays.toString(shape) + " by " + Arrays.toString(strides) + " from " + offset;
    }
}
