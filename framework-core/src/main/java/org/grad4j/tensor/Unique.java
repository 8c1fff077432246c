package org.grad4j.tensor;

/**
 * The distinct elements of a tensor.
 *
 * @param values the elements, ascending, {@code [n]}
 * @param inverse for each element of the tensor its int64 place among the values, of the tensor's
 *     shape
 * @param counts how often each value occurs, int64, {@code [n]}
 */
public record Unique(Tensor values, Tensor inverse, Tensor counts) {}
