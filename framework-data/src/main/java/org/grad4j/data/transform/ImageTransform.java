package org.grad4j.data.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.grad4j.data.Example;
import org.grad4j.data.Image;
import org.grad4j.data.Transform;

/**
 * A transform of an image, {@code [c, h, w] → [c', h', w']}, that leaves an example's label alone.
 *
 * <p>Names and settings are torchvision's; the numbers drawn are this library's, from the generator
 * given and nothing else. The image that comes in is never changed, but may be what is returned.
 */
@FunctionalInterface
public interface ImageTransform extends Transform<Example, Example> {

    /**
     * The transformed image.
     *
     * @param image the image, not to be changed
     * @param random source of every random choice
     * @return the transformed image, never null
     */
    Image transform(Image image, RandomGenerator random);

    /**
     * The example with its image transformed.
     *
     * @throws IllegalArgumentException if the example is not an image of shape {@code [c, h, w]},
     *     or the transform does not fit it
     */
    @Override
    default Example apply(Example value, RandomGenerator random) {
        Objects.requireNonNull(value, "the example is null");
        Image image;
        try {
            image = Image.of(value);
        } catch (IllegalArgumentException error) {
            String name = getClass().isHidden() ? "image transform" : getClass().getSimpleName();
            throw new IllegalArgumentException(name + ": " + error.getMessage(), error);
        }
        return transform(image, random).labelled(value.label());
    }
}
