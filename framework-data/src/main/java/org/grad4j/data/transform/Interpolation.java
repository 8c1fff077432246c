package org.grad4j.data.transform;

/** How a value between pixels is made. */
public enum Interpolation {
    /** The value of the nearest pixel. */
    NEAREST,
    /** Linear between the neighbours, in both directions. */
    BILINEAR
}
