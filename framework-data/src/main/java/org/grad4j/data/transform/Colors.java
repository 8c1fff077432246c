package org.grad4j.data.transform;

import org.grad4j.data.Image;

/** Arithmetic of colours in [0, 1]; images have one grey channel, or red, green and blue. */
final class Colors {
    private Colors() {}

    /** Luma by ITU-R BT.601, {@code 0.2989 r + 0.587 g + 0.114 b}; one plane. */
    static float[] grey(Image image) {
        if (image.channels() == 1) {
            return image.pixels();
        }
        float[] rgb = image.pixels();
        float[] grey = new float[rgb.length / 3];
        for (int i = 0; i < grey.length; i++) {
            grey[i] =
                    0.2989f * rgb[i]
                            + 0.587f * rgb[grey.length + i]
                            + 0.114f * rgb[2 * grey.length + i];
        }
        return grey;
    }

    static Image brightness(Image image, float factor) {
        Image result = Image.zeros(image.channels(), image.height(), image.width());
        for (int i = 0; i < result.pixels().length; i++) {
            result.pixels()[i] = clamp(factor * image.pixels()[i]);
        }
        return result;
    }

    /** Away from, or towards, the mean of the grey image. */
    static Image contrast(Image image, float factor) {
        double sum = 0;
        float[] grey = grey(image);
        for (float value : grey) {
            sum += value;
        }
        float mean = (float) (sum / grey.length);
        Image result = Image.zeros(image.channels(), image.height(), image.width());
        for (int i = 0; i < result.pixels().length; i++) {
            result.pixels()[i] = clamp(factor * image.pixels()[i] + (1 - factor) * mean);
        }
        return result;
    }

    /** Away from, or towards, each pixel's grey. */
    static Image saturation(Image image, float factor) {
        if (image.channels() == 1) {
            return image;
        }
        float[] grey = grey(image);
        Image result = Image.zeros(3, image.height(), image.width());
        for (int i = 0; i < result.pixels().length; i++) {
            float value = factor * image.pixels()[i] + (1 - factor) * grey[i % grey.length];
            result.pixels()[i] = clamp(value);
        }
        return result;
    }

    /** Turns the colour circle; 1 is a whole turn. */
    static Image hue(Image image, float turn) {
        if (image.channels() == 1 || turn == 0) {
            return image;
        }
        float[] rgb = image.pixels();
        Image result = Image.zeros(3, image.height(), image.width());
        int plane = rgb.length / 3;
        for (int i = 0; i < plane; i++) {
            turn(rgb, result.pixels(), i, plane, turn);
        }
        return result;
    }

    /** Through hue, saturation and value, and back. */
    private static void turn(float[] from, float[] to, int i, int plane, float turn) {
        float r = from[i];
        float g = from[plane + i];
        float b = from[2 * plane + i];
        float most = Math.max(r, Math.max(g, b));
        float least = Math.min(r, Math.min(g, b));
        float span = most - least;
        float hue; // in sixths of a turn, from red
        if (span == 0) {
            hue = 0;
        } else if (most == r) {
            hue = (g - b) / span;
        } else if (most == g) {
            hue = 2 + (b - r) / span;
        } else {
            hue = 4 + (r - g) / span;
        }
        float turned = hue / 6 + turn;
        float sixths = (turned - (float) Math.floor(turned)) * 6;
        // Each channel is the value, less the span by how far its own colour is from the hue.
        to[i] = channel(most, span, Math.abs(sixths - 3) - 1);
        to[plane + i] = channel(most, span, 2 - Math.abs(sixths - 2));
        to[2 * plane + i] = channel(most, span, 2 - Math.abs(sixths - 4));
    }

    private static float channel(float value, float span, float share) {
        return clamp(value - span * (1 - clamp(share)));
    }

    private static float clamp(float value) {
        return Math.max(0, Math.min(1, value));
    }
}
