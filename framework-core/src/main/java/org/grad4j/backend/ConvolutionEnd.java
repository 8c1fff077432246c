package org.grad4j.backend;

/** What becomes of the results of a convolution. */
public enum ConvolutionEnd {
    /** All are kept. */
    EACH,
    /** The largest of each two by two are. */
    LARGEST,
    /** {@code max(y, 0)} of each of these. */
    LARGEST_RECTIFIED
}
