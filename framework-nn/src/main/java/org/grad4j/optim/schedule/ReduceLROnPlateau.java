package org.grad4j.optim.schedule;

import java.util.Map;
import org.grad4j.optim.Optimizer;

/**
 * A decay whenever a metric has stopped to improve: after more than {@code patience} epochs without
 * a better one, {@code lr ← max(lr · factor, minLr)}.
 *
 * <pre>{@code
 * ReduceLROnPlateau scheduler = ReduceLROnPlateau.builder(optimizer).patience(5).build();
 * scheduler.step(validationLoss);
 * }</pre>
 *
 * <p>A metric is better if it is less than {@code best · (1 - threshold)}, or, with {@code
 * absoluteThreshold}, than {@code best - threshold}; to maximize, if it is more than {@code best ·
 * (1 + threshold)} or {@code best + threshold}. NaN is never better.
 */
public final class ReduceLROnPlateau extends LRScheduler {
    private final boolean maximize;
    private final double factor;
    private final long patience;
    private final double threshold;
    private final boolean absoluteThreshold;
    private final long cooldown;
    private final double[] minLrs;
    private final double eps;
    private double best;
    private long numBadEpochs;
    private long cooldownCounter;

    private ReduceLROnPlateau(Builder settings) {
        super(settings.optimizer);
        maximize = settings.maximize;
        factor = settings.factor;
        patience = settings.patience;
        threshold = settings.threshold;
        absoluteThreshold = settings.absoluteThreshold;
        cooldown = settings.cooldown;
        minLrs = settings.minLrs;
        eps = settings.eps;
        best = maximize ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        start();
    }

    /**
     * Starts a schedule with settings of its own.
     *
     * @param optimizer whose rates change
     * @return a builder for a metric to minimize, with factor 0.1, patience 10, a relative
     *     threshold of 1e-4, no cooldown, no least rate and eps 1e-8
     * @throws NullPointerException if the optimizer is null
     */
    public static Builder builder(Optimizer optimizer) {
        return new Builder(optimizer);
    }

    /** Collects the settings of the schedule. */
    public static final class Builder {
        private final Optimizer optimizer;
        private boolean maximize;
        private double factor = 0.1;
        private long patience = 10;
        private double threshold = 1e-4;
        private boolean absoluteThreshold;
        private long cooldown;
        private double[] minLrs;
        private double eps = 1e-8;

        private Builder(Optimizer optimizer) {
            this.optimizer = optimizer;
            minLrs = Checks.perGroup("minLr", optimizer, 0);
        }

        /**
         * Whether larger metrics are better, as for an accuracy.
         *
         * @param value false by default
         * @return this builder
         */
        public Builder maximize(boolean value) {
            maximize = value;
            return this;
        }

        /**
         * What a rate is multiplied by.
         *
         * @param value 0 or more and below 1, 0.1 by default
         * @return this builder
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder factor(double value) {
            factor = Checks.between("factor", 0, Math.nextDown(1.0), value);
            return this;
        }

        /**
         * How many epochs in a row may bring nothing better.
         *
         * @param value 0 or more, 10 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder patience(long value) {
            patience = Checks.atLeast("patience", 0, value);
            return this;
        }

        /**
         * By how much a metric must be better to count.
         *
         * @param value 0 or more, 1e-4 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder threshold(double value) {
            threshold = Checks.notNegative("threshold", value);
            return this;
        }

        /**
         * Whether the threshold is a difference instead of a part of the best metric.
         *
         * @param value false by default
         * @return this builder
         */
        public Builder absoluteThreshold(boolean value) {
            absoluteThreshold = value;
            return this;
        }

        /**
         * How many epochs after a decay do not count.
         *
         * @param value 0 or more, 0 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder cooldown(long value) {
            cooldown = Checks.atLeast("cooldown", 0, value);
            return this;
        }

        /**
         * The least rates.
         *
         * @param values 0 or more, for all groups or each; 0 by default
         * @return this builder
         * @throws IllegalArgumentException if one is negative or not finite, or there are neither
         *     one nor as many as groups
         */
        public Builder minLr(double... values) {
            minLrs = Checks.perGroup("minLr", optimizer, values);
            return this;
        }

        /**
         * The least change of a rate; a smaller one is left undone.
         *
         * @param value 0 or more, 1e-8 by default
         * @return this builder
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder eps(double value) {
            eps = Checks.notNegative("eps", value);
            return this;
        }

        /**
         * Makes the schedule.
         *
         * @return a schedule that has seen no metric
         */
        public ReduceLROnPlateau build() {
            return new ReduceLROnPlateau(this);
        }
    }

    /**
     * Refused, since the rates depend on a metric.
     *
     * @throws IllegalStateException always
     */
    @Override
    public void step() {
        throw new IllegalStateException("ReduceLROnPlateau needs a metric: call step(metric)");
    }

    /**
     * Notes an epoch's metric and sets the rates of the next epoch.
     *
     * @param metric as the loss on the validation data
     */
    public void step(double metric) {
        if (isBetter(metric)) {
            best = metric;
            numBadEpochs = 0;
        } else {
            numBadEpochs++;
        }
        if (cooldownCounter > 0) {
            cooldownCounter--;
            numBadEpochs = 0;
        }
        super.step();
        if (numBadEpochs > patience) {
            cooldownCounter = cooldown;
            numBadEpochs = 0;
        }
    }

    private boolean isBetter(double metric) {
        if (maximize) {
            return metric > (absoluteThreshold ? best + threshold : best * (1 + threshold));
        }
        return metric < (absoluteThreshold ? best - threshold : best * (1 - threshold));
    }

    @Override
    protected double next(int index, double lr) {
        if (numBadEpochs <= patience) {
            return lr;
        }
        double less = Math.max(lr * factor, Checks.of(minLrs, index, "minLr"));
        return lr - less > eps ? less : lr;
    }

    @Override
    void save(Map<String, Object> state) {
        if (Double.isFinite(best)) {
            state.put("best", best);
        }
        state.put("num_bad_epochs", numBadEpochs);
        state.put("cooldown_counter", cooldownCounter);
    }

    @Override
    Runnable load(ScheduleState state) {
        double worst = maximize ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        double savedBest =
                state.has("best") ? state.number("best", Double.NEGATIVE_INFINITY) : worst;
        long bad = (long) state.number("num_bad_epochs", 0);
        long counter = (long) state.number("cooldown_counter", 0);
        return () -> {
            best = savedBest;
            numBadEpochs = bad;
            cooldownCounter = counter;
        };
    }
}
