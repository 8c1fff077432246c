package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.Functional;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is null is named, beyond the operands that every operation checks alike. */
class NullInputTest {
    private final Tensor x = Tensor.ones(2, 2).requiresGrad(true);

    @Test
    void shapes_and_orders() {
        refused("reshape: the shape is null", () -> x.reshape((long[]) null));
        refused("view: the shape is null", () -> x.view((long[]) null));
        refused("expand: the shape is null", () -> x.expand((long[]) null));
        refused(
                "permute: needs an order of all 2 dimensions of [2, 2], got null",
                () -> x.permute((int[]) null));
    }

    @Test
    void equations_and_their_operands() {
        refused("einsum: the equation is null", () -> Tensor.einsum(null, x));
        refused("einsum: the operands are null", () -> Tensor.einsum("ij", (Tensor[]) null));
        refused(
                "einsum: operand 1 is null; expected a tensor",
                () -> Tensor.einsum("ij,jk->ik", x, null));
    }

    @Test
    void what_is_to_be_differentiated() {
        Tensor y = x.sum();
        List<Tensor> none = Arrays.asList((Tensor) null);
        refused("grad: an output is null", () -> Autograd.grad(null, x));
        refused("grad: input 0 is null", () -> Autograd.grad(y, (Tensor) null));
        refused("grad: the inputs are null", () -> Autograd.grad(y, (Tensor[]) null));
        refused(
                "grad: the outputs are null",
                () -> Autograd.grad(null, List.of(x), null, false, false, false));
        refused(
                "grad: the inputs are null",
                () -> Autograd.grad(List.of(y), null, null, false, false, false));
        refused(
                "backward: the outputs are null",
                () -> Autograd.backward(null, null, null, false, false));
        refused(
                "backward: input 0 is null",
                () -> Autograd.backward(List.of(y), null, none, false, false));
        refused("registerHook: the hook is null", () -> x.registerHook(null));
        refused("the function is null", () -> Functional.jacobian(null, x));
        refused("the function returned null", () -> Functional.hessian(in -> null, x));
        refused(
                "the tensor to differentiate at is null",
                () -> Functional.jacobian(Tensor::square, null));
    }

    @Test
    void what_is_kept_or_restored() {
        try (TensorScope scope = TensorScope.open()) {
            refused("keep: the tensor is null", () -> scope.keep(null));
        }
        refused("restore: the state is null", () -> new Generator(1).restore(null));
    }

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
