package org.grad4j.data.transform;

/**
 * The range that a random number is drawn from, uniformly.
 *
 * @param from smallest value
 * @param to largest value, at least {@code from}
 */
public record Range(double from, double to) {

    /**
     * Checks the order.
     *
     * @param from smallest value
     * @param to largest value
     * @throws IllegalArgumentException if {@code from} is above {@code to}, or one is not finite
     */
    public Range {
        if (!(from <= to) || Double.isInfinite(from) || Double.isInfinite(to)) {
            throw new IllegalArgumentException(
                    "a range goes from a number to one that is not smaller, got "
                            + from
                            + " to "
                            + to);
        }
    }

    /** The range {@code [−size, size]}. */
    static Range around0(String name, double size) {
        if (!(size >= 0)) {
            throw new IllegalArgumentException(name + " must not be negative, got " + size);
        }
        return new Range(-size, size);
    }

    /** This range, if it begins above 0. */
    Range positive(String name) {
        if (!(from > 0)) {
            throw new IllegalArgumentException(
                    name + " must be positive, got " + from + " to " + to);
        }
        return this;
    }

    /** This range, if it lies within the limits. */
    Range within(String name, double least, double most) {
        if (from < least || to > most) {
            throw new IllegalArgumentException(
                    name + " must lie in [" + least + ", " + most + "], got " + from + " to " + to);
        }
        return this;
    }

    boolean isExactly(double value) {
        return from == value && to == value;
    }

    @Override
    public String toString() {
        return "(" + from + ", " + to + ")";
    }
}
