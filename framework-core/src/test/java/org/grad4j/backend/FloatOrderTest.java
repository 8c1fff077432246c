package org.grad4j.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FloatOrderTest {
    /** Of either sign, as the processor makes it and as it may be loaded. */
    private static final int[] NANS = {0x7fc00000, 0xffc00000, 0x7f800001, 0xff800001, 0xffffffff};

    private static final float[] NUMBERS = {
        Float.NEGATIVE_INFINITY,
        -Float.MAX_VALUE,
        -1,
        -Float.MIN_VALUE,
        -0f,
        0f,
        Float.MIN_VALUE,
        1,
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY
    };

    @Test
    void numbers_are_rectified() {
        int[] bits = bits();
        FloatOrder.rectify(bits, bits.length);
        for (int i = 0; i < NUMBERS.length; i++) {
            int expected = Float.floatToRawIntBits(Math.max(NUMBERS[i], 0f));
            assertThat(bits[i]).as("%s", NUMBERS[i]).isEqualTo(expected);
        }
    }

    @Test
    void what_is_no_number_stays_so_and_is_the_largest_of_all_that_is_rectified() {
        int[] bits = NANS.clone();
        FloatOrder.rectify(bits, bits.length);
        for (int nan : bits) {
            assertThat(Float.intBitsToFloat(nan)).isNaN();
            assertThat(nan).isGreaterThan(Float.floatToRawIntBits(Float.POSITIVE_INFINITY));
        }
    }

    @Test
    void numbers_and_what_is_none_are_in_order() {
        int[] bits = Arrays.copyOf(bits(), NUMBERS.length + NANS.length);
        System.arraycopy(NANS, 0, bits, NUMBERS.length, NANS.length);
        int[] order = bits.clone();
        FloatOrder.toOrder(order, order.length);
        for (int i = 1; i < NUMBERS.length; i++) {
            assertThat(order[i]).as("%s", NUMBERS[i]).isGreaterThan(order[i - 1]);
        }
        for (int i = NUMBERS.length; i < order.length; i++) {
            assertThat(order[i]).isGreaterThan(order[NUMBERS.length - 1]);
        }
        FloatOrder.toBits(order, order.length);
        assertThat(order).containsExactly(bits);
    }

    private static int[] bits() {
        int[] bits = new int[NUMBERS.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(NUMBERS[i]));
        return bits;
    }
}
