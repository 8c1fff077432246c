package org.grad4j.optim;

/** Checks of what optimizers are told. */
final class Settings {
    private Settings() {}

    static double notNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    name + " must be a number of 0 or more, got " + value);
        }
        return value;
    }

    /** A number from 0 up to but without 1. */
    static double fraction(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(
                    name + " must be at least 0 and below 1, got " + value);
        }
        return value;
    }
}
