package org.grad4j.nn.loss;

import java.util.Arrays;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * {@code max(0, margin + d(anchor, positive) - d(anchor, negative))} with {@code d(a, b) = ‖a - b +
 * eps‖ₚ}: the anchor should be nearer to the positive than to the negative (Balntas et al., BMVC
 * 2016).
 *
 * <p>Shapes: all {@code [n, d]} or {@code [d]}; the result has no dimensions, or {@code [n]} for
 * {@link Reduction#NONE}.
 */
public final class TripletMarginLoss extends Module {
    private final double margin;
    private final double p;
    private final double eps;
    private final boolean swap;
    private final Reduction reduction;

    /** The mean, with margin 1 and Euclidean distances. */
    public TripletMarginLoss() {
        this(builder());
    }

    private TripletMarginLoss(Builder settings) {
        margin = settings.margin;
        p = settings.p;
        eps = settings.eps;
        swap = settings.swap;
        reduction = settings.reduction;
    }

    /**
     * Starts a loss with more settings.
     *
     * @return a builder with PyTorch's defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /** The settings of a triplet loss. */
    public static final class Builder {
        private double margin = 1;
        private double p = 2;
        private double eps = 1e-6;
        private boolean swap;
        private Reduction reduction = Reduction.MEAN;

        private Builder() {}

        /**
         * By how much the positive should be nearer.
         *
         * @param value above 0; 1 by default
         * @return this builder
         * @throws IllegalArgumentException if it is not above 0
         */
        public Builder margin(double value) {
            LossChecks.require(value > 0, "TripletMarginLoss", "the margin must be above 0", value);
            margin = value;
            return this;
        }

        /**
         * The degree of the norm.
         *
         * @param value 2 by default
         * @return this builder
         */
        public Builder p(double value) {
            p = value;
            return this;
        }

        /**
         * What is added to the differences.
         *
         * @param value 1e-6 by default
         * @return this builder
         */
        public Builder eps(double value) {
            eps = value;
            return this;
        }

        /**
         * Whether the distance of positive and negative counts where it is the smaller.
         *
         * @param value false by default
         * @return this builder
         */
        public Builder swap(boolean value) {
            swap = value;
            return this;
        }

        /**
         * How the losses of the samples become one.
         *
         * @param value the mean by default
         * @return this builder
         * @throws NullPointerException if it is null
         */
        public Builder reduction(Reduction value) {
            reduction = LossChecks.notNull(value);
            return this;
        }

        /**
         * Makes the loss.
         *
         * @return a loss with these settings
         */
        public TripletMarginLoss build() {
            return new TripletMarginLoss(this);
        }
    }

    /**
     * Computes the loss.
     *
     * @param anchor what is compared
     * @param positive what it should be near
     * @param negative what it should be far from
     * @return the loss
     * @throws IllegalArgumentException if they do not fit or one is null
     */
    public Tensor call(Tensor anchor, Tensor positive, Tensor negative) {
        return enter(
                Arrays.asList(anchor, positive, negative),
                in ->
                        Losses.tripletMarginLoss(
                                in.get(0), in.get(1), in.get(2), margin, p, eps, swap, reduction));
    }
}
