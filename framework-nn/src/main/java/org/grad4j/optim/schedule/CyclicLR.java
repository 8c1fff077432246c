package org.grad4j.optim.schedule;

import java.util.List;
import java.util.Objects;
import java.util.function.LongToDoubleFunction;
import org.grad4j.optim.Optimizer;
import org.grad4j.optim.ParamGroup;

/**
 * Up from a base rate to a maximal one and down again, cycle after cycle (Smith, arXiv:1506.01186),
 * while the momentum goes down and up; stepped after every batch.
 *
 * <pre>{@code
 * lr = baseLr + (maxLr - baseLr) · height · scale
 * momentum = maxMomentum - (maxMomentum - baseMomentum) · height · scale
 * }</pre>
 *
 * <p>where {@code height} is 0 at the ends of a cycle and 1 where the steps up meet the steps down,
 * and {@code scale} depends on the mode. The base rate replaces the rates of the optimizer.
 */
public final class CyclicLR extends LRScheduler {
    /** How the height of the cycles changes. */
    public enum Mode {
        /** Not at all. */
        TRIANGULAR,
        /** Halved from cycle to cycle. */
        TRIANGULAR2,
        /** By the factor gamma from step to step. */
        EXP_RANGE
    }

    private final double[] baseLrs;
    private final double[] maxLrs;
    private final double stepSizeUp;
    private final double totalSize;
    private final LongToDoubleFunction scale;
    private final boolean scalePerStep;
    private final boolean cycleMomentum;
    private final double[] baseMomenta;
    private final double[] maxMomenta;

