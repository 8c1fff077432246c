package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.wrt;

import java.util.Arrays;
import org.grad4j.autograd.Autograd;
import org.grad4j.backend.Array;
import org.grad4j.backend.MatMul;
import org.grad4j.backend.Shapes;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** Products of vectors and matrices. */
public final class Products {
    private Products() {}

    /**
     * The matrix product by PyTorch's rules.
     *
     * @param a {@code [k]}, {@code [m, k]} or {@code [..., m, k]}
     * @param b {@code [k]}, {@code [k, n]} or {@code [..., k, n]}
     * @return the product
     */
    public static Tensor matmul(Tensor a, Tensor b) {
        check(a, b);
        if (a.dim() == 1 && b.dim() == 1) {
            return dot(a, b);
        }
        if (a.dim() == 1) {
            return matmul(a.unsqueeze(0), b).squeeze(-2);
        }
        if (b.dim() == 1) {
            return a.dim() == 2 ? mv(a, b) : matmul(a, b.unsqueeze(1)).squeeze(-1);
        }
        if (b.dim() == 2) {
            return a.dim() == 2 ? mm(a, b) : folded(a, b);
        }
        return batched(a, b);
    }

    private static void check(Tensor a, Tensor b) {
        Types.requireSame("matmul", a, b);
        Types.refuseBool("matmul", a);
        long[] left = a.array().shape();
        long[] right = b.array().shape();
        if (left.length == 0 || right.length == 0) {
            throw new IllegalArgumentException(
                    "matmul: both tensors need at least one dimension, got "
                            + Arrays.toString(left)
                            + " and "
                            + Arrays.toString(right)
                            + "; use mul for numbers");
        }
        long inner = right[Math.max(0, right.length - 2)];
        if (left[left.length - 1] != inner) {
            throw new IllegalArgumentException(
                    "matmul: inner dimensions differ: "
                            + Arrays.toString(left)
                            + " × "
                            + Arrays.toString(right)
                            + " ("
                            + left[left.length - 1]
                            + " and "
                            + inner
                            + ")");
        }
    }

    /**
     * Vector times vector.
     *
     * @param a {@code [k]}
     * @param b {@code [k]}
     * @return {@code []}
     */
    public static Tensor dot(Tensor a, Tensor b) {
        check("dot", a, 1, b, 1);
        Array y = MatMul.product(row(a), column(b)).reshapeView();
        return op(
                "DotBackward0",
                y,
                wrt(a, saving(b), g -> g.mul(b)),
                wrt(b, saving(a), g -> g.mul(a)));
    }

    /**
     * Matrix times vector.
     *
     * @param a {@code [m, k]}
     * @param b {@code [k]}
     * @return {@code [m]}
     */
    public static Tensor mv(Tensor a, Tensor b) {
        check("mv", a, 2, b, 1);
        Array y = MatMul.product(a.array(), column(b)).reshapeView(a.array().shape()[0]);
        return op(
                "MvBackward0",
                y,
                wrt(a, saving(b), g -> g.unsqueeze(1).mul(b)),
                wrt(b, saving(a), g -> mv(a.t(), g)));
    }

    private static Array row(Tensor x) {
        Array in = x.array().contiguous();
        return in.reshapeView(1, in.numel());
    }

    private static Array column(Tensor x) {
        Array in = x.array().contiguous();
        return in.reshapeView(in.numel(), 1);
    }

    /**
     * Matrix times matrix.
     *
     * @param a {@code [m, k]}
     * @param b {@code [k, n]}
     * @return {@code [m, n]}
     */
    public static Tensor mm(Tensor a, Tensor b) {
        check("mm", a, 2, b, 2);
        Array y = MatMul.product(a.array(), b.array());
        if (!Autograd.isGradEnabled()) {
            return Tensor.wrap(y);
        }
        return op(
                "MmBackward0",
                y,
                wrt(a, saving(b), g -> mm(g, b.t())),
                wrt(b, saving(a), g -> mm(a.t(), g)));
    }

    /** Many matrices times the same matrix are one product of a taller matrix. */
    private static Tensor folded(Tensor a, Tensor b) {
        long[] shape = a.shape();
        long k = shape[shape.length - 1];
        long rows = Shapes.numel(Arrays.copyOf(shape, shape.length - 1));
        shape[shape.length - 1] = b.size(1);
        return mm(a.reshape(rows, k), b).reshape(shape);
    }

    /** Leading dimensions broadcast; their product is the batch. */
    private static Tensor batched(Tensor a, Tensor b) {
        long[] left = a.array().shape();
        long[] right = b.array().shape();
        long[] batch =
                Shapes.broadcast(
                        "matmul",
                        Arrays.copyOf(left, left.length - 2),
                        Arrays.copyOf(right, right.length - 2));
        long n = Shapes.numel(batch);
        long[] shape = matrix(batch, left[left.length - 2], right[right.length - 1]);
        return bmm(batchOf(a, batch, n), batchOf(b, batch, n)).reshape(shape);
    }

    private static Tensor batchOf(Tensor x, long[] batch, long n) {
        long rows = x.size(-2);
        long columns = x.size(-1);
        return x.expand(matrix(batch, rows, columns)).reshape(n, rows, columns);
    }

    private static long[] matrix(long[] batch, long rows, long columns) {
        long[] shape = Arrays.copyOf(batch, batch.length + 2);
        shape[batch.length] = rows;
        shape[batch.length + 1] = columns;
        return shape;
    }

