package org.grad4j.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class InPlaceTest {
    private final Tensor a = Tensor.of(0.5, 1.5, 2.0).requiresGrad(true);
    private final Tensor b = Tensor.of(3.0, -1.0, 0.25).requiresGrad(true);

    @Test
    void gradients_flow_through_recorded_changes_to_first_and_second_order() {
        List<GradCheck.Operation> operations =
                List.of(
                        in -> in[0].mul(2).add_(in[1]),
                        in -> in[0].mul(2).add_(3),
                        in -> in[0].mul(2).sub_(in[1]).sub_(1),
                        in -> in[0].mul(2).mul_(in[1]).mul_(-2),
                        in -> in[0].mul(2).div_(in[1]).div_(3),
                        in -> in[0].mul(2).pow_(3),
                        in -> in[0].mul(2).neg_().exp_(),
                        in -> in[0].mul(2).log_().sigmoid_(),
                        in -> in[0].mul(2).sqrt_().tanh_(),
                        in -> in[0].mul(2).relu_().abs_(),
                        in -> in[0].mul(2).copy_(in[1]).mul_(in[0]),
                        in -> in[0].mul(2).fill_(3).mul(in[0]),
                        in -> in[0].mul(2).zero_().add(in[0]),
                        in -> Tensor.zeros(DType.FLOAT64, 3).add_(in[0]).mul_(in[1]));
        for (GradCheck.Operation operation : operations) {
            GradCheck.gradcheck(operation, a, b);
            GradCheck.gradgradcheck(operation, a, b);
        }
    }

    @Test
    void the_tensor_itself_takes_the_place_of_the_result() {
        Tensor x = a.mul(2);
        Tensor same = x.add_(1);

        assertSame(x, same);
        assertEquals("AddBackward0", x.gradFn().name());
        assertArrayEquals(new double[] {2, 4, 5}, x.toDoubleArray());
        Tensor plain = Tensor.zeros(DType.FLOAT64, 3);
        plain.add_(a);
        assertTrue(plain.requiresGrad());
        assertFalse(plain.isLeaf());
    }

    @Test
    void a_value_saved_before_is_not_used_after_the_change() {
        Tensor y = a.exp();
        Tensor z = y.mul(b);
        y.add_(1);

        Exception e = assertThrows(IllegalStateException.class, () -> z.sum().backward());
        assertTrue(e.getMessage().contains("has been changed in place"), e.getMessage());
    }

    @Test
    void leaves_and_shared_memory_cannot_be_changed_under_recording() {
        assertEquals(
                "add_: a leaf that requires gradients cannot be changed in place while operations"
                        + " are recorded; wrap it in Autograd.noGrad(...)",
                assertThrows(IllegalStateException.class, () -> a.add_(1)).getMessage());
        Tensor base = Tensor.zeros(DType.FLOAT64, 2, 3);
        Tensor row = base.reshape(6);
        Exception e = assertThrows(IllegalStateException.class, () -> row.mul_(b.sum()));
        assertTrue(e.getMessage().startsWith("mul_: this tensor shares its memory"));
        row.add_(2);
        assertEquals(12, base.sum().item(), "without gradients views keep sharing");
    }

    @Test
    void hooks_see_the_gradient_of_the_old_value_and_retain_grad_keeps_that_of_the_new() {
        Tensor x = a.mul(2).retainGrad();
        List<double[]> seen = new ArrayList<>();
        x.registerHook(
                g -> {
                    seen.add(g.toDoubleArray());
                    return null;
                });
        x.mul_(10);
        x.sum().backward();

        assertEquals(1, seen.size());
        assertArrayEquals(new double[] {10, 10, 10}, seen.get(0));
        assertArrayEquals(new double[] {1, 1, 1}, x.grad().toDoubleArray());
        assertArrayEquals(new double[] {20, 20, 20}, a.grad().toDoubleArray());
    }

    @Test
    void results_that_do_not_fit_are_refused() {
        Tensor whole = Tensor.of(1, 2);

        assertThrows(IllegalArgumentException.class, () -> whole.div_(2));
        assertThrows(IllegalArgumentException.class, () -> whole.exp_());
        assertArrayEquals(new long[] {1, 2}, whole.toLongArray());
        assertArrayEquals(new long[] {-1, -2}, whole.neg_().toLongArray());
    }
}
