package org.grad4j.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GradCheckTest {
    /** x³ with a gradient that is wrong by a factor, and not differentiable itself where asked. */
    private static final class Cube extends Function {
        private final double factor;
        private final boolean detached;

        Cube(double factor, boolean detached) {
            this.factor = factor;
            this.detached = detached;
        }

        @Override
        protected Tensor forward(FunctionContext ctx, Tensor... inputs) {
            ctx.saveForBackward(inputs[0]);
            return inputs[0].pow(3);
        }

        @Override
        protected Tensor[] backward(FunctionContext ctx, Tensor g) {
            Tensor x = detached ? ctx.saved(0).detach() : ctx.saved(0);
            return new Tensor[] {g.mul(x).mul(x).mul(factor)};
        }

        @Override
        protected boolean isTwiceDifferentiable() {
            return true;
        }
    }

    private static Tensor x() {
        return Tensor.of(new double[] {0.5, -1, 2, 1.5}, 2, 2).requiresGrad(true);
    }

    @Test
    void right_gradients_pass_and_leave_the_inputs_alone() {
        Tensor x = x();
        GradCheck.gradcheck(in -> new Cube(3, false).apply(in[0]), x);
        GradCheck.gradgradcheck(in -> new Cube(3, false).apply(in[0]), x);
        assertNull(x.grad());
        assertArrayEquals(new double[] {0.5, -1, 2, 1.5}, x.toDoubleArray());
    }

    @Test
    void empty_inputs_and_results_pass() {
        Tensor empty = Tensor.of(new double[0], 0, 2).requiresGrad(true);
        assertDoesNotThrow(() -> GradCheck.gradcheck(in -> in[0].exp(), empty));
        assertDoesNotThrow(() -> GradCheck.gradgradcheck(in -> in[0].exp(), empty));
        assertDoesNotThrow(() -> GradCheck.gradgradcheck(in -> in[0].sum(), empty));
    }

    @Test
    void inputs_that_require_no_gradient_are_passed_on() {
        Tensor labels = Tensor.of(1L, 0L);
        GradCheck.gradcheck(in -> in[0].crossEntropy(in[1]), x(), labels);
        GradCheck.gradgradcheck(in -> in[1].crossEntropy(in[0]), labels, x());
    }

    @Test
    void a_wrong_gradient_is_named_with_input_element_and_both_values() {
        Tensor one = Tensor.scalar(1).to(DType.FLOAT64);
        AssertionError error =
                assertThrows(
                        AssertionError.class,
                        () -> GradCheck.gradcheck(in -> new Cube(4, false).apply(in[1]), one, x()));
        assertTrue(
                error.getMessage()
                        .matches(
                                "gradcheck: derivative of the result at \\[0, 0] with respect to"
                                        + " input 1 at \\[0, 0]: analytic 1\\.0, numeric"
                                        + " 0\\.7[45]\\d* \\(allowed difference 7\\.\\d*E-4\\)"),
                error.getMessage());
    }

    @Test
    void a_missing_gradient_is_zero() {
        AssertionError error =
                assertThrows(
                        AssertionError.class,
                        () -> GradCheck.gradcheck(in -> in[0].detach().mul(2), x()));
        assertTrue(error.getMessage().contains("analytic 0.0, numeric 2.0"), error.getMessage());
    }

    @Test
    void a_gradient_that_cannot_be_differentiated_fails_the_second_order_only() {
        GradCheck.gradcheck(in -> new Cube(3, true).apply(in[0]), x());
        AssertionError error =
                assertThrows(
                        AssertionError.class,
                        () -> GradCheck.gradgradcheck(in -> new Cube(3, true).apply(in[0]), x()));
        assertTrue(
                error.getMessage()
                        .startsWith(
                                "gradgradcheck: derivative of the gradient of input 0 at [0, 0]"
                                        + " with respect to input 0 at [0, 0]: analytic 0.0"),
                error.getMessage());
    }

    @Test
    void a_random_operation_is_found_out() {
        AssertionError error =
                assertThrows(
                        AssertionError.class,
                        () -> GradCheck.gradcheck(in -> in[0].mul(Math.random()), x()));
        assertEquals(
                "gradcheck: the result differs between two calls with the same inputs; is the"
                        + " operation random?",
                error.getMessage());
    }

    @Test
    void the_tolerance_can_be_chosen() {
        Tensor[] in = {x()};
        GradCheck.gradcheck(x -> new Cube(3.0001, false).apply(x[0]), in, 1e-6, 1e-3, 0);
        GradCheck.gradgradcheck(x -> new Cube(3.0001, false).apply(x[0]), in, 1e-6, 1e-2, 0);
        assertThrows(
                AssertionError.class,
                () ->
                        GradCheck.gradcheck(
                                x -> new Cube(3.0001, false).apply(x[0]), in, 1e-6, 1e-5, 0));
    }

    @Test
    void it_works_where_recording_is_off() {
        Autograd.noGrad(() -> GradCheck.gradgradcheck(in -> in[0].mul(in[0]), x()));
    }

    @Test
    void float32_and_inputs_without_gradients_are_refused() {
        Tensor single = Tensor.ones(2).requiresGrad(true);
        assertEquals(
                "gradcheck: input 0 is torch.float32, but differences are only meaningful in"
                        + " float64; convert it with to(DType.FLOAT64)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> GradCheck.gradcheck(in -> in[0], single))
                        .getMessage());
        assertEquals(
                "gradgradcheck: no input requires gradients; call requiresGrad(true) on one",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> GradCheck.gradgradcheck(in -> in[0], Tensor.of(1.0)))
                        .getMessage());
    }
}
