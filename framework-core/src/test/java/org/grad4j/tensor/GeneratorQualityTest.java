package org.grad4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random numbers stand statistical tests; seeds are fixed, so that these never fail by chance. */
class GeneratorQualityTest {
    private static final int N = 200_000;

    /** The largest distance of the empirical distribution, against Kolmogorov's 0.1 % bound. */
    private static void assertDistributed(double[] sample, DoubleUnaryOperator distribution) {
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        double largest = 0;
        for (int i = 0; i < sorted.length; i++) {
            double p = distribution.applyAsDouble(sorted[i]);
            largest =
                    Math.max(
                            largest,
                            Math.max(
                                    (i + 1.0) / sorted.length - p, p - (double) i / sorted.length));
        }
        assertTrue(largest * Math.sqrt(sorted.length) < 1.95, "distance " + largest);
    }

    /** The normal distribution function, by the error function of the tensors. */
    private static double[] normalCdf(double[] x) {
        return Tensor.of(x).div(Math.sqrt(2)).erf().add(1).div(2).toDoubleArray();
    }

    private static double[] normals(long seed, int n) {
        return Tensor.normal(new Generator(seed), 0, 1, n).to(DType.FLOAT64).toDoubleArray();
    }

    private static double[] uniforms(long seed, int n) {
        return Tensor.rand(new Generator(seed), n).to(DType.FLOAT64).toDoubleArray();
    }

    private static double correlation(double[] a, double[] b, int lag) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i + lag < a.length; i++) {
            ab += (a[i] - meanA) * (b[i + lag] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i + lag] - meanB) * (b[i + lag] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, -1, Long.MIN_VALUE})
    void uniform_numbers_are_uniform(long seed) {
        assertDistributed(uniforms(seed, N), p -> p);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, -1, Long.MIN_VALUE})
    void normal_numbers_are_normal_also_in_the_tails(long seed) {
        double[] sample = normals(seed, N);
        assertDistributed(normalCdf(sample), p -> p);
        long beyond = Arrays.stream(sample).filter(x -> Math.abs(x) > 3).count();
        double expected = N * 0.0026998;
        assertEquals(expected, beyond, 5 * Math.sqrt(expected));
    }

    @Test
    void neighbours_do_not_know_of_one_another() {
        double bound = 5 / Math.sqrt(N);
        for (int lag = 1; lag <= 16; lag++) {
            double[] uniform = uniforms(7, N);
            double[] normal = normals(7, N);
            assertEquals(0, correlation(uniform, uniform, lag), bound, "uniform, lag " + lag);
            assertEquals(0, correlation(normal, normal, lag), bound, "normal, lag " + lag);
            double[] squares = Arrays.stream(normal).map(x -> x * x).toArray();
            assertEquals(0, correlation(squares, squares, lag), bound, "squares, lag " + lag);
        }
    }

    @Test
    void neighbouring_seeds_give_unrelated_numbers() {
        double bound = 5 / Math.sqrt(N);
        for (long seed = 0; seed < 8; seed++) {
            assertEquals(0, correlation(uniforms(seed, N), uniforms(seed + 1, N), 0), bound);
        }
        double[] firsts = new double[20_000];
        Arrays.setAll(firsts, seed -> new Generator(seed).nextDouble());
        assertDistributed(firsts, p -> p);
    }

    @Test
    void every_bit_is_as_often_set_as_not() {
        Generator generator = new Generator(3);
        int[] set = new int[64];
        for (int i = 0; i < N; i++) {
            long bits = generator.nextLong();
            for (int b = 0; b < 64; b++) {
                set[b] += (int) (bits >>> b & 1);
            }
        }
        for (int b = 0; b < 64; b++) {
            assertEquals(N / 2.0, set[b], 5 * Math.sqrt(N) / 2, "bit " + b);
        }
    }

    @Test
    void pairs_and_triples_fill_their_square_and_cube() {
        double[] x = uniforms(11, 3 * N);
        int[] squares = new int[256];
        int[] cubes = new int[512];
        for (int i = 0; i < 3 * N; i += 3) {
            squares[(int) (x[i] * 16) * 16 + (int) (x[i + 1] * 16)]++;
            cubes[((int) (x[i] * 8) * 8 + (int) (x[i + 1] * 8)) * 8 + (int) (x[i + 2] * 8)]++;
        }
        assertTrue(chiSquare(squares) < 255 + 5 * Math.sqrt(2 * 255));
        assertTrue(chiSquare(cubes) < 511 + 5 * Math.sqrt(2 * 511));
    }

    private static double chiSquare(int[] counts) {
        double expected = (double) Arrays.stream(counts).sum() / counts.length;
        return Arrays.stream(counts)
                .mapToDouble(c -> (c - expected) * (c - expected) / expected)
                .sum();
    }

    @Test
    void the_numbers_do_not_depend_on_the_size_of_the_pieces_or_the_thread() throws Exception {
        float[] whole = Tensor.rand(new Generator(5), 1000).toFloatArray();
        Generator pieces = new Generator(5);
        float[] first = Tensor.rand(pieces, 300).toFloatArray();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<float[]> rest = other.submit(() -> Tensor.rand(pieces, 700).toFloatArray());
            assertArrayEquals(Arrays.copyOf(whole, 300), first);
            assertArrayEquals(Arrays.copyOfRange(whole, 300, 1000), rest.get());
        } finally {
            other.shutdownNow();
        }
    }
}
