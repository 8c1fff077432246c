package org.grad4j.tensor;

/**
 * Variances and means over the same dimensions.
 *
 * @param var the variances
 * @param mean the means
 */
public record VarMean(Tensor var, Tensor mean) {}
