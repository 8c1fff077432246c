package org.grad4j.backend;

import java.util.Arrays;
import org.grad4j.tensor.DType;

/**
 * Walks the elements of one array in row-major order, a chunk at a time, in and out of plain Java
 * arrays, whatever the strides: this is what makes every elementwise kernel right for every layout
 * and lets the JIT vectorise its loop.
 *
 * <p>Neighbouring dimensions that step evenly are merged first, so a contiguous array is one run.
 */
final class Cursor {
    private static final float[] ZEROS = new float[Scratch.CHUNK];

    private Slab slab;
    private DType dtype;
    private long[] sizes;
    private long[] steps;
    private long[] counter;
    private int inner;
    private int step;
    private Constant constant; // or null
    private int first;
    private int position;
    private int done;

    /** Walks nothing yet. */
    Cursor() {}

    /** Starts at the first element; the array must stay reachable while the cursor is used. */
    Cursor(Array array) {
        on(array);
    }

    /** Starts at another element, counted in row-major order. */
    Cursor(Array array, long element) {
        on(array, element);
    }

    /** Repeats one number for ever. */
    Cursor(double real, long integer) {
        on(real, integer);
    }

    /** Starts anew at the first element of an array. */
    Cursor on(Array array) {
        constant = null;
        done = 0;
        Block block = array.block();
        slab = block.slab;
        dtype = array.dtype();
        first = array.first();
        position = first;
        long[] shape = array.shape();
        long[] strides = array.strides();
        if (array.isContiguous()) {
            inner = (int) array.numel();
            step = 1;
            sizes = Shapes.SCALAR;
            steps = Shapes.SCALAR;
            counter = Shapes.SCALAR;
            return this;
        }
        long[] mergedSizes = new long[shape.length];
        long[] mergedSteps = new long[shape.length];
        int n = 0;
        for (int d = 0; d < shape.length; d++) {
            if (shape[d] == 1) {
                continue;
            }
            if (n > 0 && mergedSteps[n - 1] == shape[d] * strides[d]) {
                mergedSizes[n - 1] *= shape[d];
                mergedSteps[n - 1] = strides[d];
            } else {
                mergedSizes[n] = shape[d];
                mergedSteps[n++] = strides[d];
            }
        }
        inner = n == 0 ? 1 : (int) mergedSizes[n - 1];
        step = n == 0 ? 1 : (int) mergedSteps[n - 1];
        sizes = Arrays.copyOf(mergedSizes, Math.max(0, n - 1));
        steps = Arrays.copyOf(mergedSteps, sizes.length);
        counter = new long[sizes.length];
        return this;
    }

    /** Starts anew at some element of an array, counted in row-major order. */
    Cursor on(Array array, long element) {
        on(array);
        if (element == 0) {
            return this; // also where there is no element at all
        }
        position += (int) (element % inner) * step;
        done = (int) (element % inner);
        long run = element / inner;
        for (int d = sizes.length - 1; d >= 0 && run > 0; d--) {
            counter[d] = run % sizes[d];
            position += (int) (counter[d] * steps[d]);
            run /= sizes[d];
        }
        return this;
    }

    /** Repeats one number for ever from now on. */
    Cursor on(double real, long integer) {
        constant = new Constant(real, integer);
        first = 0;
        slab = null;
        dtype = null;
        inner = Integer.MAX_VALUE;
        step = 0;
        sizes = Shapes.SCALAR;
        steps = Shapes.SCALAR;
        counter = Shapes.SCALAR;
        position = 0;
        done = 0;
        return this;
    }

    private record Constant(double real, long integer) {}

    /** Whether the elements lie without gaps, so that {@link #seek} may be called. */
    boolean isPlain() {
        return step == 1 && sizes.length == 0;
    }

    /** Goes to another element of an array without gaps. */
    Cursor seek(long element) {
        position = first + (int) element;
        done = (int) element;
        return this;
    }

