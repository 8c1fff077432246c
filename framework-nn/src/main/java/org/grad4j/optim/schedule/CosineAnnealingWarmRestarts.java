package org.grad4j.optim.schedule;

import java.util.Map;
import org.grad4j.optim.Optimizer;
import org.grad4j.optim.ParamGroup;

/**
 * Half a cosine wave down, again and again (SGDR, Loshchilov and Hutter, arXiv:1608.03983): {@code
 * lr = etaMin + (initial - etaMin) · (1 + cos(π · tCur / tI)) / 2}, where {@code tCur} counts the
 * epochs since the last restart and {@code tI}, the epochs to the next, is {@code t0} at first and
 * {@code tMult} times longer after each.
 */
public final class CosineAnnealingWarmRestarts extends LRScheduler {
    private final long t0;
    private final long tMult;
    private final double etaMin;
    private double tCur;
    private double tI;

    /**
     * Down to 0, in periods of one length.
     *
     * @param optimizer whose rates change
     * @param t0 epochs of a period, 1 or more
     * @throws NullPointerException if the optimizer is null
     * @throws IllegalArgumentException if t0 is less than 1
     */
    public CosineAnnealingWarmRestarts(Optimizer optimizer, long t0) {
        this(optimizer, t0, 1, 0);
    }

    /**
     * With everything chosen.
     *
     * @param optimizer whose rates change
     * @param t0 epochs until the first restart, 1 or more
     * @param tMult how many times longer each period is than the last, 1 or more; 1 is usual
     * @param etaMin the least rate, 0 or more; 0 is usual
     * @throws NullPointerException if the optimizer is null
     * @throws IllegalArgumentException if a number is out of range
     */
    public CosineAnnealingWarmRestarts(Optimizer optimizer, long t0, long tMult, double etaMin) {
        super(optimizer);
        this.t0 = Checks.atLeast("t0", 1, t0);
        this.tMult = Checks.atLeast("tMult", 1, tMult);
        this.etaMin = Checks.notNegative("etaMin", etaMin);
        start();
    }

    @Override
    void begin() {
        tCur = 0;
        tI = t0;
        super.begin();
    }

    @Override
    public void step() {
        tCur++;
        if (tCur >= tI) {
            tCur %= tI;
            tI *= tMult;
        }
        super.step();
    }

    /**
     * Sets the rates of a moment within an epoch, as after each batch: {@code step(epoch + batch /
     * batches)}. The next {@link #step()} is for one epoch later.
     *
     * @param epoch 0 or more
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public void step(double epoch) {
        Checks.notNegative("epoch", epoch);
        welcomeGroups();
        tI = t0;
        tCur = epoch;
        if (tMult == 1) {
            tCur %= t0;
        }
        while (tCur >= tI) {
            tCur -= tI;
            tI *= tMult;
        }
        epoch((long) epoch);
        int index = 0;
        for (ParamGroup group : optimizer().paramGroups()) {
            group.lr(next(index++, group.lr()));
        }
        noteRates();
    }

    @Override
    protected double first(int index, double lr) {
        return next(index, lr);
    }

    @Override
    protected double next(int index, double lr) {
        return etaMin + (baseLr(index) - etaMin) * (1 + Math.cos(Math.PI * tCur / tI)) / 2;
    }

    @Override
    void save(Map<String, Object> state) {
        state.put("T_cur", tCur);
        state.put("T_i", tI);
    }

    @Override
    Runnable load(ScheduleState state) {
        double current = state.number("T_cur", 0);
        double period = state.number("T_i", 1);
        return () -> {
            tCur = current;
            tI = period;
        };
    }
}
