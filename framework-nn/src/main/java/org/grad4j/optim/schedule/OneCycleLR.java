package org.grad4j.optim.schedule;

import org.grad4j.optim.Optimizer;
import org.grad4j.optim.ParamGroup;

/**
 * One cycle over the whole training (Smith and Topin, arXiv:1708.07120): from {@code maxLr /
 * divFactor} up to {@code maxLr} in the first {@code pctStart} of the steps, then down to the first
 * rate divided by {@code finalDivFactor}, while the momentum goes down and up; stepped after every
 * batch.
 *
 * <p>With three phases the way down ends at the first rate, as many steps later as the way up took,
 * and the rest goes from there to the last rate. The rates replace those of the optimizer. After
 * the last of its steps the schedule can be stepped once more, as a loop does after its last batch;
 * a rate that would be negative there is 0.
 */
public final class OneCycleLR extends LRScheduler {
    private final long totalSteps;
    private final double[] maxLrs;
    private final double divFactor;
    private final double finalDivFactor;
    private final double pctStart;
    private final boolean linear;
    private final boolean threePhase;
    private final boolean cycleMomentum;
    private final double[] baseMomenta;
    private final double[] maxMomenta;

    private OneCycleLR(Builder settings) {
        super(settings.optimizer);
        totalSteps = settings.totalSteps;
        maxLrs = settings.maxLrs;
        divFactor = settings.divFactor;
        finalDivFactor = settings.finalDivFactor;
        pctStart = settings.pctStart;
        linear = settings.linear;
        threePhase = settings.threePhase;
        cycleMomentum = settings.cycleMomentum;
        baseMomenta = settings.baseMomenta;
        maxMomenta = settings.maxMomenta;
        if (cycleMomentum) {
            CycledMomentum.require(optimizer());
        }
        int index = 0;
        for (ParamGroup group : optimizer().paramGroups()) {
            group.initialLr(Checks.of(maxLrs, index++, "maxLr") / divFactor);
        }
        start();
    }

    /**
     * Starts a schedule with settings of its own.
     *
     * @param optimizer whose rates change
     * @param totalSteps how often the optimizer will step: epochs times batches; 1 or more
     * @param maxLr the rate at the top, for all groups or each; 0 or more
     * @return a builder with 0.3 of the steps up, cosines, divisors 25 and 10000, momentum from
     *     0.95 to 0.85 and back
     * @throws NullPointerException if the optimizer is null
     * @throws IllegalArgumentException if the steps or a rate are out of range, or there are
     *     neither one rate nor as many as groups
     */
    public static Builder builder(Optimizer optimizer, long totalSteps, double... maxLr) {
        return new Builder(optimizer, totalSteps, maxLr);
    }

    /** Collects the settings of the schedule. */
    public static final class Builder {
        private final Optimizer optimizer;
        private final long totalSteps;
        private final double[] maxLrs;
        private double divFactor = 25;
        private double finalDivFactor = 1e4;
        private double pctStart = 0.3;
        private boolean linear;
        private boolean threePhase;
        private boolean cycleMomentum = true;
        private double[] baseMomenta = {0.85};
        private double[] maxMomenta = {0.95};

        private Builder(Optimizer optimizer, long totalSteps, double... maxLr) {
            this.optimizer = optimizer;
            maxLrs = Checks.perGroup("maxLr", optimizer, maxLr);
            this.totalSteps = Checks.atLeast("totalSteps", 1, totalSteps);
        }

        /**
         * The part of the steps in which the rate goes up.
         *
         * @param value from 0 to 1, 0.3 by default
         * @return this builder
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder pctStart(double value) {
            pctStart = Checks.between("pctStart", 0, 1, value);
            return this;
        }

        /**
         * Whether rates and momenta change along straight lines instead of cosines.
         *
         * @param value false by default
         * @return this builder
         */
        public Builder linear(boolean value) {
            linear = value;
            return this;
        }

        /**
         * Whether the way down ends at the first rate, before a third phase.
         *
         * @param value false by default
         * @return this builder
         */
        public Builder threePhase(boolean value) {
            threePhase = value;
            return this;
        }

