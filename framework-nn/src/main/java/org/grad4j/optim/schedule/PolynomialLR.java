package org.grad4j.optim.schedule;

import org.grad4j.optim.Optimizer;

/**
 * A decay to 0 along a polynomial: {@code lr = initial · (1 - min(epoch, totalIters) /
 * totalIters)^power}.
 */
public final class PolynomialLR extends LRScheduler {
    private final long totalIters;
    private final double power;

    /**
     * Along a straight line.
     *
     * @param optimizer whose rates change
     * @param totalIters epochs until 0, 1 or more
     * @throws NullPointerException if the optimizer is null
     * @throws IllegalArgumentException if the epochs are less than 1
     */
    public PolynomialLR(Optimizer optimizer, long totalIters) {
        this(optimizer, totalIters, 1);
    }

    /**
     * With everything chosen.
     *
     * @param optimizer whose rates change
     * @param totalIters epochs until 0, 1 or more; 5 is usual
     * @param power 0 or more; 1 is usual
     * @throws NullPointerException if the optimizer is null
     * @throws IllegalArgumentException if the epochs are fewer than 1 or the power is negative or
     *     not finite
     */
    public PolynomialLR(Optimizer optimizer, long totalIters, double power) {
        super(optimizer);
        this.totalIters = Checks.atLeast("totalIters", 1, totalIters);
        this.power = Checks.notNegative("power", power);
        start();
    }

    @Override
    protected double next(int index, double lr) {
        if (lastEpoch() > totalIters) {
            return lr;
        }
        double total = totalIters;
        double now = 1 - lastEpoch() / total;
        double before = 1 - (lastEpoch() - 1) / total;
        return lr * Math.pow(now / before, power);
    }
}
