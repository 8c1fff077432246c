package org.grad4j.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    private final Tensor w = Tensor.of(new double[] {0.3, -0.2, 0.5, 0.7}, 2, 2).requiresGrad(true);

    /** Random, so that a second run with other numbers would show. */
    private Tensor block(Tensor x) {
        return x.matmul(w).tanh().mul(Tensor.rand(x.shape()));
    }

    @Test
    void gradients_are_those_of_the_same_part_without_checkpoint() {
        Tensor x = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2).requiresGrad(true);
        Generator.manualSeed(5);
        block(block(x)).sum().backward();
        double[] dx = x.grad().toDoubleArray();
        double[] dw = w.grad().toDoubleArray();
        x.zeroGrad();
        w.zeroGrad();

        Generator.manualSeed(5);
        Tensor h = Checkpoint.run(in -> block(in[0]), x);
        Tensor y = Checkpoint.run(in -> block(in[0]), h);
        y.sum().backward();

        assertArrayEquals(dx, x.grad().toDoubleArray());
        assertArrayEquals(dw, w.grad().toDoubleArray());
        assertEquals("CheckpointBackward", y.gradFn().name());
    }

    @Test
    void parameters_get_gradients_even_if_no_input_needs_one() {
        Tensor x = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2);
        Checkpoint.run(in -> in[0].matmul(w), x).sum().backward();

        assertArrayEquals(new double[] {4, 4, 6, 6}, w.grad().toDoubleArray());
    }

    @Test
    void what_is_computed_inside_does_not_stay_in_memory() {
        Tensor x = Tensor.randn(64, 1024).requiresGrad(true);
        TensorMemory.settle();
        try (TensorScope scope = TensorScope.open()) {
            long before = TensorMemory.stats().liveBytes();
            Tensor y =
                    scope.keep(
                            TensorScope.run(
                                    () ->
                                            Checkpoint.run(
                                                    in -> in[0].exp().tanh().sigmoid().relu(), x)));
            assertEquals(x.numel() * 4, TensorMemory.stats().liveBytes() - before);
            y.sum().backward();
        }
        assertTrue(x.grad().abs().sum().item() > 0);
    }

    @Test
    void other_ways_to_differentiate_are_refused() {
        Tensor x = Tensor.of(1.0).requiresGrad(true);
        Tensor y = Checkpoint.run(in -> in[0].exp(), x).sum();

        Exception e = assertThrows(IllegalStateException.class, () -> Autograd.grad(y, x));
        assertTrue(e.getMessage().startsWith("Checkpoint: a checkpointed part works with"));
        assertThrows(IllegalStateException.class, () -> y.backward(null, true, true));
        y.backward();
        assertThrows(IllegalStateException.class, y::backward);
    }

    @Test
    void whole_numbers_carry_no_gradient() {
        Tensor x = Tensor.of(1.0, 3.0).requiresGrad(true);
        Tensor place = Checkpoint.run(in -> in[0].argmax(), x);
        assertEquals(1, place.itemLong());
        assertFalse(place.requiresGrad());
    }

    @Test
    void what_is_null_is_named() {
        Tensor x = Tensor.ones(1);
        assertEquals(
                "Checkpoint: input 1 is null; expected a tensor",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Checkpoint.run(in -> in[0], x, null))
                        .getMessage());
        assertEquals(
                "Checkpoint: the part returned null, not a tensor",
                assertThrows(IllegalStateException.class, () -> Checkpoint.run(in -> null, x))
                        .getMessage());
        MultiFunction same =
                new MultiFunction() {
                    @Override
                    protected Tensor[] forward(FunctionContext ctx, Tensor... inputs) {
                        return inputs;
                    }

                    @Override
                    protected Tensor[] backward(FunctionContext ctx, Tensor... gradOutputs) {
                        return gradOutputs;
                    }
                };
        assertEquals(
                "Function: input 0 is null; expected a tensor",
                assertThrows(IllegalArgumentException.class, () -> same.apply((Tensor) null))
                        .getMessage());
    }
}
