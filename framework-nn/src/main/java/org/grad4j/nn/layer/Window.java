package org.grad4j.nn.layer;

import java.util.Arrays;

/** Settings of a window over images: one number for both directions, or two, down and across. */
final class Window {
    private Window() {}

    /** Two numbers of {@code least} or more. */
    static int[] pair(String layer, String what, int least, int... values) {
        boolean fits = values.length == 1 || values.length == 2;
        for (int value : values) {
            fits &= value >= least;
        }
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

    /** As Python prints a tuple. */
    static String tuple(int... pair) {
        return "(" + pair[0] + ", " + pair[1] + ")";
    }

    /** One number where both are the same. */
    static String compact(int... pair) {
        return pair[0] == pair[1] ? String.valueOf(pair[0]) : tuple(pair);
    }
}
