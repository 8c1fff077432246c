package org.grad4j.data.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * Changes brightness, contrast, saturation and hue at random, in random order, {@code [c, h, w] →
 * [c, h, w]}, for colours in [0, 1].
 *
 * <p>The factors are 1 where nothing changes; the result is limited to [0, 1]. Brightness
 * multiplies, contrast moves away from the mean grey of the image, saturation from each pixel's
 * grey, hue turns the colour circle. A grey image keeps saturation and hue.
 *
 * @param brightness the factors, at least 0
 * @param contrast the factors, at least 0
 * @param saturation the factors, at least 0
 * @param hue the turns, within [−0.5, 0.5]
 */
public record ColorJitter(Range brightness, Range contrast, Range saturation, Range hue)
        implements ImageTransform {

    /**
     * Checks the ranges.
     *
     * @param brightness the factors
     * @param contrast the factors
     * @param saturation the factors
     * @param hue the turns
     * @throws IllegalArgumentException if a factor is negative, or a turn outside of [−0.5, 0.5]
     * @throws NullPointerException if a range is null
     */
    public ColorJitter {
        Objects.requireNonNull(brightness, "the range of brightness is null");
        Objects.requireNonNull(contrast, "the range of contrast is null");
        Objects.requireNonNull(saturation, "the range of saturation is null");
        Objects.requireNonNull(hue, "the range of hue is null");
        brightness.within("brightness", 0, Double.MAX_VALUE);
        contrast.within("contrast", 0, Double.MAX_VALUE);
        saturation.within("saturation", 0, Double.MAX_VALUE);
        hue.within("hue", -0.5, 0.5);
    }

    /**
     * Factors in {@code [max(0, 1 − s), 1 + s]}, turns in {@code [−hue, hue]}; 0 changes nothing.
     *
     * @param brightness strength, at least 0
     * @param contrast strength, at least 0
     * @param saturation strength, at least 0
     * @param hue largest turn, in [0, 0.5]
     * @throws IllegalArgumentException if a strength is negative, or the turn not in [0, 0.5]
     */
    public ColorJitter(double brightness, double contrast, double saturation, double hue) {
        this(
                factors("brightness", brightness),
                factors("contrast", contrast),
                factors("saturation", saturation),
                Range.around0("hue", hue));
    }

    private static Range factors(String name, double strength) {
        Check.notNegative(name, strength);
        return new Range(Math.max(0, 1 - strength), 1 + strength);
    }

    /**
     * The changed image.
     *
     * @throws IllegalArgumentException if the image has neither 1 nor 3 channels
     */
    @Override
    public Image transform(Image image, RandomGenerator random) {
        Check.greyOrColour("ColorJitter", image);
        int[] order = Draw.permutation(random, 4);
        float brightened = (float) Draw.uniform(random, brightness);
        float contrasted = (float) Draw.uniform(random, contrast);
        float saturated = (float) Draw.uniform(random, saturation);
        float turned = (float) Draw.uniform(random, hue);
        Image result = image;
        for (int step : order) {
            result =
                    switch (step) {
                        case 0 ->
                                brightness.isExactly(1)
                                        ? result
                                        : Colors.brightness(result, brightened);
                        case 1 ->
                                contrast.isExactly(1)
                                        ? result
                                        : Colors.contrast(result, contrasted);
                        case 2 ->
                                saturation.isExactly(1)
                                        ? result
                                        : Colors.saturation(result, saturated);
                        default -> Colors.hue(result, turned);
                    };
        }
        return result;
    }
}
