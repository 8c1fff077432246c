package org.grad4j.nn.layer;

import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * The sliding windows of images as columns.
 *
 * <p>Shapes: {@code [n, c, h, w] → [n, c · kh · kw, windows]} or the same without {@code n}.
 */
public final class Unfold extends Module {
    private final int[] kernel;
    private final int[] dilation;
    private final int[] padding;
    private final int[] stride;

    /**
     * Windows that move by one, without padding.
     *
     * @param kernel height and width of a window
     * @throws IllegalArgumentException if it is less than 1
     */
    public Unfold(int kernel) {
        this(new int[] {kernel}, new int[] {1}, new int[] {0}, new int[] {1});
    }

    /**
     * With everything chosen, each one number for both directions or two, down and across.
     *
     * @param kernel height and width of a window
     * @param dilation how far a window's elements lie apart
     * @param padding zeros on all sides
     * @param stride how far a window moves
     * @throws IllegalArgumentException if a number is out of range
     */
    public Unfold(int[] kernel, int[] dilation, int[] padding, int[] stride) {
        this.kernel = Window.pair("Unfold", "kernel", 1, kernel);
        this.dilation = Window.pair("Unfold", "dilation", 1, dilation);
        this.padding = Window.pair("Unfold", "padding", 0, padding);
        this.stride = Window.pair("Unfold", "stride", 1, stride);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.unfold(kernel, dilation, padding, stride);
    }

    @Override
    protected String extraRepr() {
        return "kernel_size="
                + PythonText.compact(kernel)
                + ", dilation="
                + PythonText.compact(dilation)
                + ", padding="
                + PythonText.compact(padding)
                + ", stride="
                + PythonText.compact(stride);
    }
}
