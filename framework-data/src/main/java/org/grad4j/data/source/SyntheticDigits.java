package org.grad4j.data.source;

import java.util.List;
import java.util.Objects;
import org.grad4j.data.Dataset;
import org.grad4j.data.Example;
import org.grad4j.data.KeyedRandom;

/**
 * Digits drawn on the spot, a stand-in for MNIST that needs no file: features {@code [1, 28, 28]},
 * normalised as {@link Mnist} normalises, and the label.
 *
 * <p>Each digit is written in one of several ways, bent, rotated, sheared, stretched and shifted at
 * random, with a pen of random thickness and ink, and covered with noise. Sample i depends on
 * nothing but {@code (seed, i)}: the same on every machine, in every run, in every thread, whatever
 * the size. Take another seed for a test set.
 *
 * @param size number of samples, at least 0
 * @param seed of all samples
 */
public record SyntheticDigits(int size, long seed) implements Dataset<Example> {
    private static final int SIDE = 28;
    private static final long[] SHAPE = {1, SIDE, SIDE};
    private static final float GLYPH = 20; // height and width before distortion, in pixels

    /**
     * Checks the size.
     *
     * @param size number of samples, at least 0
     * @param seed of all samples
     * @throws IllegalArgumentException if the size is negative
     */
    public SyntheticDigits {
        if (size < 0) {
            throw new IllegalArgumentException("size must not be negative, got " + size);
        }
    }

    @Override
    public Example get(int index) {
        Objects.checkIndex(index, size);
        KeyedRandom random = KeyedRandom.of(seed, index);
        int label = random.nextInt(10);
        List<List<float[]>> variants = DigitStrokes.variants(label);
        List<float[]> strokes = variants.get(random.nextInt(variants.size()));
        StrokeCanvas canvas = draw(strokes, random);
        return new Example(develop(canvas, random), SHAPE, label);
    }

    private static StrokeCanvas draw(List<float[]> strokes, KeyedRandom random) {
        StrokeCanvas canvas = new StrokeCanvas(SIDE, uniform(random, 0.6f, 1.7f));
        Distortion distortion = Distortion.random(random);
        for (float[] stroke : strokes) {
            float shiftX = uniform(random, -0.05f, 0.05f);
            float shiftY = uniform(random, -0.05f, 0.05f);
            float lastX = 0;
            float lastY = 0;
            for (int i = 0; i < stroke.length; i += 2) {
                float u = stroke[i] - 0.5f + shiftX + uniform(random, -0.025f, 0.025f);
                float v = stroke[i + 1] - 0.5f + shiftY + uniform(random, -0.025f, 0.025f);
                float x = distortion.x(u, v);
                float y = distortion.y(u, v);
                if (i > 0) {
                    canvas.segment(lastX, lastY, x, y);
                }
                lastX = x;
                lastY = y;
            }
        }
        return canvas;
    }

    private static float[] develop(StrokeCanvas canvas, KeyedRandom random) {
        float strength = uniform(random, 0.6f, 1);
        float noise = uniform(random, 0, 0.2f);
        float[] features = new float[SIDE * SIDE];
        for (int i = 0; i < features.length; i++) {
            float grey = strength * canvas.ink(i) + noise * roughlyGaussian(random.nextLong());
            features[i] = (Math.max(0, Math.min(1, grey)) - Mnist.MEAN) / Mnist.STD;
        }
        return features;
    }

    /**
     * Four uniform numbers out of one, summed and scaled to variance 1: normal enough for noise.
     */
    private static float roughlyGaussian(long bits) {
        long sum =
                (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
        return (sum - 131070) * 2.643e-5f;
    }

    private static float uniform(KeyedRandom random, float from, float to) {
        return from + (to - from) * random.nextFloat();
    }

    /**
     * From the glyph's square, centred at 0, to pixels: a quadratic bend, then an affine map {@code
     * A·(u, v) + b}.
     */
    private record Distortion(
            float bendX, float bendY, float xx, float xy, float yx, float yy, float x, float y) {

        static Distortion random(KeyedRandom random) {
            float bendX = uniform(random, -0.6f, 0.6f);
            float bendY = uniform(random, -0.6f, 0.6f);
            double angle = uniform(random, -0.4f, 0.4f);
            float sin = (float) StrictMath.sin(angle);
            float cos = (float) StrictMath.cos(angle);
            float shear = uniform(random, -0.5f, 0.3f);
            float width = GLYPH * uniform(random, 0.5f, 1.1f);
            float height = GLYPH * uniform(random, 0.7f, 1.1f);
            float center = (SIDE - 1) / 2f;
            return new Distortion(
                    bendX,
                    bendY,
                    width * cos,
                    height * (shear * cos - sin),
                    width * sin,
                    height * (shear * sin + cos),
                    center + uniform(random, -2, 2),
                    center + uniform(random, -2, 2));
        }

        float x(float u, float v) {
            return xx * (u + bendX * v * v) + xy * (v + bendY * u * u) + x;
        }

        float y(float u, float v) {
            return yx * (u + bendX * v * v) + yy * (v + bendY * u * u) + y;
        }
    }
}
