package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.GradCheck;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tables do not say of elementwise functions: precision, whole numbers, plain answers. */
class ElementwiseTest {
    /** x, erf x and erfc x to 18 digits, computed with 40. */
    private static final double[][] ERF = {
        {1e-300, 1.1283791670955126e-300, 1.0},
        {1e-20, 1.12837916709551251e-20, 1.0},
        {0.001, 1.1283787909692364e-3, 9.98871621209030764e-1},
        {0.25, 2.76326390168236933e-1, 7.23673609831763067e-1},
        {0.46875, 4.92613473217937992e-1, 5.07386526782062008e-1},
        {0.4687500001, 4.92613473308517313e-1, 5.07386526691482687e-1},
        {0.75, 7.11155633653515132e-1, 2.88844366346484868e-1},
        {1.0, 8.42700792949714869e-1, 1.57299207050285131e-1},
        {1.5, 9.66105146475310727e-1, 3.38948535246892729e-2},
        {2.0, 9.95322265018952734e-1, 4.67773498104726584e-3},
        {3.0, 9.99977909503001415e-1, 2.20904969985854414e-5},
        {3.9999, 9.99999984570038784e-1, 1.54299612155581774e-8},
        {4.0, 9.999999845827421e-1, 1.54172579002800189e-8},
        {4.0001, 9.99999984595435256e-1, 1.54045647435901452e-8},
        {5.0, 9.9999999999846254e-1, 1.53745979442803485e-12},
        {5.9, 9.99999999999999928e-1, 7.19040978355047772e-17},
        {6.1, 9.99999999999999994e-1, 6.31460215019371813e-18},
        {8.0, 1.0, 1.12242971729829271e-29},
        {10.0, 1.0, 2.08848758376254476e-45},
        {15.3, 1.0, 7.97656012542070003e-104},
        {20.0, 1.0, 5.39586561160790093e-176},
        {26.0, 1.0, 5.66319240885614285e-296},
        {26.5, 1.0, 2.21090766426373428e-307},
        {-0.3, -3.28626759459127416e-1, 1.32862675945912742},
        {-1.0, -8.42700792949714869e-1, 1.84270079294971487},
        {-2.5, -9.99593047982555041e-1, 1.99959304798255504},
        {-6.0, -9.99999999999999978e-1, 1.99999999999999998},
        {-30.0, -1.0, 2.0}
    };

    @Test
    void error_functions_are_exact_to_four_units_in_the_last_place() {
        for (double[] point : ERF) {
            Tensor x = Tensor.of(point[0]);
            double erf = x.erf().item();
            double erfc = x.erfc().item();
            assertEquals(point[1], erf, 4 * Math.ulp(point[1]), "erf " + point[0]);
            assertEquals(point[2], erfc, 4 * Math.ulp(point[2]), "erfc " + point[0]);
        }
    }

    /** Their results may be far smaller than their terms. */
    private static final Set<String> CANCELLING = Set.of("gelu", "geluTanh", "mish", "logSigmoid");

    static Map<String, UnaryOperator<Tensor>> functions() {
        Map<String, UnaryOperator<Tensor>> all = new LinkedHashMap<>();
        all.put("reciprocal", Tensor::reciprocal);
        all.put("square", Tensor::square);
        all.put("rsqrt", Tensor::rsqrt);
        all.put("expm1", Tensor::expm1);
        all.put("log1p", Tensor::log1p);
        all.put("log2", Tensor::log2);
        all.put("sin", Tensor::sin);
        all.put("tan", Tensor::tan);
        all.put("asinh", Tensor::asinh);
        all.put("erf", Tensor::erf);
        all.put("erfc", Tensor::erfc);
        all.put("round", Tensor::round);
        all.put("trunc", Tensor::trunc);
        all.put("frac", Tensor::frac);
        all.put("silu", Tensor::silu);
        all.put("gelu", Tensor::gelu);
        all.put("geluTanh", Tensor::geluTanh);
        all.put("mish", Tensor::mish);
        all.put("softplus", Tensor::softplus);
        all.put("logSigmoid", Tensor::logSigmoid);
        all.put("elu", Tensor::elu);
        all.put("hardswish", Tensor::hardswish);
        return all;
    }

    static Set<String> names() {
        return functions().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void functions_in_float32_are_those_in_float64_rounded(String name) {
        UnaryOperator<Tensor> function = functions().get(name);
        Random random = new Random(11);
        float[] values = new float[10_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(10, i % 8 - 5));
        }
        Tensor x = Tensor.of(values).requiresGrad(true);
        Tensor exact = Tensor.of(values).to(DType.FLOAT64).requiresGrad(true);
        Tensor y = function.apply(x);
        Tensor expected = function.apply(exact);
        y.backward(Tensor.ones(values.length));
        expected.backward(Tensor.ones(DType.FLOAT64, values.length));
        double floor = CANCELLING.contains(name) ? 1 : 1e-30;
        assertRounded(name, values, expected, y, floor);
        assertRounded(name + "'", values, exact.grad(), x.grad(), 1);
    }

