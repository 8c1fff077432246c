package org.grad4j.ops;

import static org.grad4j.autograd.Op.joint;
import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.wrt;

import java.util.Arrays;
import org.grad4j.backend.Matrices;
import org.grad4j.backend.Shapes;
import org.grad4j.tensor.SlogDet;
import org.grad4j.tensor.Tensor;

/**
 * Inverses, determinants, linear systems and Cholesky's root of square matrices, alone or in
 * batches.
 */
public final class LinearAlgebra {
    private LinearAlgebra() {}

    /**
     * The inverse.
     *
     * @param a {@code [..., n, n]}
     * @return {@code [..., n, n]}
     */
    public static Tensor inverse(Tensor a) {
        square("inverse", a);
        return inverse("inverse", a);
    }

    private static Tensor inverse(String name, Tensor a) {
        Tensor identity = identity(a).expand(a.shape());
        return op(
                "LinalgInvExBackward0",
                Matrices.solve(name, a.array(), identity.array()),
                a,
                (g, y) -> {
                    Tensor t = y.transpose(-2, -1);
                    return t.matmul(g).matmul(t).neg();
                });
    }

    private static Tensor identity(Tensor a) {
        return Tensor.eye(a.size(-1)).to(a.dtype());
    }

    /**
     * The solution of {@code a · x = b}.
     *
     * @param a {@code [..., n, n]}
     * @param b {@code [..., n, m]}, or {@code [..., n]} with a's leading sizes for one vector each
     * @return x, of the right-hand side's shape
     */
    public static Tensor solve(Tensor a, Tensor b) {
        square("solve", a);
        Types.requireSame("solve", a, b);
        long[] left = a.array().shape();
        long[] right = b.array().shape();
        int rank = left.length;
        boolean vector =
                right.length == 1
                        || (right.length == rank - 1
                                && Arrays.equals(right, Arrays.copyOf(left, rank - 1)));
        if (vector) {
            return solve(a, b.unsqueeze(-1)).squeeze(-1);
        }
        if (right.length == 0 || right[right.length - 2] != left[rank - 1]) {
            throw new IllegalArgumentException(
                    "solve: the right-hand side of matrices "
                            + Arrays.toString(left)
                            + " must have "
                            + left[rank - 1]
                            + " rows, got "
                            + Arrays.toString(right));
        }
        long[] batch =
                Shapes.broadcast(
                        "solve",
                        Arrays.copyOf(left, rank - 2),
                        Arrays.copyOf(right, right.length - 2));
        return solved(expanded(a, batch), expanded(b, batch));
    }

    private static Tensor solved(Tensor a, Tensor b) {
        Tensor kept = a.requiresGrad() ? b : null;
        return joint(
                "LinalgSolveExBackward0",
                Matrices.solve("solve", a.array(), b.array()),
                saving(a, kept),
                new Tensor[] {a, b},
                (g, needed) -> {
                    Tensor back = solved(a.transpose(-2, -1), g);
                    Tensor x = needed[0] ? solved(a, kept) : null;
                    return new Tensor[] {
                        needed[0] ? back.matmul(x.transpose(-2, -1)).neg() : null, back
                    };
                });
    }

    private static Tensor expanded(Tensor x, long[] batch) {
        long[] shape = Arrays.copyOf(batch, batch.length + 2);
        shape[batch.length] = x.size(-2);
        shape[batch.length + 1] = x.size(-1);
        return x.expand(shape);
    }

    /**
     * The determinant. Its gradient is the matrix of cofactors, {@code det · a⁻ᵀ} where there is an
     * inverse; of second order only there.
     *
     * @param a {@code [..., n, n]}
     * @return {@code [...]}
     */
    public static Tensor det(Tensor a) {
        square("det", a);
        return op(
                "LinalgDetBackward0",
                Matrices.determinants(a.array()).value(),
                saving(a),
                a,
                (g, y) -> onMatrices(g).mul(cofactors(a, y)));
    }

    private static Tensor cofactors(Tensor a, Tensor det) {
        if (!det.detach().eq(0).any().toBooleanArray()[0]) {
            return onMatrices(det).mul(inverse("det", a).transpose(-2, -1));
        }
        return op(
                "CofactorBackward0",
                Matrices.cofactors(a.array()),
                saving(a),
                wrt(
                        a,
                        g -> {
                            throw new IllegalStateException(
                                    "det: second derivatives at a singular matrix are not"
                                            + " available");
                        }));
    }

    /**
     * The sign and the logarithm of the size of the determinant.
     *
     * @param a {@code [..., n, n]}
     * @return both, {@code [...]}
     */
    public static SlogDet slogdet(Tensor a) {
        square("slogdet", a);
        Matrices.Determinants found = Matrices.determinants(a.array());
        Tensor log =
                op(
                        "LinalgSlogdetBackward0",
                        found.logSize(),
                        saving(a),
                        wrt(a, g -> onMatrices(g).mul(inverse("slogdet", a).transpose(-2, -1))));
        return new SlogDet(Tensor.wrap(found.sign()), log);
    }

    private static Tensor onMatrices(Tensor x) {
        return x.unsqueeze(-1).unsqueeze(-1);
    }

    /**
     * The lower triangular root, {@code l · lᵀ = a}. Only the lower triangle is read; the gradient
     * is that of a symmetric matrix (Murray, arXiv:1602.07527).
     *
     * @param a {@code [..., n, n]}, symmetric and positive definite
     * @return {@code [..., n, n]}
     */
    public static Tensor cholesky(Tensor a) {
        square("cholesky", a);
        return op(
                "LinalgCholeskyExBackward0",
                Matrices.cholesky(a.array()),
                a,
                (g, l) -> {
                    Tensor inverse = inverse("cholesky", l);
                    Tensor phi = l.transpose(-2, -1).matmul(g).mul(lowerHalf(l));
                    Tensor s = inverse.transpose(-2, -1).matmul(phi).matmul(inverse);
                    return s.add(s.transpose(-2, -1)).mul(0.5);
                });
    }

    /** 1 below the diagonal, a half on it, 0 above. */
    private static Tensor lowerHalf(Tensor like) {
        Tensor places = Tensor.arange(like.size(-1));
        Tensor rows = places.unsqueeze(1);
        return rows.gt(places).to(like.dtype()).add(rows.eq(places).to(like.dtype()).mul(0.5));
    }

    private static void square(String name, Tensor a) {
        Types.requireFloating(name, a);
        Types.refuseHalf(name, a);
        if (a.dim() < 2 || a.size(-1) != a.size(-2)) {
            throw new IllegalArgumentException(
                    name
                            + ": needs square matrices [..., n, n], got "
                            + Arrays.toString(a.array().shape()));
        }
    }
}
