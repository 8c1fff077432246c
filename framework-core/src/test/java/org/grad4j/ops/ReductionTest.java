package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.GradCheck;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.grad4j.tensor.Unique;
import org.grad4j.tensor.ValuesIndices;
import org.junit.jupiter.api.Test;

/** Reductions, running sums and sorting at zeros, ties, NaN, and over many chunks. */
class ReductionTest {
    private static final long SEED = 20260;

    @Test
    void products_are_smooth_at_zeros_to_second_order() {
        double[][] rows = {{0, 2, 3}, {0, 0, 3}, {0, 0, 0}, {0}, {2, 0, -1, 0.5}};
        for (double[] row : rows) {
            Tensor x = Tensor.of(row).requiresGrad(true);
            for (GradCheck.Operation f :
                    new GradCheck.Operation[] {
                        in -> in[0].prod(), in -> in[0].prod(0), in -> in[0].cumprod(0)
                    }) {
                GradCheck.gradcheck(f, x);
                GradCheck.gradgradcheck(f, x);
            }
        }
    }

    @Test
    void running_products_differentiate_to_third_order() {
        Tensor x = Tensor.of(1.5, 0.0, -2.0, 3.0).requiresGrad(true);
        GradCheck.Operation second =
                in -> {
                    Tensor y = in[0].cumprod(0).mul(in[0].prod()).sum();
                    List<Tensor> g =
                            Autograd.grad(List.of(y), List.of(in[0]), null, false, true, false);
                    return g.get(0).pow(2);
                };
        GradCheck.gradgradcheck(second, x);
    }

    @Test
    void gradients_at_a_spread_or_norm_of_zero_are_zero() {
        for (double p : new double[] {0, 0.5, 1, 1.5, 2, 3, Double.POSITIVE_INFINITY}) {
            Tensor x = Tensor.zeros(2, 3).requiresGrad(true);
            x.norm(p).backward();
            assertArrayEquals(new float[6], x.grad().toFloatArray(), "p = " + p);
        }
        Tensor x = Tensor.full(7, 2, 3).requiresGrad(true);
        x.std(1).sum().backward();
        assertArrayEquals(new float[6], x.grad().toFloatArray());
    }

    @Test
    void ties_share_or_the_first_takes_all() {
        Tensor x = Tensor.of(3f, 1f, 3f, 1f).requiresGrad(true);
        assertGradient(x, x.amax(), 0.5f, 0, 0.5f, 0);
        assertGradient(x, x.amin(0), 0, 0.5f, 0, 0.5f);
        assertGradient(x, x.min(), 0, 0.5f, 0, 0.5f);
        assertGradient(x, x.median(), 0, 0.5f, 0, 0.5f);
        assertGradient(x, x.min(0).values(), 0, 1, 0, 0);
        assertGradient(x, x.topk(1).values(), 1, 0, 0, 0);
        assertGradient(x, x.sort(0, true).values().mul(Tensor.of(1f, 2f, 3f, 4f)), 1, 3, 2, 4);
    }

    private static void assertGradient(Tensor x, Tensor y, float... expected) {
        x.zeroGrad();
        y.sum().backward();
        assertArrayEquals(expected, x.grad().toFloatArray());
    }

    @Test
    void rows_of_many_chunks_are_folded_whole() {
        int n = 5000;
        double[] values = random(n);
        double[] shifted = Arrays.stream(values).map(v -> 1e6 + v).toArray();
        Tensor x = Tensor.of(shifted, 1, n);
        double mean = Arrays.stream(values).sum() / n;
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        assertEquals(squares / (n - 1), x.var(1).item(), 1e-8 * squares / n, "seed " + SEED);
        assertEquals(Math.sqrt(squares / n), x.std(new int[] {1}, 0, false).item(), 1e-8);
        Tensor wide = Tensor.of(Arrays.stream(values).map(v -> 300 * v).toArray());
        double largest = Arrays.stream(values).max().orElseThrow() * 300;
        double sum = Arrays.stream(values).map(v -> Math.exp(300 * v - largest)).sum();
        assertEquals(largest + Math.log(sum), wide.logsumexp().item(), 1e-9);
        double cubes = Arrays.stream(values).map(v -> Math.pow(Math.abs(v), 3)).sum();
        assertEquals(Math.cbrt(cubes), Tensor.of(values).norm(3).item(), 1e-9);
        assertEquals(1, Tensor.ones(DType.FLOAT64, n).prod().item());
        values[n - 3] = Double.NaN;
        assertTrue(Double.isNaN(Tensor.of(values).amax().item()));
        assertTrue(Double.isNaN(Tensor.of(values).logsumexp().item()));
    }

