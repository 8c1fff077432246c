/**
 * Tensors: what users create, compute with and print. {@link org.grad4j.tensor.Tensor} carries the
 * operations as methods; they are implemented in {@code org.grad4j.ops}, one line away.
 */
package org.grad4j.tensor;
