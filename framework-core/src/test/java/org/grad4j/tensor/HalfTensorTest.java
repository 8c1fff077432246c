package org.grad4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.GradCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** float16 and bfloat16 from creation to training; the expected texts are PyTorch's. */
class HalfTensorTest {
    private static Tensor half(double... values) {
        return Tensor.of(values).to(DType.FLOAT16);
    }

    private static Tensor bfloat(double... values) {
        return Tensor.of(values).to(DType.BFLOAT16);
    }

    @Test
    void tensors_print_as_in_pytorch() {
        assertEquals(
                "tensor([ 0.1000,  2.5000, -3.0000], dtype=torch.float16)",
                half(0.1, 2.5, -3).toString());
        assertEquals(
                "tensor([ 0.1001,  2.5000, -3.0000], dtype=torch.bfloat16)",
                bfloat(0.1, 2.5, -3).toString());
        assertEquals("tensor([1., 2.], dtype=torch.float16)", half(1, 2).toString());
        assertEquals(
                "tensor([6.0000e+04, 1.0004e-03], dtype=torch.float16)",
                half(60000, 0.001).toString());
        assertEquals(
                "tensor([5.9904e+04, 9.9945e-04], dtype=torch.bfloat16)",
                bfloat(60000, 0.001).toString());
        assertEquals(
                "tensor([[1., inf],\n        [nan, -0.]], dtype=torch.float16)",
                half(1, Double.POSITIVE_INFINITY, Double.NaN, -0.0).reshape(2, 2).toString());
        assertEquals("tensor([], dtype=torch.bfloat16)", bfloat().toString());
        assertEquals(
                "tensor([], size=(2, 0), dtype=torch.float16)",
                Tensor.zeros(DType.FLOAT16, 2, 0).toString());
        Tensor x = bfloat(0.1).requiresGrad(true);
        assertEquals("tensor([0.1001], dtype=torch.bfloat16, requires_grad=True)", x.toString());
        assertEquals(
                "tensor([0.2002], dtype=torch.bfloat16, grad_fn=<MulBackward0>)",
                x.mul(2).toString());
        assertEquals("tensor([inf], dtype=torch.float16)", half(1e5).toString());
        assertEquals("tensor([99840.], dtype=torch.bfloat16)", bfloat(1e5).toString());
    }

