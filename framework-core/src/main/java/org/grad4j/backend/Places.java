package org.grad4j.backend;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.grad4j.tensor.DType;

/**
 * Places of a row-major array, each the first of a run of neighbours: what every way of indexing
 * comes down to. {@link #pick} reads them in order; {@link #add} and {@link #set} write them in
 * order, so that a place named twice gets the same sum, or the last value, every time.
 *
 * @param at the first element of each run; not copied, never changed
 * @param run how many neighbours each run has
 */
public record Places(int[] at, int run) {
    /** Below this many elements a run is moved one by one. */
    private static final int BULK = 8;

    /**
     * Room for one place each.
     *
     * @param size how many
     * @return zeros
     * @throws IllegalArgumentException if they are more than an array can have
     */
    public static int[] table(long size) {
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("an index of " + size + " places is too large");
        }
        return new int[(int) size];
    }

    /**
     * Every sum of an outer and an inner step, the inner ones running faster.
     *
     * @param outer steps
     * @param inner steps
     * @return {@code outer[i] + inner[j]} at {@code i · inner.length + j}
     */
    public static int[] cross(int[] outer, int[] inner) {
        if (outer.length == 1 && outer[0] == 0) {
            return inner;
        }
        int[] out = table((long) outer.length * inner.length);
        int n = 0;
        for (int o : outer) {
            for (int i : inner) {
                out[n++] = o + i;
            }
        }
        return out;
    }

    /**
     * The steps to all places of a dimension.
     *
     * @param size its size
     * @param stride its stride
     * @return {@code 0, stride, 2 · stride, …}
     */
    public static int[] steps(long size, long stride) {
        int[] out = table(size);
        for (int i = 0; i < out.length; i++) {
            out[i] = (int) (i * stride);
        }
        return out;
    }

    /**
     * The elements at some places of one dimension.
     *
     * @param shape the array's shape
     * @param dim the dimension
     * @param index places in it
     * @return what an array with {@code index.length} places in that dimension is made of
     */
    public static Places along(long[] shape, int dim, long[] index) {
        int inner = (int) Shapes.numel(Arrays.copyOfRange(shape, dim + 1, shape.length));
        long outer = Shapes.numel(Arrays.copyOf(shape, dim));
        int[] at = new int[index.length];
        for (int i = 0; i < at.length; i++) {
            at[i] = (int) (index[i] * inner);
        }
        return new Places(cross(steps(outer, shape[dim] * inner), at), inner);
    }

    /**
     * For each place of an index the element whose place differs in one dimension only.
     *
     * @param shape the array's shape
     * @param dim the dimension
     * @param index places in it, row-major
     * @param indexShape of as many dimensions, in the others not larger than the array
     * @return as many places as the index has elements
     */
    public static Places across(long[] shape, int dim, long[] index, long[] indexShape) {
        long[] strides = Shapes.rowMajor(shape).clone();
        long step = strides[dim];
        strides[dim] = 0;
        int[] at = {0};
        for (int d = 0; d < shape.length; d++) {
            at = cross(at, steps(indexShape[d], strides[d]));
        }
        at = at.clone();
        for (int i = 0; i < at.length; i++) {
            at[i] += (int) (index[i] * step);
        }
        return new Places(at, 1);
    }

    /**
     * The elements where a mask is true.
     *
     * @param mask a BOOL array of the array's shape
     * @return their places, ascending
     */
    public static Places where(Array mask) {
        Array all = mask.contiguous();
        int[] at = new int[(int) all.numel()];
        int n = 0;
        if (at.length > 0) {
            Slab slab = all.block().slab;
            int base = all.first();
            for (int i = 0; i < at.length; i++) {
                if (slab.bytes.get(base + i) != 0) {
                    at[n++] = i;
                }
            }
        }
        Reference.reachabilityFence(all);
        return new Places(Arrays.copyOf(at, n), 1);
    }

    /**
     * How many elements there are.
     *
     * @return the runs times their length
     */
    public long numel() {
        return (long) at.length * run;
    }

    /**
     * {@code z[i] = x[place i]}.
     *
     * @param x an array of any layout
     * @param shape the result's shape, of {@link #numel()} elements
     * @return a fresh array
     */
    public Array pick(Array x, long... shape) {
        Array in = x.contiguous();
        Array out = Array.empty(x.dtype(), shape);
        if (out.numel() > 0) {
            move(in, out, true);
        }
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(out);
        return out;
    }

    /**
     * {@code z[place i] = v[i]}, in order.
     *
     * @param z a row-major array
     * @param v as many elements as there are, of z's type
     */
    public void set(Array z, Array v) {
        Array in = v.contiguous();
        if (in.numel() > 0) {
            move(in, z, false);
        }
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(z);
    }

    private void move(Array from, Array to, boolean picks) {
        Slab source = from.block().slab;
        Slab target = to.block().slab;
        int read = from.first();
        int write = to.first();
        if (source.dtype == DType.FLOAT32 && run < BULK) {
            moveFloats(source.floats, read, target.floats, write, picks);
            return;
        }
        for (int i = 0; i < at.length; i++) {
            int r = read + (picks ? at[i] : i * run);
            int w = write + (picks ? i * run : at[i]);
            if (run >= BULK) {
                moveRun(source, r, target, w);
                continue;
            }
            for (int k = 0; k < run; k++) {
                switch (source.dtype) {
                    case FLOAT32 -> target.floats.put(w + k, source.floats.get(r + k));
                    case FLOAT64 -> target.doubles.put(w + k, source.doubles.get(r + k));
                    case INT64 -> target.longs.put(w + k, source.longs.get(r + k));
                    case INT32 -> target.ints.put(w + k, source.ints.get(r + k));
                    case INT16, FLOAT16, BFLOAT16 ->
                            target.shorts.put(w + k, source.shorts.get(r + k));
                    case INT8, UINT8, BOOL -> target.bytes.put(w + k, source.bytes.get(r + k));
                }
            }
        }
    }

    /** The common case on its own: choosing by type for each element costs three times as much. */
    private void moveFloats(
            FloatBuffer source, int read, FloatBuffer target, int write, boolean picks) {
        if (run == 1 && picks) {
            for (int i = 0; i < at.length; i++) {
                target.put(write + i, source.get(read + at[i]));
            }
            return;
        }
        for (int i = 0; i < at.length; i++) {
            int r = read + (picks ? at[i] : i * run);
            int w = write + (picks ? i * run : at[i]);
            for (int k = 0; k < run; k++) {
                target.put(w + k, source.get(r + k));
            }
        }
    }

    private void moveRun(Slab source, int r, Slab target, int w) {
        switch (source.dtype) {
            case FLOAT32 -> target.floats.put(w, source.floats, r, run);
            case FLOAT64 -> target.doubles.put(w, source.doubles, r, run);
            case INT64 -> target.longs.put(w, source.longs, r, run);
            case INT32 -> target.ints.put(w, source.ints, r, run);
            case INT16, FLOAT16, BFLOAT16 -> target.shorts.put(w, source.shorts, r, run);
            case INT8, UINT8, BOOL -> target.bytes.put(w, source.bytes, r, run);
        }
    }

    /**
     * {@code z[place i] += v[i]}, in order; for BOOL, or.
     *
     * @param z a row-major array
     * @param v as many elements as there are, of z's type
     */
    public void add(Array z, Array v) {
        Array in = v.contiguous();
        if (in.numel() > 0) {
            Slab source = in.block().slab;
            Slab target = z.block().slab;
            int read = in.first();
            int write = z.first();
            if (source.dtype == DType.FLOAT32 && run == 1) {
                FloatBuffer a = source.floats;
                FloatBuffer b = target.floats;
                for (int i = 0; i < at.length; i++) {
                    int w = write + at[i];
                    b.put(w, b.get(w) + a.get(read + i));
                }
            } else {
                for (int i = 0; i < at.length; i++) {
                    add(source, read + i * run, target, write + at[i]);
                }
            }
        }
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(z);
    }

    private void add(Slab source, int r, Slab target, int w) {
        if (source.dtype == DType.FLOAT32) {
            for (int k = 0; k < run; k++) {
                target.floats.put(w + k, target.floats.get(w + k) + source.floats.get(r + k));
            }
        } else if (source.dtype == DType.FLOAT64) {
            for (int k = 0; k < run; k++) {
                target.doubles.put(w + k, target.doubles.get(w + k) + source.doubles.get(r + k));
            }
        } else if (source.dtype.isHalf()) {
            for (int k = 0; k < run; k++) {
                target.putDouble(w + k, target.getDouble(w + k) + source.getDouble(r + k));
            }
        } else {
            for (int k = 0; k < run; k++) {
                target.putLong(w + k, target.getLong(w + k) + source.getLong(r + k));
            }
        }
    }

    /**
     * {@code z[place i] = value}.
     *
     * @param z a row-major array
     * @param value the number, converted to z's type
     * @throws IllegalArgumentException as {@link Halves#requireHolds}
     */
    public void fill(Array z, Number value) {
        Halves.requireHolds(value, z.dtype());
        if (numel() > 0) {
            Slab target = z.block().slab;
            int write = z.first();
            boolean whole = !z.dtype().isFloatingPoint() && z.dtype() != DType.BOOL;
            for (int place : at) {
                for (int k = 0; k < run; k++) {
                    if (whole) {
                        target.putLong(write + place + k, value.longValue());
                    } else {
                        target.putDouble(write + place + k, value.doubleValue());
                    }
                }
            }
        }
        Reference.reachabilityFence(z);
    }
}
