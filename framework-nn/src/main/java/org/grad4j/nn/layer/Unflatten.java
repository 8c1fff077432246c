package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * One dimension made several: {@code [n, c · h · w] → [n, c, h, w]} with {@code new Unflatten(1, c,
 * h, w)}, a view.
 */
public final class Unflatten extends Module {
    private final int dim;
    private final long[] sizes;

    /**
     * A dimension and what becomes of it.
     *
     * @param dim the dimension; negative numbers count from the end
     * @param sizes of the new ones, one may be -1
     * @throws IllegalArgumentException if there are none
     */
    public Unflatten(int dim, long... sizes) {
        this.dim = dim;
        if (sizes == null || sizes.length == 0) {
            throw new IllegalArgumentException(
                    "Unflatten: needs the new sizes, got " + Arrays.toString(sizes));
        }
        this.sizes = sizes.clone();
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.unflatten(dim, sizes);
    }

    @Override
    protected String extraRepr() {
        return "dim=" + dim + ", unflattened_size=" + PythonText.tuple(sizes);
    }
}
