package org.grad4j.data.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * A random part of an image, resized, {@code [c, h, w] → [c, height, width]}: bilinear,
 * antialiased.
 *
 * <p>The part's share of the area is uniform, its width divided by its height uniform in the
 * logarithm. If ten draws do not fit into the image, its middle is taken with the nearest ratio.
 * Szegedy et al.: Going deeper with convolutions, arXiv 1409.4842.
 *
 * @param height new number of rows
 * @param width new number of columns
 * @param scale share of the area, by default 0.08 to 1
 * @param ratio width divided by height, by default 3/4 to 4/3
 */
public record RandomResizedCrop(int height, int width, Range scale, Range ratio)
        implements ImageTransform {

    /**
     * Checks the settings.
     *
     * @param height new number of rows
     * @param width new number of columns
     * @param scale share of the area
     * @param ratio width divided by height
     * @throws IllegalArgumentException if a size or a range is not positive, or the scale above 1
     * @throws NullPointerException if a range is null
     */
    public RandomResizedCrop {
        Check.positive("height", height);
        Check.positive("width", width);
        Objects.requireNonNull(scale, "the range of scale is null");
        Objects.requireNonNull(ratio, "the range of ratio is null");
        scale.positive("scale").within("scale", 0, 1);
        ratio.positive("ratio");
    }

    /**
     * A square with torchvision's defaults.
     *
     * @param size new number of rows and columns
     * @throws IllegalArgumentException if it is not positive
     */
    public RandomResizedCrop(int size) {
        this(size, size, new Range(0.08, 1), new Range(3.0 / 4, 4.0 / 3));
    }

    @Override
    public Image transform(Image image, RandomGenerator random) {
        return Resize.resize(part(image, random), height, width, Interpolation.BILINEAR, true);
    }

    private Image part(Image image, RandomGenerator random) {
        for (int attempt = 0; attempt < 10; attempt++) {
            double area = Draw.uniform(random, scale) * image.height() * image.width();
            double aspect = Draw.logUniform(random, ratio);
            int w = (int) Math.rint(Math.sqrt(area * aspect));
            int h = (int) Math.rint(Math.sqrt(area / aspect));
            if (w > 0 && h > 0 && w <= image.width() && h <= image.height()) {
                int top = Draw.integer(random, 0, image.height() - h + 1);
                int left = Draw.integer(random, 0, image.width() - w + 1);
                return Windows.cut(image, top, left, h, w);
            }
        }
        return middle(image);
    }

    private Image middle(Image image) {
        int w = image.width();
        int h = image.height();
        double aspect = (double) w / h;
        if (aspect < ratio.from()) {
            h = Math.max(1, (int) Math.rint(w / ratio.from()));
        } else if (aspect > ratio.to()) {
            w = Math.max(1, (int) Math.rint(h * ratio.to()));
        }
        return Windows.cut(image, (image.height() - h) / 2, (image.width() - w) / 2, h, w);
    }
}
