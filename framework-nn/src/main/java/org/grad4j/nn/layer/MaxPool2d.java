package org.grad4j.nn.layer;

import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * The largest element of each window of an image.
 *
 * <p>Shapes: {@code [n, c, h, w] → [n, c, h', w']} or {@code [c, h, w] → [c, h', w']} with {@code
 * h' = (h + 2 · padding - kernel) / stride + 1}, rounded down. Padding never wins.
 */
public final class MaxPool2d extends Module {
    private final int[] kernel;
    private final int[] stride;
    private final int[] padding;

    /**
     * Windows side by side.
     *
     * @param kernel height and width of a window
     * @throws IllegalArgumentException if it is less than 1
     */
    public MaxPool2d(int kernel) {
        this(kernel, kernel, 0);
    }

    /**
     * Without padding.
     *
     * @param kernel height and width of a window
     * @param stride how far it moves
     * @throws IllegalArgumentException if one is less than 1
     */
    public MaxPool2d(int kernel, int stride) {
        this(kernel, stride, 0);
    }

    /**
     * With one number for both directions.
     *
     * @param kernel height and width of a window
     * @param stride how far it moves
     * @param padding places on all four sides, at most half the kernel
     * @throws IllegalArgumentException if a number is out of range
     */
    public MaxPool2d(int kernel, int stride, int padding) {
        this(new int[] {kernel}, new int[] {stride}, new int[] {padding});
    }

    /**
     * With separate numbers for height and width.
     *
     * @param kernel height and width of a window
     * @param stride how far it moves down and across
     * @param padding places above and below, left and right; at most half the kernel
     * @throws IllegalArgumentException if a number is out of range
     */
    public MaxPool2d(int[] kernel, int[] stride, int[] padding) {
        this.kernel = Window.pair("MaxPool2d", "kernel", 1, kernel);
        this.stride = Window.pair("MaxPool2d", "stride", 1, stride);
        this.padding = Window.pair("MaxPool2d", "padding", 0, padding);
        if (2 * this.padding[0] > this.kernel[0] || 2 * this.padding[1] > this.kernel[1]) {
            throw new IllegalArgumentException(
                    "MaxPool2d: padding must be at most half the kernel, got padding "
                            + Window.compact(this.padding)
                            + " for kernel "
                            + Window.compact(this.kernel));
        }
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.maxPool2d(kernel, stride, padding);
    }

    @Override
    protected String extraRepr() {
        return "kernel_size="
                + Window.compact(kernel)
                + ", stride="
                + Window.compact(stride)
                + ", padding="
                + Window.compact(padding)
                + ", dilation=1, ceil_mode=False";
    }
}
