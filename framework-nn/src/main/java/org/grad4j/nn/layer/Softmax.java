package org.grad4j.nn.layer;

/** {@code eˣ / Σ eˣ} along a dimension. Shapes: any to the same. */
public final class Softmax extends Activation {
    /**
     * Along a dimension. PyTorch's form that guesses it does not exist here.
     *
     * @param dim the dimension; negative numbers count from the end
     */
    public Softmax(int dim) {
        super("dim=" + dim, x -> x.softmax(dim));
    }
}
