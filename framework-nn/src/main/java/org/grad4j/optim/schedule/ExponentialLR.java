package org.grad4j.optim.schedule;

import org.grad4j.optim.Optimizer;

/** A decay every epoch: {@code lr = initial · gamma^epoch}. */
public final class ExponentialLR extends LRScheduler {
    private final double gamma;

    /**
     * For an optimizer.
     *
     * @param optimizer whose rates change
     * @param gamma the factor, 0 or more
     * @throws NullPointerException if the optimizer is null
     * @throws IllegalArgumentException if gamma is negative or not finite
     */
    public ExponentialLR(Optimizer optimizer, double gamma) {
        super(optimizer);
        this.gamma = Checks.notNegative("gamma", gamma);
        start();
    }

    @Override
    protected double next(int index, double lr) {
        return lr * gamma;
    }
}
