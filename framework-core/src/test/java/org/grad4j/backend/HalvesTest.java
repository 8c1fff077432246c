package org.grad4j.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every one of the 65,536 values of either type, and every place where rounding turns. */
class HalvesTest {
    private enum Format {
        FLOAT16(5, 10),
        BFLOAT16(8, 7);

        private final int exponentBits;
        private final int fractionBits;

        Format(int exponentBits, int fractionBits) {
            this.exponentBits = exponentBits;
            this.fractionBits = fractionBits;
        }

        float widen(int bits) {
            return this == FLOAT16 ? Halves.float16((short) bits) : Halves.bfloat16((short) bits);
        }

        int narrow(float value) {
            return 0xffff & (this == FLOAT16 ? Halves.toFloat16(value) : Halves.toBfloat16(value));
        }

        int infinity() {
            return (1 << exponentBits) - 1 << fractionBits;
        }

        /** What IEEE 754 says that the bits mean. */
        double meaning(int bits) {
            int exponent = (bits & 0x7fff) >> fractionBits;
            int fraction = bits & (1 << fractionBits) - 1;
            int bias = (1 << exponentBits - 1) - 1;
            double sign = bits < 0x8000 ? 1 : -1;
            if (exponent == (1 << exponentBits) - 1) {
                return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
            }
            int leading = exponent == 0 ? 0 : 1 << fractionBits;
            int scale = Math.max(1, exponent) - bias - fractionBits;
            return sign * (leading + fraction) * Math.pow(2, scale);
        }

        DataType nd4j() {
            return DType.valueOf(name()).nd4j();
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void every_pattern_widens_to_what_it_means_and_narrows_to_itself(Format format) {
        for (int bits = 0; bits < 0x10000; bits++) {
            float value = format.widen(bits);
            String what = format + " " + Integer.toHexString(bits);
            assertEquals(format.meaning(bits), value, what);
            assertEquals(bits, format.narrow(value), what);
        }
    }

    /** Between neighbours: below, at and above the middle. Beyond the largest: infinity's. */
    @ParameterizedTest
    @EnumSource(Format.class)
    void numbers_between_go_to_the_nearest_and_from_the_middle_to_the_even_one(Format format) {
        for (int bits = 0; bits < format.infinity(); bits++) {
            double low = format.meaning(bits);
            double high =
                    bits + 1 == format.infinity()
                            ? 2 * low - format.meaning(bits - 1)
                            : format.meaning(bits + 1);
            float middle = (float) ((low + high) / 2);
            assertEquals((low + high) / 2, middle, "float32 holds the middle");
            int even = bits + (bits & 1);
            for (int sign : new int[] {1, -1}) {
                int mark = sign < 0 ? 0x8000 : 0;
                assertEquals(mark | bits, format.narrow(sign * Math.nextDown(middle)));
                assertEquals(mark | even, format.narrow(sign * middle));
                assertEquals(mark | bits + 1, format.narrow(sign * Math.nextUp(middle)));
            }
        }
        assertEquals(format.infinity(), format.narrow(Float.MAX_VALUE));
        assertEquals(format.infinity(), format.narrow(Float.POSITIVE_INFINITY));
        assertEquals(0x8000, format.narrow(-Float.MIN_VALUE));
    }

    /** Where all of a NaN's bits lie in the part that is cut off, it must not become infinite. */
    @ParameterizedTest
    @EnumSource(Format.class)
    void nan_stays_nan(Format format) {
        for (int fraction : new int[] {1, 0x1fff, 0xffff, 0x40_0000, 0x7f_ffff}) {
            for (int sign : new int[] {0, Integer.MIN_VALUE}) {
                float nan = Float.intBitsToFloat(sign | 0x7f80_0000 | fraction);
                int bits = format.narrow(nan);
                assertTrue(Float.isNaN(format.widen(bits)), Integer.toHexString(bits));
                assertEquals(sign != 0, bits >= 0x8000, "the sign");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void nd4j_widens_the_same(Format format) {
        int[] all = new int[0x10000];
        Arrays.setAll(all, bits -> bits);
        DType type = DType.valueOf(format.name());
        Tensor halves = Tensor.zeros(type, all.length);
        short[] patterns = new short[all.length];
        for (int bits : all) {
            patterns[bits] = (short) bits;
        }
        Transfer.writeBits(patterns, halves.array());
        INDArray wide = halves.toNd4j().castTo(DataType.FLOAT);
        float[] values = wide.toFloatVector();
        for (int bits : all) {
            assertEquals(format.widen(bits), values[bits], Integer.toHexString(bits));
        }
    }

    /** Java 20's own conversion, where the tests run on such a Java. */
    @Test
    void java_converts_the_same() throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= 20, "needs Java 20");
        Method widen = Float.class.getMethod("float16ToFloat", short.class);
        Method narrow = Float.class.getMethod("floatToFloat16", float.class);
        ToIntFunction<Float> javas =
                value -> {
                    try {
                        return 0xffff & (short) narrow.invoke(null, value);
                    } catch (ReflectiveOperationException e) {
                        throw new AssertionError(e);
                    }
                };
        for (int bits = 0; bits < 0x10000; bits++) {
            assertEquals(widen.invoke(null, (short) bits), Halves.float16((short) bits));
        }
        for (int i = -0x8000; i < 0x8000; i++) {
            float value = Float.intBitsToFloat(i * 0x1_0001 ^ 0x1234);
            if (!Float.isNaN(value)) {
                assertEquals(javas.applyAsInt(value), 0xffff & Halves.toFloat16(value));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void a_native_kernel_refuses_them_in_words(Format format) {
        DType type = DType.valueOf(format.name());
        INDArray halves = Tensor.ones(type, 2).toNd4j();
        assertEquals(
                "tanh: not available for "
                        + type.torchName()
                        + "; convert with to(DType.FLOAT32), and the result back",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Kernel("tanh").call().in(halves))
                        .getMessage());
    }

    @Test
    void nearest_rounds_numbers_for_the_types_of_16_bits_only() {
        assertEquals(0.0999755859375f, Halves.nearest(0.1, DType.FLOAT16));
        assertEquals(0.10009765625f, Halves.nearest(0.1, DType.BFLOAT16));
        assertEquals(0.1, Halves.nearest(0.1, DType.FLOAT32));
        assertEquals(2049L, Halves.nearest(2049L, DType.INT64));
        assertEquals(2048f, Halves.nearest(2049L, DType.FLOAT16));
        assertEquals(format(DType.FLOAT16), Halves.largest(DType.FLOAT16));
        assertEquals(format(DType.BFLOAT16), Halves.largest(DType.BFLOAT16));
    }

    private static double format(DType type) {
        Format format = Format.valueOf(type.name());
        return format.meaning(format.infinity() - 1);
    }
}
