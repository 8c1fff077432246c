package org.grad4j.nn.layer;

import java.util.Arrays;

/** Settings of windows: for signals one number, for images one for both directions or two. */
final class Window {
    private Window() {}

    /** Two numbers of {@code least} or more. */
    static int[] pair(String layer, String what, int least, int... values) {
        boolean fits =
                values != null
                        && (values.length == 1 || values.length == 2)
                        && Arrays.stream(values).allMatch(value -> value >= least);
        if (!fits) {
            throw new IllegalArgumentException(
                    layer
                            + ": "
                            + what
                            + " must be one or two numbers of "
                            + least
                            + " or more, got "
                            + Arrays.toString(values));
        }
        return new int[] {values[0], values[values.length - 1]};
    }

    /** For signals one number, for images one or two. */
    static int[] numbers(String layer, int dims, String what, int least, int... values) {
        if (dims == 2) {
            return pair(layer, what, least, values);
        }
        if (values == null || values.length != 1 || values[0] < least) {
            throw new IllegalArgumentException(
                    layer
                            + ": "
                            + what
                            + " must be one number of "
                            + least
                            + " or more, got "
                            + Arrays.toString(values));
        }
        return values.clone();
    }

    /** At least one size, each 1 or more. */
    static long[] sizes(String layer, long... sizes) {
        if (sizes == null || sizes.length == 0 || Arrays.stream(sizes).anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException(
                    layer + ": sizes must be 1 or more, got " + Arrays.toString(sizes));
        }
        return sizes.clone();
    }
}
