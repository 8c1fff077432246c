/**
 * Optimizers: they hold a model's parameters and change them in place, by PyTorch's formulas, from
 * the gradients that {@code backward()} left.
 */
package org.grad4j.optim;
