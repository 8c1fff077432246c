package org.grad4j.nn.layer;

import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * An image folded into channels, the reverse of {@link PixelShuffle}.
 *
 * <p>Shapes: {@code […, c, h · factor, w · factor] → […, c · factor², h, w]}.
 */
public final class PixelUnshuffle extends Module {
    private final int factor;

    /**
     * By a factor.
     *
     * @param factor how much coarser
     * @throws IllegalArgumentException if it is less than 1
     */
    public PixelUnshuffle(int factor) {
        this.factor = Window.numbers("PixelUnshuffle", 1, "factor", 1, factor)[0];
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.pixelUnshuffle(factor);
    }

    @Override
    protected String extraRepr() {
        return "downscale_factor=" + factor;
    }
}
