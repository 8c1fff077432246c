package org.grad4j.tensor;

/**
 * A determinant as {@code sign · exp(logAbsDet)}, which neither over- nor underflows.
 *
 * @param sign 1 or -1; 0 for a singular matrix
 * @param logAbsDet the logarithm of the size; -inf for a singular matrix
 */
public record SlogDet(Tensor sign, Tensor logAbsDet) {}
