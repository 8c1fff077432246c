package org.grad4j.backend;

import java.lang.ref.Reference;
import java.util.Arrays;

/** Reads and writes one class out of {@code [n, classes, …]} at each place of {@code [n, …]}. */
public final class ClassPick {
    private ClassPick() {}

    /**
     * {@code z[i, …] = x[i, target[i, …], …]}.
     *
     * @param x {@code [n, classes, …]}
     * @param target {@code [n, …]}, each from 0 to classes - 1
     * @return {@code [n, …]} of x's type
     */
    public static Array pick(Array x, Array target) {
        Array in = x.contiguous();
        Array places = target.contiguous();
        Array out = Array.empty(x.dtype(), target.shape());
        if (out.numel() > 0) {
            Walk walk = new Walk(in.shape());
            for (int t = 0; t < out.numel(); t++) {
                int at = walk.place(t, places.block().getLong((int) places.offset() + t));
                out.block().putDouble(t, in.block().getDouble((int) in.offset() + at));
            }
        }
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(places);
        Reference.reachabilityFence(out);
        return out;
    }

    /**
     * {@code z[i, target[i, …], …] = g[i, …]}, zero elsewhere: the transpose of {@link #pick}.
     *
     * @param g {@code [n, …]}
     * @param target {@code [n, …]}, each from 0 to classes - 1
     * @param shape {@code [n, classes, …]}
     * @return an array of that shape and of g's type
     */
    public static Array place(Array g, Array target, long[] shape) {
        Array in = g.contiguous();
        Array places = target.contiguous();
        Array out = Array.full(0, g.dtype(), shape);
        if (in.numel() > 0) {
            Walk walk = new Walk(shape);
            for (int t = 0; t < in.numel(); t++) {
                int at = walk.place(t, places.block().getLong((int) places.offset() + t));
                out.block().putDouble(at, in.block().getDouble((int) in.offset() + t));
            }
        }
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(places);
        Reference.reachabilityFence(out);
        return out;
    }

    /**
     * Looks for numbers that are no class.
     *
     * @param target class numbers
     * @param classes how many there are
     * @return the row-major place of the first number below 0 or above the last class, or -1
     */
    public static long firstOutside(Array target, long classes) {
        Array places = target.contiguous();
        long found = -1;
        for (int t = 0; t < places.numel() && found < 0; t++) {
            long number = places.block().getLong((int) places.offset() + t);
            found = number < 0 || number >= classes ? t : -1;
        }
        Reference.reachabilityFence(places);
        return found;
    }

    /** Row-major places in {@code [n, classes, inner]}. */
    private record Walk(int classes, int inner) {
        Walk(long[] shape) {
            this((int) shape[1], (int) Shapes.numel(Arrays.copyOfRange(shape, 2, shape.length)));
        }

        int place(int target, long category) {
            return (target / inner * classes + (int) category) * inner + target % inner;
        }
    }
}
