package org.grad4j.data.transform;

import org.grad4j.data.Image;

/** Checks of settings and images that several transforms share. */
final class Check {
    private Check() {}

    static void probability(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("p must be a probability in [0, 1], got " + p);
        }
    }

    static void positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be positive, got " + number(value));
        }
    }

    static void notNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    name + " must not be negative, got " + number(value));
        }
    }

    private static String number(double value) {
        return value == (long) value ? Long.toString((long) value) : Double.toString(value);
    }

    /** One grey channel or red, green and blue. */
    static void greyOrColour(String name, Image image) {
        if (image.channels() != 1 && image.channels() != 3) {
            throw new IllegalArgumentException(name + ": expected 1 or 3 channels, got " + image);
        }
    }
}
