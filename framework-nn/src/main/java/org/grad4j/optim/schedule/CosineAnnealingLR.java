package org.grad4j.optim.schedule;

import org.grad4j.optim.Optimizer;

/**
 * Half a cosine wave from the initial rate down and up again (Loshchilov and Hutter, SGDR,
 * arXiv:1608.03983, without the restarts): {@code lr = etaMin + (initial - etaMin) · (1 + cos(π ·
 * epoch / tMax)) / 2}.
 */
public final class CosineAnnealingLR extends LRScheduler {
    private final long tMax;
    private final double etaMin;

    /**
     * Down to 0.
     *
     * @param optimizer whose rates change
     * @param tMax epochs until 0, 1 or more
     * @throws NullPointerException if the optimizer is null
     * @throws IllegalArgumentException if tMax is less than 1
     */
    public CosineAnnealingLR(Optimizer optimizer, long tMax) {
        this(optimizer, tMax, 0);
    }

    /**
     * With everything chosen.
     *
     * @param optimizer whose rates change
     * @param tMax epochs until the least rate, 1 or more
     * @param etaMin the least rate, 0 or more; 0 is usual
     * @throws NullPointerException if the optimizer is null
     * @throws IllegalArgumentException if the epochs are fewer than 1 or the least rate is negative
     *     or not finite
     */
    public CosineAnnealingLR(Optimizer optimizer, long tMax, double etaMin) {
        super(optimizer);
        this.tMax = Checks.atLeast("tMax", 1, tMax);
        this.etaMin = Checks.notNegative("etaMin", etaMin);
        start();
    }

    @Override
    protected double next(int index, double lr) {
        if ((lastEpoch() - 1 - tMax) % (2 * tMax) == 0) { // the last was the least: no ratio to it
            return lr + (baseLr(index) - etaMin) * (1 - Math.cos(Math.PI / tMax)) / 2;
        }
        double now = 1 + Math.cos(Math.PI * lastEpoch() / tMax);
        double before = 1 + Math.cos(Math.PI * (lastEpoch() - 1) / tMax);
        return Math.max(0, now / before * (lr - etaMin) + etaMin);
    }
}
