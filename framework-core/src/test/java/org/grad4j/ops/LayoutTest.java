package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.grad4j.ops.Row.Sample;
import org.grad4j.ops.Row.Trait;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How its inputs lie in memory changes no bit of what an operation returns. */
class LayoutTest {
    static final List<Row> CHANGING = OpTable.IN_PLACE;

    static List<Row> pure() {
        return OpTable.pure().toList();
    }

    @ParameterizedTest
    @MethodSource("pure")
    void every_layout_gives_the_bits_of_the_contiguous_copy(Row row) {
        for (Sample sample : row.samples()) {
            for (Layouts layouts : Layouts.any(sample)) {
                for (DType type : DType.values()) {
                    compare(layouts, type);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pure")
    void large_tensors_give_the_bits_of_the_contiguous_copy(Row row) {
        for (Sample sample : OpTable.large(row)) {
            for (Layouts layouts : Layouts.any(sample)) {
                compare(layouts, DType.FLOAT32);
                compare(layouts, DType.FLOAT64);
                compare(layouts, DType.INT64);
            }
        }
    }

    private static void compare(Layouts layouts, DType type) {
        Row row = layouts.sample().row();
        String what = layouts.sample() + " " + layouts + " of " + type;
        Tensor[] in = layouts.inputs(type);
        Tensor[] copies = copies(in);
        double[][] before = values(in);
        Tensor expected;
        try {
            expected = row.operation().apply(copies);
        } catch (IllegalArgumentException refused) {
            assertEquals(
                    refused.getMessage(),
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> row.operation().apply(in),
                                    what)
                            .getMessage());
            return;
        }
        Tensor actual = row.operation().apply(in);
        if (row.is(Trait.ADDS_IN_ANY_ORDER) && type.isFloatingPoint()) {
            assertRounded(what, expected, actual);
        } else {
            assertSameBits(what, expected, actual);
        }
        assertArrayEquals(before, values(in), what + ": an input has changed");
    }

    @ParameterizedTest
    @FieldSource("CHANGING")
    void changes_in_place_give_the_bits_of_the_contiguous_copy(Row row) {
        for (Sample sample : row.samples()) {
            for (Layouts layouts : Layouts.of(sample)) {
                for (DType type : DType.values()) {
                    change(layouts, type);
                }
            }
        }
    }

    private static void change(Layouts layouts, DType type) {
        Row row = layouts.sample().row();
        String what = layouts.sample() + " " + layouts + " of " + type;
        Tensor[] in = layouts.inputs(type);
        Tensor[] copies = copies(in);
        long[] strides = in[0].array().strides();
        boolean shared = false;
        for (int d = 0; d < strides.length; d++) {
            shared |= strides[d] == 0 && in[0].size(d) > 1;
        }
        if (shared) {
            assertThrows(IllegalArgumentException.class, () -> row.operation().apply(in), what);
            return;
        }
        Tensor expected;
        try {
            expected = row.operation().apply(copies);
        } catch (IllegalArgumentException refused) {
            assertThrows(IllegalArgumentException.class, () -> row.operation().apply(in), what);
            return;
        }
        Tensor changed = row.operation().apply(in);
        assertEquals(in[0], changed, what);
        assertSameBits(what, expected, changed);
        for (int i = 1; i < in.length; i++) {
            assertSameBits(what + ": operand", copies[i], in[i]);
        }
    }

    @Test
    void a_change_in_place_stays_inside_the_view() {
        Tensor room = Tensor.zeros(4, 5);
        Tensor view = Tensor.wrap(room.array().view(new long[] {2, 2}, new long[] {10, -2}, 4));
        view.add_(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2)).mul_(10);
        assertArrayEquals(
                new float[] {0, 0, 20, 0, 10, 0, 0, 0, 0, 0, 0, 0, 40, 0, 30, 0, 0, 0, 0, 0},
                room.toFloatArray());
    }

    @Test
    void an_operand_that_overlaps_the_target_is_read_before_it_changes() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
        x.add_(x.t());
        assertArrayEquals(new float[] {2, 5, 5, 8}, x.toFloatArray());
        x.sub_(x);
        assertArrayEquals(new float[4], x.toFloatArray());
        Tensor all = Tensor.of(new float[] {1, 2, 3, 4, 5});
        long[] four = {4};
        Tensor head = Tensor.wrap(all.array().view(four, new long[] {1}, 0));
        Tensor tail = Tensor.wrap(all.array().view(four, new long[] {1}, 1));
        tail.copy_(head);
        assertArrayEquals(new float[] {1, 1, 2, 3, 4}, all.toFloatArray());
        head.mul_(Tensor.wrap(all.array().view(new long[0], new long[0], 4)));
        assertArrayEquals(new float[] {4, 4, 8, 12, 4}, all.toFloatArray());
        head.mul_(Tensor.wrap(all.array().view(new long[0], new long[0], 0)));
        assertArrayEquals(new float[] {16, 16, 32, 48, 4}, all.toFloatArray());
    }

    /** Large enough for several chunks, of which the first is written before the last is read. */
    @Test
    void a_large_operand_that_overlaps_the_target_is_read_before_it_changes() {
        Tensor x = Values.ANY.tensor(0, 90, 90);
        double[] sum = x.add(x.t()).toDoubleArray();
        double[] difference = x.sub(x.t()).toDoubleArray();
        assertArrayEquals(sum, x.clone().add_(x.t()).toDoubleArray());
        Tensor changed = x.clone();
        assertArrayEquals(sum, changed.add_(changed.t()).toDoubleArray());
        changed = x.clone();
        assertArrayEquals(difference, changed.sub_(changed.t()).toDoubleArray());
        changed = x.clone();
        assertArrayEquals(x.t().toDoubleArray(), changed.copy_(changed.t()).toDoubleArray());
        Tensor all = Tensor.arange(8001);
        Tensor tail = Tensor.wrap(all.array().view(new long[] {8000}, new long[] {1}, 1));
        tail.copy_(Tensor.wrap(all.array().view(new long[] {8000}, new long[] {1}, 0)));
        assertArrayEquals(Tensor.arange(8000).toLongArray(), tail.toLongArray());
    }

    @Test
    void gradients_add_into_a_gradient_that_repeats_elements() {
        Tensor x = Tensor.ones(3).requiresGrad(true);
        Tensor one = Tensor.ones(1);
        x.grad(one.expand(3));
        x.mul(Tensor.of(2f, 4f, 6f)).sum().backward();
        assertArrayEquals(new float[] {3, 5, 7}, x.grad().toFloatArray());
        assertEquals(1, one.item());
    }

    private static Tensor[] copies(Tensor[] in) {
        return Arrays.stream(in)
                .map(x -> Tensor.of(x.toDoubleArray(), x.shape()).to(x.dtype()))
                .toArray(Tensor[]::new);
    }

    private static double[][] values(Tensor[] in) {
        return Arrays.stream(in).map(Tensor::toDoubleArray).toArray(double[][]::new);
    }

    private static void assertRounded(String what, Tensor expected, Tensor actual) {
        assertEquals(expected.dtype(), actual.dtype(), what);
        assertArrayEquals(expected.shape(), actual.shape(), what);
        double rounding = expected.dtype() == DType.FLOAT32 ? 1e-6 : 1e-15;
        assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 4 * rounding, what);
    }

    private static void assertSameBits(String what, Tensor expected, Tensor actual) {
        assertEquals(expected.dtype(), actual.dtype(), what);
        assertArrayEquals(expected.shape(), actual.shape(), what);
        assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), what);
    }
}
