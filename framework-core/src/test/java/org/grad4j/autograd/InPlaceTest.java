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
    void leaves_and_their_views_cannot_be_changed_under_recording() {
        assertEquals(
                "add_: a leaf that requires gradients cannot be changed in place while operations"
                        + " are recorded; wrap it in Autograd.noGrad(...)",
                assertThrows(IllegalStateException.class, () -> a.add_(1)).getMessage());
        assertEquals(
                "zero_: a view of a leaf that requires gradients cannot be changed in place while"
                        + " operations are recorded; wrap it in Autograd.noGrad(...)",
                assertThrows(IllegalStateException.class, () -> a.narrow(0, 1, 2).zero_())
                        .getMessage());
        assertEquals(1.5, a.toDoubleArray()[1]);
    }

    @Test
    void a_view_made_without_recording_cannot_be_changed_under_recording() {
        Tensor base = a.mul(2);
        Tensor hidden = Autograd.noGrad(() -> base.narrow(0, 0, 2));
        String message =
                "mul_: this view was made while recording was off, so a change of it cannot be"
                        + " recorded; make the view outside noGrad, or change it inside";
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> hidden.mul_(2)).getMessage());
        Tensor deeper = hidden.unsqueeze(0);
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> deeper.mul_(2)).getMessage());
        Autograd.noGrad(() -> hidden.mul_(2));
        assertArrayEquals(new double[] {2, 6, 4}, base.toDoubleArray());
    }

    @Test
    void a_custom_functions_input_that_it_returns_cannot_be_changed_under_recording() {
        class Same extends Function {
            @Override
            protected Tensor forward(FunctionContext ctx, Tensor... inputs) {
                return inputs[0];
            }

            @Override
            protected Tensor[] backward(FunctionContext ctx, Tensor gradient) {
                return new Tensor[] {gradient};
            }
        }
        Tensor x = a.mul(2);
        Tensor y = new Same().apply(x);
        for (Tensor each : List.of(x, y)) {
            Exception e = assertThrows(IllegalStateException.class, () -> each.add_(1));
            assertTrue(
                    e.getMessage().startsWith("add_: this tensor shares its memory with a custom"),
                    e.getMessage());
        }
    }

    @Test
    void what_a_custom_function_made_may_be_changed() {
        class Twice extends Function {
            @Override
            protected Tensor forward(FunctionContext ctx, Tensor... inputs) {
                return inputs[0].mul(2);
            }

            @Override
            protected Tensor[] backward(FunctionContext ctx, Tensor gradient) {
                return new Tensor[] {gradient.mul(2)};
            }
        }
        new Twice().apply(a).mul_(3).sum().backward();
        assertArrayEquals(new double[] {6, 6, 6}, a.grad().toDoubleArray());
    }

    @Test
    void a_change_of_a_view_gives_its_base_a_history() {
        Tensor base = Tensor.zeros(DType.FLOAT64, 2, 3);
        Tensor row = base.select(0, 1);
        row.copy_(a);
        assertEquals("CopySlices", base.gradFn().name());
        assertEquals("AsStridedBackward0", row.gradFn().name());
        base.mul(2).sum().backward();
        assertArrayEquals(new double[] {2, 2, 2}, a.grad().toDoubleArray());
    }

    @Test
    void without_gradients_views_keep_sharing() {
        Tensor base = Tensor.zeros(DType.FLOAT64, 2, 3);
        base.reshape(6).add_(2);
        assertEquals(12, base.sum().item());
        assertFalse(base.requiresGrad());
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
    void a_comparison_in_place_makes_the_gradient_zero() {
        Tensor x = a.mul(2);
        x.gt_(b);
        assertEquals("GtBackward0", x.gradFn().name());
        x.sum().backward();
        assertArrayEquals(new double[3], a.grad().toDoubleArray());
    }

    @Test
    void recording_can_be_switched_by_a_flag() {
        for (boolean training : new boolean[] {true, false}) {
            try (Autograd.Mode mode = Autograd.setGradEnabled(training)) {
                assertEquals(training, a.mul(2).requiresGrad(), () -> "in " + mode);
            }
            assertTrue(Autograd.isGradEnabled());
        }
    }

    @Test
    void results_that_do_not_fit_are_refused() {
        Tensor whole = Tensor.of(1, 2);

        assertThrows(IllegalArgumentException.class, () -> whole.div_(2));
        assertThrows(IllegalArgumentException.class, () -> whole.exp_());
        assertEquals(
                "maskedFill_: the result of shape [2, 3] does not fit into this tensor's [2, 1]",
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        Tensor.zeros(2, 1)
                                                .maskedFill_(Tensor.of(true, false, true), -1))
                        .getMessage());
        assertArrayEquals(new long[] {1, 2}, whole.toLongArray());
        assertArrayEquals(new long[] {-1, -2}, whole.neg_().toLongArray());
    }
}
