package org.grad4j.backend;

/**
 * Floats as whole numbers of the same order, -inf lowest, then -0 below 0, inf, and every NaN
 * highest: maxima of whole numbers take one instruction, while those of floats take several, for
 * NaN and the zeros.
 */
final class FloatOrder {
    /** How far -inf lies above the lowest number once negative numbers have been turned around. */
    private static final int BELOW = 0x7fffff;

    private static final int INFINITY = 0x7f800000;

    private FloatOrder() {}

    /** From the bits of floats; NaNs of either sign wrap around to the top. */
    static void toOrder(int[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = (x[i] ^ (x[i] >> 31 & Integer.MAX_VALUE)) - BELOW;
        }
    }

    /** Back to the bits of floats. */
    static void toBits(int[] x, int n) {
        for (int i = 0; i < n; i++) {
            int turned = x[i] + BELOW;
            x[i] = turned ^ (turned >> 31 & Integer.MAX_VALUE);
        }
    }

    /**
     * {@code max(x, 0)} in bits of floats, where a NaN stays one but loses its sign: then the bits
     * are in order as they are, and no difference of two of them overflows.
     */
    static void rectify(int[] x, int n) {
        for (int i = 0; i < n; i++) {
            int number = (x[i] & Integer.MAX_VALUE) - INFINITY - 1 >> 31;
            x[i] &= ~(x[i] >> 31 & number) & Integer.MAX_VALUE;
        }
    }

    /** Makes 0 of -0, in bits of floats. */
    static void sameZeros(int[] x, int n) {
        for (int i = 0; i < n; i++) {
            int rest = x[i] << 1;
            x[i] &= (rest | -rest) >> 31;
        }
    }
}