    @Test
    void many_rows_are_folded_each_by_itself() {
        Tensor x = Tensor.arange(3 * 5000).reshape(3, 5000);
        long[] smallest = x.amin(0).toLongArray();
        long[] largest = x.amax(0).toLongArray();
        for (int i = 0; i < 5000; i++) {
            assertEquals(i, smallest[i]);
            assertEquals(10_000 + i, largest[i]);
        }
        assertArrayEquals(
                Tensor.of(1.0, 2.0).expand(5000, 2).prod(1).toDoubleArray(),
                Tensor.full(2, DType.FLOAT64, 5000).toDoubleArray());
    }

    @Test
    void whole_numbers_keep_every_bit() {
        long big = (1L << 53) + 1;
        Tensor x = Tensor.of(big, Long.MIN_VALUE, Long.MAX_VALUE, -big);
        assertEquals(Long.MIN_VALUE, x.amin().itemLong());
        assertEquals(Long.MIN_VALUE, x.min().itemLong());
        assertEquals(1, x.argmin().itemLong());
        assertEquals(Long.MAX_VALUE, x.amax().itemLong());
        assertArrayEquals(
                new long[] {Long.MIN_VALUE, -big, big, Long.MAX_VALUE},
                x.sort().values().toLongArray());
        assertEquals(-big, x.median().itemLong());
        assertEquals(big, Tensor.of(big, 1L).cumsum(0).toLongArray()[0]);
        assertArrayEquals(
                new long[] {-big, big}, Tensor.of(big, -big).unique().values().toLongArray());
    }

    @Test
    void sorting_is_stable_whatever_the_length() {
        for (int n : new int[] {1, 2, 7, 8, 9, 16, 17, 64, 100, 1000, 4097}) {
            double[] values = Arrays.stream(random(n)).map(v -> Math.rint(v * n / 8)).toArray();
            Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
            Arrays.sort(order, (a, b) -> Double.compare(values[a] + 0.0, values[b] + 0.0));
            ValuesIndices sorted = Tensor.of(values).sort();
            long[] places = Arrays.stream(order).mapToLong(i -> i).toArray();
            assertArrayEquals(places, sorted.indices().toLongArray(), n + " of seed " + SEED);
            Arrays.sort(order, (a, b) -> Double.compare(values[b] + 0.0, values[a] + 0.0));
            places = Arrays.stream(order).mapToLong(i -> i).toArray();
            assertArrayEquals(places, Tensor.of(values).argsort(0, true).toLongArray());
            Unique distinct = Tensor.of(values).unique();
            assertEquals(
                    Arrays.stream(values).map(v -> v + 0.0).distinct().count(),
                    distinct.values().numel());
            assertEquals(n, distinct.counts().sum().itemLong());
            double[] back = distinct.values().toDoubleArray();
            long[] inverse = distinct.inverse().toLongArray();
            for (int i = 0; i < n; i++) {
                assertEquals(values[i] + 0.0, back[(int) inverse[i]] + 0.0);
            }
        }
    }

    @Test
    void the_first_k_are_the_head_of_the_sorted() {
        int n = 300;
        double[] values = Arrays.stream(random(n)).map(v -> Math.rint(v * 40)).toArray();
        values[7] = Double.NaN;
        Tensor x = Tensor.of(values, 3, 100);
        for (int k : new int[] {0, 1, 2, 15, 16, 17, 99, 100}) {
            for (boolean largest : new boolean[] {false, true}) {
                long[] order = x.argsort(1, largest).toLongArray();
                long[] head = new long[3 * k];
                Arrays.setAll(head, i -> order[i / k * 100 + i % k]);
                ValuesIndices found = x.topk(k, 1, largest);
                assertArrayEquals(head, found.indices().toLongArray(), k + " of seed " + SEED);
                double[] chosen = found.values().toDoubleArray();
                for (int i = 0; i < chosen.length; i++) {
                    assertEquals(values[i / k * 100 + (int) head[i]], chosen[i]);
                }
            }
        }
    }

    @Test
    void nan_sorts_last_and_differs_from_nan() {
        Tensor x = Tensor.of(Double.NaN, 1, Double.POSITIVE_INFINITY, Double.NaN, -1);
        assertArrayEquals(new long[] {4, 1, 2, 0, 3}, x.argsort().toLongArray());
        assertArrayEquals(new long[] {0, 3, 2, 1, 4}, x.argsort(0, true).toLongArray());
        assertArrayEquals(new long[] {1, 1, 1, 1, 1}, x.unique().counts().toLongArray());
        assertEquals(0, x.median(0).indices().itemLong());
    }

    @Test
    void a_median_of_nothing_is_nan() {
        Tensor x = Tensor.zeros(0).requiresGrad(true);
        Tensor y = x.median();
        assertTrue(Double.isNaN(y.item()));
        y.backward();
        assertEquals(0, x.grad().numel());
    }

    private static double[] random(int n) {
        Generator generator = new Generator(SEED);
        double[] values = new double[n];
        Arrays.setAll(values, i -> generator.nextDouble() * 2 - 1);
        return values;
    }
}
