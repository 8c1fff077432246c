package org.grad4j.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class AnomalyTest {
    private static String failure(UnaryOperator<Tensor> f, double at) {
        Tensor x = Tensor.of(at).requiresGrad(true);
        return assertThrows(
                        IllegalStateException.class,
                        () -> Autograd.detectAnomaly(() -> f.apply(x).sum().backward()))
                .getMessage();
    }

    @Test
    void a_nan_in_backward_names_the_operation_and_the_line_that_called_it() {
        String sqrt = failure(x -> x.mul(0).sqrt().mul(0), 1);
        assertTrue(
                sqrt.startsWith(
                        "SqrtBackward0 returned NaN in the gradient of its input 0. The forward"
                                + " call:\n    at org.grad4j.autograd.AnomalyTest."),
                sqrt);
        assertTrue(sqrt.contains("AnomalyTest.java:"), sqrt);
        assertTrue(failure(x -> x.log().mul(0), 0).startsWith("LogBackward0 returned NaN"));
        assertTrue(failure(x -> x.div(x), 0).startsWith("DivBackward0 returned NaN"));
    }

    @Test
    void a_gradient_that_is_nan_already_accuses_nobody_downstream() {
        String message = failure(x -> x.exp().mul(0).sqrt().mul(0), 1);
        assertTrue(message.startsWith("SqrtBackward0"), message);
    }

    @Test
    void a_failing_rule_names_its_forward_call() {
        Tensor x = Tensor.of(1.0).requiresGrad(true);
        Exception e =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                Autograd.detectAnomaly(
                                        () -> {
                                            Tensor y = x.exp();
                                            y.detach().add_(1);
                                            y.sum().backward();
                                        }));
        String where = e.getSuppressed()[0].getMessage();
        assertTrue(where.startsWith("ExpBackward0 failed. The forward call:"), where);
        assertTrue(where.contains("AnomalyTest.java:"), where);
    }

    @Test
    void outside_the_mode_a_nan_is_just_a_number() {
        Tensor x = Tensor.of(0.0).requiresGrad(true);
        x.sqrt().mul(0).sum().backward();

        assertEquals(Double.NaN, x.grad().item());
    }
}
