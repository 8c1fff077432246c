package org.grad4j.nn.loss;

import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * The cross-entropy of logits, {@code -log softmax(input)[target]}; no softmax goes before it.
 *
 * <p>Shapes: input {@code [n, classes]} and target {@code [n]}, {@code [n, classes, d1, …]} and
 * {@code [n, d1, …]}, or {@code [classes]} and {@code []}; the target holds class numbers in int64,
 * or, in a floating type and the input's shape, the probabilities of the classes. The result has no
 * dimensions, or the shape of the class numbers for {@link Reduction#NONE}. The mean of no samples
 * is NaN. Buffer: {@code weight [classes]}, if there are class weights.
 */
public final class CrossEntropyLoss extends Loss {
    private final Reduction reduction;
    private final Tensor weight;
    private final long ignoreIndex;
    private final double labelSmoothing;

    /** The mean over the samples. */
    public CrossEntropyLoss() {
        this(Reduction.MEAN);
    }

    /**
     * With a reduction of choice.
     *
     * @param reduction how the losses of the samples become one
     * @throws NullPointerException if it is null
     */
    public CrossEntropyLoss(Reduction reduction) {
        this(builder().reduction(reduction));
    }

    private CrossEntropyLoss(Builder settings) {
        reduction = settings.reduction;
        ignoreIndex = settings.ignoreIndex;
        labelSmoothing = settings.labelSmoothing;
        weight = settings.weight == null ? null : registerBuffer("weight", settings.weight);
    }

    /**
     * Starts a loss with more settings.
     *
     * @return a builder with PyTorch's defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /** The settings of a cross-entropy. */
    public static final class Builder {
        private Reduction reduction = Reduction.MEAN;
        private Tensor weight;
        private long ignoreIndex = Losses.IGNORE_INDEX;
        private double labelSmoothing;

        private Builder() {}

        /**
         * How much each class counts; the mean is then divided by the sum of the targets' weights.
         *
         * @param value {@code [classes]} of the logits' type, or null, the default
         * @return this builder
         */
        public Builder weight(Tensor value) {
            weight = value;
            return this;
        }

        /**
         * The class number that marks samples that do not count.
         *
         * @param value a class or any other number, -100 by default
         * @return this builder
         */
        public Builder ignoreIndex(long value) {
            ignoreIndex = value;
            return this;
        }

        /**
         * The share of each target that goes evenly to all classes (arXiv:1512.00567).
         *
         * @param value from 0, the default, to 1
         * @return this builder
         * @throws IllegalArgumentException if it is anything else
         */
        public Builder labelSmoothing(double value) {
            LossChecks.require(
                    value >= 0 && value <= 1,
                    "CrossEntropyLoss",
                    "the label smoothing must be from 0 to 1",
                    value);
            labelSmoothing = value;
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
        public CrossEntropyLoss build() {
            return new CrossEntropyLoss(this);
        }
    }

    @Override
    protected Tensor forward(Tensor input, Tensor target) {
        return Losses.crossEntropy(input, target, weight, ignoreIndex, labelSmoothing, reduction);
    }
}
