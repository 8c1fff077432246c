package org.grad4j.data.transform;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.grad4j.data.Batch;
import org.grad4j.data.SoftBatch;
import org.grad4j.data.Transform;

/**
 * Pastes a rectangle of the image before it into each image of a batch, {@code [n, c, h, w]}; the
 * labels are mixed by area. The rectangle's area is {@code 1 − λ} of the image with λ from
 * Beta(alpha, alpha), less what falls over an edge; it is one for the batch. Yun et al.: CutMix:
 * Regularization strategy to train strong classifiers with localizable features, arXiv 1905.04899.
 *
 * <p>Applied as {@link MixUp} is.
 *
 * @param alpha strength, positive; 1, the default, makes every λ as likely as any other
 * @param classes number of classes
 */
public record CutMix(double alpha, int classes) implements Transform<Batch, SoftBatch> {

    /**
     * Checks the settings.
     *
     * @param alpha strength
     * @param classes number of classes
     * @throws IllegalArgumentException if one is not positive
     */
    public CutMix {
        Check.positive("alpha", alpha);
        Check.positive("classes", classes);
    }

    /**
     * With alpha 1.
     *
     * @param classes number of classes
     * @throws IllegalArgumentException if it is not positive
     */
    public CutMix(int classes) {
        this(1, classes);
    }

    /**
     * The mixed batch.
     *
     * @throws IllegalArgumentException if the features are not of shape {@code [n, c, h, w]}, or a
     *     label is not in {@code [0, classes)}
     */
    @Override
    public SoftBatch apply(Batch value, RandomGenerator random) {
        long[] shape = value.shape();
        if (shape.length != 4) {
            throw new IllegalArgumentException(
                    "CutMix: expected images of shape [n, c, h, w], got " + Arrays.toString(shape));
        }
        int channels = (int) shape[1];
        int height = (int) shape[2];
        int width = (int) shape[3];
        double half = 0.5 * Math.sqrt(1 - Draw.beta(random, alpha));
        int x = random.nextInt(Math.max(width, 1));
        int y = random.nextInt(Math.max(height, 1));
        int left = Math.max(0, x - (int) (half * width));
        int right = Math.min(width, x + (int) (half * width));
        int top = Math.max(0, y - (int) (half * height));
        int bottom = Math.min(height, y + (int) (half * height));

        float[] from = value.rawFeatures();
        float[] mixed = from.clone();
        int count = from.length / value.size();
        for (int i = 0; i < value.size(); i++) {
            int own = i * count;
            int other = Math.floorMod(i - 1, value.size()) * count;
            for (int c = 0; c < channels; c++) {
                for (int row = top; row < bottom; row++) {
                    int at = (c * height + row) * width + left;
                    System.arraycopy(from, other + at, mixed, own + at, right - left);
                }
            }
        }
        double pasted = (double) (right - left) * (bottom - top);
        float lambda = (float) (1 - pasted / Math.max(1, (double) width * height));
        float[] labels = MixUp.labels(value.rawLabels(), classes, lambda);
        return new SoftBatch(mixed, shape, labels);
    }
}