    private CyclicLR(Builder settings) {
        super(settings.optimizer);
        baseLrs = settings.baseLrs;
        maxLrs = settings.maxLrs;
        stepSizeUp = settings.stepSizeUp;
        totalSize = stepSizeUp + (settings.stepSizeDown < 1 ? stepSizeUp : settings.stepSizeDown);
        scale = settings.scale();
        scalePerStep =
                settings.scaleFn == null ? settings.mode == Mode.EXP_RANGE : settings.perStep;
        cycleMomentum = settings.cycleMomentum;
        baseMomenta = settings.baseMomenta;
        maxMomenta = settings.maxMomenta;
        if (cycleMomentum) {
            CycledMomentum.require(optimizer());
        }
        List<ParamGroup> groups = optimizer().paramGroups();
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).lr(Checks.of(baseLrs, i, "baseLr"));
        }
        start();
    }

    /**
     * Starts a schedule with settings of its own.
     *
     * @param optimizer whose rates change
     * @param baseLr the least rate, 0 or more
     * @param maxLr the rate at the top of a cycle, 0 or more
     * @return a builder with 2000 steps up and as many down, triangles of one height, and momentum
     *     from 0.9 to 0.8 and back
     * @throws NullPointerException if the optimizer is null
     * @throws IllegalArgumentException if a rate is negative or not finite
     */
    public static Builder builder(Optimizer optimizer, double baseLr, double maxLr) {
        return new Builder(optimizer, baseLr, maxLr);
    }

    /** Collects the settings of the schedule. */
    public static final class Builder {
        private final Optimizer optimizer;
        private double[] baseLrs;
        private double[] maxLrs;
        private long stepSizeUp = 2000;
        private long stepSizeDown;
        private Mode mode = Mode.TRIANGULAR;
        private double gamma = 1;
        private LongToDoubleFunction scaleFn;
        private boolean perStep;
        private boolean cycleMomentum = true;
        private double[] baseMomenta = {0.8};
        private double[] maxMomenta = {0.9};

        private Builder(Optimizer optimizer, double baseLr, double maxLr) {
            this.optimizer = optimizer;
            baseLrs = Checks.perGroup("baseLr", optimizer, baseLr);
            maxLrs = Checks.perGroup("maxLr", optimizer, maxLr);
        }

        /**
         * The least rates, one for each group.
         *
         * @param values 0 or more
         * @return this builder
         * @throws IllegalArgumentException if one is negative or not finite, or there are neither
         *     one nor as many as groups
         */
        public Builder baseLrs(double... values) {
            baseLrs = Checks.perGroup("baseLrs", optimizer, values);
            return this;
        }

        /**
         * The rates at the top of a cycle, one for each group.
         *
         * @param values 0 or more
         * @return this builder
         * @throws IllegalArgumentException if one is negative or not finite, or there are neither
         *     one nor as many as groups
         */
        public Builder maxLrs(double... values) {
            maxLrs = Checks.perGroup("maxLrs", optimizer, values);
            return this;
        }

        /**
         * The steps from the least rate to the largest.
         *
         * @param value 1 or more, 2000 by default
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder stepSizeUp(long value) {
            stepSizeUp = Checks.atLeast("stepSizeUp", 1, value);
            return this;
        }

        /**
         * The steps from the largest rate to the least.
         *
         * @param value 1 or more, as many as up by default
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder stepSizeDown(long value) {
            stepSizeDown = Checks.atLeast("stepSizeDown", 1, value);
            return this;
        }

        /**
         * How the height of the cycles changes.
         *
         * @param value {@link Mode#TRIANGULAR} by default
         * @return this builder
         * @throws NullPointerException if it is null
         */
        public Builder mode(Mode value) {
            mode = Objects.requireNonNull(value, "the mode is null");
            return this;
        }

        /**
         * The factor of {@link Mode#EXP_RANGE}.
         *
         * @param value 0 or more, 1 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder gamma(double value) {
            gamma = Checks.notNegative("gamma", value);
            return this;
        }

        /**
         * A height of one's own, instead of a mode.
         *
         * @param function from the number of the cycle (from 1) or of the step (from 0) to a factor
         *     of 0 or more
         * @param perStep whether it takes the step's number instead of the cycle's
         * @return this builder
         * @throws NullPointerException if the function is null
         */
        public Builder scaleFn(LongToDoubleFunction function, boolean perStep) {
            scaleFn = Objects.requireNonNull(function, "the function is null");
            this.perStep = perStep;
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
         * The least momentum, at the top of a cycle.
         *
         * @param values 0 or more, for all groups or each; 0.8 by default
         * @return this builder
         * @throws IllegalArgumentException if one is negative or not finite, or there are neither
         *     one nor as many as groups
         */
        public Builder baseMomentum(double... values) {
            baseMomenta = Checks.perGroup("baseMomentum", optimizer, values);
            return this;
        }

        /**
         * The largest momentum, at the ends of a cycle.
         *
         * @param values 0 or more, for all groups or each; 0.9 by default
         * @return this builder
         * @throws IllegalArgumentException if one is negative or not finite, or there are neither
         *     one nor as many as groups
         */
        public Builder maxMomentum(double... values) {
            maxMomenta = Checks.perGroup("maxMomentum", optimizer, values);
            return this;
        }

        private LongToDoubleFunction scale() {
            if (scaleFn != null) {
                return scaleFn;
            }
            double factor = gamma;
            return switch (mode) {
                case TRIANGULAR -> cycle -> 1;
                case TRIANGULAR2 -> cycle -> Math.pow(0.5, cycle - 1);
                case EXP_RANGE -> step -> Math.pow(factor, step);
            };
        }

        /**
         * Makes the schedule and sets the rates and momenta of its first step.
         *
         * @return a schedule at its beginning
         * @throws IllegalArgumentException if the momentum is to be cycled and the optimizer has
         *     none
         */
        public CyclicLR build() {
            return new CyclicLR(this);
        }
    }

    @Override
    protected double first(int index, double lr) {
        return next(index, lr);
    }

    @Override
    protected double next(int index, double lr) {
        double cycle = Math.floor(1 + lastEpoch() / totalSize);
        double place = 1 + lastEpoch() / totalSize - cycle;
        double ratio = stepSizeUp / totalSize;
        double height = place <= ratio ? place / ratio : (place - 1) / (ratio - 1);
        double scaled = height * scale.applyAsDouble(scalePerStep ? lastEpoch() : (long) cycle);
        if (cycleMomentum) {
            double most = Checks.of(maxMomenta, index, "maxMomentum");
            double least = Checks.of(baseMomenta, index, "baseMomentum");
            CycledMomentum.set(
                    optimizer().paramGroups().get(index), most - (most - least) * scaled);
        }
        double base = Checks.of(baseLrs, index, "baseLr");
        return base + (Checks.of(maxLrs, index, "maxLr") - base) * scaled;
    }
}
