package org.grad4j.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.Function;
import org.grad4j.autograd.FunctionContext;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/**
 * Whatever fails, no array stays, no gradient is half added, and the thread's modes are restored.
 */
class FailurePathsTest {
    private static final RuntimeException FAILURE = new IllegalStateException("injected");

    private final Tensor x = Tensor.of(1.0, 2.0, 3.0).requiresGrad(true);

    /** Fails in its forward or its backward, after it has made tensors. */
    private static final class Failing extends Function {
        private final boolean inForward;

        Failing(boolean inForward) {
            this.inForward = inForward;
        }

        @Override
        protected Tensor forward(FunctionContext ctx, Tensor... inputs) {
            Tensor y = inputs[0].mul(2);
            if (inForward) {
                throw FAILURE;
            }
            return y;
        }

        @Override
        protected Tensor[] backward(FunctionContext ctx, Tensor gradient) {
            gradient.mul(3);
            throw FAILURE;
        }

        @Override
        protected boolean isTwiceDifferentiable() {
            return true;
        }
    }

    /** Runs it in a scope: exactly what was alive before is alive after. */
    private void assertNothingStays(Runnable failing) {
        TensorMemory.settle();
        long before = TensorMemory.stats().liveArrays();
        assertSame(
                FAILURE,
                assertThrows(RuntimeException.class, () -> TensorScope.run(failing)),
                "the caller sees what was thrown");
        assertEquals(before, TensorMemory.stats().liveArrays());
        assertNull(x.grad());
        assertEquals(true, Autograd.isGradEnabled());
    }

    @Test
    void an_exception_in_the_middle_of_a_forward() {
        assertNothingStays(
                () -> {
                    x.exp().mul(2).add(x);
                    throw FAILURE;
                });
    }

    @Test
    void an_exception_in_a_custom_functions_forward() {
        assertNothingStays(() -> new Failing(true).apply(x.exp()));
    }

    @Test
    void an_exception_in_a_custom_functions_backward() {
        assertNothingStays(() -> new Failing(false).apply(x.exp()).add(x).sum().backward());
    }

    @Test
    void an_exception_in_a_hook_of_an_inner_tensor() {
        assertNothingStays(
                () -> {
                    Tensor y = x.exp();
                    y.registerHook(
                            g -> {
                                g.mul(2);
                                throw FAILURE;
                            });
                    y.add(x).sum().backward();
                });
    }

    @Test
    void an_exception_in_a_hook_of_a_leaf() {
        x.registerHook(
                g -> {
                    g.mul(2);
                    throw FAILURE;
                });
        assertNothingStays(() -> x.exp().sum().backward());
    }

    @Test
    void an_exception_in_a_backward_that_is_recorded_itself() {
        assertNothingStays(
                () -> new Failing(false).apply(x.exp()).sum().backward(null, true, true));
    }

    @Test
    void without_a_scope_a_failed_backward_leaves_nothing_of_its_own() {
        Tensor y = new Failing(false).apply(x.exp()).add(x).sum();
        TensorMemory.settle();
        long before = TensorMemory.stats().liveArrays();
        assertSame(FAILURE, assertThrows(RuntimeException.class, y::backward));
        TensorMemory.settle();
        assertEquals(before, TensorMemory.stats().liveArrays());
    }

    @Test
    void a_failed_change_in_place_leaves_the_tensor_and_its_history_alone() {
        Tensor y = x.exp();
        double[] values = y.toDoubleArray();
        String made = y.gradFn().name();
        assertThrows(IllegalArgumentException.class, () -> y.add_(Tensor.ones(2)));
        assertThrows(IllegalArgumentException.class, () -> y.lerp_(Tensor.ones(4), 0.5));
        assertEquals(made, y.gradFn().name());
        assertEquals(0, y.array().storage().version());
        assertEquals(values[2], y.toDoubleArray()[2]);
    }
}
