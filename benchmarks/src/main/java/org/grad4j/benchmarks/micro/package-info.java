/**
 * Micro-benchmarks of the parts that a training step consists of. Each works in a {@link
 * org.grad4j.memory.TensorScope}, as a step does, so that memory is recycled.
 */
package org.grad4j.benchmarks.micro;