    /** Moves past {@code n} elements of the innermost run, to the next run at its end. */
    private void advance(int n) {
        done += n;
        position += n * step;
        if (done < inner) {
            return;
        }
        position -= inner * step;
        done = 0;
        for (int d = sizes.length - 1; d >= 0; d--) {
            position += (int) steps[d];
            if (++counter[d] < sizes[d]) {
                return;
            }
            position -= (int) (sizes[d] * steps[d]);
            counter[d] = 0;
        }
    }

    /** Passes over elements. */
    void skip(int n) {
        for (int at = 0; at < n; ) {
            int run = Math.min(n - at, inner - done);
            at += run;
            advance(run);
        }
    }

    void read(float[] to, int n) {
        if (slab == null) {
            Arrays.fill(to, 0, n, (float) constant.real);
            return;
        }
        for (int at = 0; at < n; ) {
            int run = Math.min(n - at, inner - done);
            if (dtype == DType.FLOAT64) {
                for (int i = 0; i < run; i++) {
                    to[at + i] = (float) slab.getDouble(position + i * step);
                }
            } else if (dtype == DType.BOOL) {
                for (int i = 0; i < run; i++) {
                    to[at + i] = slab.bytes.get(position + i * step);
                }
            } else if (dtype != DType.FLOAT32) {
                readOther(to, at, run);
            } else if (step == 1) {
                slab.floats.get(position, to, at, run);
            } else if (step == 0) {
                Arrays.fill(to, at, at + run, slab.floats.get(position));
            } else {
                for (int i = 0; i < run; i++) {
                    to[at + i] = slab.floats.get(position + i * step);
                }
            }
            at += run;
            advance(run);
        }
    }

    /** Reads the bits of elements as floats. */
    void readBits(int[] to, int n) {
        for (int at = 0; at < n; ) {
            int run = Math.min(n - at, inner - done);
            if (dtype == DType.FLOAT32 && step == 1) {
                slab.bits.get(position, to, at, run);
            } else {
                for (int i = 0; i < run; i++) {
                    float value = (float) slab.getDouble(position + i * step);
                    to[at + i] = Float.floatToRawIntBits(value);
                }
            }
            at += run;
            advance(run);
        }
    }

    /** Writes floats that are given as bits; for arrays without gaps only. */
    void writeBits(int[] from, int n) {
        if (dtype == DType.FLOAT32) {
            slab.bits.put(position, from, 0, n);
        } else {
            for (int i = 0; i < n; i++) {
                slab.putDouble(position + i, Float.intBitsToFloat(from[i]));
            }
        }
        advance(n);
    }

    /** Reads whole numbers; for int32 arrays without gaps only. */
    void readInts(int[] to, int n) {
        slab.ints.get(position, to, 0, n);
        advance(n);
    }

    /** Writes whole numbers; for int32 arrays without gaps only. */
    void writeInts(int[] from, int n) {
        slab.ints.put(position, from, 0, n);
        advance(n);
    }

    /** Whether two floats at a time can be read and written as one long from here on. */
    boolean isEven() {
        return position % 2 == 0;
    }

    /** Reads pairs of floats; for arrays without gaps that begin at an even place only. */
    void readPairs(long[] to, int n) {
        slab.pairs.get(position / 2, to, 0, n);
        advance(2 * n);
    }

    /** Writes pairs of floats; for arrays without gaps that begin at an even place only. */
    void writePairs(long[] from, int n) {
        slab.pairs.put(position / 2, from, 0, n);
        advance(2 * n);
    }

    private void readOther(float[] to, int at, int run) {
        if (dtype == DType.FLOAT16) {
            for (int i = 0; i < run; i++) {
                to[at + i] = Halves.float16(slab.shorts.get(position + i * step));
            }
        } else if (dtype == DType.BFLOAT16) {
            for (int i = 0; i < run; i++) {
                to[at + i] = Halves.bfloat16(slab.shorts.get(position + i * step));
            }
        } else {
            for (int i = 0; i < run; i++) {
                to[at + i] = slab.getLong(position + i * step);
            }
        }
    }

    /** Writes a part of an array; for float arrays without gaps only. */
    void put(float[] from, int offset, int n) {
        slab.floats.put(position, from, offset, n);
        advance(n);
    }

