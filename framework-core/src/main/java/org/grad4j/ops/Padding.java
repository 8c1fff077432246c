package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import java.util.Arrays;
import org.grad4j.backend.Array;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Geometry;
import org.grad4j.backend.Places;
import org.grad4j.backend.Shapes;
import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;

/** Padding of the last dimensions, given from the last one on as in PyTorch. */
public final class Padding {
    private Padding() {}

    /**
     * Pads with a number; negative amounts cut off.
     *
     * @param x a tensor
     * @param padding before and after the last dimension, then the one before it, …
     * @param value the number
     * @return a copy
     */
    public static Tensor constant(Tensor x, int[] padding, Number value) {
        Number element = x.dtype().element("pad: the value", value);
        long[] before = x.array().shape();
        long[] after = sizes(x, padding, 0);
        Array y = Array.full(element, x.dtype(), after);
        Geometry from = x.array().geometry();
        Geometry to = y.geometry();
        for (int d = 0; d < before.length; d++) {
            long low = low(padding, before.length, d);
            long start = Math.max(0, -low);
            long end = Math.min(before[d], after[d] - low);
            long length = Math.max(0, end - start);
            from = from.slice(d, start, length, 1);
            to = to.slice(d, start + low, length, 1);
        }
        Elementwise.copy(x.array().view(from), y.view(to));
        int[] back = Arrays.stream(padding).map(p -> -p).toArray();
        return op("ConstantPadNdBackward0", y, savingNothing(), wrt(x, g -> constant(g, back, 0)));
    }

    /**
     * Pads with elements of the tensor.
     *
     * @param x a tensor
     * @param padding before and after the last dimension, then the one before it, …
     * @param mode which elements
     * @return a copy
     */
    public static Tensor pad(Tensor x, int[] padding, PadMode mode) {
        if (mode == null) {
            throw new IllegalArgumentException("pad: the mode is null; expected a PadMode");
        }
        if (mode == PadMode.CONSTANT) {
            return constant(x, padding, 0);
        }
        long[] before = x.array().shape();
        long[] after = sizes(x, padding, 1);
        long[] strides = Shapes.rowMajor(before);
        int[] at = {0};
        for (int d = 0; d < before.length; d++) {
            long low = low(padding, before.length, d);
            long high = after[d] - before[d] - low;
            // Where both cut and padded, what is left goes round.
            long start = mode == PadMode.CIRCULAR ? Math.max(0, -low) : 0;
            long size =
                    mode == PadMode.CIRCULAR ? before[d] - start - Math.max(0, -high) : before[d];
            if (d >= before.length - padding.length / 2) {
                requireReach(mode, low, high, size, d, before);
            }
            int[] steps = Places.table(after[d]);
            for (int i = 0; i < steps.length; i++) {
                steps[i] = (int) ((start + source(mode, i - low - start, size)) * strides[d]);
            }
            at = Places.cross(at, steps);
        }
        String kind =
                switch (mode) {
                    case REFLECT -> "ReflectionPad";
                    case REPLICATE -> "ReplicationPad";
                    default -> "CircularPad";
                };
        String name = kind + padding.length / 2 + "DBackward0";
        return Gathering.pick(name, name + "Backward", x, new Places(at, 1), after);
    }

    /** Which element comes to a place before, in or behind a dimension. */
    private static long source(PadMode mode, long place, long size) {
        return switch (mode) {
            case REFLECT -> place < 0 ? -place : place < size ? place : 2 * (size - 1) - place;
            case REPLICATE -> Math.max(0, Math.min(place, size - 1));
            default -> Math.floorMod(place, size);
        };
    }

    private static void requireReach(
            PadMode mode, long low, long high, long size, int dim, long[] shape) {
        long most =
                switch (mode) {
                    case REFLECT -> size - 1;
                    case CIRCULAR -> size;
                    default -> size > 0 ? Long.MAX_VALUE : 0;
                };
        if (low > most || high > most) {
            throw new IllegalArgumentException(
                    "pad: "
                            + mode
                            + " reaches at most "
                            + most
                            + " places beyond dimension "
                            + dim
                            + " of size "
                            + shape[dim]
                            + " in shape "
                            + Arrays.toString(shape)
                            + ", got "
                            + low
                            + " and "
                            + high);
        }
    }

    /** The padding in front of a dimension; 0 for those that are not padded. */
    private static long low(int[] padding, int rank, int dim) {
        int i = 2 * (rank - 1 - dim);
        return i < padding.length ? padding[i] : 0;
    }

    private static long[] sizes(Tensor x, int[] padding, int least) {
        long[] shape = x.shape();
        if (padding == null || padding.length % 2 != 0 || padding.length / 2 > shape.length) {
            throw new IllegalArgumentException(
                    "pad: needs two numbers for each of at most "
                            + shape.length
                            + " dimensions, got "
                            + Arrays.toString(padding));
        }
        for (int i = 0; i < padding.length / 2; i++) {
            int d = shape.length - 1 - i;
            shape[d] += (long) padding[2 * i] + padding[2 * i + 1];
            if (shape[d] < least) {
                throw new IllegalArgumentException(
                        "pad: "
                                + Arrays.toString(padding)
                                + " leaves size "
                                + shape[d]
                                + " of dimension "
                                + d
                                + " in shape "
                                + Arrays.toString(x.array().shape()));
            }
        }
        return shape;
    }
}
