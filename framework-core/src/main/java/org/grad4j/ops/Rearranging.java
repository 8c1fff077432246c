package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import java.util.Arrays;
import org.grad4j.backend.Array;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Geometry;
import org.grad4j.backend.Shapes;
import org.grad4j.tensor.Tensor;

/** Operations that put whole dimensions elsewhere: moved, repeated, reversed, rolled. */
public final class Rearranging {
    private Rearranging() {}

    /**
     * One dimension seen as several.
     *
     * @param x a tensor
     * @param dim the dimension
     * @param sizes of the new ones, one may be -1
     * @return a view
     */
    public static Tensor unflatten(Tensor x, int dim, long... sizes) {
        int d = Windows.dim("unflatten", x, dim);
        requireNumbers("unflatten", sizes);
        long[] shape = x.array().shape();
        long known = 1;
        int open = -1;
        boolean fits = sizes.length > 0;
        for (int i = 0; i < sizes.length; i++) {
            fits &= sizes[i] >= 0 || (sizes[i] == -1 && open < 0);
            open = sizes[i] == -1 ? i : open;
            known *= sizes[i] == -1 ? 1 : sizes[i];
        }
        long[] parts = sizes.clone();
        if (fits && open >= 0 && known > 0) {
            parts[open] = shape[d] / known;
            known *= parts[open];
        }
        if (!fits || known != shape[d] || Arrays.stream(parts).anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException(
                    "unflatten: sizes "
                            + Arrays.toString(sizes)
                            + " do not hold the "
                            + shape[d]
                            + " places of dimension "
                            + d
                            + " in shape "
                            + Arrays.toString(shape));
        }
        long[] all = Arrays.copyOf(shape, shape.length + parts.length - 1);
        System.arraycopy(parts, 0, all, d, parts.length);
        System.arraycopy(shape, d + 1, all, d + parts.length, shape.length - d - 1);
        return x.view(all);
    }

    private static void requireNumbers(String name, long[] numbers) {
        if (numbers == null) {
            throw new IllegalArgumentException(name + ": the numbers are null");
        }
    }

    /**
     * Some dimensions moved, the others in their order around them.
     *
     * @param x a tensor
     * @param from the dimensions
     * @param to their places in the result
     * @return a view
     */
    public static Tensor movedim(Tensor x, int[] from, int[] to) {
        long[] shape = x.array().shape();
        if (from == null || to == null || from.length != to.length) {
            throw new IllegalArgumentException(
                    "movedim: needs as many places as dimensions, got "
                            + Arrays.toString(from)
                            + " and "
                            + Arrays.toString(to));
        }
        if (from.length == 0 || shape.length == 0) {
            Arrays.stream(from).forEach(dim -> Shapes.dim("movedim", dim, shape));
            Arrays.stream(to).forEach(dim -> Shapes.dim("movedim", dim, shape));
            return x.permute(identity(shape.length));
        }
        boolean[] moved = Shapes.mask("movedim", from, shape);
        boolean[] taken = Shapes.mask("movedim", to, shape);
        int[] order = new int[shape.length];
        for (int i = 0; i < from.length; i++) {
            int place = Shapes.dim("movedim", to[i], shape);
            order[place] = Shapes.dim("movedim", from[i], shape);
        }
        int rest = 0;
        for (int place = 0; place < order.length; place++) {
            if (!taken[place]) {
                while (moved[rest]) {
                    rest++;
                }
                order[place] = rest++;
            }
        }
        return x.permute(order);
    }

    private static int[] identity(int rank) {
        int[] order = new int[rank];
        Arrays.setAll(order, d -> d);
        return order;
    }

