package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.UnaryOperator;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers beside small whole types; the values and refusals are those of libtorch 2.10. */
class NumberRangeTest {
    private static final Tensor BYTES = Tensor.of(1, 100, 200).to(DType.UINT8);
    private static final Tensor SIGNED = Tensor.of(-100, 0, 100).to(DType.INT8);

    private record Case(String what, Tensor x, UnaryOperator<Tensor> operation, long... expected) {
        @Override
        public String toString() {
            return what;
        }
    }

    private record Refused(String message, Tensor x, UnaryOperator<Tensor> operation) {
        @Override
        public String toString() {
            return message;
        }
    }

    static List<Case> wrapped() {
        return List.of(
                new Case(
                        "a negative limit counts from 256",
                        BYTES,
                        x -> x.clamp(-5, 150),
                        150,
                        150,
                        150),
                new Case("a lower one alone too", BYTES, x -> x.clampMin(-5), 251, 251, 251),
                new Case("an upper one alone too", BYTES, x -> x.clampMax(-1), 1, 100, 200),
                new Case("a threshold too", BYTES, x -> x.threshold(-5, 7), 7, 7, 7),
                new Case("an element too", BYTES, x -> x.clone().fill_(-1), 255, 255, 255),
                new Case(
                        "limits in a tensor do not",
                        BYTES,
                        x -> x.clamp(Tensor.of(-5, -5, -5), null),
                        1,
                        100,
                        200),
                new Case("sums wrap around", BYTES, x -> x.add(300), 45, 144, 244),
                new Case("signed sums wrap around", SIGNED, x -> x.add(300), -56, 44, -112),
                new Case("products wrap around", BYTES, x -> x.mul(-1), 255, 156, 56),
                new Case("divisors wrap around", BYTES, x -> x.remainder(300), 1, 12, 24),
                new Case("numbers to compare with wrap around", BYTES, x -> x.eq(-56), 0, 0, 1),
                new Case("in every comparison", BYTES, x -> x.gt(-1), 0, 0, 0),
                new Case("and at both ends", BYTES, x -> x.lt(300), 1, 0, 0),
                new Case("of signed types too", SIGNED, x -> x.lt(300), 1, 1, 0),
                new Case("in place as well", BYTES, x -> x.clone().add_(300), 45, 144, 244),
                new Case("fractions are cut off", SIGNED, x -> x.clone().fill_(-2.9), -2, -2, -2));
    }

    @ParameterizedTest
    @MethodSource("wrapped")
    void numbers_take_part_in_the_tensors_type(Case one) {
        Tensor y = one.operation.apply(one.x);
        assertArrayEquals(one.expected, y.to(DType.INT64).toLongArray());
    }

    static List<Refused> refused() {
        return List.of(
                new Refused(
                        "clamp: the upper limit: 300 does not fit into torch.uint8",
                        BYTES,
                        x -> x.clamp(5, 300)),
                new Refused(
                        "clamp: the lower limit: -300 does not fit into torch.uint8",
                        BYTES,
                        x -> x.clampMin(-300)),
                new Refused(
                        "clamp: the lower limit: -200 does not fit into torch.int8",
                        SIGNED,
                        x -> x.clamp(-200, 50)),
                new Refused(
                        "clamp: the upper limit: 200 does not fit into torch.int8",
                        SIGNED,
                        x -> x.clamp(-5, 200)),
                new Refused(
                        "threshold: the threshold: -500 does not fit into torch.int8",
                        SIGNED,
                        x -> x.threshold(-500, 7)),
                new Refused(
                        "threshold: the value: 700 does not fit into torch.int8",
                        SIGNED,
                        x -> x.threshold(5, 700)),
                new Refused(
                        "hardtanh: the upper limit: 700 does not fit into torch.int8",
                        SIGNED,
                        x -> x.hardtanh(5, 700)),
                new Refused(
                        "fill_: 300 does not fit into torch.uint8",
                        BYTES,
                        x -> x.clone().fill_(300)),
                new Refused(
                        "fill_: 200 does not fit into torch.int8",
                        SIGNED,
                        x -> x.clone().fill_(200)),
                new Refused(
                        "fill_: NaN does not fit into torch.int8",
                        SIGNED,
                        x -> x.clone().fill_(Double.NaN)),
                new Refused(
                        "fill_ is null; expected a number",
                        SIGNED,
                        x -> x.clone().fill_((Number) null)),
                new Refused(
                        "maskedFill: the value: 300 does not fit into torch.uint8",
                        BYTES,
                        x -> x.maskedFill(x.gt(50), 300)),
                new Refused(
                        "scatter: the value: 300 does not fit into torch.uint8",
                        BYTES,
                        x -> x.scatter(0, Tensor.of(0L), 300)),
                new Refused(
                        "pad: the value: 300 does not fit into torch.uint8",
                        BYTES,
                        x -> x.pad(new int[] {1, 1}, 300)),
                new Refused(
                        "full: 40000 does not fit into torch.int16",
                        BYTES,
                        x -> Tensor.full(40000, DType.INT16, 1)),
                new Refused(
                        "full: 1.0E12 does not fit into torch.int32",
                        BYTES,
                        x -> Tensor.full(1e12, DType.INT32, 1)),
                new Refused(
                        "full: 1.0E39 does not fit into torch.float32",
                        BYTES,
                        x -> Tensor.full(1e39, 1)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void elements_that_do_not_fit_are_refused(Refused one) {
        assertEquals(
                one.message,
                assertThrows(IllegalArgumentException.class, () -> one.operation.apply(one.x))
                        .getMessage());
    }

    @Test
    void large_whole_numbers_and_infinities_stay_exact() {
        long large = (1L << 53) + 1;
        assertEquals(large, Tensor.full(large, DType.INT64, 1).itemLong());
        assertEquals(large, Tensor.zeros(DType.INT64, 1).fill_(large).itemLong());
        assertEquals(large, Tensor.fullLike(Tensor.zeros(DType.INT64, 1), large).itemLong());
        assertEquals(Long.MIN_VALUE, Tensor.full(Long.MIN_VALUE, DType.INT64, 1).itemLong());
        assertEquals(Double.NEGATIVE_INFINITY, Tensor.full(Double.NEGATIVE_INFINITY, 1).item());
        assertEquals(1, Tensor.full(0.5, DType.BOOL, 1).item());
    }
}
