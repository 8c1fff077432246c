package org.grad4j.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.grad4j.tensor.Tensor;

/**
 * Derivatives of functions from tensor to tensor, as {@code torch.autograd.functional}. Results are
 * outside every graph; the inputs' {@code grad} stays as it is.
 */
public final class Functional {
    private Functional() {}

    /**
     * A value and a product with its derivative.
     *
     * @param value {@code f(x)}
     * @param product the product
     */
    public record Product(Tensor value, Tensor product) {}

    /**
     * The vector-Jacobian product {@code vᵀ · J}.
     *
     * @param f the function
     * @param x where
     * @param v a tensor of the shape of {@code f(x)}
     * @return the value and a tensor of x's shape
     * @throws IllegalArgumentException if v has another shape or f does not depend on its argument
     */
    public static Product vjp(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
        Tensor in = leaf(x);
        Tensor y = recorded(f, in);
        return new Product(y.detach(), gradient(y, in, v, false).detach());
    }

    /**
     * The Jacobian-vector product {@code J · v}, by differentiating the vector-Jacobian product,
     * which is linear in its vector, with respect to that vector.
     *
     * @param f the function, twice differentiable
     * @param x where
     * @param v a tensor of x's shape
     * @return the value and a tensor of the shape of {@code f(x)}
     * @throws IllegalArgumentException if v has another shape or f does not depend on its argument
     */
    public static Product jvp(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
        requireShape("jvp", v, x);
        Tensor in = leaf(x);
        Tensor y = recorded(f, in);
        Tensor u = Tensor.zeros(y.dtype(), y.shape()).requiresGrad(true);
        Tensor g = gradient(y, in, u, true);
        Tensor product =
                g.requiresGrad()
                        ? Autograd.grad(List.of(g), List.of(u), List.of(v), false, false, true)
                                .get(0)
                        : null;
        return new Product(
                y.detach(),
                product == null ? Tensor.zeros(y.dtype(), y.shape()) : product.detach());
    }

    /**
     * All partial derivatives.
     *
     * @param f the function
     * @param x where, {@code [in...]}
     * @return {@code [out..., in...]} for {@code f(x)} of shape {@code [out...]}
     * @throws IllegalArgumentException if f does not depend on its argument
     */
    public static Tensor jacobian(UnaryOperator<Tensor> f, Tensor x) {
        Tensor in = leaf(x);
        Tensor y = recorded(f, in);
        return rows(y, in);
    }

    /**
     * All second partial derivatives of a scalar function.
     *
     * @param f a function whose value has one element
     * @param x where, {@code [in...]}
     * @return {@code [in..., in...]}
     * @throws IllegalArgumentException if the value has several elements or does not depend on x
     */
    public static Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
        Tensor in = leaf(x);
        Tensor g = gradient(scalar("hessian", recorded(f, in)), in, null, true);
        if (!g.requiresGrad()) {
            return Tensor.zeros(x.dtype(), concat(x.shape(), x.shape()));
        }
        return rows(g, in);
    }

    /**
     * The product of the matrix of second derivatives and a vector, without that matrix.
     *
     * @param f a function whose value has one element
     * @param x where
     * @param v a tensor of x's shape
     * @return the value and a tensor of x's shape
     * @throws IllegalArgumentException if the value has several elements or does not depend on x,
     *     or v has another shape
     */
    public static Product hvp(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
        requireShape("hvp", v, x);
        Tensor in = leaf(x);
        Tensor y = scalar("hvp", recorded(f, in));
        Tensor g = gradient(y, in, null, true);
        Tensor product =
                g.requiresGrad()
                        ? Autograd.grad(List.of(g), List.of(in), List.of(v), false, false, true)
                                .get(0)
                        : null;
        return new Product(
                y.detach(),
                product == null ? Tensor.zeros(x.dtype(), x.shape()) : product.detach());
    }

    private static Tensor leaf(Tensor x) {
        if (x == null) {
            throw new IllegalArgumentException("the tensor to differentiate at is null");
        }
        return x.detach().requiresGrad(true);
    }

    private static Tensor recorded(UnaryOperator<Tensor> f, Tensor in) {
        if (f == null) {
            throw new IllegalArgumentException("the function is null");
        }
        Tensor y = Autograd.enableGrad(() -> f.apply(in));
        if (y == null) {
            throw new IllegalArgumentException("the function returned null");
        }
        if (!y.requiresGrad()) {
            throw new IllegalArgumentException(
                    "the function's value does not depend on its argument through recorded"
                            + " operations");
        }
        return y;
    }

    private static Tensor gradient(Tensor y, Tensor in, Tensor v, boolean createGraph) {
        return Autograd.grad(
                        List.of(y),
                        List.of(in),
                        v == null ? null : List.of(v),
                        createGraph,
                        createGraph,
                        false)
                .get(0);
    }

    /** One backward per element of y; a row that does not depend on x is zero. */
    private static Tensor rows(Tensor y, Tensor in) {
        int n = Math.toIntExact(y.numel());
        int width = Math.toIntExact(in.numel());
        double[] values = new double[n * width];
        for (int i = 0; i < n; i++) {
            double[] one = new double[n];
            one[i] = 1;
            Tensor v = Tensor.of(one, y.shape()).to(y.dtype());
            Tensor row =
                    Autograd.grad(List.of(y), List.of(in), List.of(v), true, false, true).get(0);
            if (row != null) {
                System.arraycopy(row.toDoubleArray(), 0, values, i * width, width);
            }
        }
        return Tensor.of(values, concat(y.shape(), in.shape())).to(in.dtype());
    }

    private static long[] concat(long[] a, long[] b) {
        long[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static Tensor scalar(String name, Tensor y) {
        if (y.numel() != 1) {
            throw new IllegalArgumentException(
                    name
                            + ": the function must give one number, got "
                            + Arrays.toString(y.shape()));
        }
        return y;
    }

    private static void requireShape(String name, Tensor v, Tensor x) {
        if (!Arrays.equals(v.shape(), x.shape())) {
            throw new IllegalArgumentException(
                    name
                            + ": the vector must have the argument's shape "
                            + Arrays.toString(x.shape())
                            + ", got "
                            + Arrays.toString(v.shape()));
        }
    }
}
