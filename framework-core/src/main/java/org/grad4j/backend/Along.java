package org.grad4j.backend;

import java.util.Arrays;
import org.grad4j.tensor.DType;

/** Reads and writes elements at given places along one dimension. */
public final class Along {
    private Along() {}

    /**
     * {@code z[…, i, …] = x[…, places[…, i, …], …]}.
     *
     * @param x floating
     * @param dim the dimension, from 0
     * @param places INT64, of x's shape but for that dimension
     * @return an array of the places' shape and x's type
     */
    public static Array take(Array x, int dim, Array places) {
        double[] from = Transfer.doubles(x);
        long[] at = Transfer.longs(places);
        double[] to = new double[at.length];
        Walk walk = new Walk(x.shape(), places.shape(), dim);
        for (int i = 0; i < to.length; i++) {
            to[i] = from[walk.place(i, at[i])];
        }
        return written(to, x.dtype(), places.shape());
    }

    /**
     * {@code z[…, places[…, i, …], …] += g[…, i, …]} on zeros: the transpose of {@link #take}.
     *
     * @param g floating, of the places' shape
     * @param dim the dimension, from 0
     * @param places INT64
     * @param shape the shape of the result
     * @return an array of that shape and g's type
     */
    public static Array place(Array g, int dim, Array places, long[] shape) {
        double[] from = Transfer.doubles(g);
        long[] at = Transfer.longs(places);
        double[] to = new double[(int) Shapes.numel(shape)];
        Walk walk = new Walk(shape, places.shape(), dim);
        for (int i = 0; i < from.length; i++) {
            to[walk.place(i, at[i])] += from[i];
        }
        return written(to, g.dtype(), shape);
    }

    private static Array written(double[] values, DType type, long[] shape) {
        Array out = Array.empty(type, shape);
        Transfer.write(values, out);
        return out;
    }

    /** Row-major places in {@code [outer, n, inner]} for those in {@code [outer, k, inner]}. */
    private record Walk(int n, int k, int inner) {
        Walk(long[] shape, long[] places, int dim) {
            this(
                    shape.length == 0 ? 1 : (int) shape[dim],
                    shape.length == 0 ? 1 : (int) places[dim],
                    shape.length == 0
                            ? 1
                            : (int) Shapes.numel(Arrays.copyOfRange(shape, dim + 1, shape.length)));
        }

        int place(int i, long along) {
            return (i / inner / k * n + (int) along) * inner + i % inner;
        }
    }
}
