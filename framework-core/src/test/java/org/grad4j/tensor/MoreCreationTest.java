package org.grad4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.grad4j.memory.TensorMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class MoreCreationTest {
    @Test
    void like_variants_take_shape_and_type() {
        Tensor other = Tensor.zeros(DType.FLOAT64, 2, 3);
        for (Tensor like :
                new Tensor[] {
                    Tensor.zerosLike(other),
                    Tensor.onesLike(other),
                    Tensor.fullLike(other, 7),
                    Tensor.randLike(other),
                    Tensor.randnLike(other)
                }) {
            assertArrayEquals(new long[] {2, 3}, like.shape());
            assertEquals(DType.FLOAT64, like.dtype());
        }
        assertEquals(42, Tensor.fullLike(other, 7).sum().item());
        assertEquals(6, Tensor.onesLike(Tensor.of(1L, 2L, 3L)).add(1).sum().itemLong());
    }

    @Test
    void spaces_include_both_ends() {
        assertEquals("tensor([])", Tensor.linspace(0, 1, 0).toString());
        assertEquals("tensor([3.])", Tensor.linspace(3, 9, 1).toString());
        assertEquals(
                "tensor([0.0000, 0.2500, 0.5000, 0.7500, 1.0000])",
                Tensor.linspace(0, 1, 5).toString());
        float[] thirds = Tensor.linspace(-10, 10, 7).toFloatArray();
        assertEquals(10f, thirds[6]);
        assertEquals(0f, thirds[3], 1e-6f);
        assertEquals("tensor([  1.,  10., 100.])", Tensor.logspace(0, 2, 3).toString());
        assertEquals("tensor([1., 2., 4., 8.])", Tensor.logspace(0, 3, 4, 2).toString());
        assertThrows(IllegalArgumentException.class, () -> Tensor.linspace(0, 1, -1));
    }

    @Test
    void a_permutation_holds_every_number_once_and_all_orders_come_up_equally() {
        long[] order = Tensor.randperm(new Generator(1), 100).toLongArray();
        boolean[] seen = new boolean[100];
        for (long k : order) {
            seen[(int) k] = true;
        }
        for (boolean one : seen) {
            assertEquals(true, one);
        }
        int[] counts = new int[6];
        Generator generator = new Generator(2);
        int n = 12_000;
        for (int i = 0; i < n; i++) {
            long[] p = Tensor.randperm(generator, 3).toLongArray();
            counts[(int) (p[0] * 2 + (p[1] > p[2] ? 1 : 0))]++;
        }
        for (int count : counts) {
            assertEquals(n / 6.0, count, 5 * Math.sqrt(n / 6.0));
        }
        assertEquals(0, Tensor.randperm(0).numel());
        assertThrows(IllegalArgumentException.class, () -> Tensor.randperm(-1));
    }

    @Test
    void chances_are_kept() {
        int n = 50_000;
        Generator generator = new Generator(3);
        double mean = Tensor.bernoulli(generator, Tensor.full(0.3, n)).mean().item();
        assertEquals(0.3, mean, 5 * Math.sqrt(0.21 / n));
        Tensor normal = Tensor.normal(generator, 5, 2, n);
        assertEquals(5, normal.mean().item(), 5 * 2 / Math.sqrt(n));
        assertEquals(4, normal.sub(5).pow(2).mean().item(), 5 * 4 * Math.sqrt(2.0 / n));
        long[] picks = Tensor.multinomial(generator, Tensor.of(1f, 0f, 3f), n, true).toLongArray();
        int[] counts = new int[3];
        for (long pick : picks) {
            counts[(int) pick]++;
        }
        assertEquals(n * 0.25, counts[0], 5 * Math.sqrt(n * 0.1875));
        assertEquals(0, counts[1]);
    }

    @Test
    void drawing_without_replacement_takes_each_category_once() {
        Tensor rows = Tensor.of(new float[][] {{1, 2, 0}, {0, 0, 5}});
        Tensor two = Tensor.multinomial(new Generator(4), Tensor.of(1f, 2f, 0f), 2, false);
        assertEquals(1, two.sum().itemLong());
        assertArrayEquals(
                new long[] {2, 1}, Tensor.multinomial(new Generator(4), rows, 1, false).shape());
        assertThrows(
                IllegalArgumentException.class,
                () -> Tensor.multinomial(Tensor.of(1f, 0f), 2, false));
        assertThrows(
                IllegalArgumentException.class,
                () -> Tensor.multinomial(Tensor.of(-1f, 2f), 1, true));
        assertThrows(IllegalArgumentException.class, () -> Tensor.bernoulli(Tensor.of(1.5f)));
        assertThrows(IllegalArgumentException.class, () -> Tensor.normal(0, -1, 2));
    }

    @Test
    void buffers_are_copied_from_their_position_in_their_byte_order() {
        FloatBuffer floats = FloatBuffer.wrap(new float[] {9, 1, 2}).position(1);
        assertEquals("tensor([1., 2.])", Tensor.of(floats, 2).toString());
        assertEquals(1, floats.position());
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, 5).putLong(8, -7);
        assertEquals("tensor([[ 5, -7]])", Tensor.of(bytes, DType.INT64, 1, 2).toString());
        assertArrayEquals(
                new long[] {5, 0, 0, 0, 0, 0, 0, 0, 249, 255, 255, 255, 255, 255, 255, 255},
                Tensor.of(bytes, DType.UINT8, 16).toLongArray());
        assertThrows(
                IllegalArgumentException.class,
                () -> Tensor.of(ByteBuffer.allocate(5), DType.FLOAT32, 1));
    }

    @Test
    void nested_arrays_come_back() {
        float[][][] values = {{{1, 2}, {3, 4}, {5, 6}}};
        assertArrayEquals(values, (float[][][]) Tensor.of(values).toNestedArray());
        assertArrayEquals(
                new int[][] {{1, 3}, {2, 4}},
                (int[][]) Tensor.of(new int[][] {{1, 2}, {3, 4}}).t().toNestedArray());
        assertArrayEquals(new boolean[] {true}, (boolean[]) Tensor.of(true).toNestedArray());
        assertEquals(2.5f, Tensor.scalar(2.5).toNestedArray());
        assertEquals(0, ((float[][]) Tensor.zeros(0, 3).toNestedArray()).length);
    }

    @Test
    void the_default_type_applies_where_no_java_array_gives_one() {
        try {
            DType.setDefault(DType.FLOAT64);
            assertEquals(DType.FLOAT64, Tensor.zeros(2).dtype());
            assertEquals(DType.FLOAT64, Tensor.rand(2).dtype());
            assertEquals(DType.FLOAT64, Tensor.randn(2).dtype());
            assertEquals(DType.FLOAT64, Tensor.linspace(0, 1, 3).dtype());
            assertEquals(DType.FLOAT64, Tensor.of(1L, 2L).div(3).dtype());
            assertEquals(DType.FLOAT64, Tensor.of(1L, 2L).exp().dtype());
            assertEquals(DType.FLOAT64, Tensor.of(1L).mul(0.5).dtype());
            assertEquals(DType.FLOAT32, Tensor.of(1f).mul(0.5).dtype());
        } finally {
            DType.setDefault(DType.FLOAT32);
        }
        assertThrows(IllegalArgumentException.class, () -> DType.setDefault(DType.INT64));
    }

    @Test
    void arrays_of_nd4j_are_shared_whatever_their_layout() {
        INDArray base = Nd4j.arange(12).castTo(DataType.FLOAT).reshape(3, 4).dup('c');
        INDArray[] layouts = {
            base,
            base.transpose(),
            base.dup('f'),
            base.get(NDArrayIndex.interval(1, 3), NDArrayIndex.interval(1, 4)),
            base.getColumn(2)
        };
        for (INDArray layout : layouts) {
            Tensor shared = Tensor.shareNd4j(layout);
            assertArrayEquals(
                    Tensor.fromNd4j(layout).toFloatArray(),
                    shared.toFloatArray(),
                    layout.toString());
            shared.mul_(10);
            assertArrayEquals(Tensor.fromNd4j(layout).toFloatArray(), shared.toFloatArray());
            if (layout.rank() == 2) {
                Tensor copy = shared.clone();
                assertArrayEquals(
                        copy.matmul(copy.t()).toFloatArray(),
                        shared.matmul(shared.t()).toFloatArray(),
                        "native kernels see the same memory");
            }
        }
        long created = TensorMemory.stats().created();
        Tensor held = Tensor.shareNd4j(base);
        assertEquals(1, TensorMemory.liveSince(created).size());
        base.assign(3);
        assertEquals(36, held.sum().item());
        assertEquals(0, Tensor.shareNd4j(Nd4j.empty(DataType.FLOAT)).numel());
    }

    @Test
    void random_numbers_like_whole_ones_are_refused_instead_of_all_zero() {
        Tensor whole = Tensor.of(1, 2);
        refused("rand: needs a floating-point type, got torch.int32", () -> Tensor.randLike(whole));
        refused(
                "randn: needs a floating-point type, got torch.int32",
                () -> Tensor.randnLike(whole));
    }

    @Test
    void whole_numbers_come_back_as_the_arrays_they_came_from() {
        short[][] shorts = {{1, -2}, {3, 4}};
        byte[][] bytes = {{1, -128}, {127, 0}};
        assertArrayEquals(shorts, (short[][]) Tensor.of(shorts).toNestedArray());
        assertArrayEquals(bytes, (byte[][]) Tensor.of(bytes).toNestedArray());
        assertArrayEquals(
                new long[] {200, 1}, (long[]) Tensor.of(200L, 1L).to(DType.UINT8).toNestedArray());
        assertArrayEquals(new int[] {1, 3, -2, 4}, Tensor.of(shorts).t().flatten().toIntArray());
        assertArrayEquals(new int[] {2, -2}, Tensor.of(2.9f, -2.9f).toIntArray());
        refused(
                "toIntArray: 2147483648 at place 1 does not fit into an int; use toLongArray",
                () -> Tensor.of(1L, 1L << 31).toIntArray());
    }

    @Test
    void what_is_null_is_named() {
        Tensor p = Tensor.ones(2);
        refused("zerosLike: the tensor is null", () -> Tensor.zerosLike(null));
        refused("onesLike: the tensor is null", () -> Tensor.onesLike(null));
        refused("fullLike: the tensor is null", () -> Tensor.fullLike(null, 1));
        refused("randLike: the tensor is null", () -> Tensor.randLike(null));
        refused("randnLike: the tensor is null", () -> Tensor.randnLike(null));
        refused("bernoulli: the tensor is null", () -> Tensor.bernoulli(null));
        refused("multinomial: the tensor is null", () -> Tensor.multinomial(null, 1, true));
        refused("the array of values is null", () -> Tensor.of((FloatBuffer) null, 1));
        refused("the array of values is null", () -> Tensor.of(null, DType.INT8, 1));
        refused("the type is null", () -> Tensor.of(ByteBuffer.allocate(4), null, 1));
        String generator = ": the generator is null; the default one is Generator.global()";
        refused("rand" + generator, () -> Tensor.rand((Generator) null, 2));
        refused("randn" + generator, () -> Tensor.randn(null, DType.FLOAT32, 2));
        refused("randint" + generator, () -> Tensor.randint(null, 0, 2, 2));
        refused("randperm" + generator, () -> Tensor.randperm(null, 2));
        refused("normal" + generator, () -> Tensor.normal(null, 0, 1, 2));
        refused("bernoulli" + generator, () -> Tensor.bernoulli(null, p));
        refused("multinomial" + generator, () -> Tensor.multinomial(null, p, 1, true));
    }

    @Test
    void impossible_draws_are_refused() {
        Tensor weights = Tensor.ones(2);
        refused(
                "multinomial: the number of samples must be 0 or more, got -1",
                () -> Tensor.multinomial(weights, -1, true));
        refused(
                "multinomial: no category with a positive weight is left",
                () -> Tensor.multinomial(Tensor.zeros(0), 1, true));
    }

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
