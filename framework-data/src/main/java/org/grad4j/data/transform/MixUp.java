package org.grad4j.data.transform;

import java.util.random.RandomGenerator;
import org.grad4j.data.Batch;
import org.grad4j.data.SoftBatch;
import org.grad4j.data.Transform;

/**
 * Blends each example of a batch with the one before it, {@code λ·x[i] + (1 − λ)·x[i−1]}, labels
 * likewise; λ is drawn from Beta(alpha, alpha), one for the batch. Zhang et al.: mixup: Beyond
 * empirical risk minimization, arXiv 1710.09412.
 *
 * <p>Applied by the loader, in its workers, and understood by {@code CrossEntropyLoss}; {@link
 * RandomChoice} takes it or {@link CutMix} in turn:
 *
 * <pre>{@code
 * DataLoader<SoftBatch> loader =
 *         DataLoader.builder(dataset, Collate.examples().andThen(new MixUp(0.2, 10)))
 *                 .batchSize(64).shuffle(true).build();
 * for (SoftBatch batch : loader) {
 *     Tensor loss = criterion.call(model.call(batch.features()), batch.labels());
 * }
 * }</pre>
 *
 * @param alpha strength, positive; 1, the default, makes every λ as likely as any other
 * @param classes number of classes
 */
public record MixUp(double alpha, int classes) implements Transform<Batch, SoftBatch> {

    /**
     * Checks the settings.
     *
     * @param alpha strength
     * @param classes number of classes
     * @throws IllegalArgumentException if one is not positive
     */
    public MixUp {
        Check.positive("alpha", alpha);
        Check.positive("classes", classes);
    }

    /**
     * With alpha 1.
     *
     * @param classes number of classes
     * @throws IllegalArgumentException if it is not positive
     */
    public MixUp(int classes) {
        this(1, classes);
    }

    /**
     * The blended batch.
     *
     * @throws IllegalArgumentException if a label is not in {@code [0, classes)}
     */
    @Override
    public SoftBatch apply(Batch value, RandomGenerator random) {
        float lambda = (float) Draw.beta(random, alpha);
        float[] from = value.rawFeatures();
        float[] mixed = new float[from.length];
        int count = from.length / value.size();
        for (int i = 0; i < value.size(); i++) {
            int own = i * count;
            int other = Math.floorMod(i - 1, value.size()) * count;
            for (int k = 0; k < count; k++) {
                mixed[own + k] = lambda * from[own + k] + (1 - lambda) * from[other + k];
            }
        }
        float[] labels = labels(value.rawLabels(), classes, lambda);
        return new SoftBatch(mixed, value.shape(), labels);
    }

    /** Each label's share λ, and the rest to the label before it. */
    static float[] labels(long[] labels, int classes, float lambda) {
        float[] shares = new float[labels.length * classes];
        OneHot oneHot = new OneHot(classes);
        for (int i = 0; i < labels.length; i++) {
            oneHot.set(shares, i * classes, labels[i], lambda);
            long other = labels[Math.floorMod(i - 1, labels.length)];
            oneHot.set(shares, i * classes, other, 1 - lambda);
        }
        return shares;
    }
}
