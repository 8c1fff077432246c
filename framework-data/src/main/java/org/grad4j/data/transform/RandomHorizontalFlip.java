package org.grad4j.data.transform;

import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * Mirrors an image horizontally with probability p, {@code [c, h, w] → [c, h, w]}: left becomes
 * right.
 *
 * @param p probability, by default 0.5
 */
public record RandomHorizontalFlip(double p) implements ImageTransform {

    /**
     * Checks the probability.
     *
     * @param p probability
     * @throws IllegalArgumentException if it is not in [0, 1]
     */
    public RandomHorizontalFlip {
        Check.probability(p);
    }

    /** With probability 0.5. */
    public RandomHorizontalFlip() {
        this(0.5);
    }

    @Override
    public Image transform(Image image, RandomGenerator random) {
        if (!Draw.chance(random, p)) {
            return image;
        }
        Image result = Image.zeros(image.channels(), image.height(), image.width());
        int width = image.width();
        for (int start = 0; start < image.pixels().length; start += width) {
            for (int x = 0; x < width; x++) {
                result.pixels()[start + x] = image.pixels()[start + width - 1 - x];
            }
        }
        return result;
    }
}