    /**
     * Copies side by side.
     *
     * @param x a tensor
     * @param times how often along each dimension of the result, of which there may be more
     * @return a copy
     */
    public static Tensor repeat(Tensor x, long... times) {
        requireNumbers("repeat", times);
        long[] before = x.array().shape();
        int lead = times.length - before.length;
        if (lead < 0 || Arrays.stream(times).anyMatch(n -> n < 0)) {
            throw new IllegalArgumentException(
                    "repeat: needs a number of 0 or more for each dimension of "
                            + Arrays.toString(before)
                            + ", got "
                            + Arrays.toString(times));
        }
        Geometry in = x.array().geometry();
        for (int d = 0; d < lead; d++) {
            in = in.unsqueeze(0);
        }
        long[] shape = new long[times.length];
        Arrays.setAll(shape, d -> d < lead ? times[d] : times[d] * before[d - lead]);
        int[] copies = new int[times.length];
        for (int d = 0; d < times.length; d++) {
            copies[d] = 2 * d;
            in = in.insert(2 * d, times[d], 0);
        }
        long[] pairs = in.shape();
        Shapes.numel(pairs); // is not too large
        Array y = Array.empty(x.dtype(), shape);
        Elementwise.copy(x.array().view(in), y.view(Geometry.rowMajor(pairs)));
        return op(
                "RepeatBackward0",
                y,
                savingNothing(),
                wrt(x, g -> copies.length == 0 ? g : summed(g, pairs, copies).reshape(before)));
    }

    private static Tensor summed(Tensor g, long[] pairs, int[] copies) {
        return g.reshape(pairs).sum(copies, false);
    }

    /**
     * Copies side by side; where numbers are missing, the first dimensions stay.
     *
     * @param x a tensor
     * @param times how often along each of the last dimensions
     * @return a copy
     */
    public static Tensor tile(Tensor x, long... times) {
        requireNumbers("tile", times);
        long[] all = new long[Math.max(times.length, x.dim())];
        Arrays.fill(all, 1);
        System.arraycopy(times, 0, all, all.length - times.length, times.length);
        if (Arrays.stream(times).anyMatch(n -> n < 0)) {
            throw new IllegalArgumentException(
                    "tile: needs numbers of 0 or more, got " + Arrays.toString(times));
        }
        return repeat(x, all);
    }

    /**
     * Some dimensions reversed.
     *
     * @param x a tensor
     * @param dims the dimensions
     * @return a copy
     */
    public static Tensor flip(Tensor x, int... dims) {
        if (dims == null) {
            throw new IllegalArgumentException("flip: the dimensions are null");
        }
        long[] shape = x.array().shape();
        boolean[] reversed =
                dims.length == 0 ? new boolean[shape.length] : Shapes.mask("flip", dims, shape);
        int[] same = dims.clone();
        Array y = x.array().view(x.array().geometry().flip(reversed)).copy();
        return op("FlipBackward0", y, savingNothing(), wrt(x, g -> flip(g, same)));
    }

    /**
     * Everything moved on along some dimensions, coming in again at the start.
     *
     * @param x a tensor
     * @param shifts how far
     * @param dims along which dimensions; none to roll the flattened tensor
     * @return a copy
     */
    public static Tensor roll(Tensor x, long[] shifts, int[] dims) {
        requireNumbers("roll", shifts);
        if (dims == null) {
            throw new IllegalArgumentException("roll: the dimensions are null");
        }
        if (dims.length == 0 && shifts.length == 1) {
            return roll(x.flatten(), shifts, new int[] {0}).reshape(x.shape());
        }
        if (shifts.length != dims.length || shifts.length == 0) {
            throw new IllegalArgumentException(
                    "roll: needs as many shifts as dimensions, got "
                            + Arrays.toString(shifts)
                            + " and "
                            + Arrays.toString(dims));
        }
        Array y = x.array();
        for (int i = 0; i < dims.length; i++) {
            y = rolled(y, shifts[i], Windows.dim("roll", x, dims[i]));
        }
        int[] same = dims.clone();
        long[] back = Arrays.stream(shifts).map(shift -> -shift).toArray();
        return op("RollBackward0", y, savingNothing(), wrt(x, g -> roll(g, back, same)));
    }

    private static Array rolled(Array x, long shift, int dim) {
        long size = x.shape()[dim];
        long n = size == 0 ? 0 : Math.floorMod(shift, size);
        Array y = Array.empty(x.dtype(), x.shape());
        copy(x, 0, y, n, dim, size - n);
        copy(x, size - n, y, 0, dim, n);
        return y;
    }

    private static void copy(Array from, long start, Array to, long place, int dim, long length) {
        Elementwise.copy(
                from.view(from.geometry().slice(dim, start, length, 1)),
                to.view(to.geometry().slice(dim, place, length, 1)));
    }
}
