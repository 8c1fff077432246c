package org.grad4j.nn.layer;

import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * Images in which each element is the sum of what the columns of {@link Unfold} have for it.
 *
 * <p>Shapes: {@code [n, c · kh · kw, windows] → [n, c, h, w]} or the same without {@code n}.
 */
public final class Fold extends Module {
    private final int[] size;
    private final int[] kernel;
    private final int[] dilation;
    private final int[] padding;
    private final int[] stride;

    /**
     * Windows that move by one, without padding.
     *
     * @param outputSize height and width of the images
     * @param kernel height and width of a window
     * @throws IllegalArgumentException if one is less than 1
     */
    public Fold(int outputSize, int kernel) {
        this(
                new int[] {outputSize},
                new int[] {kernel},
                new int[] {1},
                new int[] {0},
                new int[] {1});
    }

    /**
     * With everything chosen, each one number for both directions or two, down and across.
     *
     * @param outputSize height and width of the images
     * @param kernel height and width of a window
     * @param dilation how far a window's elements lie apart
     * @param padding zeros on all sides
     * @param stride how far a window moves
     * @throws IllegalArgumentException if a number is out of range
     */
    public Fold(int[] outputSize, int[] kernel, int[] dilation, int[] padding, int[] stride) {
        size = Window.pair("Fold", "output size", 1, outputSize);
        this.kernel = Window.pair("Fold", "kernel", 1, kernel);
        this.dilation = Window.pair("Fold", "dilation", 1, dilation);
        this.padding = Window.pair("Fold", "padding", 0, padding);
        this.stride = Window.pair("Fold", "stride", 1, stride);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.fold(size, kernel, dilation, padding, stride);
    }

    @Override
    protected String extraRepr() {
        return "output_size="
                + PythonText.compact(size)
                + ", kernel_size="
                + PythonText.compact(kernel)
                + ", dilation="
                + PythonText.compact(dilation)
                + ", padding="
                + PythonText.compact(padding)
                + ", stride="
                + PythonText.compact(stride);
    }
}
