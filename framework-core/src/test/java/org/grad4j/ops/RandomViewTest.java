package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.grad4j.backend.Array;
import org.grad4j.backend.Shapes;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Views with arbitrary strides (0, negative, odd ones along size 1) against an index walk. */
class RandomViewTest {
    private static final long SEED = 20240817;
    private static final int ROOM = 6000;

    private final Random random = new Random(SEED);
    private final Tensor room = Tensor.arange(ROOM).to(DType.FLOAT64);

    private record Walked(Tensor view, double[] values) {}

    @Test
    void elements_are_where_the_strides_say() {
        for (int round = 0; round < 2000; round++) {
            Walked one = view();
            String what = describe(one, round);
            assertArrayEquals(one.values, one.view.toDoubleArray(), what);
            assertArrayEquals(one.values, one.view.clone().toDoubleArray(), what);
            assertArrayEquals(one.values, one.view.contiguous().toDoubleArray(), what);
            for (int i = 0; i < Math.min(3, one.values.length); i++) {
                int at = random.nextInt(one.values.length);
                assertTrue(one.view.array().getDouble(at) == one.values[at], what);
            }
            double sum = Arrays.stream(one.values).sum();
            assertTrue(sum == one.view.sum().item(), what + ": " + one.view.sum().item());
        }
    }

    @Test
    void a_reshaped_view_has_the_same_elements() {
        for (int round = 0; round < 4000; round++) {
            Walked one = view();
            long[] shape = reshaped(one.view.shape());
            String what = describe(one, round) + " as " + Arrays.toString(shape);
            Tensor reshaped = one.view.reshape(shape);
            assertArrayEquals(shape, reshaped.shape(), what);
            assertArrayEquals(one.values, reshaped.toDoubleArray(), what);
            Array shared = one.view.array().reshapeView(shape);
            if (shared != null) {
                assertArrayEquals(one.values, Tensor.wrap(shared).toDoubleArray(), what);
            }
        }
    }

    private String describe(Walked one, int round) {
        Array array = one.view.array();
        return "seed "
                + SEED
                + ", round "
                + round
                + ": "
                + Arrays.toString(array.shape())
                + " strides "
                + Arrays.toString(array.strides())
                + " offset "
                + array.offset();
    }

    /** A view that stays inside the room. */
    private Walked view() {
        int rank = random.nextInt(5);
        long[] shape = new long[rank];
        long[] strides = new long[rank];
        long low = 0;
        long high = 0;
        boolean ordered = random.nextBoolean();
        long step = 1;
        for (int d = rank - 1; d >= 0; d--) {
            shape[d] = new long[] {1, 1, 2, 3, 4, 6, 0}[random.nextInt(random.nextInt(8) + 1) % 7];
            strides[d] = ordered && random.nextInt(5) > 0 ? step : random.nextInt(41) - 20;
            if (random.nextInt(8) == 0) {
                strides[d] = 0;
            }
            step = strides[d] * Math.max(1, shape[d]);
            long reach = strides[d] * Math.max(0, shape[d] - 1);
            low += Math.min(0, reach);
            high += Math.max(0, reach);
        }
        if (high - low >= ROOM) {
            return view();
        }
        long offset = -low + random.nextInt((int) (ROOM - (high - low)));
        double[] values = new double[(int) Shapes.numel(shape)];
        for (int i = 0; i < values.length; i++) {
            long place = offset;
            long rest = i;
            for (int d = rank - 1; d >= 0; d--) {
                place += rest % shape[d] * strides[d];
                rest /= shape[d];
            }
            values[i] = place;
        }
        return new Walked(Tensor.wrap(room.array().view(shape, strides, offset)), values);
    }

    /** The same number of elements in other sizes, with some sizes of 1 strewn in. */
    private long[] reshaped(long[] shape) {
        long left = Shapes.numel(shape);
        long[] sizes = new long[8];
        int n = 0;
        while (n < 7 && (left > 1 || random.nextBoolean())) {
            long size = left == 0 ? random.nextInt(3) : 1;
            for (long divisor : new long[] {6, 4, 3, 2}) {
                if (left > 1 && left % divisor == 0 && random.nextBoolean()) {
                    size = divisor;
                    break;
                }
            }
            sizes[n++] = size;
            left = left == 0 && size == 0 ? 1 : left == 0 ? 0 : left / size;
        }
        if (left != 1) {
            sizes[n++] = left;
        }
        return Arrays.copyOf(sizes, n);
    }
}
