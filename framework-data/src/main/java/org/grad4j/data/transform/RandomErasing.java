package org.grad4j.data.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * Erases a random rectangle with probability p, {@code [c, h, w] → [c, h, w]}. Zhong et al.: Random
 * erasing data augmentation, arXiv 1708.04896.
 *
 * <p>The rectangle's share of the area is uniform, its height divided by its width uniform in the
 * logarithm. If none of ten draws fits into the image, it stays as it is.
 *
 * @param p probability, by default 0.5
 * @param scale share of the area, by default 0.02 to 0.33
 * @param ratio height divided by width, by default 0.3 to 3.3
 * @param value what the rectangle is filled with, by default 0; NaN for normal numbers, each
 *     pixel's own
 */
public record RandomErasing(double p, Range scale, Range ratio, float value)
        implements ImageTransform {

    /**
     * Checks the settings.
     *
     * @param p probability
     * @param scale share of the area
     * @param ratio height divided by width
     * @param value what the rectangle is filled with; NaN for normal numbers
     * @throws IllegalArgumentException if the probability or the scale is not in [0, 1], or the
     *     ratio not positive
     * @throws NullPointerException if a range is null
     */
    public RandomErasing {
        Check.probability(p);
        Objects.requireNonNull(scale, "the range of scale is null");
        Objects.requireNonNull(ratio, "the range of ratio is null");
        scale.within("scale", 0, 1);
        ratio.positive("ratio");
    }

    /**
     * Fills with zeros, with torchvision's other defaults.
     *
     * @param p probability
     * @throws IllegalArgumentException if it is not in [0, 1]
     */
    public RandomErasing(double p) {
        this(p, new Range(0.02, 0.33), new Range(0.3, 3.3), 0);
    }

    /** With torchvision's defaults. */
    public RandomErasing() {
        this(0.5);
    }

    @Override
    public Image transform(Image image, RandomGenerator random) {
        if (!Draw.chance(random, p)) {
            return image;
        }
        for (int attempt = 0; attempt < 10; attempt++) {
            double area = Draw.uniform(random, scale) * image.height() * image.width();
            double aspect = Draw.logUniform(random, ratio);
            int h = (int) Math.rint(Math.sqrt(area * aspect));
            int w = (int) Math.rint(Math.sqrt(area / aspect));
            if (h < image.height() && w < image.width()) {
                int top = Draw.integer(random, 0, image.height() - h + 1);
                int left = Draw.integer(random, 0, image.width() - w + 1);
                return erase(image, top, left, h, w, random);
            }
        }
        return image;
    }

    private Image erase(Image image, int top, int left, int h, int w, RandomGenerator random) {
        float[] pixels = image.pixels().clone();
        for (int c = 0; c < image.channels(); c++) {
            for (int y = top; y < top + h; y++) {
                int row = (c * image.height() + y) * image.width();
                for (int x = left; x < left + w; x++) {
                    pixels[row + x] = Float.isNaN(value) ? (float) random.nextGaussian() : value;
                }
            }
        }
        return new Image(pixels, image.channels(), image.height(), image.width());
    }
}
