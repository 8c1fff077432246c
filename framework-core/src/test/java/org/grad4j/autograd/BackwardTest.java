package org.grad4j.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class BackwardTest {
    @Test
    void a_leaf_has_no_grad_fn_and_no_gradient_before_backward() {
        Tensor x = Tensor.ones(2, 2).requiresGrad(true);

        assertNull(x.gradFn());
        assertNull(x.grad());
        assertTrue(x.isLeaf());
    }

    @Test
    void results_of_recorded_operations_know_how_they_were_made() {
        Tensor x = Tensor.ones(2, 2).requiresGrad(true);
        Tensor y = x.add(2).mul(x);

        assertEquals("MulBackward0", y.gradFn().name());
        assertTrue(y.gradFn().toString().matches("<MulBackward0 object at 0x7f[0-9a-f]{10}>"));
        assertEquals("AddBackward0", y.gradFn().nextFunctions().get(0).name());
        assertEquals("AccumulateGrad", y.gradFn().nextFunctions().get(1).name());
        assertFalse(y.isLeaf());
    }

    @Test
    void nothing_is_recorded_when_no_input_requires_gradients() {
        Tensor y = Tensor.ones(2).mul(3);

        assertFalse(y.requiresGrad());
        assertNull(y.gradFn());
    }

    @Test
    void gradients_accumulate_over_calls_and_zero_grad_drops_them() {
        Tensor x = Tensor.of(1f, 2f).requiresGrad(true);
        x.mul(3).sum().backward();
        x.mul(4).sum().backward();

        assertArrayEquals(new float[] {7, 7}, x.grad().toFloatArray());

        Tensor seen = x.grad();
        x.zeroGrad();
        assertNull(x.grad());
        assertArrayEquals(new float[] {7, 7}, seen.toFloatArray(), "a gradient once seen stays");
        x.mul(5).sum().backward();
        assertArrayEquals(new float[] {5, 5}, x.grad().toFloatArray());
    }

    @Test
    void several_paths_to_one_tensor_sum_their_gradients() {
        Tensor a = Tensor.scalar(3).requiresGrad(true);
        Tensor b = a.mul(2);
        Tensor c = a.mul(a);
        Tensor loss = b.mul(c).add(b).add(a);

        loss.backward(); // 2a³ + 2a + a

        assertEquals(6 * 9 + 3, a.grad().item());
    }

    @Test
    void two_leaves_never_share_the_memory_of_their_gradients() {
        Tensor a = Tensor.ones(2).requiresGrad(true);
        Tensor b = Tensor.ones(2).requiresGrad(true);
        Tensor v = Tensor.of(1f, 2f);
        a.add(b).backward(v);

        a.grad().zero_();

        assertArrayEquals(new float[] {1, 2}, b.grad().toFloatArray());
        assertArrayEquals(new float[] {1, 2}, v.toFloatArray());
    }

    @Test
    void backward_with_a_gradient_is_a_vector_jacobian_product() {
        Tensor x = Tensor.of(1f, 2f, 3f).requiresGrad(true);
        x.mul(x).backward(Tensor.of(1f, 0.1f, 0.01f));

        assertArrayEquals(new float[] {2, 0.4f, 0.06f}, x.grad().toFloatArray(), 1e-7f);
    }

    @Test
    void a_non_scalar_without_a_gradient_is_refused() {
        Tensor y = Tensor.ones(32, 10).requiresGrad(true).mul(2);

        Exception e = assertThrows(IllegalArgumentException.class, y::backward);
        assertEquals(
                "backward() needs a scalar, got [32, 10]; use mean() or sum(), or pass a gradient"
                        + " of that shape",
                e.getMessage());
    }

    @Test
    void a_gradient_of_another_shape_is_refused() {
        Tensor y = Tensor.ones(3).requiresGrad(true).mul(2);

        Exception e =
                assertThrows(IllegalArgumentException.class, () -> y.backward(Tensor.ones(2)));
        assertEquals(
                "backward(): the gradient must have the tensor's shape [3], got [2]",
                e.getMessage());
    }

    @Test
    void a_tensor_outside_every_graph_is_refused() {
        Exception e =
                assertThrows(IllegalStateException.class, () -> Tensor.ones(1).sum().backward());
        assertTrue(e.getMessage().contains("does not require gradients and has no gradFn"));
    }

    @Test
    void detach_shares_memory_and_stops_gradients() {
        Tensor x = Tensor.of(1f, 2f).requiresGrad(true);
        Tensor d = x.detach();

        assertFalse(d.requiresGrad());
        d.fill_(9);
        assertArrayEquals(new float[] {9, 9}, x.toFloatArray());
        Tensor y = Tensor.of(1f, 2f).requiresGrad(true);
        y.mul(y.detach()).sum().backward();
        assertArrayEquals(new float[] {1, 2}, y.grad().toFloatArray());
    }

    @Test
    void clone_has_memory_of_its_own_and_the_same_place_in_the_graph() {
        Tensor x = Tensor.of(1f, 2f).requiresGrad(true);
        Tensor c = x.clone();
        c.detach().fill_(9);

        assertArrayEquals(new float[] {1, 2}, x.toFloatArray());
        assertEquals("CloneBackward0", c.gradFn().name());
        c.sum().backward();
        assertArrayEquals(new float[] {1, 1}, x.grad().toFloatArray());
    }

    @Test
    void the_switch_is_for_leaves_of_floating_types() {
        Tensor x = Tensor.ones(2).requiresGrad(true);
        Tensor y = x.mul(2);

        Exception wrongMoment =
                assertThrows(IllegalStateException.class, () -> y.requiresGrad(false));
        assertEquals(
                "requiresGrad(false) is for leaf tensors; this one was made by MulBackward0: use"
                        + " detach() to get a tensor outside the graph",
                wrongMoment.getMessage());
        Exception wrongType =
                assertThrows(
                        IllegalArgumentException.class, () -> Tensor.of(1L, 2L).requiresGrad(true));
        assertEquals(
                "only floating-point tensors can require gradients, this one is torch.int64",
                wrongType.getMessage());
        assertSame(x, x.requiresGrad(false));
        assertFalse(x.requiresGrad());
    }

    @Test
    void no_grad_nests_and_restores_the_mode_even_after_an_exception() {
        Tensor x = Tensor.ones(2).requiresGrad(true);
        Autograd.noGrad(
                () -> {
                    assertFalse(x.mul(2).requiresGrad());
                    try (Autograd.Mode inner = Autograd.enableGrad()) {
                        assertNotNull(inner);
                        assertTrue(x.mul(2).requiresGrad());
                    }
                    Autograd.noGrad(() -> assertFalse(Autograd.isGradEnabled()));
                    assertFalse(x.mul(2).requiresGrad());
                });
        assertThrows(
                ArithmeticException.class,
                () ->
                        Autograd.noGrad(
                                (Runnable)
                                        () -> {
                                            throw new ArithmeticException("thrown inside");
                                        }));
        assertTrue(Autograd.isGradEnabled());
        assertEquals("two", Autograd.noGrad(() -> "two"));
    }

    @Test
    void no_grad_concerns_only_its_own_thread() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Autograd.Mode off = Autograd.noGrad()) {
            assertNotNull(off);
            assertTrue(other.submit(Autograd::isGradEnabled).get());
            assertFalse(Autograd.isGradEnabled());
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void a_second_backward_through_saved_values_is_refused_and_can_be_allowed() {
        Tensor x = Tensor.of(2f).requiresGrad(true);
        Tensor y = x.mul(x).sum();
        y.backward();

        Exception e = assertThrows(IllegalStateException.class, y::backward);
        assertEquals(
                "MulBackward0: its saved values were released by the first backward(); pass"
                        + " retainGraph to it, or sum the losses and call backward() once",
                e.getMessage());
        Tensor z = x.mul(x).sum();
        z.backward(null, true, false);
        z.backward();
        assertEquals(3 * 4, x.grad().item(), "the failed pass added nothing");
    }

    @Test
    void operations_that_save_nothing_can_be_differentiated_again() {
        Tensor x = Tensor.of(2f).requiresGrad(true);
        Tensor y = x.add(1).reshape(1, 1).sum();
        y.backward();
        y.backward();

        assertEquals(2, x.grad().item());
    }

    @Test
    void a_saved_value_changed_in_place_is_never_used_silently() {
        Tensor x = Tensor.of(1f, 2f).requiresGrad(true);
        Tensor w = Tensor.of(3f, 4f);
        Tensor y = x.mul(w).sum();
        w.add_(1);

        Exception e = assertThrows(IllegalStateException.class, y::backward);
        assertEquals(
                "MulBackward0: a tensor of shape [2] (torch.float32) that was saved for backward()"
                        + " has been changed in place: it is at version 1, saved at version 0;"
                        + " change a clone() instead, or after backward() (run with"
                        + " -Dorg.grad4j.trace=true to see where it was made and changed)",
                e.getMessage());
        assertNull(x.grad());
    }

    @Test
    void a_change_through_a_view_counts_as_well() {
        Tensor x = Tensor.ones(2, 3).requiresGrad(true);
        Tensor y = x.exp();
        Tensor loss = y.sum();
        y.detach().t().mul_(2);

        assertThrows(IllegalStateException.class, loss::backward);
    }

    @Test
    void changes_in_place_of_leaves_are_refused_outside_no_grad() {
        Tensor x = Tensor.ones(2).requiresGrad(true);

        Exception e = assertThrows(IllegalStateException.class, () -> x.add_(1));
        assertTrue(e.getMessage().startsWith("add_: a leaf that requires gradients"));
        Autograd.noGrad(() -> x.add_(1));
        assertArrayEquals(new float[] {2, 2}, x.toFloatArray());
    }

    @Test
    void grad_returns_gradients_without_touching_those_of_the_leaves() {
        Tensor x = Tensor.of(2f, 3f).requiresGrad(true);
        Tensor h = x.mul(x);
        Tensor y = h.mul(h).sum();

        List<Tensor> g = Autograd.grad(y, x, h);

        assertArrayEquals(new float[] {32, 108}, g.get(0).toFloatArray());
        assertArrayEquals(new float[] {8, 18}, g.get(1).toFloatArray());
        assertNull(x.grad());
    }

    @Test
    void grad_of_an_inner_tensor_leaves_the_graph_below_it_alone() {
        Tensor x = Tensor.of(2f).requiresGrad(true);
        Tensor h = x.mul(x);
        Tensor y = h.mul(h).sum();

        assertEquals(8, Autograd.grad(y, h).get(0).item());
        h.sum().backward();
        assertEquals(4, x.grad().item());
    }

    @Test
    void grad_of_an_unused_input_fails_unless_allowed() {
        Tensor x = Tensor.of(2f).requiresGrad(true);
        Tensor u = Tensor.of(2f).requiresGrad(true);
        Tensor y = x.mul(x).sum();

        Exception e = assertThrows(IllegalArgumentException.class, () -> Autograd.grad(y, u));
        assertEquals(
                "grad: input 0 of shape [1] was not used in computing the outputs; pass"
                        + " allowUnused to get null for it",
                e.getMessage());
        List<Tensor> g = Autograd.grad(List.of(y), List.of(x, u), null, true, false, true);
        assertEquals(4, g.get(0).item());
        assertNull(g.get(1));
    }

    @Test
    void higher_orders_come_from_recorded_gradients() {
        Tensor x = Tensor.of(2.0).requiresGrad(true);
        Tensor y = x.pow(4).sum();

        Tensor first = grad(y, x);
        Tensor second = grad(first.sum(), x);
        Tensor third = grad(second.sum(), x);

        assertEquals(32, first.item());
        assertEquals(48, second.item());
        assertEquals(48, third.item());
    }

    private static Tensor grad(Tensor y, Tensor x) {
        return Autograd.grad(List.of(y), List.of(x), null, true, true, false).get(0);
    }

    @Test
    void backward_with_create_graph_records_the_gradients_themselves() {
        Tensor x = Tensor.of(3.0).requiresGrad(true);
        x.mul(x).mul(x).sum().backward(null, true, true);
        Tensor g = x.grad();
        assertTrue(g.requiresGrad());
        x.zeroGrad();
        g.sum().backward();
        assertEquals(18, x.grad().item());
    }

    @Test
    void a_million_operations_in_a_row_need_no_stack() {
        Tensor x = Tensor.of(1.0).requiresGrad(true);
        Tensor y = x;
        for (int i = 0; i < 1_000_000; i++) {
            y = y.add(1);
        }
        y.backward(Tensor.ones(DType.FLOAT64, 1));

        assertEquals(1, x.grad().item());
        assertEquals(1_000_001, y.item());
    }

    @Test
    void a_graph_with_many_paths_is_walked_once_per_operation() {
        Tensor x = Tensor.of(1.0).requiresGrad(true);
        Tensor y = x;
        for (int i = 0; i < 60; i++) {
            y = y.add(y).mul(0.5); // 2⁶⁰ paths
        }
        y.sum().backward();

        assertEquals(1, x.grad().item());
    }

    @Test
    void several_threads_may_run_forward_and_backward_over_shared_leaves() throws Exception {
        Tensor w = Tensor.ones(8, 8).requiresGrad(true);
        int threads = 4;
        int rounds = 50;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                running.add(
                        pool.submit(
                                () -> {
                                    for (int i = 0; i < rounds; i++) {
                                        Tensor.ones(2, 8).matmul(w).relu().sum().backward();
                                    }
                                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
        }
        for (float g : w.grad().toFloatArray()) {
            assertEquals(2 * threads * rounds, g);
        }
    }
}
