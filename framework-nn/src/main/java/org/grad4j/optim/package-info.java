/**
 * Optimizers: they hold a model's parameters and change them in place, by PyTorch's formulas, from
 * the gradients that {@code backward()} left; schedules of their learning rates are in {@link
 * org.grad4j.optim.schedule}.
 *
 * <p><b>Gradient accumulation</b>: gradients add up until {@code zeroGrad()}, so that a batch too
 * large for the memory can be taken in parts, whose losses are divided by their number:
 *
 * <pre>{@code
 * optimizer.zeroGrad();
 * for (int part = 0; part < parts; part++) {
 *     Tensor x = batch.narrow(0, part * size, size);
 *     Tensor y = target.narrow(0, part * size, size);
 *     TensorScope.run(() -> criterion.call(model.call(x), y).div(parts).backward());
 * }
 * Gradients.clipNorm_(model.parameters(), 1);
 * optimizer.step();
 * }</pre>
 *
 * <p>The gradients, and the step, are those of the whole batch (up to rounding), as long as no
 * layer looks at the whole batch, as batch norm does.
 */
package org.grad4j.optim;
