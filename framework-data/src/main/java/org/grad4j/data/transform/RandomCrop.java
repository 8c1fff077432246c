package org.grad4j.data.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * A window at a random place of an image, {@code [c, h, w] → [c, height, width]}; every place
 * inside the padded image is as likely as any other.
 *
 * @param height number of rows
 * @param width number of columns
 * @param padding border added on all four sides first
 * @param padIfNeeded whether an image that is still too small is padded by what is missing, on both
 *     sides
 * @param mode what the border shows
 * @param fill its value under {@link PaddingMode#CONSTANT}
 */
public record RandomCrop(
        int height, int width, int padding, boolean padIfNeeded, PaddingMode mode, float fill)
        implements ImageTransform {

    /**
     * Checks the sizes.
     *
     * @param height number of rows
     * @param width number of columns
     * @param padding border added on all four sides first
     * @param padIfNeeded whether an image that is still too small is padded
     * @param mode what the border shows
     * @param fill its value under {@link PaddingMode#CONSTANT}
     * @throws IllegalArgumentException if the height or the width is not positive, or the padding
     *     negative
     * @throws NullPointerException if the mode is null
     */
    public RandomCrop {
        Check.positive("height", height);
        Check.positive("width", width);
        Check.notNegative("padding", padding);
        Objects.requireNonNull(mode, "the padding mode is null");
    }

    /**
     * A square window of an image with a border of zeros; {@code new RandomCrop(32, 4)} is usual
     * for CIFAR.
     *
     * @param size number of rows and columns
     * @param padding border added on all four sides first
     * @throws IllegalArgumentException if the size is not positive, or the padding negative
     */
    public RandomCrop(int size, int padding) {
        this(size, size, padding, false, PaddingMode.CONSTANT, 0);
    }

    /**
     * The window.
     *
     * @throws IllegalArgumentException if the padded image is smaller than the window
     */
    @Override
    public Image transform(Image image, RandomGenerator random) {
        int top = start(image, image.height(), height, random);
        int left = start(image, image.width(), width, random);
        return Windows.cut(image, top, left, height, width, mode, fill);
    }

    /** Where the window begins along one axis, counted from the image's own edge. */
    private int start(Image image, int from, int to, RandomGenerator random) {
        int border = padding;
        int missing = to - from - 2 * padding;
        if (missing > 0 && padIfNeeded) {
            border += missing;
            missing = -missing;
        }
        if (missing > 0) {
            throw new IllegalArgumentException(
                    "RandomCrop: a window of "
                            + height
                            + " x "
                            + width
                            + " does not fit into "
                            + image
                            + " with padding "
                            + padding
                            + "; use a larger padding or padIfNeeded");
        }
        return Draw.integer(random, 0, 1 - missing) - border;
    }
}
