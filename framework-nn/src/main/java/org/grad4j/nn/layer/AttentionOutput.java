package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/**
 * What attention computed.
 *
 * @param output of the query's shape
 * @param weights how much each query took of each key: {@code [n, l, s]} averaged over the heads,
 *     or {@code [n, heads, l, s]}; null if they were not asked for
 */
public record AttentionOutput(Tensor output, Tensor weights) {}
