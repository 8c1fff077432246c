package org.grad4j.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class HooksTest {
    @Test
    void retain_grad_keeps_the_gradient_of_an_inner_tensor() {
        Tensor x = Tensor.of(1f, 2f).requiresGrad(true);
        Tensor h = x.mul(3).retainGrad();
        Tensor other = x.mul(2);
        TensorScope.run(() -> h.mul(h).add(other).sum().backward());

        assertArrayEquals(new float[] {6, 12}, h.grad().toFloatArray());
        assertArrayEquals(new float[] {20, 38}, x.grad().toFloatArray());
        assertNull(other.grad());
    }

    @Test
    void retain_grad_accumulates_like_a_leaf_and_does_nothing_to_one() {
        Tensor x = Tensor.of(1f).requiresGrad(true).retainGrad();
        Tensor h = x.add(1).retainGrad();
        h.sum().backward();
        h.sum().backward();

        assertEquals(2, h.grad().item());
        assertEquals(2, x.grad().item());
        assertThrows(IllegalStateException.class, () -> Tensor.ones(1).retainGrad());
    }

    @Test
    void a_hook_sees_the_whole_gradient_once_and_may_replace_it() {
        Tensor x = Tensor.of(1f, 2f).requiresGrad(true);
        Tensor h = x.mul(1);
        List<String> seen = new ArrayList<>();
        h.registerHook(
                g -> {
                    seen.add("first " + g);
                    return g.mul(10);
                });
        h.registerHook(
                g -> {
                    seen.add("second " + g);
                    return null;
                });
        h.add(h).sum().backward();

        assertEquals(List.of("first tensor([2., 2.])", "second tensor([20., 20.])"), seen);
        assertArrayEquals(new float[] {20, 20}, x.grad().toFloatArray());
    }

    @Test
    void a_hook_on_a_leaf_sees_the_sum_of_all_its_uses() {
        Tensor x = Tensor.of(1f, 2f).requiresGrad(true);
        List<Tensor> seen = new ArrayList<>();
        TensorHook.Handle handle =
                x.registerHook(
                        g -> {
                            seen.add(g);
                            return g.neg();
                        });
        x.mul(2).add(x.mul(x)).sum().backward();

        assertEquals(1, seen.size());
        assertArrayEquals(new float[] {4, 6}, seen.get(0).toFloatArray(), "kept, so still alive");
        assertArrayEquals(new float[] {-4, -6}, x.grad().toFloatArray());

        handle.remove();
        handle.remove();
        x.zeroGrad();
        x.sum().backward();
        assertEquals(1, seen.size());
        assertArrayEquals(new float[] {1, 1}, x.grad().toFloatArray());
    }

    @Test
    void hooks_run_for_grad_as_well() {
        Tensor x = Tensor.of(3f).requiresGrad(true);
        Tensor h = x.mul(2);
        h.registerHook(g -> g.mul(5));

        assertEquals(5, Autograd.grad(h.sum(), h).get(0).item());
        assertEquals(10, Autograd.grad(h.sum(), x).get(0).item());
    }

    @Test
    void a_hook_that_returns_nonsense_is_reported_and_leaves_are_untouched() {
        Tensor x = Tensor.of(3f).requiresGrad(true);
        Tensor h = x.mul(2);
        h.registerHook(g -> Tensor.ones(7));

        Exception e = assertThrows(IllegalStateException.class, () -> h.sum().backward());
        assertEquals(
                "a tensor hook must return null or a gradient of the same shape and type: expected"
                        + " [1] torch.float32, got [7] torch.float32",
                e.getMessage());
        assertNull(x.grad());
        assertThrows(IllegalStateException.class, () -> Tensor.ones(1).registerHook(g -> null));
    }

    @Test
    void backward_may_fill_chosen_tensors_only() {
        Tensor x = Tensor.of(2f).requiresGrad(true);
        Tensor w = Tensor.of(3f).requiresGrad(true);
        Tensor h = x.mul(w);
        Autograd.backward(List.of(h.mul(h).sum(), h.sum()), null, List.of(w, h), false, false);

        assertNull(x.grad());
        assertEquals(2 * 6 * 2 + 2, w.grad().item());
        assertEquals(2 * 6 + 1, h.grad().item());
        assertThrows(
                IllegalArgumentException.class,
                () -> Autograd.backward(List.of(x.sum()), null, List.of(), false, false));
    }
}
