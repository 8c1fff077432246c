package org.grad4j.data.transform;

import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * Colours to grey, {@code 0.2989 r + 0.587 g + 0.114 b}: {@code [3, h, w] → [channels, h, w]}. A
 * grey image stays grey.
 *
 * @param channels 1, or 3 for three equal ones
 */
public record Grayscale(int channels) implements ImageTransform {

    /**
     * Checks the number of channels.
     *
     * @param channels 1 or 3
     * @throws IllegalArgumentException if it is another
     */
    public Grayscale {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException(
                    "a grey image has 1 channel, or 3 equal ones, got " + channels);
        }
    }

    /** To one channel. */
    public Grayscale() {
        this(1);
    }

    /**
     * The grey image.
     *
     * @throws IllegalArgumentException if the image has neither 1 nor 3 channels
     */
    @Override
    public Image transform(Image image, RandomGenerator random) {
        Check.greyOrColour("Grayscale", image);
        float[] grey = Colors.grey(image);
        if (channels == 1) {
            return new Image(grey, 1, image.height(), image.width());
        }
        Image result = Image.zeros(3, image.height(), image.width());
        for (int c = 0; c < 3; c++) {
            System.arraycopy(grey, 0, result.pixels(), c * grey.length, grey.length);
        }
        return result;
    }
}
