package org.grad4j.optim.schedule;

import org.grad4j.optim.Optimizer;

/**
 * A smaller rate for the first epochs: {@code lr = initial · factor} before epoch {@code
 * totalIters}, {@code initial} from there on.
 */
public final class ConstantLR extends LRScheduler {
    private final double factor;
    private final long totalIters;

    /**
     * A third of the rates for five epochs.
     *
     * @param optimizer whose rates change
     * @throws NullPointerException if the optimizer is null
     */
    public ConstantLR(Optimizer optimizer) {
        this(optimizer, 1.0 / 3, 5);
    }

    /**
     * With everything chosen.
     *
     * @param optimizer whose rates change
     * @param factor above 0 and at most 1; a third is usual
     * @param totalIters epochs with the smaller rate, 0 or more; 5 is usual
     * @throws NullPointerException if the optimizer is null
     * @throws IllegalArgumentException if the factor or the epochs are out of range
     */
    public ConstantLR(Optimizer optimizer, double factor, long totalIters) {
        super(optimizer);
        this.factor = Checks.shrinking("factor", factor);
        this.totalIters = Checks.atLeast("totalIters", 0, totalIters);
        start();
    }

    @Override
    protected double first(int index, double lr) {
        return lr * factor;
    }

    @Override
    protected double next(int index, double lr) {
        return lastEpoch() == totalIters ? lr * (1 / factor) : lr;
    }
}