        /**
         * How many times smaller than the largest rate the first is.
         *
         * @param value above 0, 25 by default
         * @return this builder
         * @throws IllegalArgumentException if it is 0, negative or not finite
         */
        public Builder divFactor(double value) {
            divFactor = Checks.above0("divFactor", value);
            return this;
        }

        /**
         * How many times smaller than the first rate the last is.
         *
         * @param value above 0, 10000 by default
         * @return this builder
         * @throws IllegalArgumentException if it is 0, negative or not finite
         */
        public Builder finalDivFactor(double value) {
            finalDivFactor = Checks.above0("finalDivFactor", value);
            return this;
        }

        /**
         * Whether the momentum, or the first of the betas, moves against the rate.
         *
         * @param value true by default
         * @return this builder
         */
        public Builder cycleMomentum(boolean value) {
            cycleMomentum = value;
            return this;
        }

        /**
         * The least momentum, where the rate is largest.
         *
         * @param values 0 or more, for all groups or each; 0.85 by default
         * @return this builder
         * @throws IllegalArgumentException if one is negative or not finite, or there are neither
         *     one nor as many as groups
         */
        public Builder baseMomentum(double... values) {
            baseMomenta = Checks.perGroup("baseMomentum", optimizer, values);
            return this;
        }

        /**
         * The largest momentum, at both ends.
         *
         * @param values 0 or more, for all groups or each; 0.95 by default
         * @return this builder
         * @throws IllegalArgumentException if one is negative or not finite, or there are neither
         *     one nor as many as groups
         */
        public Builder maxMomentum(double... values) {
            maxMomenta = Checks.perGroup("maxMomentum", optimizer, values);
            return this;
        }

        /**
         * Makes the schedule and sets the rates and momenta of its first step.
         *
         * @return a schedule at its beginning
         * @throws IllegalArgumentException if the momentum is to be cycled and the optimizer has
         *     none
         */
        public OneCycleLR build() {
            return new OneCycleLR(this);
        }
    }

    /**
     * Sets the rates of the next step.
     *
     * @throws IllegalStateException if the schedule is over
     */
    @Override
    public void step() {
        if (lastEpoch() >= totalSteps) {
            throw new IllegalStateException(
                    "OneCycleLR was made for "
                            + totalSteps
                            + " steps, which are over; give it epochs times batches as"
                            + " totalSteps");
        }
        super.step();
    }

    @Override
    protected double first(int index, double lr) {
        return next(index, lr);
    }

    @Override
    protected double next(int index, double lr) {
        double top = Checks.of(maxLrs, index, "maxLr");
        double low = top / divFactor;
        double last = low / finalDivFactor;
        double calm = Checks.of(maxMomenta, index, "maxMomentum");
        double quick = Checks.of(baseMomenta, index, "baseMomentum");
        double upEnd = pctStart * totalSteps - 1;
        double downEnd = threePhase ? 2 * pctStart * totalSteps - 2 : totalSteps - 1;
        if (lastEpoch() <= upEnd) {
            return phase(index, 0, upEnd, low, top, calm, quick);
        }
        if (lastEpoch() <= downEnd || !threePhase) {
            return phase(index, upEnd, downEnd, top, threePhase ? low : last, quick, calm);
        }
        return phase(index, downEnd, totalSteps - 1, low, last, calm, calm);
    }

    private double phase(
            int index,
            double start,
            double end,
            double lr,
            double endLr,
            double momentum,
            double endMomentum) {
        double share = end == start ? 1 : (lastEpoch() - start) / (end - start);
        if (cycleMomentum) {
            CycledMomentum.set(
                    optimizer().paramGroups().get(index), between(momentum, endMomentum, share));
        }
        return Math.max(0, between(lr, endLr, share));
    }

    private double between(double start, double end, double share) {
        return linear
                ? start + (end - start) * share
                : end + (start - end) / 2 * (1 + Math.cos(Math.PI * share));
    }
}
