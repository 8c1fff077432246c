package org.grad4j.data.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * Rotates an image about its middle by a random angle, counter-clockwise: {@code [c, h, w] → [c, h,
 * w]}, or with {@code expand} to a size that holds the whole rotated image. {@link RandomAffine}
 * rotates about another place.
 *
 * @param degrees the angles, counter-clockwise
 * @param interpolation how values between pixels are made, by default nearest
 * @param expand whether the image grows to hold all of the rotated one
 * @param fill value of what comes from outside the image
 */
public record RandomRotation(Range degrees, Interpolation interpolation, boolean expand, float fill)
        implements ImageTransform {

    /**
     * Checks the settings.
     *
     * @param degrees the angles, counter-clockwise
     * @param interpolation how values between pixels are made
     * @param expand whether the image grows to hold all of the rotated one
     * @param fill value of what comes from outside the image
     * @throws NullPointerException if the range or the interpolation is null
     */
    public RandomRotation {
        Objects.requireNonNull(degrees, "the range of degrees is null");
        Objects.requireNonNull(interpolation, "the interpolation is null");
    }

    /**
     * By an angle in {@code [−degrees, degrees]}, with torchvision's defaults.
     *
     * @param degrees largest angle, at least 0
     * @throws IllegalArgumentException if it is negative
     */
    public RandomRotation(double degrees) {
        this(Range.around0("degrees", degrees), Interpolation.NEAREST, false, 0);
    }

    @Override
    public Image transform(Image image, RandomGenerator random) {
        double angle = Draw.uniform(random, degrees);
        Affine inverse = Affine.inverse(0, 0, -angle, 0, 0, 1, 0, 0);
        int h = image.height();
        int w = image.width();
        int height = expand ? extent(inverse.xy(), inverse.yy(), image, h / 2.0) : h;
        int width = expand ? extent(inverse.xx(), inverse.yx(), image, w / 2.0) : w;
        return inverse.warp(height, width, h, w).apply(image, height, width, interpolation, fill);
    }

    /**
     * Whole pixels that the rotated image covers along a new axis, given that axis in the old image
     * and where the old image's middle is along it. Less than 1/20000 of a pixel over a whole
     * number is taken for rounding.
     */
    private static int extent(double x, double y, Image image, double middle) {
        double half = (Math.abs(x) * image.width() + Math.abs(y) * image.height()) / 2;
        double most = Math.ceil(Math.rint((middle + half) * 1e4) / 1e4);
        double least = Math.floor(Math.rint((middle - half) * 1e4) / 1e4);
        return (int) (most - least);
    }
}
