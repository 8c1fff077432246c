package org.grad4j.nn.layer;

/** {@code log(eˣ / Σ eˣ)} along a dimension, without overflow. Shapes: any to the same. */
public final class LogSoftmax extends Activation {
    /**
     * Along a dimension. PyTorch's form that guesses it does not exist here.
     *
     * @param dim the dimension; negative numbers count from the end
     */
    public LogSoftmax(int dim) {
        super("dim=" + dim, x -> x.logSoftmax(dim));
    }
}
