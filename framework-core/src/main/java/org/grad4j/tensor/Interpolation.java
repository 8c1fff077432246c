package org.grad4j.tensor;

/** How {@link Tensor#interpolate} finds values between the elements. */
public enum Interpolation {
    /** The nearest element, rounding down, as PyTorch's {@code nearest}. */
    NEAREST,
    /** Weighted by the distance to the two neighbours of a signal {@code [n, c, l]}. */
    LINEAR,
    /** Weighted by the distances to the four neighbours in an image {@code [n, c, h, w]}. */
    BILINEAR
}
