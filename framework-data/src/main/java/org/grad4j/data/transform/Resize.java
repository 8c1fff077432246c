package org.grad4j.data.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * Resizes an image, {@code [c, h, w] → [c, height, width]}.
 *
 * <p>Pixels are squares, their centres at half numbers (PyTorch's {@code align_corners=False}).
 * With antialiasing an image that shrinks is averaged over all pixels that a new one covers;
 * without it only the nearest two in each direction count, and fine patterns turn into false ones.
 * It does nothing for {@link Interpolation#NEAREST} and for an image that grows.
 *
 * @param height new number of rows; 0 if the width's setting holds for the shorter side
 * @param width new number of columns, or the new length of the shorter side
 * @param interpolation how values between pixels are made
 * @param antialias whether shrinking averages
 */
public record Resize(int height, int width, Interpolation interpolation, boolean antialias)
        implements ImageTransform {

    /**
     * Checks the size.
     *
     * @param height new number of rows; 0 if the width's setting holds for the shorter side
     * @param width new number of columns, or the new length of the shorter side
     * @param interpolation how values between pixels are made
     * @param antialias whether shrinking averages
     * @throws IllegalArgumentException if the height is negative or the width not positive
     * @throws NullPointerException if the interpolation is null
     */
    public Resize {
        Check.notNegative("height", height);
        Check.positive("width", width);
        Objects.requireNonNull(interpolation, "the interpolation is null");
    }

    /**
     * To the given size, bilinear and antialiased.
     *
     * @param height new number of rows, positive
     * @param width new number of columns, positive
     * @throws IllegalArgumentException if one is not positive
     */
    public Resize(int height, int width) {
        this(height, width, Interpolation.BILINEAR, true);
        Check.positive("height", height);
    }

    /**
     * The shorter side to this length, the longer one in proportion (rounded down); bilinear and
     * antialiased.
     *
     * @param size new length of the shorter side, positive
     * @throws IllegalArgumentException if it is not positive
     */
    public Resize(int size) {
        this(0, size, Interpolation.BILINEAR, true);
    }

    @Override
    public Image transform(Image image, RandomGenerator random) {
        if (height > 0) {
            return resize(image, height, width, interpolation, antialias);
        }
        int shorter = Math.min(image.height(), image.width());
        int longer = Math.max(image.height(), image.width());
        int length = (int) ((double) width * longer / shorter);
        return image.height() < image.width()
                ? resize(image, width, length, interpolation, antialias)
                : resize(image, length, width, interpolation, antialias);
    }

    static Image resize(
            Image image, int height, int width, Interpolation interpolation, boolean antialias) {
        Image result = image;
        if (width != image.width()) {
            result = Resampling.of(image.width(), width, interpolation, antialias).columns(result);
        }
        if (height != image.height()) {
            result = Resampling.of(image.height(), height, interpolation, antialias).rows(result);
        }
        return result;
    }
}
