package org.grad4j.nn.layer;

import java.util.Arrays;

/**
 * A softmax over the channels of every pixel. Shapes: {@code [n, c, h, w]} or {@code [c, h, w]} to
 * the same.
 */
public final class Softmax2d extends Activation {
    /** The only form there is. */
    public Softmax2d() {
        super(
                x -> {
                    if (x.dim() != 3 && x.dim() != 4) {
                        throw new IllegalArgumentException(
                                "needs [n, c, h, w] or [c, h, w], got "
                                        + Arrays.toString(x.shape()));
                    }
                    return x.softmax(-3);
                });
    }
}
