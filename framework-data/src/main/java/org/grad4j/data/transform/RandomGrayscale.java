package org.grad4j.data.transform;

import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * Takes an image's colours away with probability p, {@code [c, h, w] → [c, h, w]}; the number of
 * channels stays.
 *
 * @param p probability, by default 0.1
 */
public record RandomGrayscale(double p) implements ImageTransform {

    /**
     * Checks the probability.
     *
     * @param p probability
     * @throws IllegalArgumentException if it is not in [0, 1]
     */
    public RandomGrayscale {
        Check.probability(p);
    }

    /** With probability 0.1. */
    public RandomGrayscale() {
        this(0.1);
    }

    /**
     * The image, grey or as it was.
     *
     * @throws IllegalArgumentException if the image has neither 1 nor 3 channels
     */
    @Override
    public Image transform(Image image, RandomGenerator random) {
        Check.greyOrColour("RandomGrayscale", image);
        boolean grey = Draw.chance(random, p);
        return grey ? new Grayscale(image.channels()).transform(image, random) : image;
    }
}
