package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Index;
import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What the tables of operations do not show about indexing, joining and splitting. */
class IndexingTest {
    @Test
    void a_later_change_of_an_index_does_not_spoil_the_gradient() {
        Tensor x = Tensor.of(1.0, 2.0, 3.0).requiresGrad(true);
        Tensor index = Tensor.of(2L, 0L);
        Tensor y = x.gather(0, index).add(x.indexSelect(0, index)).add(x.index(Index.of(index)));
        index.fill_(1);
        y.backward(Tensor.of(1.0, 10.0));
        assertArrayEquals(new double[] {30, 0, 3}, x.grad().toDoubleArray());
    }

    @Test
    void a_later_change_of_the_arguments_does_not_spoil_the_gradient() {
        Tensor x = Values.ANY.tensor(0, 2, 3).requiresGrad(true);
        int[] dims = {0};
        int[] padding = {1, 0};
        long[] sizes = {1, 1};
        Tensor y =
                x.flip(dims).add(x.roll(new long[] {1}, dims)).mul(x.pad(padding).narrow(1, 0, 3));
        Tensor piece = x.split(sizes, 0).get(1);
        Tensor expected = x.flip(0).add(x.roll(1, 0)).mul(x.pad(1, 0).narrow(1, 0, 3));
        double[] right = gradient(x, expected.sum().add(x.narrow(0, 1, 1).sum()));
        dims[0] = 1;
        padding[0] = 0;
        sizes[0] = 2;
        assertArrayEquals(right, gradient(x, y.sum().add(piece.sum())));
    }

    private static double[] gradient(Tensor x, Tensor loss) {
        x.zeroGrad();
        loss.backward();
        return x.grad().toDoubleArray();
    }

    @Test
    void a_place_named_twice_gets_both_gradients_in_the_same_order_every_time() {
        Tensor index = Tensor.randint(new Generator(7), 0, 3, 1000);
        Tensor g = Tensor.randn(new Generator(8), 1000, 9);
        float[] first = null;
        for (int i = 0; i < 3; i++) {
            Tensor x = Tensor.randn(new Generator(9), 3, 9).requiresGrad(true);
            x.indexSelect(0, index).backward(g);
            float[] grad = x.grad().toFloatArray();
            first = first == null ? grad : first;
            assertArrayEquals(first, grad);
        }
        double[] sums = new double[27];
        for (int i = 0; i < 1000; i++) {
            for (int k = 0; k < 9; k++) {
                sums[(int) index.toLongArray()[i] * 9 + k] += g.select(0, i).toFloatArray()[k];
            }
        }
        for (int i = 0; i < 27; i++) {
            assertEquals(sums[i], first[i], 1e-4);
        }
    }

    @Test
    void the_last_of_several_values_for_one_place_wins() {
        Tensor zeros = Tensor.zeros(2);
        Tensor same = Tensor.of(1L, 1L, 1L);
        Tensor values = Tensor.of(1f, 2f, 3f);
        float[] last = {0, 3};
        assertArrayEquals(last, zeros.scatter(0, same, values).toFloatArray());
        assertArrayEquals(last, zeros.indexPut(List.of(Index.of(same)), values).toFloatArray());
        assertArrayEquals(new float[] {0, 6}, zeros.scatterAdd(0, same, values).toFloatArray());
    }

    @Test
    void how_an_index_or_a_mask_lies_in_memory_makes_no_difference() {
        Tensor x = Values.ANY.tensor(0, 3, 4);
        Tensor v = Values.ANY.tensor(1, 3, 4);
        Tensor index = Tensor.of(new long[] {2, 0, 1, 1, 0, 2}, 2, 3);
        Tensor mask = x.gt(0.3);
        Tensor line = Tensor.of(2L, 0L);
        for (Layout layout : Layout.SAME_NUMBERS) {
            Tensor i = layout.of(index);
            Tensor m = layout.of(mask);
            Tensor l = layout.of(line);
            assertSame(x.gather(1, index), x.gather(1, i));
            assertSame(x.scatterAdd(0, index, v), x.scatterAdd(0, i, v));
            assertSame(x.index(Index.all(), Index.of(index)), x.index(Index.all(), Index.of(i)));
            assertSame(x.index(Index.mask(mask)), x.index(Index.mask(m)));
            assertSame(x.maskedFill(mask, 9), x.maskedFill(m, 9));
            assertSame(x.maskedSelect(mask), x.maskedSelect(m));
            assertSame(x.maskedScatter(mask, v), x.maskedScatter(m, v));
            assertSame(x.indexSelect(1, line), x.indexSelect(1, l));
            assertSame(index.oneHot(), i.oneHot());
        }
    }

