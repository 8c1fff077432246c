package org.grad4j.nn.layer;

/** {@code e⁻ˣ / Σ e⁻ˣ} along a dimension. Shapes: any to the same. */
public final class Softmin extends Activation {
    /**
     * Along a dimension. PyTorch's form that guesses it does not exist here.
     *
     * @param dim the dimension; negative numbers count from the end
     */
    public Softmin(int dim) {
        super("dim=" + dim, x -> Functional.softmin(x, dim));
    }
}
