package org.grad4j.backend;

/**
 * Conditions on floats as 32 set or cleared bits. The signs of activations are as good as random,
 * and a mispredicted branch costs more than all of these operations.
 */
final class Masks {
    private static final int MAGNITUDE = 0x7fffffff;
    private static final int ONE = 0x3f800000;
    private static final int ABOVE_INFINITY = 0x7f800001;

    private Masks() {}

    /** Set where {@code a < b}; NaN is less than nothing. */
    static int less(float a, float b) {
        // Adding 0 turns the -0 of -0 - 0 into 0; equal infinities make NaN.
        float gap = a - b + 0f;
        return Float.floatToRawIntBits(gap) >> 31 & ordered(gap);
    }

    /** Set where {@code a <= b}. */
    static int lessOrEqual(float a, float b) {
        return ~less(b, a) & ordered(a) & ordered(b);
    }

    /** Set where x is not NaN. */
    static int ordered(float x) {
        return (Float.floatToRawIntBits(x) & MAGNITUDE) - ABOVE_INFINITY >> 31;
    }

    /** 1 where the mask is set, else 0. */
    static float truth(int mask) {
        return Float.intBitsToFloat(mask & ONE);
    }

    /** {@code a} where the mask is set, else {@code b}. */
    static float choose(int mask, float a, float b) {
        return Float.intBitsToFloat(
                Float.floatToRawIntBits(a) & mask | Float.floatToRawIntBits(b) & ~mask);
    }
}
