package org.grad4j.data;

import java.util.Arrays;

/**
 * An image of numbers, {@code [c, h, w]}, row-major: the colour planes one after another, as
 * tensors hold them. Colours are in {@code [0, 1]}, red, green and blue, unless they were
 * normalised.
 *
 * <p>The array is not copied; treat it as a value and do not change it.
 *
 * @param pixels the numbers, row-major
 * @param channels number of colour planes, at least 1
 * @param height number of rows, at least 1
 * @param width number of columns, at least 1
 */
public record Image(float[] pixels, int channels, int height, int width) {

    /**
     * Checks that pixels and sizes agree.
     *
     * @param pixels the numbers, row-major
     * @param channels number of colour planes
     * @param height number of rows
     * @param width number of columns
     * @throws IllegalArgumentException if a size is not positive, or their product is not the
     *     number of pixels
     */
    public Image {
        if (channels <= 0 || height <= 0 || width <= 0) {
            throw new IllegalArgumentException(
                    "an image has at least one channel, row and column, got "
                            + Arrays.toString(new int[] {channels, height, width}));
        }
        if (pixels == null) {
            throw new IllegalArgumentException("the pixels are null");
        }
        // Three sizes below 2³¹ may overflow 64 bits; the first two do not.
        if (pixels.length % width != 0 || (long) channels * height != pixels.length / width) {
            throw new IllegalArgumentException(
                    "an image of shape "
                            + Arrays.toString(new int[] {channels, height, width})
                            + " does not hold "
                            + pixels.length
                            + " pixels");
        }
    }

    /**
     * An image of zeros.
     *
     * @param channels number of colour planes, at least 1
     * @param height number of rows, at least 1
     * @param width number of columns, at least 1
     * @return a new image, black
     * @throws IllegalArgumentException if a size is not positive, or they ask for more pixels than
     *     an array can hold
     */
    public static Image zeros(int channels, int height, int width) {
        long plane = (long) Math.max(height, 1) * Math.max(width, 1);
        if (plane > Integer.MAX_VALUE || plane * Math.max(channels, 1L) > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "an image of shape "
                            + Arrays.toString(new int[] {channels, height, width})
                            + " has more pixels than an array can hold");
        }
        int size = Math.max(channels, 1) * (int) plane;
        return new Image(new float[size], channels, height, width);
    }

    /**
     * The features of an example as an image.
     *
     * @param example features of shape {@code [c, h, w]}
     * @return an image over the same array
     * @throws IllegalArgumentException if the shape is another
     */
    public static Image of(Example example) {
        long[] shape = example.shape();
        if (shape.length != 3 || example.features().length == 0) {
            throw new IllegalArgumentException(
                    "expected an image of shape [c, h, w], got " + Arrays.toString(shape));
        }
        return new Image(example.features(), (int) shape[0], (int) shape[1], (int) shape[2]);
    }

    /**
     * This image with its class.
     *
     * @param label number of the class
     * @return an example over the same array
     */
    public Example labelled(long label) {
        return new Example(pixels, shape(), label);
    }

    /**
     * Shape as tensors have it.
     *
     * @return a new array {@code [c, h, w]}
     */
    public long[] shape() {
        return new long[] {channels, height, width};
    }

    /**
     * One number.
     *
     * @param c channel
     * @param y row, from the top
     * @param x column, from the left
     * @return the pixel's value in that channel
     * @throws IndexOutOfBoundsException if the place is outside the image
     */
    public float at(int c, int y, int x) {
        if (c < 0 || c >= channels || y < 0 || y >= height || x < 0 || x >= width) {
            throw new IndexOutOfBoundsException(
                    Arrays.toString(new int[] {c, y, x}) + " is outside of " + this);
        }
        return pixels[(c * height + y) * width + x];
    }

    /** The shape, not the pixels. */
    @Override
    public String toString() {
        return "Image[" + channels + ", " + height + ", " + width + "]";
    }
}