    /** Writes zeros; for float arrays without gaps only. */
    void clear(long n) {
        for (long at = 0; at < n; at += ZEROS.length) {
            put(ZEROS, 0, (int) Math.min(ZEROS.length, n - at));
        }
    }

    /** Reads into a part of an array; for float arrays without gaps only. */
    void get(float[] to, int offset, int n) {
        slab.floats.get(position, to, offset, n);
        advance(n);
    }

    void write(float[] from, int n) {
        for (int at = 0; at < n; ) {
            int run = Math.min(n - at, inner - done);
            if (dtype == DType.FLOAT32 && step == 1) {
                slab.floats.put(position, from, at, run);
            } else if (dtype == DType.BOOL) {
                for (int i = 0; i < run; i++) {
                    // 1 unless ±0, without a branch: truth values are as good as random.
                    int bits = Float.floatToRawIntBits(from[at + i]) << 1;
                    slab.bytes.put(position + i * step, (byte) ((bits | -bits) >>> 31));
                }
            } else if (dtype == DType.FLOAT16) {
                for (int i = 0; i < run; i++) {
                    slab.shorts.put(position + i * step, Halves.toFloat16(from[at + i]));
                }
            } else if (dtype == DType.BFLOAT16) {
                for (int i = 0; i < run; i++) {
                    slab.shorts.put(position + i * step, Halves.toBfloat16(from[at + i]));
                }
            } else {
                for (int i = 0; i < run; i++) {
                    slab.putDouble(position + i * step, from[at + i]);
                }
            }
            at += run;
            advance(run);
        }
    }

    void read(double[] to, int n) {
        if (slab == null) {
            Arrays.fill(to, 0, n, constant.real);
            return;
        }
        for (int at = 0; at < n; ) {
            int run = Math.min(n - at, inner - done);
            if (dtype == DType.FLOAT64 && step == 1) {
                slab.doubles.get(position, to, at, run);
            } else if (dtype == DType.FLOAT32) {
                for (int i = 0; i < run; i++) {
                    to[at + i] = slab.floats.get(position + i * step);
                }
            } else {
                for (int i = 0; i < run; i++) {
                    to[at + i] = slab.getDouble(position + i * step);
                }
            }
            at += run;
            advance(run);
        }
    }

    void write(double[] from, int n) {
        for (int at = 0; at < n; ) {
            int run = Math.min(n - at, inner - done);
            if (dtype == DType.FLOAT64 && step == 1) {
                slab.doubles.put(position, from, at, run);
            } else if (dtype == DType.FLOAT32) {
                for (int i = 0; i < run; i++) {
                    slab.floats.put(position + i * step, (float) from[at + i]);
                }
            } else {
                for (int i = 0; i < run; i++) {
                    slab.putDouble(position + i * step, from[at + i]);
                }
            }
            at += run;
            advance(run);
        }
    }

    void read(long[] to, int n) {
        if (slab == null) {
            Arrays.fill(to, 0, n, constant.integer);
            return;
        }
        for (int at = 0; at < n; ) {
            int run = Math.min(n - at, inner - done);
            if (dtype == DType.INT64 && step == 1) {
                slab.longs.get(position, to, at, run);
            } else if (dtype == DType.INT32) {
                for (int i = 0; i < run; i++) {
                    to[at + i] = slab.ints.get(position + i * step);
                }
            } else {
                for (int i = 0; i < run; i++) {
                    to[at + i] = slab.getLong(position + i * step);
                }
            }
            at += run;
            advance(run);
        }
    }

    void write(long[] from, int n) {
        for (int at = 0; at < n; ) {
            int run = Math.min(n - at, inner - done);
            if (dtype == DType.INT64 && step == 1) {
                slab.longs.put(position, from, at, run);
            } else if (dtype == DType.INT32) {
                for (int i = 0; i < run; i++) {
                    slab.ints.put(position + i * step, (int) from[at + i]);
                }
            } else {
                for (int i = 0; i < run; i++) {
                    slab.putLong(position + i * step, from[at + i]);
                }
            }
            at += run;
            advance(run);
        }
    }
}
