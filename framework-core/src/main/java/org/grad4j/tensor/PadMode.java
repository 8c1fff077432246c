package org.grad4j.tensor;

/** What {@link Tensor#pad(int[], PadMode)} puts around a tensor. */
public enum PadMode {
    /** Zeros; {@link Tensor#pad(int[], Number)} takes another number. */
    CONSTANT,
    /** The elements mirrored at the edge, which is not repeated: {@code c b | a b c | b a}. */
    REFLECT,
    /** The edge: {@code a a | a b c | c c}. */
    REPLICATE,
    /** The other end: {@code b c | a b c | a b}. */
    CIRCULAR
}
