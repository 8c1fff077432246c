package org.grad4j.data.source;

import java.util.Objects;
import java.util.function.IntFunction;
import org.grad4j.data.Dataset;
import org.grad4j.data.Example;
import org.grad4j.data.KeyedRandom;

/**
 * Small problems drawn on the spot, for first steps and tests: points of the plane in shapes that a
 * straight line does not separate, and waves.
 *
 * <p>Sample i depends on nothing but {@code (seed, i)} and the settings: the same on every machine,
 * in every thread. Classes take turns, so any run of samples is balanced. Take another seed for a
 * test set. Immutable and safe for concurrent use.
 */
public final class Synthetic {
    private static final long[] POINT = {2};

    private Synthetic() {}

    /**
     * Two half circles that reach into each other: features {@code [2]}, labels 0 and 1. The upper
     * one is about (0, 0), the lower one about (1, 0.5), both of radius 1.
     *
     * @param size number of samples, at least 0
     * @param noise standard deviation added to both coordinates, at least 0
     * @param seed of all samples
     * @return the dataset
     * @throws IllegalArgumentException if size or noise is negative
     */
    public static Dataset<Example> moons(int size, double noise, long seed) {
        check(size, noise);
        return new Drawn(
                size,
                index -> {
                    KeyedRandom random = KeyedRandom.of(seed, index);
                    int label = index % 2;
                    double angle = Math.PI * random.nextDouble();
                    double x = StrictMath.cos(angle);
                    double y = StrictMath.sin(angle);
                    return label == 0
                            ? point(x, y, noise, random, 0)
                            : point(1 - x, 0.5 - y, noise, random, 1);
                });
    }

    /**
     * A circle in another: features {@code [2]}, label 0 for the outer one of radius 1, 1 for the
     * inner one.
     *
     * @param size number of samples, at least 0
     * @param noise standard deviation added to both coordinates, at least 0
     * @param factor radius of the inner circle, in (0, 1)
     * @param seed of all samples
     * @return the dataset
     * @throws IllegalArgumentException if size or noise is negative, or the factor not in (0, 1)
     */
    public static Dataset<Example> circles(int size, double noise, double factor, long seed) {
        check(size, noise);
        if (!(factor > 0 && factor < 1)) {
            throw new IllegalArgumentException("factor must be in (0, 1), got " + factor);
        }
        return new Drawn(
                size,
                index -> {
                    KeyedRandom random = KeyedRandom.of(seed, index);
                    int label = index % 2;
                    double angle = 2 * Math.PI * random.nextDouble();
                    double radius = label == 0 ? 1 : factor;
                    double x = radius * StrictMath.cos(angle);
                    double y = radius * StrictMath.sin(angle);
                    return point(x, y, noise, random, label);
                });
    }

    /**
     * Clouds of normal points about random centres in {@code [−10, 10]}: features {@code
     * [features]}, the label is the centre's number.
     *
     * @param size number of samples, at least 0
     * @param centers number of clouds, positive
     * @param features number of coordinates, positive
     * @param std standard deviation of each cloud, at least 0
     * @param seed of all samples and of the centres
     * @return the dataset
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Dataset<Example> blobs(
            int size, int centers, int features, double std, long seed) {
        check(size, std);
        checkPositive("centers", centers);
        checkPositive("features", features);
        KeyedRandom places = KeyedRandom.of(seed);
        double[] center = new double[Math.multiplyExact(centers, features)];
        for (int i = 0; i < center.length; i++) {
            center[i] = 20 * places.nextDouble() - 10;
        }
        return new Drawn(
                size,
                index -> {
                    KeyedRandom random = KeyedRandom.of(seed, index);
                    int label = index % centers;
                    float[] values = new float[features];
                    for (int k = 0; k < features; k++) {
                        values[k] =
                                (float)
                                        (center[label * features + k]
                                                + std * random.nextGaussian());
                    }
                    return new Example(values, new long[] {features}, label);
                });
    }

    /**
     * Arms wound about the middle: features {@code [2]}, the label is the arm's number. Each makes
     * one and a half turns while its radius grows from 0 to 1.
     *
     * @param size number of samples, at least 0
     * @param arms number of arms, positive
     * @param noise standard deviation added to both coordinates, at least 0
     * @param seed of all samples
     * @return the dataset
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Dataset<Example> spirals(int size, int arms, double noise, long seed) {
        check(size, noise);
        checkPositive("arms", arms);
        return new Drawn(
                size,
                index -> {
                    KeyedRandom random = KeyedRandom.of(seed, index);
                    int label = index % arms;
                    double radius = random.nextDouble();
                    double angle = 2 * Math.PI * (1.5 * radius + (double) label / arms);
                    double x = radius * StrictMath.cos(angle);
                    double y = radius * StrictMath.sin(angle);
                    return point(x, y, noise, random, label);
                });
    }

    /**
     * Sine waves of random phase: features {@code [1, length]}, one channel. Label k has k + 1
     * periods in the window.
     *
     * @param size number of samples, at least 0
     * @param length number of values of a wave, positive
     * @param classes number of frequencies, positive
     * @param noise standard deviation added to each value, at least 0
     * @param seed of all samples
     * @return the dataset
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Dataset<Example> sines(
            int size, int length, int classes, double noise, long seed) {
        check(size, noise);
        checkPositive("length", length);
        checkPositive("classes", classes);
        return new Drawn(
                size,
                index -> {
                    KeyedRandom random = KeyedRandom.of(seed, index);
                    int label = index % classes;
                    double phase = random.nextDouble();
                    float[] values = new float[length];
                    for (int t = 0; t < length; t++) {
                        double periods = phase + (label + 1) * (double) t / length;
                        double wave = StrictMath.sin(2 * Math.PI * periods);
                        values[t] = (float) (wave + noise * random.nextGaussian());
                    }
                    return new Example(values, new long[] {1, length}, label);
                });
    }

    private static Example point(double x, double y, double noise, KeyedRandom random, long label) {
        float[] values = {
            (float) (x + noise * random.nextGaussian()), (float) (y + noise * random.nextGaussian())
        };
        return new Example(values, POINT, label);
    }

    private static void check(int size, double noise) {
        if (size < 0) {
            throw new IllegalArgumentException("size must not be negative, got " + size);
        }
        if (!(noise >= 0)) {
            throw new IllegalArgumentException(
                    "the standard deviation must not be negative, got " + noise);
        }
    }

    private static void checkPositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, got " + value);
        }
    }

    private record Drawn(int size, IntFunction<Example> draw) implements Dataset<Example> {
        @Override
        public Example get(int index) {
            return draw.apply(Objects.checkIndex(index, size));
        }
    }
}
