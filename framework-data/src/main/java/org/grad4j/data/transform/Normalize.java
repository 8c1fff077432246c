package org.grad4j.data.transform;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.grad4j.data.Example;
import org.grad4j.data.Transform;

/**
 * Shifts and scales features by channel: {@code y[c] = (x[c] − mean[c]) / std[c]}, features {@code
 * [c, ...] → [c, ...]}. A single mean and std hold for all features of any shape.
 *
 * <p>The arrays are not copied; treat them as values.
 *
 * @param mean of each channel
 * @param std standard deviation of each channel, positive
 */
public record Normalize(float[] mean, float[] std) implements Transform<Example, Example> {

    /**
     * Checks means and deviations.
     *
     * @param mean of each channel
     * @param std standard deviation of each channel, positive
     * @throws IllegalArgumentException if their numbers differ or are zero, or a deviation is not
     *     positive
     */
    public Normalize {
        if (mean.length != std.length || mean.length == 0) {
            throw new IllegalArgumentException(
                    "one mean and one std for each channel, got "
                            + mean.length
                            + " means and "
                            + std.length
                            + " stds");
        }
        for (float value : std) {
            if (!(value > 0)) {
                throw new IllegalArgumentException(
                        "std must be positive, got " + Arrays.toString(std));
            }
        }
    }

    /**
     * One mean and deviation for all features.
     *
     * @param mean of all features
     * @param std of all features, positive
     * @throws IllegalArgumentException if the deviation is not positive
     */
    public Normalize(float mean, float std) {
        this(new float[] {mean}, new float[] {std});
    }

    /**
     * The normalised example.
     *
     * @throws IllegalArgumentException if there are several channels and the first dimension of the
     *     example is not their number
     */
    @Override
    public Example apply(Example value, RandomGenerator random) {
        int channels = mean.length;
        if (channels > 1 && (value.shape().length == 0 || value.shape()[0] != channels)) {
            throw new IllegalArgumentException(
                    "normalize: expected shape ["
                            + channels
                            + ", ...], got "
                            + Arrays.toString(value.shape()));
        }
        float[] features = value.features();
        float[] result = new float[features.length];
        int plane = features.length / channels;
        for (int c = 0; c < channels; c++) {
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                result[i] = (features[i] - mean[c]) / std[c];
            }
        }
        return value.withFeatures(result);
    }
}
