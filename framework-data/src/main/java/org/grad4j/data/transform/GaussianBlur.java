package org.grad4j.data.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * Blurs an image by a Gaussian of random width, {@code [c, h, w] → [c, h, w]}; edges are mirrored.
 *
 * @param kernelHeight pixels weighed in a column, odd
 * @param kernelWidth pixels weighed in a row, odd
 * @param sigma standard deviation in pixels, drawn uniformly; by default 0.1 to 2
 */
public record GaussianBlur(int kernelHeight, int kernelWidth, Range sigma)
        implements ImageTransform {

    /**
     * Checks the settings.
     *
     * @param kernelHeight pixels weighed in a column
     * @param kernelWidth pixels weighed in a row
     * @param sigma standard deviation in pixels
     * @throws IllegalArgumentException if a number of pixels is not odd and positive, or the
     *     deviation not positive
     * @throws NullPointerException if a range is null
     */
    public GaussianBlur {
        if (kernelHeight <= 0 || kernelWidth <= 0 || kernelHeight % 2 * (kernelWidth % 2) == 0) {
            throw new IllegalArgumentException(
                    "the kernel's sizes must be odd and positive, got "
                            + kernelHeight
                            + " x "
                            + kernelWidth);
        }
        Objects.requireNonNull(sigma, "the range of sigma is null");
        sigma.positive("sigma");
    }

    /**
     * A square kernel with torchvision's default deviations.
     *
     * @param kernelSize pixels weighed in a row and in a column, odd
     * @throws IllegalArgumentException if it is not odd and positive
     */
    public GaussianBlur(int kernelSize) {
        this(kernelSize, kernelSize, new Range(0.1, 2));
    }

    @Override
    public Image transform(Image image, RandomGenerator random) {
        double width = Draw.uniform(random, sigma);
        return Blur.apply(image, Blur.kernel(kernelWidth, width), Blur.kernel(kernelHeight, width));
    }
}
