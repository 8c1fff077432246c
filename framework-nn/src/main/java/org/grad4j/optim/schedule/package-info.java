/**
 * Schedules: they change the learning rates of an optimizer's groups from epoch to epoch, or from
 * batch to batch, by PyTorch's formulas and under PyTorch's names.
 *
 * <p>A warm-up is a {@link org.grad4j.optim.schedule.LinearLR} before another schedule in a {@link
 * org.grad4j.optim.schedule.SequentialLR}; its Javadoc shows one.
 */
package org.grad4j.optim.schedule;
