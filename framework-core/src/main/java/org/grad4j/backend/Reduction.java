package org.grad4j.backend;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.grad4j.tensor.DType;

/**
 * Sums and extremes over any set of dimensions.
 *
 * <p>ND4J's own reductions add floats naively (1 % off on a million elements), ignore NaN in a
 * maximum, and crash on empty arrays; these add eight floats at a time and the rest in double,
 * propagate NaN as PyTorch does, and reduce an empty range to its neutral element.
 */
public final class Reduction {
    /** How many floats are added as floats before they are added as doubles. */
    private static final int ROWS = 8;

    private Reduction() {}

    /** Reduces the middle of [outer, n, inner], all row-major. */
    @FunctionalInterface
    private interface Pass {
        void run(Array x, Array z, int outer, int n, int inner);
    }

    /**
     * The sum over some dimensions.
     *
     * @param x in
     * @param reduced which dimensions to sum
     * @param type a floating type or INT64
     * @return a fresh array in which the reduced dimensions have size 1
     */
    public static Array sum(Array x, boolean[] reduced, DType type) {
        if (type.isHalf()) {
            return sum(x, reduced, type.computed()).to(type);
        }
        Array in = x.contiguous();
        long[] shape = in.shape().clone();
        boolean any = false;
        for (int d = shape.length - 1; d >= 0; d--) {
            if (!reduced[d]) {
                continue;
            }
            int last = d;
            while (d > 0 && reduced[d - 1]) {
                d--;
            }
            long outer = Shapes.numel(shape, 0, d);
            long n = Shapes.numel(shape, d, last + 1);
            long inner = Shapes.numel(shape, last + 1, shape.length);
            Arrays.fill(shape, d, last + 1, 1);
            Array out = Array.empty(type, shape.clone());
            if (out.numel() > 0) {
                Pass pass = type == DType.INT64 ? Reduction::sumLongs : Reduction::sumDoubles;
                pass.run(in, out, (int) outer, (int) n, (int) inner);
            }
            Reference.reachabilityFence(in);
            Reference.reachabilityFence(out);
            in = out;
            any = true;
        }
        return any ? in : x.to(type);
    }

    private static void sumDoubles(Array x, Array z, int outer, int n, int inner) {
        if (n == 0) {
            z.fill(0);
        } else if (inner == 1) {
            long least = Elementwise.LEAST / n + 1;
            Team.split(outer, least, (from, to) -> sumRows(x, z, n, (int) from, (int) to));
        } else if (outer > 1 || x.dtype() != DType.FLOAT32) {
            long least = Elementwise.LEAST / ((long) n * inner) + 1;
            Team.split(
                    outer,
                    least,
                    (from, to) -> {
                        for (int o = (int) from; o < to; o++) {
                            sumColumns(x, z, o, n, inner, 0, inner);
                        }
                    });
        } else {
            long least = Elementwise.LEAST / n + 1;
            Team.split(
                    inner,
                    least,
                    (from, to) -> sumColumns(x, z, 0, n, inner, (int) from, (int) to));
        }
    }

    private static void sumRows(Array x, Array z, int n, int first, int end) {
        Scratch scratch = Scratch.get();
        Cursor from = scratch.cursor(0).on(x, (long) first * n);
        Cursor to = scratch.cursor(1).on(z, first);
        double[] sums = scratch.doubles(0);
        boolean single = x.dtype().computed() == DType.FLOAT32;
        for (int o = first; o < end; o++) {
            int slot = (o - first) % Scratch.CHUNK;
            sums[slot] = single ? rowSum(from, n) : rowSum64(from, n);
            if (slot == Scratch.CHUNK - 1 || o == end - 1) {
                to.write(sums, slot + 1);
            }
        }
    }

    /** The sums of some columns of one of the outer matrices {@code [n, inner]}. */
    private static void sumColumns(
            Array x, Array z, int outer, int n, int inner, int first, int end) {
        boolean single = x.dtype().computed() == DType.FLOAT32;
        double[] sums = Scratch.get().doubles(0);
        for (int at = first; at < end; at += Scratch.CHUNK) {
            int run = Math.min(Scratch.CHUNK, end - at);
            Arrays.fill(sums, 0, run, 0);
            long start = (long) outer * n * inner + at;
            if (single) {
                addFloatRows(x, start, n, inner, run, sums);
            } else {
                addDoubleRows(x, start, n, inner, run, sums);
            }
            Scratch.get().cursor(1).on(z, (long) outer * inner + at).write(sums, run);
        }
    }

    /** Up to {@value #ROWS} rows are added in float before they go into the double sums. */
    private static void addFloatRows(
            Array x, long start, int n, int inner, int run, double[] sums) {
        float[] row = Scratch.get().floats(0);
        float[] part = Scratch.get().floats(1);
        Cursor from = Scratch.get().cursor(0).on(x, start);
        for (int i = 0; i < n; i++) {
            from.read(row, run);
            from.skip(inner - run);
            if (i % ROWS == 0) {
                System.arraycopy(row, 0, part, 0, run);
            } else {
                add(part, row, run);
            }
            if (i % ROWS == ROWS - 1 || i == n - 1) {
                add(sums, part, run);
            }
        }
    }

    private static void addDoubleRows(
            Array x, long start, int n, int inner, int run, double[] sums) {
        double[] row = Scratch.get().doubles(1);
        Cursor from = Scratch.get().cursor(0).on(x, start);
        for (int i = 0; i < n; i++) {
            from.read(row, run);
            from.skip(inner - run);
            for (int j = 0; j < run; j++) {
                sums[j] += row[j];
            }
        }
    }

