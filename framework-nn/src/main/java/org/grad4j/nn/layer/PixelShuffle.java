package org.grad4j.nn.layer;

import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * Channels spread over a finer image (Shi et al., arXiv:1609.05158).
 *
 * <p>Shapes: {@code […, c · factor², h, w] → […, c, h · factor, w · factor]}.
 */
public final class PixelShuffle extends Module {
    private final int factor;

    /**
     * By a factor.
     *
     * @param factor how much finer
     * @throws IllegalArgumentException if it is less than 1
     */
    public PixelShuffle(int factor) {
        this.factor = Window.numbers("PixelShuffle", 1, "factor", 1, factor)[0];
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.pixelShuffle(factor);
    }

    @Override
    protected String extraRepr() {
        return "upscale_factor=" + factor;
    }
}
