package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensors of many chunks, some of which take native kernels, against plain Java. */
class LargeTensorTest {
    /** Not a multiple of any chunk, above every threshold of a native kernel. */
    private static final int N = 70_001;

    private static final float[] SPECIAL = {
        0,
        -0f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.MIN_NORMAL,
        1e-40f,
        -1e-40f,
        88.7f,
        88.73f,
        89,
        -87,
        -88,
        -103,
        -104,
        1e-30f,
        1e30f,
        1,
        -1,
        20,
        -20,
        9,
        -9,
        17,
        -17,
        1e-3f,
        -1e-4f
    };

    static Map<String, UnaryOperator<Tensor>> functions() {
        return Map.of(
                "exp", Tensor::exp,
                "log", Tensor::log,
                "sqrt", Tensor::sqrt,
                "sigmoid", Tensor::sigmoid,
                "tanh", Tensor::tanh,
                "relu", Tensor::relu,
                "abs", Tensor::abs,
                "sign", Tensor::sign,
                "neg", Tensor::neg);
    }

    static Set<String> names() {
        return functions().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void functions_in_float32_are_those_in_float64_to_two_units_in_the_last_place(String name) {
        UnaryOperator<Tensor> function = functions().get(name);
        for (int n : new int[] {SPECIAL.length, 4096, N}) {
            Tensor x = Tensor.of(floats(n));
            float[] actual = function.apply(x).toFloatArray();
            double[] expected = function.apply(x.to(DType.FLOAT64)).toDoubleArray();
            float[] in = x.toFloatArray();
            for (int i = 0; i < n; i++) {
                float e = (float) expected[i];
                // Below the smallest normal number native kernels may give 0.
                double unit = Math.ulp(Math.max(Math.abs(e), 1e-30f));
                boolean close =
                        Float.isFinite(e)
                                ? Math.abs(actual[i] - expected[i]) <= 2 * unit
                                : Float.compare(actual[i], e) == 0;
                assertTrue(close, name + "(" + in[i] + ") is " + actual[i] + ", expected " + e);
            }
        }
    }

    private static float[] floats(int n) {
        Random random = new Random(5);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] =
                    i < SPECIAL.length
                            ? SPECIAL[i]
                            : (float) (random.nextGaussian() * (i % 2 == 0 ? 3 : 40));
        }
        return values;
    }

    @Test
    void float32_sums_of_a_million_elements_are_exact_to_rounding() {
        Tensor x = Tensor.full(0.1f, 1_000_003);
        assertEquals((float) (1_000_003 * (double) 0.1f), x.sum().item());
        assertEquals(0.1f, x.mean().item());
        assertEquals((float) (0.1f * Math.sqrt(1_000_003)), x.norm().item(), 1e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT32", "FLOAT64", "INT64", "INT32"})
    void sums_over_any_dimension_of_large_tensors_are_exact(DType type) {
        for (long[] shape :
                new long[][] {{5000, 3}, {3, 5000}, {7, 2049, 2}, {2048, 2, 3}, {2, 3, 4097}}) {
            int n = (int) LongStream.of(shape).reduce(1, (a, b) -> a * b);
            double[] values = IntStream.range(0, n).mapToDouble(i -> i % 101 - 50).toArray();
            Tensor x = Tensor.of(values, shape).to(type);
            for (int dim = 0; dim < shape.length; dim++) {
                String what = Arrays.toString(shape) + " over " + dim;
                int inner = 1;
                for (int d = dim + 1; d < shape.length; d++) {
                    inner *= (int) shape[d];
                }
                int size = (int) shape[dim];
                double[] sums = new double[n / size];
                double[] largest = new double[n / size];
                Arrays.fill(largest, Double.NEGATIVE_INFINITY);
                long[] places = new long[n / size];
                for (int i = 0; i < n; i++) {
                    int slot = i / (inner * size) * inner + i % inner;
                    sums[slot] += values[i];
                    if (values[i] > largest[slot]) {
                        largest[slot] = values[i];
                        places[slot] = i / inner % size;
                    }
                }
                assertArrayEquals(sums, x.sum(dim).toDoubleArray(), what);
                assertArrayEquals(largest, x.max(dim).values().toDoubleArray(), what);
                assertArrayEquals(places, x.argmax(dim).toLongArray(), what);
            }
        }
    }

    @Test
    void products_of_large_matrices_in_every_layout_are_those_of_plain_loops() {
        Tensor a = Values.ANY.tensor(0, 37, 130);
        Tensor b = Values.ANY.tensor(1, 130, 41);
        double[] expected = new double[37 * 41];
        double[] left = a.toDoubleArray();
        double[] right = b.toDoubleArray();
        for (int i = 0; i < expected.length; i++) {
            for (int k = 0; k < 130; k++) {
                expected[i] += left[i / 41 * 130 + k] * right[k * 41 + i % 41];
            }
        }
        for (Layout first : Layout.SAME_NUMBERS) {
            for (Layout second : Layout.SAME_NUMBERS) {
                for (DType type : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
                    Tensor y = first.of(a.to(type)).matmul(second.of(b.to(type)));
                    double rounding = type == DType.FLOAT32 ? 1e-4 : 1e-12;
                    assertArrayEquals(expected, y.toDoubleArray(), rounding);
                    Tensor z =
                            first.of(a.to(type))
                                    .linear(second.of(b.t().to(type)), Tensor.ones(type, 41));
                    assertArrayEquals(expected, z.sub(1).toDoubleArray(), rounding);
                }
            }
        }
    }

    @Test
    void whole_numbers_keep_all_their_bits() {
        long large = (1L << 53) + 1;
        Tensor x = Tensor.of(large, -large, Long.MAX_VALUE);
        assertArrayEquals(
                new long[] {large + 2, 2 - large, Long.MIN_VALUE + 1}, x.add(2).toLongArray());
        assertArrayEquals(new long[] {large, -large, Long.MAX_VALUE}, x.clone().toLongArray());
        assertArrayEquals(
                new long[] {large, large},
                x.reshape(3, 1)
                        .expand(3, 2)
                        .max(0)
                        .values()
                        .sub(Long.MAX_VALUE)
                        .add(large)
                        .toLongArray());
        assertEquals(Long.MAX_VALUE, x.sum().itemLong());
        assertTrue(x.eq(Tensor.of(large - 1, -large, 0L)).toBooleanArray()[1]);
        assertEquals(1, x.eq(Tensor.of(large - 1, -large, 0L)).sum().itemLong());
        Tensor product =
                Tensor.of(new long[] {large}, 1, 1).matmul(Tensor.of(new long[] {3}, 1, 1));
        assertEquals(3 * large, product.itemLong());
    }

    @Test
    void whole_numbers_round_once_on_their_way_to_float32() {
        // Through float64 this would land halfway between two floats and round down.
        long halfway = (1L << 60) + (1L << 36) + 1;
        float expected = halfway;
        assertEquals(expected, Tensor.of(halfway).to(DType.FLOAT32).item());
        assertEquals(expected, Tensor.of(halfway).add(Tensor.zeros(1)).item());
        assertEquals(expected, Tensor.of(halfway).toFloatArray()[0]);
        assertEquals(expected, Tensor.zeros(1).copy_(Tensor.of(halfway)).item());
    }

    @Test
    void images_give_the_same_in_float32_and_in_float64() {
        Random random = new Random(3);
        int[][] cases = {
            // n, c, k, h, w, kh, kw, strideH, strideW, padH, padW
            {4, 1, 6, 28, 28, 5, 5, 1, 1, 2, 2},
            {4, 6, 16, 14, 14, 5, 5, 1, 1, 0, 0},
            {2, 3, 8, 17, 23, 3, 3, 2, 2, 1, 1},
            {2, 3, 8, 17, 23, 3, 3, 2, 3, 0, 1},
            {3, 5, 7, 9, 30, 1, 7, 1, 4, 0, 3},
            {3, 5, 7, 30, 9, 7, 1, 4, 1, 3, 0},
            {1, 16, 16, 8, 8, 1, 1, 2, 2, 0, 0},
            {2, 32, 16, 12, 12, 3, 3, 1, 1, 1, 1},
            {1, 2, 3, 10, 10, 4, 4, 5, 7, 2, 2}
        };
        for (int[] s : cases) {
            String what = Arrays.toString(s);
            Tensor x = uniform(random, s[0], s[1], s[3], s[4]);
            Tensor w = uniform(random, s[2], s[1], s[5], s[6]);
            Tensor b = uniform(random, s[2]);
            Tensor[][] results = new Tensor[2][];
            for (int t = 0; t < 2; t++) {
                DType type = t == 0 ? DType.FLOAT64 : DType.FLOAT32;
                Tensor[] in = {
                    x.to(type).clone().requiresGrad(true),
                    w.to(type).clone().requiresGrad(true),
                    b.to(type).clone().requiresGrad(true)
                };
                Tensor y =
                        in[0].conv2d(in[1], in[2], new int[] {s[7], s[8]}, new int[] {s[9], s[10]});
                y.backward(Values.upstream(y));
                results[t] = new Tensor[] {y, in[0].grad(), in[1].grad(), in[2].grad()};
            }
            String[] names = {"y", "dx", "dw", "db"};
            for (int r = 0; r < names.length; r++) {
                double[] e = results[0][r].toDoubleArray();
                double[] a = results[1][r].toDoubleArray();
                double scale = 1;
                for (double v : e) {
                    scale = Math.max(scale, Math.abs(v));
                }
                assertArrayEquals(e, a, 3e-6 * scale, what + " " + names[r]);
            }
        }
    }

    private static Tensor uniform(Random random, long... shape) {
        int n = (int) LongStream.of(shape).reduce(1, (a, b) -> a * b);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return Tensor.of(values, shape);
    }
}
