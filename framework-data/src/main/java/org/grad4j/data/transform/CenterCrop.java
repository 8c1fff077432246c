package org.grad4j.data.transform;

import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * The middle of an image, {@code [c, h, w] → [c, height, width]}; an image that is too small is
 * padded with zeros.
 *
 * @param height number of rows
 * @param width number of columns
 */
public record CenterCrop(int height, int width) implements ImageTransform {

    /**
     * Checks the size.
     *
     * @param height number of rows
     * @param width number of columns
     * @throws IllegalArgumentException if one is not positive
     */
    public CenterCrop {
        Check.positive("height", height);
        Check.positive("width", width);
    }

    /**
     * A square.
     *
     * @param size number of rows and columns
     * @throws IllegalArgumentException if it is not positive
     */
    public CenterCrop(int size) {
        this(size, size);
    }

    @Override
    public Image transform(Image image, RandomGenerator random) {
        return Windows.cut(
                image, start(image.height(), height), start(image.width(), width), height, width);
    }

    /**
     * Where the crop begins; torchvision rounds a half to the even number, and pads right first.
     */
    private static int start(int from, int to) {
        return from >= to ? (int) Math.rint((from - to) / 2.0) : -((to - from) / 2);
    }
}
