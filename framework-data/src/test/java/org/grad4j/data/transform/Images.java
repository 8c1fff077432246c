package org.grad4j.data.transform;

import java.util.Arrays;
import org.grad4j.data.Image;
import org.grad4j.data.KeyedRandom;

/** Small images to transform. */
final class Images {
    private Images() {}

    /** Value i is (37 i + 11) mod 101, divided by 100. */
    static Image of(int channels, int height, int width) {
        Image image = Image.zeros(channels, height, width);
        for (int i = 0; i < image.pixels().length; i++) {
            image.pixels()[i] = (37 * i + 11) % 101 / 100f;
        }
        return image;
    }

    /** One channel of equal values. */
    static Image constant(int height, int width, float value) {
        Image image = Image.zeros(1, height, width);
        Arrays.fill(image.pixels(), value);
        return image;
    }

    static Image apply(ImageTransform transform, Image image, long... keys) {
        return transform.transform(image, KeyedRandom.of(keys));
    }
}
