package org.grad4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CreationTest {
    @Test
    void empty_and_dimensionless_tensors_exist() {
        assertEquals("tensor([])", Tensor.of(new float[0]).toString());
        assertEquals("tensor([], size=(0, 3))", Tensor.zeros(0, 3).toString());
        assertEquals("tensor(2.5000)", Tensor.scalar(2.5).toString());
        assertEquals(0, Tensor.scalar(1).dim());
    }

    @Test
    void java_arrays_keep_their_type_and_shape() {
        Tensor x = Tensor.of(new float[][][] {{{1, 2}, {3, 4}, {5, 6}}});
        assertArrayEquals(new long[] {1, 3, 2}, x.shape());
        assertEquals(DType.FLOAT32, x.dtype());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, x.toFloatArray());
        assertEquals(DType.FLOAT64, Tensor.of(new double[][] {{1}}).dtype());
        assertEquals(DType.INT64, Tensor.of(new long[][] {{1}}).dtype());
        assertEquals(DType.INT32, Tensor.of(new int[][] {{1}}).dtype());
        assertEquals(DType.INT16, Tensor.of(new short[][] {{1}}).dtype());
        assertEquals(DType.INT8, Tensor.of(new byte[][] {{1}}).dtype());
        assertEquals(DType.BOOL, Tensor.of(new boolean[][] {{true}}).dtype());
        Tensor shorts = Tensor.of(new short[] {-7, 300}, 2, 1);
        assertEquals(DType.INT16, shorts.dtype());
        assertArrayEquals(new long[] {-7, 300}, shorts.toLongArray());
        Tensor bytes = Tensor.of(new byte[] {-128, 127});
        assertEquals(DType.INT8, bytes.dtype());
        assertArrayEquals(new long[] {-128, 127}, bytes.toLongArray());
        assertArrayEquals(new long[] {2}, Tensor.of(new short[] {1, 2}).shape());
        assertArrayEquals(new long[] {1, 2}, Tensor.of(new byte[] {1, 2}, 1, 2).shape());
        Tensor truths = Tensor.of(new boolean[] {true, false}, 2, 1);
        assertArrayEquals(new long[] {2, 1}, truths.shape());
        assertArrayEquals(new boolean[] {true, false}, truths.toBooleanArray());
        assertEquals(DType.FLOAT64, Tensor.of(0.5, 1.5).dtype());
        assertEquals(DType.FLOAT32, Tensor.of(0.5f).dtype());
        assertEquals(DType.INT32, Tensor.of(1, 2).dtype());
        assertEquals(DType.INT64, Tensor.of(1L).dtype());
    }

    @Test
    void whole_numbers_are_exact() {
        long large = (1L << 53) + 1;
        assertArrayEquals(new long[] {large, -large}, Tensor.of(large, -large).toLongArray());
        assertEquals(large, Tensor.of(large).itemLong());
        assertEquals("tensor([9007199254740993])", Tensor.of(large).toString());
    }

    @Test
    void ragged_and_foreign_arrays_are_refused() {
        assertEquals(
                "rows of different lengths at dimension 1: expected 2, got 1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Tensor.of(new float[][] {{1, 2}, {3}}))
                        .getMessage());
        assertTrue(
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Tensor.of((Object[]) new String[] {"a"}))
                        .getMessage()
                        .endsWith("got java.lang.String[]"));
        assertEquals(
                "shape [2, 2] holds 4 elements, got 3",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Tensor.of(new float[] {1, 2, 3}, 2, 2))
                        .getMessage());
    }

    @Test
    void values_are_copied_from_java() {
        float[] values = {1, 2};
        Tensor x = Tensor.of(values);
        values[0] = 9;
        x.toFloatArray()[1] = 9;
        assertArrayEquals(new float[] {1, 2}, x.toFloatArray());
    }

    @Test
    void arrays_of_nd4j_are_copied_whatever_their_order() {
        INDArray base = Nd4j.arange(12).castTo(DataType.FLOAT).reshape(3, 4);
        assertArrayEquals(
                new float[] {0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11},
                Tensor.fromNd4j(base.transpose()).toFloatArray());
        assertArrayEquals(
                new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11},
                Tensor.fromNd4j(base.dup('f')).toFloatArray());
        Tensor copy = Tensor.fromNd4j(base);
        base.assign(0);
        assertEquals(66, copy.sum().item());
        assertArrayEquals(
                new long[] {0}, Tensor.fromNd4j(Nd4j.empty(DataType.FLOAT)).shape(), "empty");
        assertThrows(
                IllegalArgumentException.class,
                () -> Tensor.fromNd4j(Nd4j.create(DataType.UINT16, 2)));
    }

    @Test
    void an_array_for_nd4j_shares_memory() {
        Tensor x = Tensor.zeros(2, 3);
        x.t().toNd4j().putScalar(2, 1, 5f);
        assertArrayEquals(new float[] {0, 0, 0, 0, 0, 5}, x.toFloatArray());
        assertArrayEquals(new long[] {0, 2}, Tensor.zeros(0, 2).toNd4j().shape());
        assertEquals(3f, Tensor.scalar(3).toNd4j().getFloat(0));
    }

    @Test
    void ranges_and_identities() {
        assertEquals("tensor([0, 1, 2])", Tensor.arange(3).toString());
        assertEquals("tensor([5, 3, 1])", Tensor.arange(5, 0, -2).toString());
        assertEquals("tensor([])", Tensor.arange(0.0, 0.0, 1.0).toString());
        assertEquals("tensor([0.0000, 0.5000])", Tensor.arange(0.0, 1.0, 0.5).toString());
        assertEquals("tensor([[1., 0.],\n        [0., 1.]])", Tensor.eye(2).toString());
        assertThrows(IllegalArgumentException.class, () -> Tensor.arange(0, 3, 0));
        assertThrows(IllegalArgumentException.class, () -> Tensor.arange(0, 3, -1));
    }

    @Test
    void the_same_seed_gives_the_same_numbers() {
        Generator.manualSeed(7);
        float[] first = Tensor.randn(5).toFloatArray();
        float[] second = Tensor.randn(5).toFloatArray();
        Generator.manualSeed(7);
        assertArrayEquals(first, Tensor.randn(5).toFloatArray());
        assertArrayEquals(second, Tensor.randn(5).toFloatArray());
        assertArrayEquals(
                Tensor.rand(new Generator(3), 4).toFloatArray(),
                Tensor.rand(new Generator(3), 2, 2).toFloatArray());
        assertThrows(IllegalArgumentException.class, () -> Tensor.randint(3, 3, 2));
    }

    @Test
    void whole_random_numbers_may_span_the_whole_range() {
        long[] wide =
                Tensor.randint(new Generator(1), Long.MIN_VALUE, Long.MAX_VALUE, 64).toLongArray();
        assertTrue(java.util.Arrays.stream(wide).distinct().count() == 64);
        assertTrue(java.util.Arrays.stream(wide).anyMatch(value -> value > 0));
        assertTrue(java.util.Arrays.stream(wide).anyMatch(value -> value < 0));
    }

    @Test
    void nulls_and_endless_ranges_are_refused_in_words() {
        assertEquals("the array of values is null", refusal(() -> Tensor.of((float[]) null)));
        assertEquals("the array of values is null", refusal(() -> Tensor.of((Object[]) null)));
        assertEquals("the array of values is null", refusal(() -> Tensor.fromNd4j(null)));
        assertEquals("the shape is null", refusal(() -> Tensor.zeros((long[]) null)));
        assertEquals("the type is null", refusal(() -> Tensor.zeros((DType) null, 2)));
        Tensor x = Tensor.ones(2, 2);
        assertEquals("the operand is null; expected a tensor", refusal(() -> x.add((Tensor) null)));
        assertEquals("the number is null", refusal(() -> x.add((Number) null)));
        assertEquals(
                "matmul: the other tensor is null; expected a tensor",
                refusal(() -> x.matmul(null)));
        assertEquals(
                "crossEntropy: the target is null; expected a tensor",
                refusal(() -> x.crossEntropy(null)));
        assertEquals("to: the type is null; expected a DType", refusal(() -> x.to(null)));
        assertEquals("sum: the dimensions are null", refusal(() -> x.sum((int[]) null)));
        assertEquals(
                "arange: from 0.0 to Infinity by 1.0 makes too many elements",
                refusal(() -> Tensor.arange(0.0, Double.POSITIVE_INFINITY, 1.0)));
    }

    private static String refusal(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    @Test
    void the_numbers_of_a_seed_never_change() {
        Generator g = new Generator(42);
        assertEquals(-7450291807549245335L, g.nextLong());
        assertEquals(2958219263312191191L, g.nextLong());
        assertEquals(0.16639780398145976, g.nextDouble());
        assertEquals(0.3114661049473432, g.nextGaussian());
        assertArrayEquals(
                new float[] {0.7189199f, 1.138606f},
                Tensor.randn(new Generator(42), 2).toFloatArray());
    }

    @Test
    void random_numbers_are_distributed_as_they_should() {
        int n = 200_000;
        float[] uniform = Tensor.rand(new Generator(1), n).toFloatArray();
        float[] normal = Tensor.randn(new Generator(1), n).toFloatArray();
        long[] whole = Tensor.randint(new Generator(1), -2, 3, n).toLongArray();
        double[] moments = new double[5];
        int[] counts = new int[5];
        int[] tenths = new int[10];
        for (int i = 0; i < n; i++) {
            moments[0] += uniform[i] / n;
            moments[1] += normal[i] / n;
            moments[2] += normal[i] * normal[i] / n;
            moments[3] += Math.pow(normal[i], 3) / n;
            moments[4] += Math.pow(normal[i], 4) / n;
            counts[(int) whole[i] + 2]++;
            tenths[(int) (uniform[i] * 10)]++;
        }
        assertEquals(0.5, moments[0], 5 * 0.29 / Math.sqrt(n));
        assertEquals(0, moments[1], 5 / Math.sqrt(n));
        assertEquals(1, moments[2], 5 * Math.sqrt(2.0 / n));
        assertEquals(0, moments[3], 5 * Math.sqrt(15.0 / n));
        assertEquals(3, moments[4], 5 * Math.sqrt(96.0 / n));
        for (int count : counts) {
            assertEquals(n / 5.0, count, 5 * Math.sqrt(n / 5.0));
        }
        for (int count : tenths) {
            assertEquals(n / 10.0, count, 5 * Math.sqrt(n / 10.0));
        }
    }
}
