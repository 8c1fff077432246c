package org.grad4j.nn.layer;

import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * Several dimensions made one: {@code [n, c, h, w] → [n, c · h · w]} by default, a view where the
 * strides allow it.
 */
public final class Flatten extends Module {
    private final int start;
    private final int end;

    /** All dimensions but the first. */
    public Flatten() {
        this(1, -1);
    }

    /**
     * Some dimensions.
     *
     * @param start the first to merge; negative numbers count from the end
     * @param end the last to merge
     */
    public Flatten(int start, int end) {
        this.start = start;
        this.end = end;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.flatten(start, end);
    }

    @Override
    protected String extraRepr() {
        return "start_dim=" + start + ", end_dim=" + end;
    }
}