    private static void add(float[] sums, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            sums[i] += x[i];
        }
    }

    private static void add(double[] sums, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            sums[i] += x[i];
        }
    }

    /** Folds each chunk thrice, which the JIT vectorises, before it goes into double sums. */
    private static double rowSum(Cursor from, int n) {
        Scratch scratch = Scratch.get();
        float[] chunk = scratch.floats(0);
        float[] folded = scratch.floats(1);
        double sum = 0;
        for (int at = 0; at < n; at += Scratch.CHUNK) {
            int run = Math.min(Scratch.CHUNK, n - at);
            from.read(chunk, run);
            int eighth = run / 8;
            if (eighth < 8) {
                sum += sum(chunk, 0, run);
            } else {
                sum += sum(chunk, 8 * eighth, run);
                fold(chunk, folded, 4 * eighth);
                fold(folded, chunk, 2 * eighth);
                fold(chunk, folded, eighth);
                sum += sum(folded, 0, eighth);
            }
        }
        return sum;
    }

    private static void fold(float[] x, float[] z, int half) {
        for (int i = 0; i < half; i++) {
            z[i] = x[i] + x[half + i];
        }
    }

    /** Four sums side by side, since one alone waits for each addition. */
    private static double sum(float[] x, int from, int end) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        for (; i + 3 < end; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < end; i++) {
            a += x[i];
        }
        return a + b + (c + d);
    }

    private static double rowSum64(Cursor from, int n) {
        double[] chunk = Scratch.get().doubles(1);
        double sum = 0;
        for (int at = 0; at < n; at += Scratch.CHUNK) {
            int run = Math.min(Scratch.CHUNK, n - at);
            from.read(chunk, run);
            double part = 0;
            for (int i = 0; i < run; i++) {
                part += chunk[i];
            }
            sum += part;
        }
        return sum;
    }

    private static void sumLongs(Array x, Array z, int outer, int n, int inner) {
        Cursor from = n == 0 ? null : new Cursor(x);
        Cursor to = new Cursor(z);
        long[] row = Scratch.get().longs(0);
        long[] sums = new long[inner];
        for (int o = 0; o < outer; o++) {
            Arrays.fill(sums, 0);
            if (inner == 1) {
                for (int at = 0; at < n; at += Scratch.CHUNK) {
                    int run = Math.min(Scratch.CHUNK, n - at);
                    from.read(row, run);
                    for (int i = 0; i < run; i++) {
                        sums[0] += row[i];
                    }
                }
            } else {
                for (int i = 0; i < n; i++) {
                    for (int at = 0; at < inner; at += Scratch.CHUNK) {
                        int run = Math.min(Scratch.CHUNK, inner - at);
                        from.read(row, run);
                        for (int j = 0; j < run; j++) {
                            sums[at + j] += row[j];
                        }
                    }
                }
            }
            to.write(sums, inner);
        }
    }

    /**
     * The largest or smallest elements along one dimension and where they are. A NaN wins over any
     * number; of equal ones the first is taken.
     *
     * @param values the elements, of size 1 along the dimension
     * @param indices their places, INT64
     */
    public record Extremes(Array values, Array indices) {}

    /**
     * The largest or smallest elements along one dimension.
     *
     * @param x in
     * @param dim the dimension, from 0, of size 1 or more
     * @param largest which of the two
     * @return values and indices, of size 1 along the dimension
     */
    public static Extremes extremes(Array x, int dim, boolean largest) {
        Array in = x.contiguous();
        long[] shape = in.shape().clone();
        int outer = (int) Shapes.numel(Arrays.copyOfRange(shape, 0, dim));
        int n = (int) shape[dim];
        int inner = (int) Shapes.numel(Arrays.copyOfRange(shape, dim + 1, shape.length));
        shape[dim] = 1;
        Array values = Array.empty(x.dtype(), shape);
        Array indices = Array.empty(DType.INT64, shape.clone());
        if (values.numel() == 0) {
            return new Extremes(values, indices);
        }
        Block from = in.block();
        Block to = values.block();
        Block places = indices.block();
        int start = (int) in.offset();
        boolean whole = !x.dtype().isFloatingPoint();
        for (int o = 0; o < outer; o++) {
            for (int j = 0; j < inner; j++) {
                int base = start + o * n * inner + j;
                int best =
                        whole
                                ? bestLong(from, base, n, inner, largest ? 0 : -1)
                                : bestDouble(from, base, n, inner, largest ? 1 : -1);
                int slot = o * inner + j;
                places.putLong(slot, best);
                if (whole) {
                    to.putLong(slot, from.getLong(base + best * inner));
                } else {
                    to.putDouble(slot, from.getDouble(base + best * inner));
                }
            }
        }
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(values);
        Reference.reachabilityFence(indices);
        return new Extremes(values, indices);
    }

    private static int bestDouble(Block x, int base, int n, int step, int sign) {
        int best = 0;
        double largest = sign * x.getDouble(base);
        for (int i = 1; i < n && !Double.isNaN(largest); i++) {
            double value = sign * x.getDouble(base + i * step);
            if (value > largest || Double.isNaN(value)) {
                largest = value;
                best = i;
            }
        }
        return best;
    }

    /** With all bits flipped, whole numbers come in the reverse order. */
    private static int bestLong(Block x, int base, int n, int step, long flip) {
        int best = 0;
        long largest = flip ^ x.getLong(base);
        for (int i = 1; i < n; i++) {
            long value = flip ^ x.getLong(base + i * step);
            if (value > largest) {
                largest = value;
                best = i;
            }
        }
        return best;
    }
}
