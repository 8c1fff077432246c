package org.grad4j.optim.schedule;

import org.grad4j.optim.Optimizer;

/** A decay every few epochs: {@code lr = initial · gamma^⌊epoch / stepSize⌋}. */
public final class StepLR extends LRScheduler {
    private final long stepSize;
    private final double gamma;

    /**
     * With a factor of 0.1.
     *
     * @param optimizer whose rates change
     * @param stepSize epochs between two decays, 1 or more
     * @throws NullPointerException if the optimizer is null
     * @throws IllegalArgumentException if the step size is less than 1
     */
    public StepLR(Optimizer optimizer, long stepSize) {
        this(optimizer, stepSize, 0.1);
    }

    /**
     * With everything chosen.
     *
     * @param optimizer whose rates change
     * @param stepSize epochs between two decays, 1 or more
     * @param gamma the factor, 0 or more; 0.1 is usual
     * @throws NullPointerException if the optimizer is null
     * @throws IllegalArgumentException if the step size is less than 1 or gamma negative or not
     *     finite
     */
    public StepLR(Optimizer optimizer, long stepSize, double gamma) {
        super(optimizer);
        this.stepSize = Checks.atLeast("stepSize", 1, stepSize);
        this.gamma = Checks.notNegative("gamma", gamma);
        start();
    }

    @Override
    protected double next(int index, double lr) {
        return lastEpoch() % stepSize == 0 ? lr * gamma : lr;
    }
}
