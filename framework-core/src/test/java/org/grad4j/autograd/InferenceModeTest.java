package org.grad4j.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class InferenceModeTest {
    private final Tensor w = Tensor.of(2f, 3f).requiresGrad(true);

    @Test
    void nothing_is_recorded_and_results_are_marked() {
        Tensor y = Autograd.inferenceMode(() -> w.mul(2));

        assertFalse(y.requiresGrad());
        assertTrue(y.isInference());
        assertTrue(y.detach().isInference());
        assertFalse(w.detach().isInference());
        assertFalse(Autograd.isInferenceMode());
        assertTrue(Autograd.isGradEnabled());
    }

    @Test
    void a_marked_tensor_cannot_enter_a_graph_but_its_clone_can() {
        Tensor y = Autograd.inferenceMode(() -> w.mul(2));

        assertEquals(
                "a tensor of shape [2] made in inference mode cannot be saved for backward; use a"
                        + " clone() of it, made outside",
                assertThrows(IllegalStateException.class, () -> w.mul(y)).getMessage());
        assertThrows(IllegalStateException.class, () -> y.requiresGrad(true));
        w.mul(y.clone()).sum().backward();
        assertEquals("tensor([4., 6.])", w.grad().toString());
        assertEquals("tensor([6., 9.])", w.detach().add(y).toString(), "not saved, so allowed");
    }

    @Test
    void the_mode_ends_with_an_exception_too() {
        assertThrows(
                ArithmeticException.class,
                () ->
                        Autograd.inferenceMode(
                                (Runnable)
                                        () -> {
                                            throw new ArithmeticException("thrown inside");
                                        }));
        assertFalse(Autograd.isInferenceMode());
    }
}
