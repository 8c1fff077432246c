package org.grad4j.optim.schedule;

import org.grad4j.optim.Optimizer;

/**
 * From the rate it finds to a constant one, for the epochs whose weights are averaged (stochastic
 * weight averaging, Izmailov et al., arXiv:1803.05407): {@code lr = swaLr · α + found · (1 - α)},
 * where {@code α} goes from 0 to 1 in {@code annealEpochs} epochs, along a cosine or a line.
 */
public final class SWALR extends LRScheduler {
    private final double[] swaLrs;
    private final long annealEpochs;
    private final boolean linear;

    /**
     * Along a cosine, in 10 epochs.
     *
     * @param optimizer whose rates change
     * @param swaLr the constant rate, for all groups or each
     * @throws NullPointerException if the optimizer is null
     * @throws IllegalArgumentException if a rate is negative or not finite, or there are neither
     *     one nor as many as groups
     */
    public SWALR(Optimizer optimizer, double... swaLr) {
        this(optimizer, 10, false, swaLr);
    }

    /**
     * For an optimizer.
     *
     * @param optimizer whose rates change
     * @param annealEpochs epochs until the constant rate, 0 or more
     * @param linear whether along a line instead of a cosine
     * @param swaLr the constant rate, for all groups or each
     * @throws NullPointerException if the optimizer is null
     * @throws IllegalArgumentException if the epochs or a rate are negative or not finite, or there
     *     are neither one rate nor as many as groups
     */
    public SWALR(Optimizer optimizer, long annealEpochs, boolean linear, double... swaLr) {
        super(optimizer);
        swaLrs = Checks.perGroup("swaLr", optimizer, swaLr);
        this.annealEpochs = Checks.atLeast("annealEpochs", 0, annealEpochs);
        this.linear = linear;
        start();
    }

    /** Without annealing the constant rate is there at once. */
    @Override
    protected double first(int index, double lr) {
        return annealEpochs == 0 ? Checks.of(swaLrs, index, "swaLr") : lr;
    }

    @Override
    protected double next(int index, double lr) {
        double target = Checks.of(swaLrs, index, "swaLr");
        double before = alpha(lastEpoch() - 1);
        double now = alpha(lastEpoch());
        double found = before == 1 ? target : (lr - before * target) / (1 - before);
        return Math.max(0, target * now + found * (1 - now));
    }

    private double alpha(long epoch) {
        double share = Math.min(1, epoch / (double) Math.max(1, annealEpochs));
        return linear ? share : (1 - Math.cos(Math.PI * share)) / 2;
    }
}
