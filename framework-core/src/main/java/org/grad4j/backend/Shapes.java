package org.grad4j.backend;

import java.util.Arrays;

/** Arithmetic on shapes: sizes, strides, broadcasting and dimension numbers. */
public final class Shapes {
    /** The shape of a tensor without dimensions. */
    public static final long[] SCALAR = {};

    private static final long[] ONE = {1};

    private Shapes() {}

    /**
     * The number of elements, the product of the sizes (1 without dimensions).
     *
     * @param shape sizes, none negative
     * @return the product
     * @throws IllegalArgumentException if a size is negative or the product overflows
     */
    public static long numel(long... shape) {
        if (shape == null) {
            throw new IllegalArgumentException("the shape is null");
        }
        long n = 1;
        boolean empty = false;
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException(
                        "a shape needs sizes of 0 or more, got " + Arrays.toString(shape));
            }
            empty |= size == 0;
        }
        if (empty) {
            return 0;
        }
        for (long size : shape) {
            try {
                n = Math.multiplyExact(n, size);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException(
                        "a tensor of shape " + Arrays.toString(shape) + " is too large", e);
            }
        }
        return n;
    }

    /** The number of elements in some neighbouring dimensions. */
    static long numel(long[] shape, int from, int to) {
        long n = 1;
        for (int d = from; d < to; d++) {
            n *= shape[d];
        }
        return n;
    }

    /**
     * The strides of a row-major layout without gaps.
     *
     * @param shape sizes
     * @return elements to step over for one step in each dimension; not to be changed
     */
    public static long[] rowMajor(long... shape) {
        if (shape.length <= 1) {
            return shape.length == 0 ? SCALAR : ONE;
        }
        long[] strides = new long[shape.length];
        long step = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            strides[d] = step;
            step *= Math.max(1, shape[d]);
        }
        return strides;
    }

    /**
     * The shape that both operands broadcast to: aligned at the last dimension, sizes equal or 1.
     *
     * @param op the operation, for the message
     * @param a one shape
     * @param b the other
     * @return the common shape (one of the arguments where it is the same)
     * @throws IllegalArgumentException if two sizes differ and neither is 1
     */
    public static long[] broadcast(String op, long[] a, long[] b) {
        if (Arrays.equals(a, b)) {
            return a;
        }
        long[] out = new long[Math.max(a.length, b.length)];
        for (int d = 1; d <= out.length; d++) {
            long x = d <= a.length ? a[a.length - d] : 1;
            long y = d <= b.length ? b[b.length - d] : 1;
            if (x != y && x != 1 && y != 1) {
                throw new IllegalArgumentException(
                        op
                                + ": shapes "
                                + Arrays.toString(a)
                                + " and "
                                + Arrays.toString(b)
                                + " do not broadcast: at dimension "
                                + (out.length - d)
                                + " the sizes are "
                                + x
                                + " and "
                                + y
                                + " and neither is 1");
            }
            out[out.length - d] = x == 1 ? y : x;
        }
        return out;
    }

    /**
     * Turns a dimension number that may count from the end into one that counts from the start.
     *
     * @param op the operation, for the message
     * @param dim the number, from {@code -rank} to {@code rank - 1}
     * @param shape the shape it refers to; without dimensions 0 and -1 are allowed, as in PyTorch
     * @return the number from 0
     * @throws IllegalArgumentException if it is out of range
     */
    public static int dim(String op, int dim, long[] shape) {
        return dim(op, dim, Math.max(1, shape.length), shape);
    }

    /**
     * As {@link #dim(String, int, long[])} for a place among another number of dimensions.
     *
     * @param op the operation, for the message
     * @param dim the number, from {@code -rank} to {@code rank - 1}
     * @param rank how many there are
     * @param shape the shape, for the message
     * @return the number from 0
     * @throws IllegalArgumentException if it is out of range
     */
    public static int dim(String op, int dim, int rank, long[] shape) {
        if (dim < -rank || dim >= rank) {
            throw new IllegalArgumentException(
                    op
                            + ": dimension out of range: expected "
                            + -rank
                            + " to "
                            + (rank - 1)
                            + " for shape "
                            + Arrays.toString(shape)
                            + ", got "
                            + dim);
        }
        return dim < 0 ? dim + rank : dim;
    }

    /**
     * Marks the given dimensions, all of them when none is given.
     *
     * @param op the operation, for the message
     * @param dims dimension numbers, negative ones counted from the end
     * @param shape the shape they refer to
     * @return for each dimension whether it is among them
     * @throws IllegalArgumentException if one is out of range or named twice
     */
    public static boolean[] mask(String op, int[] dims, long[] shape) {
        if (dims == null) {
            throw new IllegalArgumentException(op + ": the dimensions are null");
        }
        boolean[] mask = new boolean[Math.max(1, shape.length)];
        if (dims.length == 0) {
            Arrays.fill(mask, true);
        }
        for (int dim : dims) {
            int d = dim(op, dim, shape);
            if (mask[d]) {
                throw new IllegalArgumentException(
                        op + ": dimension " + d + " is named twice in " + Arrays.toString(dims));
            }
            mask[d] = true;
        }
        return shape.length == 0 ? new boolean[0] : mask;
    }

    /**
     * The shape after reducing some dimensions.
     *
     * @param shape the shape before
     * @param reduced which dimensions are reduced
     * @param keepDim whether they stay with size 1 or go
     * @return the shape after
     */
    public static long[] reduce(long[] shape, boolean[] reduced, boolean keepDim) {
        long[] out = new long[shape.length];
        int n = 0;
        for (int d = 0; d < shape.length; d++) {
            if (!reduced[d]) {
                out[n++] = shape[d];
            } else if (keepDim) {
                out[n++] = 1;
            }
        }
        return Arrays.copyOf(out, n);
    }
}
