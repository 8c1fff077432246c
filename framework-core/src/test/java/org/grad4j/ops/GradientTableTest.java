package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.List;
import org.grad4j.autograd.GradCheck;
import org.grad4j.ops.Row.Sample;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The gradients of every operation are right, whatever the shapes and layouts of its inputs. */
class GradientTableTest {
    static final List<Row> ROWS = OpTable.DIFFERENTIABLE;

    @ParameterizedTest
    @FieldSource("ROWS")
    void gradients_are_those_of_central_differences_in_every_layout(Row row) {
        for (Sample sample : row.samples()) {
            for (Layouts layouts : Layouts.of(sample)) {
                check(
                        sample + " " + layouts,
                        () -> GradCheck.gradcheck(row.operation(), leaves(layouts)));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void second_order_gradients_are_those_of_central_differences(Row row) {
        for (Sample sample : row.samples()) {
            for (Layouts layouts : Layouts.alike(sample)) {
                check(
                        sample + " " + layouts,
                        () -> GradCheck.gradgradcheck(row.operation(), leaves(layouts)));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void one_tensor_as_every_input_gets_the_sum_of_the_gradients(Row row) {
        for (Sample sample : row.samples()) {
            if (sample.sameShapes()) {
                int n = sample.shapes().length;
                GradCheck.Operation same =
                        in -> {
                            Tensor[] all = new Tensor[n];
                            Arrays.fill(all, in[0]);
                            return row.operation().apply(all);
                        };
                Tensor x = sample.inputs()[0].requiresGrad(true);
                check(sample + " of itself", () -> GradCheck.gradcheck(same, x));
                check(sample + " of itself", () -> GradCheck.gradgradcheck(same, x));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void one_input_may_need_a_gradient_and_the_others_none(Row row) {
        for (Sample sample : row.samples()) {
            for (int i = 0; sample.shapes().length > 1 && i < sample.shapes().length; i++) {
                Tensor[] in = sample.inputs();
                in[i].requiresGrad(true);
                check(sample + " for input " + i, () -> GradCheck.gradcheck(row.operation(), in));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void float32_gradients_are_those_of_float64(Row row) {
        for (Sample sample : row.samples()) {
            Tensor[] doubles = sample.inputs();
            Tensor[] floats = sample.inputs();
            for (int i = 0; i < floats.length; i++) {
                floats[i] = floats[i].to(DType.FLOAT32).requiresGrad(true);
                doubles[i] = floats[i].detach().to(DType.FLOAT64).requiresGrad(true);
            }
            Tensor y = row.operation().apply(doubles);
            Tensor single = row.operation().apply(floats);
            assertEquals(DType.FLOAT32, single.dtype());
            assertClose(sample + ": value", y, single);
            y.backward(Values.upstream(y));
            single.backward(Values.upstream(single));
            for (int i = 0; i < floats.length; i++) {
                assertEquals(DType.FLOAT32, floats[i].grad().dtype());
                assertClose(
                        sample + ": gradient of input " + i, doubles[i].grad(), floats[i].grad());
            }
        }
    }

    @Test
    void gradients_that_are_zero_stay_zero_whatever_flows_in() {
        Tensor x = Tensor.of(1.0, -2.0).requiresGrad(true);
        Tensor g = Tensor.of(Double.POSITIVE_INFINITY, Double.NaN);
        x.pow(0).backward(g);
        x.sign().backward(g);
        assertArrayEquals(new double[2], x.grad().toDoubleArray());
    }

    private static void assertClose(String what, Tensor expected, Tensor actual) {
        assertArrayEquals(expected.shape(), actual.shape(), what);
        double[] e = expected.toDoubleArray();
        double[] a = actual.toDoubleArray();
        for (int i = 0; i < e.length; i++) {
            assertTrue(
                    Math.abs(a[i] - e[i]) <= 3e-6 * Math.max(1, Math.abs(e[i])),
                    what + " at " + i + ": " + e[i] + " in float64, " + a[i] + " in float32");
        }
    }

    private static Tensor[] leaves(Layouts layouts) {
        Tensor[] in = layouts.inputs();
        for (Tensor x : in) {
            x.requiresGrad(true);
        }
        return in;
    }

    private static void check(String what, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException | AssertionError e) {
            fail(what + ": " + e.getMessage(), e);
        }
    }
}