    /**
     * Matrices times matrices.
     *
     * @param a {@code [batch, m, k]}
     * @param b {@code [batch, k, n]}
     * @return {@code [batch, m, n]}
     */
    public static Tensor bmm(Tensor a, Tensor b) {
        check("bmm", a, 3, b, 3);
        return op(
                "BmmBackward0",
                MatMul.product(a.array(), b.array()),
                wrt(a, saving(b), g -> bmm(g, b.transpose(1, 2))),
                wrt(b, saving(a), g -> bmm(a.transpose(1, 2), g)));
    }

    /**
     * {@code beta · c + alpha · (a · b)}; with {@code beta = 0} even NaN in c does not count.
     *
     * @param c broadcasts to {@code [m, n]}
     * @param a {@code [m, k]}
     * @param b {@code [k, n]}
     * @param beta a number, whole for whole tensors
     * @param alpha a number, whole for whole tensors
     * @return {@code [m, n]}
     */
    public static Tensor addmm(Tensor c, Tensor a, Tensor b, Number beta, Number alpha) {
        Types.requireSame("addmm", c, a);
        check("addmm", a, 2, b, 2);
        if (!c.dtype().isFloatingPoint() && !(Types.isWhole(beta) && Types.isWhole(alpha))) {
            throw new IllegalArgumentException(
                    "addmm: whole tensors need whole numbers, got beta "
                            + beta
                            + " and alpha "
                            + alpha);
        }
        long[] shape = {a.size(0), b.size(1)};
        if (!Arrays.equals(Shapes.broadcast("addmm", c.array().shape(), shape), shape)) {
            throw new IllegalArgumentException(
                    "addmm: shape "
                            + Arrays.toString(c.array().shape())
                            + " does not broadcast to the product's "
                            + Arrays.toString(shape));
        }
        DType type = a.dtype().computed();
        Tensor y = mm(a.detach().to(type), b.detach().to(type)).mul(alpha);
        if (beta.doubleValue() != 0) {
            y = y.add(c.detach().to(type).mul(beta));
        }
        return op(
                "AddmmBackward0",
                y.to(a.dtype()).array(),
                wrt(c, g -> g.mul(beta)),
                wrt(a, saving(b), g -> mm(g, b.t()).mul(alpha)),
                wrt(b, saving(a), g -> mm(a.t(), g).mul(alpha)));
    }

    /**
     * Every element of one vector times every element of another.
     *
     * @param a {@code [m]}
     * @param b {@code [n]}
     * @return {@code [m, n]}
     */
    public static Tensor outer(Tensor a, Tensor b) {
        ranks("outer", a, 1, b, 1);
        return a.unsqueeze(1).mul(b);
    }

    private static void check(String name, Tensor a, int left, Tensor b, int right) {
        ranks(name, a, left, b, right);
        Types.requireSame(name, a, b);
        Types.refuseBool(name, a);
        long k = a.size(-1);
        boolean fits = k == b.size(right == 1 ? 0 : -2);
        if (!fits || (left == 3 && a.size(0) != b.size(0))) {
            throw new IllegalArgumentException(
                    name
                            + (fits ? ": batch sizes differ: " : ": inner dimensions differ: ")
                            + Arrays.toString(a.array().shape())
                            + " × "
                            + Arrays.toString(b.array().shape()));
        }
    }

    private static void ranks(String name, Tensor a, int left, Tensor b, int right) {
        if (a.dim() != left || b.dim() != right) {
            throw new IllegalArgumentException(
                    name
                            + ": needs tensors of "
                            + left
                            + " and "
                            + right
                            + " dimensions, got "
                            + Arrays.toString(a.array().shape())
                            + " and "
                            + Arrays.toString(b.array().shape())
                            + "; matmul takes any");
        }
    }

    /**
     * {@code x · weightᵀ + bias}; a matrix takes one fused kernel.
     *
     * @param x {@code [..., in]}
     * @param weight {@code [out, in]}
     * @param bias {@code [out]} or null
     * @return {@code [..., out]}
     */
    public static Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        checkLinear(x, weight, bias);
        if (bias == null) {
            return x.matmul(weight.t());
        }
        if (x.dim() != 2) {
            long[] shape = x.shape();
            long rows = Shapes.numel(Arrays.copyOf(shape, shape.length - 1));
            Tensor flat = x.reshape(rows, shape[shape.length - 1]);
            shape[shape.length - 1] = weight.size(0);
            return linear(flat, weight, bias).reshape(shape);
        }
        return op(
                "AddmmBackward0",
                MatMul.linear(x.array(), weight.array(), bias.array()),
                wrt(x, saving(weight), g -> mm(g, weight)),
                wrt(weight, saving(x), g -> weightGradient(g, x)),
                wrt(bias, g -> g.sum(0)));
    }

    private static Tensor weightGradient(Tensor g, Tensor x) {
        return Autograd.isGradEnabled()
                ? mm(g.t(), x)
                : Tensor.wrap(MatMul.product(MatMul.transposed(g.array()), x.array()));
    }

    private static void checkLinear(Tensor x, Tensor weight, Tensor bias) {
        Types.requireFloating("linear", x);
        Types.requireSame("linear", x, weight);
        long[] w = weight.array().shape();
        long[] in = x.array().shape();
        if (w.length != 2) {
            throw new IllegalArgumentException(
                    "linear: the weight must be [out, in], got " + Arrays.toString(w));
        }
        if (in.length == 0 || in[in.length - 1] != w[1]) {
            throw new IllegalArgumentException(
                    "linear: the last dimension must be " + w[1] + ", got " + Arrays.toString(in));
        }
        if (bias != null) {
            Types.requireSame("linear", x, bias);
            if (bias.dim() != 1 || bias.size(0) != w[0]) {
                throw new IllegalArgumentException(
                        "linear: the bias must be ["
                                + w[0]
                                + "], got "
                                + Arrays.toString(bias.array().shape()));
            }
        }
    }
}
