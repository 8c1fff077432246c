package org.grad4j.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.UnaryOperator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class FunctionalTest {
    private final Tensor x = Tensor.of(1.0, 2.0, 3.0);
    private final Tensor a = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);

    @Test
    void products_with_the_jacobian_from_both_sides() {
        UnaryOperator<Tensor> f = in -> a.matmul(in.mul(in));
        double[] jacobian = {2, 8, 18, 8, 20, 36};

        assertArrayEquals(jacobian, Functional.jacobian(f, x).toDoubleArray());
        assertArrayEquals(new long[] {2, 3}, Functional.jacobian(f, x).shape());
        Functional.Product left = Functional.vjp(f, x, Tensor.of(1.0, 10.0));
        assertArrayEquals(new double[] {82, 208, 378}, left.product().toDoubleArray());
        assertArrayEquals(new double[] {36, 78}, left.value().toDoubleArray());
        Functional.Product right = Functional.jvp(f, x, Tensor.of(1.0, 10.0, 100.0));
        assertArrayEquals(new double[] {1882, 3808}, right.product().toDoubleArray());
    }

    @Test
    void second_derivatives_of_a_scalar_function() {
        UnaryOperator<Tensor> f = in -> in.pow(3).sum().add(in.sum().pow(2));
        double[] hessian = {8, 2, 2, 2, 14, 2, 2, 2, 20};

        assertArrayEquals(hessian, Functional.hessian(f, x).toDoubleArray());
        Functional.Product product = Functional.hvp(f, x, Tensor.of(1.0, 0.0, -1.0));
        assertArrayEquals(new double[] {6, 0, -18}, product.product().toDoubleArray());
        assertEquals(72, product.value().item());
    }

    @Test
    void linear_functions_have_no_second_derivatives() {
        assertArrayEquals(new double[9], Functional.hessian(Tensor::sum, x).toDoubleArray());
        assertArrayEquals(
                new double[3], Functional.hvp(Tensor::sum, x, x).product().toDoubleArray());
        assertArrayEquals(
                new double[] {2, 4, 6},
                Functional.jvp(in -> in.mul(2), x, x).product().toDoubleArray());
    }

    @Test
    void the_argument_is_left_alone() {
        Tensor leaf = Tensor.of(2.0).requiresGrad(true);
        assertEquals(4, Functional.vjp(in -> in.mul(in), leaf, Tensor.of(1.0)).product().item());
        assertNull(leaf.grad());
        assertEquals(
                4,
                Autograd.noGrad(() -> Functional.jacobian(in -> in.mul(in), leaf)).item(),
                "also inside noGrad");
    }

    @Test
    void misuse_is_explained() {
        assertEquals(
                "hessian: the function must give one number, got [3]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Functional.hessian(in -> in.mul(2), x))
                        .getMessage());
        assertEquals(
                "jvp: the vector must have the argument's shape [3], got [2]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Functional.jvp(Tensor::exp, x, Tensor.of(1.0, 2.0)))
                        .getMessage());
        assertEquals(
                "the function's value does not depend on its argument through recorded operations",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Functional.jacobian(Tensor::detach, x))
                        .getMessage());
    }
}
