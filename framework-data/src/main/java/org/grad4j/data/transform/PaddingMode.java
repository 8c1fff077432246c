package org.grad4j.data.transform;

/** What stands outside an image's edge. The letters are a row of pixels, {@code |} its edges. */
public enum PaddingMode {
    /** One value: {@code 0 0 | a b c d | 0 0}. */
    CONSTANT,
    /** The last pixel: {@code a a | a b c d | d d}. */
    EDGE,
    /** Mirrored without the last pixel: {@code c b | a b c d | c b}. */
    REFLECT,
    /** Mirrored with the last pixel: {@code b a | a b c d | d c}. */
    SYMMETRIC;

    /**
     * The index inside {@code [0, n)} whose pixel stands at {@code i}, −1 for the constant. Mirrors
     * as often as needed, so that any distance has a pixel.
     */
    int source(int i, int n) {
        if (i >= 0 && i < n) {
            return i;
        }
        return switch (this) {
            case CONSTANT -> -1;
            case EDGE -> i < 0 ? 0 : n - 1;
            case REFLECT -> n == 1 ? 0 : mirror(Math.floorMod(i, 2 * n - 2), 2 * n - 2, n);
            case SYMMETRIC -> mirror(Math.floorMod(i, 2 * n), 2 * n - 1, n);
        };
    }

    private static int mirror(int i, int last, int n) {
        return i < n ? i : last - i;
    }
}
