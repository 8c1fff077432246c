package org.grad4j.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Deep graphs need no stack, and their cost grows with the number of operations, not faster. */
class DeepGraphTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What building and walking a chain made: Java bytes and tensor arrays. */
    private record Cost(long bytes, long arrays) {}

    private static Tensor chain(Tensor x, int length) {
        Tensor y = x;
        for (int i = 0; i < length; i++) {
            y = i % 2 == 0 ? y.mul(1.0) : y.add(0);
        }
        return y;
    }

    private static Cost cost(int length, boolean grad) {
        Tensor x = Tensor.scalar(2, DType.FLOAT64).requiresGrad(true);
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long arrays = TensorMemory.stats().created();
        TensorScope.run(
                () -> {
                    Tensor y = chain(x, length);
                    if (grad) {
                        Autograd.grad(y, x);
                    } else {
                        y.backward();
                        x.zeroGrad();
                    }
                });
        return new Cost(
                THREADS.getCurrentThreadAllocatedBytes() - bytes,
                TensorMemory.stats().created() - arrays);
    }

    @Test
    void a_chain_of_twice_the_length_costs_twice_as_much() {
        for (boolean grad : new boolean[] {false, true}) {
            cost(40_000, grad); // fills the pool
            Cost one = cost(20_000, grad);
            Cost two = cost(40_000, grad);
            assertTrue(two.bytes <= 2.2 * one.bytes, one + " and " + two);
            assertTrue(two.arrays <= 2.01 * one.arrays, one + " and " + two);
            assertTrue(one.arrays <= 2.01 * 20_000, one + " for 20000 operations");
        }
    }

    @Test
    void every_way_through_a_deep_graph_needs_no_stack() {
        int length = 200_000;
        Tensor x = Tensor.scalar(2, DType.FLOAT64).requiresGrad(true);
        Tensor y = chain(x, length);
        assertEquals(
                1, Autograd.grad(List.of(y), List.of(x), null, true, false, false).get(0).item());
        String dot = GraphDrawing.dot(chain(x, 20_000), Map.of("x", x));
        assertTrue(dot.contains("x []"), "the leaf at the far end is drawn");
        Tensor g = Autograd.grad(List.of(y), List.of(x), null, true, true, false).get(0);
        assertEquals(1, g.item());
        assertTrue(g.requiresGrad() || g.gradFn() == null);
        y.backward();
        assertEquals(1, x.grad().item());
    }

    @Test
    void a_deep_graph_of_views_and_changes_in_place_needs_no_stack() {
        Tensor x = Tensor.ones(DType.FLOAT64, 2).requiresGrad(true);
        Tensor y = x.mul(1);
        Tensor part = y.narrow(0, 1, 1);
        for (int i = 0; i < 20_000; i++) {
            part.add_(1);
            y.add_(1);
        }
        y.sum().backward();
        assertEquals(2, x.grad().sum().item());
        assertEquals(60_002, y.sum().item());
    }
}
