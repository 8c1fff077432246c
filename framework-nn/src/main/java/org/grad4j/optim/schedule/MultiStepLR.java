package org.grad4j.optim.schedule;

import java.util.Arrays;
import java.util.Objects;
import org.grad4j.optim.Optimizer;

/**
 * A decay at given epochs: {@code lr = initial · gamma^(milestones up to the epoch)}; a milestone
 * that is given twice counts twice.
 */
public final class MultiStepLR extends LRScheduler {
    private final long[] milestones;
    private final double gamma;

    /**
     * With a factor of 0.1.
     *
     * @param optimizer whose rates change
     * @param milestones the epochs, in ascending order
     * @throws NullPointerException if the optimizer is null
     * @throws IllegalArgumentException if the milestones are not in order
     */
    public MultiStepLR(Optimizer optimizer, long... milestones) {
        this(optimizer, milestones, 0.1);
    }

    /**
     * With everything chosen.
     *
     * @param optimizer whose rates change
     * @param milestones the epochs, in ascending order
     * @param gamma the factor, 0 or more; 0.1 is usual
     * @throws NullPointerException if the optimizer or the milestones are null
     * @throws IllegalArgumentException if the milestones are not in order or gamma is negative or
     *     not finite
     */
    public MultiStepLR(Optimizer optimizer, long[] milestones, double gamma) {
        super(optimizer);
        this.milestones = Objects.requireNonNull(milestones, "the milestones are null").clone();
        for (int i = 1; i < milestones.length; i++) {
            if (milestones[i] < milestones[i - 1]) {
                throw new IllegalArgumentException(
                        "milestones must be in ascending order, got "
                                + Arrays.toString(milestones));
            }
        }
        this.gamma = Checks.notNegative("gamma", gamma);
        start();
    }

    @Override
    protected double next(int index, double lr) {
        long times = Arrays.stream(milestones).filter(epoch -> epoch == lastEpoch()).count();
        return times == 0 ? lr : lr * Math.pow(gamma, times);
    }
}
