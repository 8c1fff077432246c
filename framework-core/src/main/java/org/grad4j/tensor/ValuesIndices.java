package org.grad4j.tensor;

/**
 * Chosen elements and where they were found.
 *
 * @param values the elements
 * @param indices their int64 places along the dimension
 */
public record ValuesIndices(Tensor values, Tensor indices) {}
