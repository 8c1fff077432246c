package org.grad4j.data.transform;

import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.grad4j.data.Dataset;
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
     * Measures the mean and the standard deviation of each channel over a dataset, the training
     * part as a rule: samples of shape {@code [c, ...]}, the same c in all. Every pixel counts the
     * same; the deviation is the population's.
     *
     * @param dataset read once from the first to the last sample
     * @return the transform that gives this dataset mean 0 and deviation 1
     * @throws IllegalArgumentException if there is no sample or one without features, the numbers
     *     of channels differ, or a channel is constant
     * @throws NullPointerException if the dataset is null
     */
    public static Normalize fit(Dataset<Example> dataset) {
        Objects.requireNonNull(dataset, "the dataset is null");
        if (dataset.size() == 0) {
            throw new IllegalArgumentException("normalize: no sample to measure");
        }
        double[] sum = new double[channels(dataset.get(0), -1)];
        double[] squares = new double[sum.length];
        long count = 0; // of each channel
        for (int i = 0; i < dataset.size(); i++) {
            Example example = dataset.get(i);
            int plane = example.features().length / channels(example, sum.length);
            for (int k = 0; k < example.features().length; k++) {
                double value = example.features()[k];
                sum[k / plane] += value;
                squares[k / plane] += value * value;
            }
            count += plane;
        }
        float[] mean = new float[sum.length];
        float[] std = new float[sum.length];
        for (int c = 0; c < sum.length; c++) {
            double exact = sum[c] / count;
            mean[c] = (float) exact;
            std[c] = (float) Math.sqrt(Math.max(0, squares[c] / count - exact * exact));
            if (!(std[c] > 0)) {
                throw new IllegalArgumentException(
                        "normalize: channel " + c + " has no spread; all values are " + mean[c]);
            }
        }
        return new Normalize(mean, std);
    }

    private static int channels(Example example, int expected) {
        long[] shape = example.shape();
        boolean fits = shape.length > 0 && example.features().length > 0;
        if (!fits || expected >= 0 && shape[0] != expected) {
            throw new IllegalArgumentException(
                    "normalize: expected samples of shape ["
                            + (expected < 0 ? "c" : expected)
                            + ", ...], got "
                            + Arrays.toString(shape));
        }
        return (int) shape[0];
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