    private static void assertSame(Tensor expected, Tensor actual) {
        assertArrayEquals(expected.shape(), actual.shape());
        assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray());
    }

    @Test
    void a_change_at_places_is_recorded_for_the_values_put_in_too() {
        Tensor v = Tensor.of(5.0, 6.0).requiresGrad(true);
        Tensor buffer = Tensor.zeros(DType.FLOAT64, 3);
        buffer.indexPut_(List.of(Index.of(2, 0)), v);
        buffer.mul(Tensor.of(1.0, 10.0, 100.0)).sum().backward();
        assertArrayEquals(new double[] {6, 0, 5}, buffer.toDoubleArray());
        assertArrayEquals(new double[] {100, 1}, v.grad().toDoubleArray());
    }

    @Test
    void pieces_that_nobody_used_get_zeros() {
        Tensor x = Tensor.of(1f, 2f, 3f, 4f, 5f).requiresGrad(true);
        List<Tensor> pieces = x.split(2);
        pieces.get(2).mul(7).backward(Tensor.ones(1));
        assertArrayEquals(new float[] {0, 0, 0, 0, 7}, x.grad().toFloatArray());
        x.zeroGrad();
        x.unbind().get(1).backward();
        assertArrayEquals(new float[] {0, 1, 0, 0, 0}, x.grad().toFloatArray());
    }

    @Test
    void all_pieces_come_from_one_operation() {
        Tensor x = Tensor.ones(3, 2).requiresGrad(true);
        List<Tensor> rows = x.unbind();
        assertEquals("UnbindBackward0", rows.get(2).gradFn().name());
        assertTrue(rows.get(0).gradFn() == rows.get(2).gradFn());
        assertEquals("SplitBackward0", x.chunk(2).get(0).gradFn().name());
    }

    @Test
    void operations_are_named_as_in_pytorch() {
        Tensor x = Tensor.ones(2, 3).requiresGrad(true);
        Tensor index = Tensor.of(0L);
        assertName("CatBackward0", Tensor.cat(List.of(x, x)));
        assertName("StackBackward0", Tensor.stack(List.of(x, x)));
        assertName("SelectBackward0", x.select(0, 1));
        assertName("SliceBackward0", x.narrow(0, 1, 1));
        assertName("SelectBackward0", x.index(Index.from(1), Index.at(0)));
        assertName("IndexBackward0", x.index(Index.of(index)));
        assertName("IndexPutBackward0", x.indexPut(List.of(Index.at(0)), Tensor.ones(3)));
        assertName("IndexSelectBackward0", x.indexSelect(0, index));
        assertName("MaskedFillBackward0", x.maskedFill(x.gt(0), 1));
        assertName("ReflectionPad1DBackward0", x.pad(new int[] {1, 1}, PadMode.REFLECT));
        assertName("ConstantPadNdBackward0", x.pad(1, 1));
        assertName("TrilBackward0", x.tril());
        assertName("UnfoldBackward0", x.unfold(1, 2, 1));
        assertName("RepeatBackward0", x.tile(2));
    }

    private static void assertName(String expected, Tensor y) {
        assertEquals(expected, y.gradFn().name());
    }

    @Test
    void whole_numbers_keep_all_their_digits() {
        long large = (1L << 62) + 1;
        Tensor x = Tensor.of(large, large + 1);
        assertArrayEquals(
                new long[] {large + 2, large, large + 1},
                x.pad(new int[] {1, 0}, large + 2).toLongArray());
        assertArrayEquals(
                new long[] {large, large}, x.scatter(0, Tensor.of(1L), large).toLongArray());
        assertArrayEquals(
                new long[] {large, large},
                x.maskedFill(Tensor.of(false, true), large).toLongArray());
        assertArrayEquals(
                new long[] {large, large},
                x.maskedFill(Tensor.of(false, true), Tensor.of(large).squeeze()).toLongArray());
        assertArrayEquals(new long[] {large + 1, large}, x.flip(0).toLongArray());
        assertArrayEquals(
                new long[] {large, 0, large, large + 1},
                Tensor.stack(List.of(x, x)).tril().toLongArray());
    }

    @Test
    void true_added_to_true_stays_true() {
        Tensor x = Tensor.of(true, false);
        Tensor sum = x.scatterAdd(0, Tensor.of(0L, 0L), Tensor.of(true, true));
        assertEquals(DType.BOOL, sum.dtype());
        assertArrayEquals(new boolean[] {true, false}, sum.toBooleanArray());
        assertEquals(1, sum.to(DType.INT64).sum().itemLong());
    }

    @Test
    void long_runs_and_short_ones_move_the_same_elements() {
        for (int run : new int[] {1, 2, 7, 8, 9, 64}) {
            for (DType type : DType.values()) {
                Tensor x = Tensor.arange(5L * run).reshape(5, run).to(type);
                Tensor y = x.indexSelect(0, Tensor.of(4L, 0L, 4L));
                Tensor expected =
                        Tensor.stack(List.of(x.select(0, 4), x.select(0, 0), x.select(0, 4)));
                assertArrayEquals(expected.toLongArray(), y.toLongArray(), type + " by " + run);
                Tensor back = Tensor.zeros(type, 5, run).indexAdd(0, Tensor.of(4L, 0L, 4L), y);
                assertArrayEquals(
                        x.select(0, 4).add(x.select(0, 4)).toLongArray(),
                        back.select(0, 4).toLongArray(),
                        type + " by " + run);
            }
        }
    }

    @Test
    void the_third_order_of_an_index_is_right() {
        Tensor x = Tensor.of(1.0, 2.0, 3.0).requiresGrad(true);
        Tensor y = x.index(Index.of(0, 2, 2)).pow(3).sum();
        for (int order = 1; order <= 3; order++) {
            y = Autograd.grad(List.of(y), List.of(x), null, true, true, false).get(0).sum();
        }
        assertEquals(6 + 2 * 6, y.item());
    }
}
