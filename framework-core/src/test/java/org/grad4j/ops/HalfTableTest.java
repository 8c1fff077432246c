package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.grad4j.ops.Row.Sample;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** In 16 bits every operation gives what float32 gives, rounded. */
class HalfTableTest {
    private static final DType[] HALVES = {DType.FLOAT16, DType.BFLOAT16};

    /** Refused, as by PyTorch: elimination needs more digits. */
    private static final Set<String> REFUSED =
            Set.of("inverse()", "det()", "slogdet()", "solve(Tensor)", "cholesky()");

    static final List<Row> DIFFERENTIABLE = OpTable.DIFFERENTIABLE;
    static final List<Row> IN_PLACE = OpTable.IN_PLACE;

    static List<Row> pure() {
        return OpTable.pure().toList();
    }

    @ParameterizedTest
    @MethodSource("pure")
    void values_are_those_of_float32_rounded(Row row) {
        for (Sample sample : row.samples()) {
            for (DType type : HALVES) {
                String what = sample + " in " + type;
                Tensor[] in = inputs(sample, type);
                if (REFUSED.contains(row.method())) {
                    assertRefused(row, in);
                    continue;
                }
                Tensor expected = row.operation().apply(wide(in));
                Tensor actual = row.operation().apply(in);
                if (expected.dtype().isFloatingPoint()) {
                    assertEquals(type, actual.dtype(), what);
                    // Functions made of several others round after each, where PyTorch does too.
                    assertClose(what, expected, actual, 3);
                } else {
                    assertEquals(expected.dtype(), actual.dtype(), what);
                    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), what);
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("IN_PLACE")
    void changes_in_place_are_those_of_float32_rounded(Row row) {
        for (Sample sample : row.samples()) {
            for (DType type : HALVES) {
                Tensor[] in = inputs(sample, type);
                Tensor expected;
                try {
                    expected = row.operation().apply(wide(in));
                } catch (IllegalArgumentException refused) {
                    assertThrows(IllegalArgumentException.class, () -> row.operation().apply(in));
                    continue;
                }
                Tensor actual = row.operation().apply(in);
                assertSame(in[0], actual);
                assertEquals(type, actual.dtype());
                // Each addition to the same place rounds, as in PyTorch.
                assertClose(sample + " in " + type, expected, actual, 3);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("DIFFERENTIABLE")
    void gradients_are_those_of_float32_rounded(Row row) {
        for (Sample sample : row.samples()) {
            for (DType type : HALVES) {
                if (REFUSED.contains(row.method())) {
                    continue;
                }
                Tensor[] in = inputs(sample, type);
                Tensor[] wide = wide(in);
                for (int i = 0; i < in.length; i++) {
                    in[i].requiresGrad(true);
                    wide[i].requiresGrad(true);
                }
                Tensor y = row.operation().apply(in);
                y.backward(Values.upstream(y));
                Tensor expected = row.operation().apply(wide);
                expected.backward(Values.upstream(y).to(DType.FLOAT32));
                for (int i = 0; i < in.length; i++) {
                    String what = sample + " in " + type + ": gradient of input " + i;
                    assertEquals(type, in[i].grad().dtype(), what);
                    assertClose(what, wide[i].grad(), in[i].grad(), 4);
                }
            }
        }
    }

    private static void assertRefused(Row row, Tensor[] in) {
        String name = row.method().substring(0, row.method().indexOf('('));
        assertEquals(
                name
                        + ": not defined for "
                        + in[0].dtype().torchName()
                        + "; convert with to(DType.FLOAT32), and the result back",
                assertThrows(IllegalArgumentException.class, () -> row.operation().apply(in))
                        .getMessage());
    }

    private static Tensor[] inputs(Sample sample, DType type) {
        Tensor[] in = sample.inputs();
        for (int i = 0; i < in.length; i++) {
            in[i] = in[i].to(type);
        }
        return in;
    }

    private static Tensor[] wide(Tensor[] in) {
        Tensor[] wide = new Tensor[in.length];
        for (int i = 0; i < in.length; i++) {
            wide[i] = in[i].to(DType.FLOAT32);
        }
        return wide;
    }

    /** Within some roundings of the type, relative to the largest element, since sums cancel. */
    private static void assertClose(String what, Tensor expected, Tensor actual, int roundings) {
        assertArrayEquals(expected.shape(), actual.shape(), what);
        double[] e = expected.toDoubleArray();
        double[] a = actual.toDoubleArray();
        double scale = 1;
        for (double value : e) {
            scale = Math.max(scale, Double.isFinite(value) ? Math.abs(value) : 0);
        }
        double rounding = actual.dtype() == DType.FLOAT16 ? 0x1p-11 : 0x1p-8;
        for (int i = 0; i < e.length; i++) {
            assertTrue(
                    Double.compare(a[i], e[i]) == 0
                            || Math.abs(a[i] - e[i]) <= roundings * rounding * scale,
                    what + " at " + i + ": " + e[i] + " in float32, " + a[i]);
        }
    }
}
