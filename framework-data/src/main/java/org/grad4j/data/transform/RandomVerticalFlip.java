package org.grad4j.data.transform;

import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * Mirrors an image vertically with probability p, {@code [c, h, w] → [c, h, w]}: top becomes
 * bottom.
 *
 * @param p probability, by default 0.5
 */
public record RandomVerticalFlip(double p) implements ImageTransform {

    /**
     * Checks the probability.
     *
     * @param p probability
     * @throws IllegalArgumentException if it is not in [0, 1]
     */
    public RandomVerticalFlip {
        Check.probability(p);
    }

    /** With probability 0.5. */
    public RandomVerticalFlip() {
        this(0.5);
    }

    @Override
    public Image transform(Image image, RandomGenerator random) {
        if (!Draw.chance(random, p)) {
            return image;
        }
        Image result = Image.zeros(image.channels(), image.height(), image.width());
        int width = image.width();
        int plane = image.height() * width;
        for (int start = 0; start < image.pixels().length; start += plane) {
            for (int y = 0; y < plane; y += width) {
                int mirrored = start + plane - width - y;
                System.arraycopy(image.pixels(), start + y, result.pixels(), mirrored, width);
            }
        }
        return result;
    }
}
