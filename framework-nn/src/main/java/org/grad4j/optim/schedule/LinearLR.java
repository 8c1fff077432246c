package org.grad4j.optim.schedule;

import org.grad4j.optim.Optimizer;

/**
 * A factor that changes evenly over the first epochs, from a start to an end: {@code lr = initial ·
 * (startFactor + (endFactor - startFactor) · min(epoch, totalIters) / totalIters)}. With a small
 * start and the end 1 it is a warm-up.
 */
public final class LinearLR extends LRScheduler {
    private final double startFactor;
    private final double endFactor;
    private final long totalIters;

    /**
     * From a third of the rates to the rates, in five epochs.
     *
     * @param optimizer whose rates change
     * @throws NullPointerException if the optimizer is null
     */
    public LinearLR(Optimizer optimizer) {
        this(optimizer, 1.0 / 3, 1, 5);
    }

    /**
     * With everything chosen.
     *
     * @param optimizer whose rates change
     * @param startFactor above 0 and at most 1; a third is usual
     * @param endFactor from 0 to 1; 1 is usual
     * @param totalIters epochs until the end factor, 1 or more; 5 is usual
     * @throws NullPointerException if the optimizer is null
     * @throws IllegalArgumentException if a factor or the epochs are out of range
     */
    public LinearLR(Optimizer optimizer, double startFactor, double endFactor, long totalIters) {
        super(optimizer);
        this.startFactor = Checks.shrinking("startFactor", startFactor);
        this.endFactor = Checks.between("endFactor", 0, 1, endFactor);
        this.totalIters = Checks.atLeast("totalIters", 1, totalIters);
        start();
    }

    @Override
    protected double first(int index, double lr) {
        return lr * startFactor;
    }

    @Override
    protected double next(int index, double lr) {
        if (lastEpoch() > totalIters) {
            return lr;
        }
        double step = endFactor - startFactor;
        return lr * (1 + step / (totalIters * startFactor + (lastEpoch() - 1) * step));
    }
}
