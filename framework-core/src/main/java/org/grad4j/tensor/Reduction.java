package org.grad4j.tensor;

/** How the losses of the elements become the result. */
public enum Reduction {
    /** They stay as they are. */
    NONE,
    /** Their mean: the default everywhere. */
    MEAN,
    /** Their sum. */
    SUM
}