    private static void assertRounded(
            String name, float[] x, Tensor expected, Tensor actual, double floor) {
        double[] e = expected.toDoubleArray();
        float[] a = actual.toFloatArray();
        for (int i = 0; i < a.length; i++) {
            boolean finite = Float.isFinite((float) e[i]);
            double unit = Math.ulp((float) Math.max(Math.abs(e[i]), floor));
            assertTrue(
                    finite
                            ? Math.abs(a[i] - e[i]) <= 4 * unit
                            : Float.compare(a[i], (float) e[i]) == 0,
                    name + "(" + x[i] + ") is " + a[i] + ", expected " + e[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"silu", "gelu", "geluTanh", "mish", "softplus", "logSigmoid", "elu"})
    void third_order_gradients_are_those_of_central_differences(String name) {
        UnaryOperator<Tensor> function = functions().get(name);
        GradCheck.Operation slope =
                in -> {
                    Tensor y = function.apply(in[0]);
                    List<Tensor> gradients =
                            Autograd.grad(
                                    List.of(y),
                                    List.of(in[0]),
                                    List.of(Tensor.ones(DType.FLOAT64, y.shape())),
                                    true,
                                    true,
                                    false);
                    return gradients.get(0);
                };
        GradCheck.gradgradcheck(slope, Values.ANY.tensor(0, 2, 3).requiresGrad(true));
    }

    @Test
    void whole_numbers_keep_all_their_bits() {
        long large = (1L << 53) + 1;
        Tensor x = Tensor.of(large, -large, Long.MIN_VALUE);
        long[] same = x.toLongArray();
        for (Tensor y : new Tensor[] {x.floor(), x.ceil(), x.round(), x.trunc(), x.nanToNum()}) {
            assertArrayEquals(same, y.toLongArray());
        }
        assertArrayEquals(same, x.maximum(Tensor.of(Long.MIN_VALUE)).toLongArray());
        assertArrayEquals(same, x.where(x.ne(0), 0).toLongArray());
        assertArrayEquals(same, x.clamp(null, Long.MAX_VALUE).toLongArray());
        assertArrayEquals(new long[] {large, 0, 0}, x.clamp(0, null).toLongArray());
        assertArrayEquals(
                new long[] {-large, large, Long.MIN_VALUE}, x.floorDivide(-1).toLongArray());
        assertArrayEquals(new long[] {0, 0, 0}, x.remainder(-1).toLongArray());
        assertArrayEquals(
                new long[] {2, -3, -3}, Tensor.of(5, -5, -6).floorDivide(2).toLongArray());
        assertFalse(x.equal(x.add(1)));
    }

    @Test
    void where_chooses_between_tensors_and_numbers() {
        Tensor condition = Tensor.of(true, false, true);
        Tensor x = Tensor.of(1f, 2f, 3f).requiresGrad(true);
        Tensor y = Tensor.of(4f, 5f, 6f).requiresGrad(true);
        assertArrayEquals(new float[] {1, 5, 3}, Tensor.where(condition, x, y).toFloatArray());
        assertArrayEquals(new float[] {1, 0, 3}, Tensor.where(condition, x, 0).toFloatArray());
        Tensor left = Tensor.where(condition, 0, y);
        assertArrayEquals(new float[] {0, 5, 0}, left.toFloatArray());
        left.sum().backward();
        assertArrayEquals(new float[] {0, 1, 0}, y.grad().toFloatArray());
        assertNull(x.grad());
        Tensor whole = Tensor.where(condition, 1, -1);
        assertEquals(DType.INT64, whole.dtype());
        assertArrayEquals(new long[] {1, -1, 1}, whole.toLongArray());
        Tensor real = Tensor.where(condition, 1, -0.5);
        assertEquals(DType.FLOAT32, real.dtype());
        assertArrayEquals(new float[] {1, -0.5f, 1}, real.toFloatArray());
        assertFalse(real.requiresGrad());
    }

    @Test
    void what_was_not_chosen_gets_no_gradient_even_where_it_is_infinite() {
        Tensor x = Tensor.of(Double.NaN, Double.POSITIVE_INFINITY, 2).requiresGrad(true);
        Tensor infinite = Tensor.full(Double.POSITIVE_INFINITY, DType.FLOAT64, 3);
        x.where(x.eq(2), 0).backward(infinite);
        double inf = Double.POSITIVE_INFINITY;
        assertArrayEquals(new double[] {0, 0, inf}, x.grad().toDoubleArray());
        x.zeroGrad();
        x.nanToNum().backward(infinite);
        assertArrayEquals(new double[] {0, 0, inf}, x.grad().toDoubleArray());
        x.zeroGrad();
        x.clamp(0, 3).backward(infinite);
        assertArrayEquals(new double[] {0, 0, inf}, x.grad().toDoubleArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"clamp", "half", "hardtanh", "leakyRelu", "threshold", "where", "relu6"})
    void choices_in_float32_are_those_in_float64_at_every_edge(String name) {
        float inf = Float.POSITIVE_INFINITY;
        float nan = Float.intBitsToFloat(0xffc00000);
        float tiny = Float.MIN_VALUE;
        Tensor x =
                Tensor.of(0f, -0f, tiny, -tiny, 1, -1, 6, -6, inf, -inf, Float.NaN, nan, 1e38f)
                        .requiresGrad(true);
        Tensor exact = x.detach().to(DType.FLOAT64).requiresGrad(true);
        UnaryOperator<Tensor> function =
                switch (name) {
                    case "clamp" -> a -> a.clamp(-1, 0);
                    case "half" -> a -> a.clamp(0, null);
                    case "hardtanh" -> Tensor::hardtanh;
                    case "leakyRelu" -> a -> a.leakyRelu(0.5);
                    case "threshold" -> a -> a.threshold(0, 7);
                    case "where" -> a -> a.where(a.gt(0), -2);
                    default -> Tensor::relu6;
                };
        Tensor y = function.apply(x);
        Tensor expected = function.apply(exact);
        Tensor rounded = expected.detach().to(DType.FLOAT32);
        // Adding 0 makes -0 and 0 the same.
        assertArrayEquals(rounded.add(0).toFloatArray(), y.add(0).toFloatArray());
        y.backward(Values.upstream(y));
        expected.backward(Values.upstream(y).to(DType.FLOAT64));
        assertArrayEquals(exact.grad().toFloatArray(), x.grad().toFloatArray());
    }

    @Test
    void float32_comparisons_are_those_of_java_at_every_edge() {
        float inf = Float.POSITIVE_INFINITY;
        float nan = Float.intBitsToFloat(0xffc00000);
        float tiny = Float.MIN_VALUE;
        float most = Float.MAX_VALUE;
        float[] edges = {0, -0f, tiny, -tiny, 1, -1, most, -most, inf, -inf, Float.NaN, nan};
        Tensor x = Tensor.of(edges);
        boolean[] lt = x.unsqueeze(1).lt(x).toBooleanArray();
        boolean[] le = x.unsqueeze(1).le(x).toBooleanArray();
        boolean[] gt = x.unsqueeze(1).gt(x).toBooleanArray();
        boolean[] ge = x.unsqueeze(1).ge(x).toBooleanArray();
        for (int i = 0; i < lt.length; i++) {
            float a = edges[i / edges.length];
            float b = edges[i % edges.length];
            assertEquals(a < b, lt[i], a + " < " + b);
            assertEquals(a <= b, le[i], a + " <= " + b);
            assertEquals(a > b, gt[i], a + " > " + b);
            assertEquals(a >= b, ge[i], a + " >= " + b);
        }
    }

    @Test
    void empty_tensors_are_equal_and_close() {
        Tensor empty = Tensor.zeros(0, 3);
        assertTrue(empty.equal(Tensor.ones(0, 3)));
        assertFalse(empty.equal(Tensor.ones(3, 0)));
        assertTrue(empty.allclose(Tensor.ones(1, 3)));
    }

    @Test
    void tensors_are_equal_or_close_as_a_whole() {
        Tensor x = Tensor.of(1f, 2f);
        Tensor near = Tensor.of(1.000005f, 2);
        Tensor nan = Tensor.of(1, Float.NaN);
        assertTrue(x.equal(x.clone()));
        assertTrue(x.equal(Tensor.of(1, 2)));
        assertFalse(x.equal(x.reshape(1, 2)));
        assertFalse(x.equal(near));
        assertFalse(nan.equal(nan));
        assertTrue(x.allclose(near));
        assertFalse(x.allclose(near, 1e-7, 1e-7));
        assertTrue(x.allclose(Tensor.of(1.5f), 0, 0.5));
        assertFalse(nan.allclose(nan));
        assertTrue(nan.allclose(nan, 0, 0, true));
        assertFalse(Tensor.of(Float.POSITIVE_INFINITY).allclose(x));
    }

    @Test
    void equal_elements_share_the_gradient_of_the_larger() {
        Tensor a = Tensor.of(1.0, 2.0, 3.0).requiresGrad(true);
        Tensor b = Tensor.of(1.0, 5.0, 0.0).requiresGrad(true);
        a.maximum(b).sum().backward();
        assertArrayEquals(new double[] {0.5, 0, 1}, a.grad().toDoubleArray());
        assertArrayEquals(new double[] {0.5, 1, 0}, b.grad().toDoubleArray());
    }
}
