package org.grad4j.data.transform;

import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * Adds a normal number to every pixel of every channel: {@code y = x + N(mean, sigma²)}.
 *
 * @param mean of the noise, by default 0
 * @param sigma standard deviation of the noise, at least 0, by default 0.1
 * @param clip whether the result is limited to [0, 1], by default true
 */
public record GaussianNoise(double mean, double sigma, boolean clip) implements ImageTransform {

    /**
     * Checks the deviation.
     *
     * @param mean of the noise
     * @param sigma standard deviation of the noise
     * @param clip whether the result is limited to [0, 1]
     * @throws IllegalArgumentException if the deviation is negative
     */
    public GaussianNoise {
        Check.notNegative("sigma", sigma);
    }

    /** With torchvision's defaults: mean 0, deviation 0.1, clipped. */
    public GaussianNoise() {
        this(0, 0.1, true);
    }

    @Override
    public Image transform(Image image, RandomGenerator random) {
        Image result = Image.zeros(image.channels(), image.height(), image.width());
        for (int i = 0; i < result.pixels().length; i++) {
            float y = (float) (image.pixels()[i] + mean + sigma * random.nextGaussian());
            result.pixels()[i] = clip ? Math.max(0, Math.min(1, y)) : y;
        }
        return result;
    }
}