    @Test
    void names_sizes_and_kinds_are_those_of_pytorch() {
        assertEquals("torch.float16", DType.FLOAT16.torchName());
        assertEquals("torch.bfloat16", DType.BFLOAT16.torchName());
        assertEquals(2, DType.FLOAT16.bytes());
        assertEquals(2, DType.BFLOAT16.bytes());
        assertTrue(DType.FLOAT16.isFloatingPoint() && DType.BFLOAT16.isFloatingPoint());
        assertEquals(DType.FLOAT32, DType.promote(DType.FLOAT16, DType.BFLOAT16));
        assertEquals(DType.FLOAT16, DType.promote(DType.INT64, DType.FLOAT16));
        assertEquals(DType.BFLOAT16, DType.promoteWithScalar(DType.BFLOAT16, DType.FLOAT64));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void it_can_be_the_default_type(DType type) {
        try {
            DType.setDefault(type);
            assertEquals("tensor([1., 1.])", Tensor.ones(2).toString());
            assertEquals("tensor([0.5000, 1.0000])", Tensor.of(1, 2).div(2).toString());
            assertEquals(
                    "tensor([1., 1.], dtype=torch.float32)",
                    Tensor.ones(DType.FLOAT32, 2).toString());
            for (Tensor made :
                    List.of(
                            Tensor.full(0.1, 2),
                            Tensor.arange(0, 1, 0.25),
                            Tensor.linspace(0, 1, 3),
                            Tensor.eye(2),
                            Tensor.randn(3),
                            Tensor.rand(3))) {
                assertEquals(type, made.dtype());
            }
            assertArrayEquals(new float[] {1, 0, 0, 1}, Tensor.eye(2).toFloatArray());
        } finally {
            DType.setDefault(DType.FLOAT32);
        }
    }

    /** Rounded to the nearest, one in a few hundred would be 1. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void uniform_numbers_stay_below_one(DType type) {
        Generator.manualSeed(5);
        Tensor x = Tensor.rand(type, 10_000);
        assertEquals(type, x.dtype());
        assertEquals(type, Tensor.randLike(x).dtype());
        assertTrue(x.lt(1).all().toBooleanArray()[0]);
        assertTrue(x.ge(0).all().toBooleanArray()[0]);
        assertEquals(0.5, x.mean().item(), 0.02);
    }

    @Test
    void random_numbers_are_drawn_in_any_floating_type() {
        Generator.manualSeed(5);
        Tensor halves = Tensor.randn(DType.BFLOAT16, 5);
        Generator.manualSeed(5);
        assertArrayEquals(
                Tensor.randn(DType.FLOAT64, 5).to(DType.BFLOAT16).toDoubleArray(),
                halves.toDoubleArray());
        assertEquals(
                "randn: needs a floating-point type, got torch.int64",
                assertThrows(IllegalArgumentException.class, () -> Tensor.randn(DType.INT64, 5))
                        .getMessage());
        assertEquals(
                "rand: needs a floating-point type, got null",
                assertThrows(IllegalArgumentException.class, () -> Tensor.rand((DType) null, 5))
                        .getMessage());
    }

    @Test
    void a_number_beyond_the_largest_is_not_stored_as_infinite() {
        Tensor x = half(1, 2);
        String message =
                "-1.0E9 does not fit into torch.float16, whose largest number is 65504.0; use an"
                        + " infinity or a wider type";
        Tensor mask = Tensor.of(new boolean[] {true, false});
        for (Executable call :
                List.<Executable>of(
                        () -> x.maskedFill(mask, -1e9),
                        () -> x.maskedFill_(mask, -1e9),
                        () -> x.fill_(-1e9),
                        () -> x.pad(new int[] {1, 1}, -1e9),
                        () -> x.scatter(0, Tensor.of(0L), -1e9),
                        () -> Tensor.full(-1e9, DType.FLOAT16, 2))) {
            assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
        }
        assertArrayEquals(new double[] {1, 2}, x.toDoubleArray());
        double infinite = Double.NEGATIVE_INFINITY;
        assertArrayEquals(new double[] {infinite, 2}, x.maskedFill(mask, infinite).toDoubleArray());
        assertEquals(-998244352, x.to(DType.BFLOAT16).fill_(-1e9).toLongArray()[0]);
    }

    @Test
    void elements_come_back_as_the_numbers_they_are() {
        Tensor x = half(0.1, -2, 65504, 1e-7);
        assertArrayEquals(new double[] {0.0999755859375, -2, 65504, 0x1p-23}, x.toDoubleArray(), 0);
        assertArrayEquals(new float[] {0.099975586f, -2, 65504, 0x1p-23f}, x.toFloatArray());
        assertArrayEquals(new long[] {0, -2, 65504, 0}, x.toLongArray());
        assertArrayEquals(new boolean[] {true, true, true, true}, x.toBooleanArray());
        assertArrayEquals(
                new float[][] {{1, 2}, {3, 4}},
                (float[][]) half(1, 2, 3, 4).reshape(2, 2).toNestedArray());
        assertEquals(0.10009765625, bfloat(0.1).item());
        assertEquals(-2, half(-2.75).itemLong());
    }

    @Test
    void bytes_are_taken_bit_by_bit() {
        ByteBuffer bytes = ByteBuffer.allocate(6);
        bytes.putShort((short) 0x3c00).putShort((short) 0xc000).putShort((short) 0x0001).flip();
        assertArrayEquals(
                new double[] {1, -2, 0x1p-24}, Tensor.of(bytes, DType.FLOAT16, 3).toDoubleArray());
        assertArrayEquals(
                new double[] {0x1p-7, -2, 0x1p-133},
                Tensor.of(bytes, DType.BFLOAT16, 3).toDoubleArray());
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void arrays_of_nd4j_go_both_ways(DType type) {
        DataType other = type.nd4j();
        INDArray array = Nd4j.createFromArray(0.5f, 1.5f, 2.5f, -4f).reshape(2, 2).castTo(other);
        Tensor copy = Tensor.fromNd4j(array.transpose());
        assertEquals(type, copy.dtype());
        assertArrayEquals(new double[] {0.5, 2.5, 1.5, -4}, copy.toDoubleArray());
        Tensor shared = Tensor.shareNd4j(array);
        shared.mul_(2);
        assertEquals(-8, array.getDouble(1, 1));
        INDArray out = copy.toNd4j();
        assertEquals(other, out.dataType());
        assertEquals(1.5, out.getDouble(1, 0));
        out.assign(7);
        assertArrayEquals(new double[] {7, 7, 7, 7}, copy.toDoubleArray());
    }

    @Test
    void sums_are_taken_wider_and_rounded_once() {
        Tensor ones = Tensor.ones(DType.BFLOAT16, 30, 100);
        assertEquals(3008, ones.sum().item(), "3000 to the nearest");
        assertEquals(3008, ones.sum(0, 1).item());
        assertEquals(1, ones.mean().item());
        Tensor large = Tensor.full(60000, DType.FLOAT16, 3, 4);
        assertEquals(Double.POSITIVE_INFINITY, large.sum().item());
        assertEquals(60000, large.mean().item(), "though the sum is beyond the largest");
        // Over two dimensions that are not neighbours the sum takes two passes.
        Tensor middle = Tensor.full(1.0 / 256, DType.BFLOAT16, 16, 2, 17).add(1);
        assertEquals(272, middle.sum(0, 2).toDoubleArray()[0]);
        assertArrayEquals(new double[] {2, 6, 12}, half(2, 3, 2).cumprod(0).toDoubleArray());
    }

    @Test
    void products_are_taken_in_float32_and_rounded_once() {
        Tensor a = Tensor.ones(DType.BFLOAT16, 2, 3000);
        Tensor b = Tensor.ones(DType.BFLOAT16, 3000, 2);
        assertArrayEquals(new double[] {3008, 3008, 3008, 3008}, a.matmul(b).toDoubleArray());
        assertEquals(DType.BFLOAT16, a.matmul(b).dtype());
        Tensor c = Tensor.full(-3000, DType.BFLOAT16, 2, 2);
        assertEquals(-8, c.addmm(a, b, 1, 1).toDoubleArray()[0], "3000 - 3008, not 3008 - 3008");
        assertEquals(
                "matmul: both tensors must have the same type, got torch.bfloat16 and"
                        + " torch.float16; convert one with to(...)",
                assertThrows(IllegalArgumentException.class, () -> a.matmul(b.to(DType.FLOAT16)))
                        .getMessage());
    }

    @Test
    void gradients_have_the_type_of_their_tensor() {
        Tensor x = half(1, 2).requiresGrad(true);
        Tensor y = Tensor.of(3f, 4f).requiresGrad(true);
        Tensor z = x.mul(y);
        assertEquals(DType.FLOAT32, z.dtype());
        z.sum().backward();
        assertEquals(DType.FLOAT16, x.grad().dtype());
        assertArrayEquals(new double[] {3, 4}, x.grad().toDoubleArray());
        assertEquals(DType.FLOAT32, y.grad().dtype());
        Tensor w = Tensor.of(0.1f, 0.2f).requiresGrad(true);
        w.to(DType.BFLOAT16).pow(2).sum().backward();
        assertEquals(DType.FLOAT32, w.grad().dtype());
        assertArrayEquals(
                new double[] {0.2001953125, 0.400390625},
                w.grad().toDoubleArray(),
                "rounded on the way, as 0.2 is");
    }

    @Test
    void second_derivatives_exist() {
        Tensor x = bfloat(3).requiresGrad(true);
        Tensor y = x.pow(3).sum();
        Tensor dx = Autograd.grad(List.of(y), List.of(x), null, true, true, false).get(0);
        dx.sum().backward();
        assertEquals(18, x.grad().item());
        assertEquals(DType.BFLOAT16, x.grad().dtype());
    }

    @Test
    void gradcheck_asks_for_float64() {
        Tensor x = half(1, 2).requiresGrad(true);
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> GradCheck.gradcheck(in -> in[0].exp(), x))
                        .getMessage();
        assertTrue(message.contains("torch.float16"), message);
        assertTrue(message.contains("to(DType.FLOAT64)"), message);
    }

    @Test
    void changes_in_place_round_to_the_tensors_type() {
        Tensor x = half(1, 2, 3);
        assertSame(x, x.add_(Tensor.of(0.1f, 0.1f, 0.1f)));
        assertArrayEquals(new double[] {1.099609375, 2.099609375, 3.099609375}, x.toDoubleArray());
        x.narrow(0, 0, 2).mul_(0).sub_(1);
        assertArrayEquals(new double[] {-1, -1, 3.099609375}, x.toDoubleArray());
        x.copy_(Tensor.of(1e5, -1e5, 1e-9));
        assertArrayEquals(
                new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0},
                x.toDoubleArray());
        assertEquals(0.0999755859375, x.fill_(0.1).toDoubleArray()[1]);
    }

    @Test
    void a_number_is_compared_as_the_type_holds_it() {
        assertTrue(half(0.1).eq(0.1).toBooleanArray()[0]);
        assertFalse(half(0.1).lt(0.1).toBooleanArray()[0]);
        assertTrue(bfloat(257).eq(257).toBooleanArray()[0], "both are 256");
    }

    /** Elements too small for float16 arise from float32's and from float16's own arithmetic. */
    @Test
    void small_numbers_fade_out_gradually() {
        assertArrayEquals(
                new double[] {0x1p-24, 0, 0x1p-24 * 3},
                half(0x1p-24, 0x1p-25, 0x1.8p-23).toDoubleArray());
        assertEquals(0x1p-24, half(0x1p-14).mul(0x1p-10).item());
        assertEquals(0, half(0x1p-14).mul(0x1p-11).item(), "a tie, to the even one");
    }

    @Test
    void large_tensors_take_the_same_values_as_small_ones() {
        Tensor x = Tensor.randn(new Generator(3), 20_000).to(DType.BFLOAT16);
        assertArrayEquals(
                x.narrow(0, 0, 100).exp().toDoubleArray(),
                x.exp().narrow(0, 0, 100).toDoubleArray(),
                1e-2);
        assertEquals(DType.BFLOAT16, x.exp().dtype());
    }

    @Test
    void sorting_and_indexing_move_bits() {
        Tensor x = half(3, Double.NaN, -1, 0.1);
        assertArrayEquals(
                new double[] {-1, 0.0999755859375, 3, Double.NaN},
                x.sort(0, false).values().toDoubleArray());
        assertArrayEquals(
                new double[] {0.0999755859375, 3},
                x.index(Index.of(Tensor.of(3L, 0L))).toDoubleArray());
        Tensor counts = Tensor.zeros(DType.FLOAT16, 2);
        assertArrayEquals(
                new double[] {0.5, 1},
                counts.indexAdd(0, Tensor.of(1L, 0L, 1L), half(0.5, 0.5, 0.5)).toDoubleArray());
    }

    @Test
    void a_line_is_learned_in_bfloat16() {
        Tensor x = Tensor.linspace(-1, 1, 21).to(DType.BFLOAT16).reshape(21, 1);
        Tensor target = x.mul(2).add(0.5);
        Tensor weight = Tensor.zeros(DType.BFLOAT16, 1, 1).requiresGrad(true);
        Tensor bias = Tensor.zeros(DType.BFLOAT16, 1).requiresGrad(true);
        double loss = 0;
        for (int step = 0; step < 60; step++) {
            weight.grad(null);
            bias.grad(null);
            Tensor error = x.linear(weight, bias).mseLoss(target, Reduction.MEAN);
            error.backward();
            loss = error.item();
            Autograd.noGrad(
                    () -> {
                        weight.sub_(weight.grad().mul(0.3));
                        bias.sub_(bias.grad().mul(0.3));
                    });
        }
        assertTrue(loss < 1e-3, "loss " + loss);
        assertEquals(2, weight.item(), 0.05);
        assertEquals(0.5, bias.item(), 0.02);
        assertEquals(DType.BFLOAT16, weight.grad().dtype());
    }
}
