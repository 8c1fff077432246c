package org.grad4j.nn.layer;

/**
 * The first half of a dimension times the sigmoid of the second, {@code a · sigmoid(b)} (Dauphin et
 * al., arXiv:1612.08083). Shapes: {@code [..., 2n, ...] → [..., n, ...]}.
 */
public final class GLU extends Activation {
    /** Along the last dimension. */
    public GLU() {
        this(-1);
    }

    /**
     * Along a dimension.
     *
     * @param dim the dimension, whose size must be even; negative numbers count from the end
     */
    public GLU(int dim) {
        super("dim=" + dim, x -> Functional.glu(x, dim));
    }
}
