package org.grad4j.optim.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.grad4j.optim.Optimizer;

/** Checks of what schedules are told. */
final class Checks {
    private Checks() {}

    static long atLeast(String name, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + " must be at least " + least + ", got " + value);
        }
        return value;
    }

    static double between(String name, double least, double most, double value) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    name + " must be a number from " + least + " to " + most + ", got " + value);
        }
        return value;
    }

    /** A factor that makes smaller or leaves as it is, but not 0. */
    static double shrinking(String name, double value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(
                    name + " must be above 0 and at most 1, got " + value);
        }
        return value;
    }

    static double notNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    name + " must be a number of 0 or more, got " + value);
        }
        return value;
    }

    static double above0(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be a number above 0, got " + value);
        }
        return value;
    }

    /** One value for all groups, or one for each. */
    static double[] perGroup(String name, Optimizer optimizer, double... values) {
        Objects.requireNonNull(values, () -> name + " is null");
        int groups =
                Objects.requireNonNull(optimizer, "the optimizer is null").paramGroups().size();
        if (values.length != 1 && values.length != groups) {
            throw new IllegalArgumentException(
                    name
                            + ": expected one number, or one for each of the optimizer's "
                            + groups
                            + " groups, got "
                            + Arrays.toString(values));
        }
        for (double value : values) {
            notNegative(name, value);
        }
        return values.clone();
    }

    /** The value for a group, of those that {@link #perGroup} let pass. */
    static double of(double[] values, int index, String name) {
        if (values.length > 1 && index >= values.length) {
            throw joined(name, values.length);
        }
        return values.length == 1 ? values[0] : values[index];
    }

    /** The value for a group, of one for all or one for each. */
    static <T> T of(List<T> values, int index, String name) {
        if (values.size() > 1 && index >= values.size()) {
            throw joined(name, values.size());
        }
        return values.size() == 1 ? values.get(0) : values.get(index);
    }

    private static IllegalStateException joined(String name, int groups) {
        return new IllegalStateException(
                name
                        + " was given for each of "
                        + groups
                        + " groups, and another group joined the optimizer since; make the"
                        + " schedule after all groups are there");
    }

    static <T> List<T> perGroup(String name, Optimizer optimizer, List<T> values) {
        Objects.requireNonNull(values, () -> name + " is null");
        values.forEach(each -> Objects.requireNonNull(each, () -> name + " contains null"));
        int groups =
                Objects.requireNonNull(optimizer, "the optimizer is null").paramGroups().size();
        if (values.size() != 1 && values.size() != groups) {
            throw new IllegalArgumentException(
                    name
                            + ": expected one, or one for each of the optimizer's "
                            + groups
                            + " groups, got "
                            + values.size());
        }
        return List.copyOf(values);
    }
}
