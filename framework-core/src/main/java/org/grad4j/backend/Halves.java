package org.grad4j.backend;

import org.grad4j.tensor.DType;

/**
 * The two floating types of 16 bits and float32, which holds every value of either. Narrowing
 * rounds to the nearest value, and a tie to the one whose last bit is 0, as IEEE 754 and PyTorch
 * do; what lies beyond the largest becomes infinite. NaN stays NaN, with the bits that fit.
 *
 * <p>Java 17 has no conversion of its own ({@code Float.float16ToFloat} came with 20). Internal;
 * ops use it for plain numbers.
 */
public final class Halves {
    /** Where float16's exponents lie among float32's: {@code (127 - 15) << 23}. */
    private static final int REBIAS = 112 << 23;

    private static final int INFINITE = 0x7f80_0000;

    private Halves() {}

    /**
     * A number as a tensor of a type holds it, so that comparing finds it equal to itself.
     *
     * @param number any
     * @param type the type
     * @return the nearest number of a 16-bit type, the number itself for others
     */
    public static Number nearest(Number number, DType type) {
        return switch (type) {
            case FLOAT16 -> float16(toFloat16(number.floatValue()));
            case BFLOAT16 -> bfloat16(toBfloat16(number.floatValue()));
            default -> number;
        };
    }

    /**
     * The largest finite number of a 16-bit type.
     *
     * @param type FLOAT16 or BFLOAT16
     * @return the number
     */
    public static float largest(DType type) {
        return type == DType.FLOAT16 ? 65504 : 0x1.fep127f;
    }

    /**
     * Refuses to make an infinity of a number that someone wrote down, as PyTorch does: the -1e9 of
     * a mask, for example. What is computed may still overflow.
     *
     * @param number any
     * @param type the type it is stored in
     * @throws IllegalArgumentException if the type has 16 bits and the number lies beyond its
     *     largest
     */
    public static void requireHolds(Number number, DType type) {
        double size = Math.abs(number.doubleValue());
        if (type.isHalf() && Double.isFinite(size) && size > largest(type)) {
            throw new IllegalArgumentException(
                    number
                            + " does not fit into "
                            + type.torchName()
                            + ", whose largest number is "
                            + largest(type)
                            + "; use an infinity or a wider type");
        }
    }

    /** 1 sign bit, 5 of exponent, 10 of fraction. */
    static float float16(short half) {
        int size = half & 0x7fff;
        int sign = (half & 0x8000) << 16;
        // Numbers below 2⁻¹⁴ have no leading 1: they are whole multiples of the smallest.
        int bits =
                size < 0x400
                        ? Float.floatToRawIntBits(size * 0x1p-24f)
                        : (size << 13) + REBIAS | (0x7bff - size >> 31 & INFINITE);
        return Float.intBitsToFloat(sign | bits);
    }

    /** The nearest float16. */
    static short toFloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int size = bits & 0x7fff_ffff;
        int half;
        if (size < 0x3880_0000) {
            // Below 2⁻¹⁴: at 0.5, float32's last bit is worth 2⁻²⁴, so the addition rounds.
            half = Float.floatToRawIntBits(Float.intBitsToFloat(size) + 0.5f) - 0x3f00_0000;
        } else if (size < 0x4780_0000) {
            half = rounded(size - REBIAS, 13);
        } else {
            half = 0x7c00 | nanFraction(size, 13, 0x3ff);
        }
        return (short) (bits >>> 16 & 0x8000 | half);
    }

    /** 1 sign bit, 8 of exponent, 7 of fraction. */
    static float bfloat16(short half) {
        return Float.intBitsToFloat(half << 16);
    }

    /** The nearest bfloat16. */
    static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int size = bits & 0x7fff_ffff;
        int half = size <= INFINITE ? rounded(size, 16) : 0x7f80 | nanFraction(size, 16, 0x7f);
        return (short) (bits >>> 16 & 0x8000 | half);
    }

    /** Without the last bits, to the nearest and then even; a carry moves on to the exponent. */
    private static int rounded(int bits, int cut) {
        return bits + (1 << cut - 1) - 1 + (bits >>> cut & 1) >>> cut;
    }

    /** What is kept of a NaN's fraction, but never 0, which would mean infinity; 0 for numbers. */
    private static int nanFraction(int size, int cut, int mask) {
        int fraction = size >>> cut & mask;
        return size <= INFINITE ? 0 : fraction != 0 ? fraction : mask + 1 >> 1;
    }
}
