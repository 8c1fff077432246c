package org.grad4j.data.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * Bends an image as if it were drawn on rubber, {@code [c, h, w] → [c, h, w]}: every pixel comes
 * from a place shifted by {@code alpha / 2} pixels times smooth noise, which is uniform in [−1, 1]
 * blurred by a Gaussian. Simard, Steinkraus, Platt: Best practices for convolutional neural
 * networks applied to visual document analysis, ICDAR 2003.
 *
 * <p>For an image that is not square torchvision divides the sideways shifts by the height instead
 * of the width; here both directions bend alike.
 *
 * @param alpha strength, at least 0, by default 50
 * @param sigma smoothness: deviation of the blur in pixels, at least 0, by default 5
 * @param interpolation how values between pixels are made, by default bilinear
 * @param fill value of what comes from outside the image
 */
public record ElasticTransform(double alpha, double sigma, Interpolation interpolation, float fill)
        implements ImageTransform {

    /**
     * Checks the settings.
     *
     * @param alpha strength
     * @param sigma smoothness
     * @param interpolation how values between pixels are made
     * @param fill value of what comes from outside the image
     * @throws IllegalArgumentException if alpha or sigma is negative
     * @throws NullPointerException if the interpolation is null
     */
    public ElasticTransform {
        Check.notNegative("alpha", alpha);
        Check.notNegative("sigma", sigma);
        Objects.requireNonNull(interpolation, "the interpolation is null");
    }

    /** With torchvision's defaults: alpha 50, sigma 5, bilinear. */
    public ElasticTransform() {
        this(50, 5, Interpolation.BILINEAR, 0);
    }

    @Override
    public Image transform(Image image, RandomGenerator random) {
        int w = image.width();
        int h = image.height();
        float[] right = smoothNoise(h, w, random);
        float[] down = smoothNoise(h, w, random);
        float strength = (float) (alpha / 2);
        Warp warp =
                (y, xs, ys) -> {
                    for (int x = 0; x < w; x++) {
                        xs[x] = x + strength * right[y * w + x];
                        ys[x] = y + strength * down[y * w + x];
                    }
                };
        return warp.apply(image, h, w, interpolation, fill);
    }

    private float[] smoothNoise(int h, int w, RandomGenerator random) {
        Image noise = Image.zeros(1, h, w);
        for (int i = 0; i < noise.pixels().length; i++) {
            noise.pixels()[i] = (float) Draw.uniform(random, -1, 1);
        }
        if (sigma == 0) {
            return noise.pixels();
        }
        float[] kernel = Blur.kernel((int) (8 * sigma + 1) | 1, sigma);
        return Blur.apply(noise, kernel, kernel).pixels();
    }
}
