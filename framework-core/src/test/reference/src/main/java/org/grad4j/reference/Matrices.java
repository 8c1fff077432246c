package org.grad4j.reference;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.function.BinaryOperator;

/** Named products, Einstein's notation and linear algebra. */
final class Matrices {
    private final Cases cases = new Cases("named products, einsum and linear algebra");

    static Cases cases() {
        Matrices self = new Matrices();
        self.products();
        self.addmm();
        self.einsum();
        self.linearAlgebra();
        return self.cases;
    }

    private void products() {
        product("mm", Tensor::mm, new long[] {2, 3}, new long[] {3, 4});
        product("bmm", Tensor::bmm, new long[] {2, 2, 3}, new long[] {2, 3, 2});
        product("mv", Tensor::mv, new long[] {2, 3}, new long[] {3});
        product("dot", Tensor::dot, new long[] {3}, new long[] {3});
        product("outer", Tensor::outer, new long[] {3}, new long[] {2});
        pair("outer/empty", Values.wave(0, 0), Values.wave(1, 2), Tensor::outer);
        pair(
                "outer/mixed_types",
                Values.wave(0, 2).as(ScalarType.Float),
                Values.of(new long[] {2}, 1, 2).as(ScalarType.Long),
                Tensor::outer);
    }

    private void product(String op, BinaryOperator<Tensor> f, long[] a, long[] b) {
        pair(op + "/float64", Values.wave(0, a), Values.wave(1, b), f);
        pair(
                op + "/float32",
                Values.wave(0, a).as(ScalarType.Float),
                Values.wave(1, b).as(ScalarType.Float),
                f);
        pair(
                op + "/int32",
                Values.fill(i -> i * 3 % 7 - 2, a).as(ScalarType.Int),
                Values.fill(i -> i * 5 % 7 - 3, b).as(ScalarType.Int),
                f);
    }

    private void pair(String name, Values a, Values b, BinaryOperator<Tensor> f) {
        cases.add(name).input("a", a).input("b", b).output(in -> f.apply(in[0], in[1]));
    }

    private void addmm() {
        addmm("matrix", Values.wave(2, 2, 4), 1, 1);
        addmm("row", Values.wave(2, 4), 1, 1);
        addmm("column", Values.wave(2, 2, 1), 1, 1);
        addmm("zero_dim", Values.wave(2), 1, 1);
        addmm("weighted", Values.wave(2, 4), 0.5, -2);
        addmm("nan_without_weight", Values.of(new long[] {4}, Double.NaN, 1, 2, 3), 0, 1);
        addmm("float32", Values.wave(2, 4).as(ScalarType.Float), 0.5, 3);
    }

    private void addmm(String variant, Values c, double beta, double alpha) {
        cases.add("addmm/" + variant, "beta", beta, "alpha", alpha)
                .input("c", c)
                .input("a", Values.wave(0, 2, 3).as(c.type()))
                .input("b", Values.wave(1, 3, 4).as(c.type()))
                .output(in -> in[0].addmm(in[1], in[2], new Scalar(beta), new Scalar(alpha)));
    }

    private void einsum() {
        einsum("transpose", "ij->ji", new long[] {2, 3});
        einsum("implicit_transpose", "ba", new long[] {2, 3});
        einsum("trace", "ii", new long[] {3, 3});
        einsum("diagonal", "ii->i", new long[] {3, 3});
        einsum("batch_diagonal", "...ii->...i", new long[] {2, 3, 3});
        einsum("triple_diagonal", "iii->i", new long[] {2, 2, 2});
        einsum("outer_diagonal", "iji->j", new long[] {2, 3, 2});
        einsum("sum", "ij->", new long[] {2, 3});
        einsum("column_sum", "ij->j", new long[] {2, 3});
        einsum("matrices", "ij,jk->ik", new long[] {2, 3}, new long[] {3, 2});
        einsum("implicit_matrices", "ij,jk", new long[] {2, 3}, new long[] {3, 2});
        einsum(
                "capitals_come_first",
                "aB,Bc,Dc->",
                new long[] {2, 3},
                new long[] {3, 2},
                new long[] {4, 2});
        einsum("implicit_capitals", "aB,Bc", new long[] {2, 3}, new long[] {3, 4});
        einsum("implicit_capital_kept", "ba,bC", new long[] {2, 3}, new long[] {2, 4});
        einsum("outer", "i,j->ij", new long[] {2}, new long[] {3});
        einsum("inner", "i,i->", new long[] {3}, new long[] {3});
        einsum("elementwise", "ij,ij->ij", new long[] {2, 3}, new long[] {2, 3});
        einsum("kept_batch", "bij,bjk->bik", new long[] {2, 2, 3}, new long[] {2, 3, 2});
        einsum("batch_summed", "bij,bjk->ik", new long[] {2, 2, 3}, new long[] {2, 3, 2});
        einsum("result_permuted", "bij,bjk->kbi", new long[] {2, 2, 3}, new long[] {2, 3, 2});
        einsum("ellipsis", "...ij,...jk->...ik", new long[] {2, 2, 3}, new long[] {2, 3, 2});
        einsum(
                "ellipsis_broadcast",
                "...ij,...jk->...ik",
                new long[] {4, 1, 2, 3},
                new long[] {2, 3, 2});
        einsum("ellipsis_implicit", "...ij,...jk", new long[] {2, 2, 3}, new long[] {2, 3, 2});
        einsum("ellipsis_summed", "...i->i", new long[] {2, 2, 3});
        einsum("ellipsis_last", "i...->...", new long[] {2, 3});
        einsum("ellipsis_of_nothing", "i...->...i", new long[] {3});
        einsum("ellipsis_in_one_operand", "...i,ij->...j", new long[] {2, 2, 3}, new long[] {3, 2});
        einsum("size_one_broadcasts", "ij,jk->ik", new long[] {2, 1}, new long[] {3, 2});
        einsum("size_one_kept", "ij,ij->ij", new long[] {2, 1}, new long[] {1, 3});
        einsum(
                "bilinear",
                "bn,anm,bm->ba",
                new long[] {2, 3},
                new long[] {4, 3, 2},
                new long[] {2, 2});
        einsum(
                "four_operands",
                "i,j,k,l->lijk",
                new long[] {2},
                new long[] {1},
                new long[] {3},
                new long[] {2});
        einsum("one_sided_sums", "ij,kl->ik", new long[] {2, 3}, new long[] {2, 2});
        einsum("zero_dims", ",i->i", new long[] {}, new long[] {3});
        einsum("all_zero_dims", ",", new long[] {}, new long[] {});
        einsum("empty_inner", "ij,jk->ik", new long[] {2, 0}, new long[] {0, 2});
        einsum("attention", "bqhd,bkhd->bhqk", new long[] {2, 3, 2, 2}, new long[] {2, 2, 2, 2});
        cases.add("einsum/transposed_float32", "equation", "ij,jk->ki")
                .input("x0", Values.wave(0, 2, 3).as(ScalarType.Float).throughTransposedView())
                .input("x1", Values.wave(1, 3, 2).as(ScalarType.Float))
                .output(in -> torch.einsum("ij,jk->ki", new TensorVector(in)));
        cases.add("einsum/int64", "equation", "ij,kj->ik")
                .input("x0", Values.fill(i -> i - 2, 2, 3).as(ScalarType.Long))
                .input("x1", Values.fill(i -> 3 * i - 1, 2, 3).as(ScalarType.Long))
                .output(in -> torch.einsum("ij,kj->ik", new TensorVector(in)));
    }

    private void einsum(String variant, String equation, long[]... shapes) {
        Cases.Case one = cases.add("einsum/" + variant, "equation", equation);
        for (int i = 0; i < shapes.length; i++) {
            one.input("x" + i, shapes[i]);
        }
        one.output(in -> torch.einsum(equation, new TensorVector(in)));
    }

    private static final Values SINGULAR = Values.of(new long[] {3, 3}, 1, 2, 3, 2, 4, 6, 1, 0, 5);

    private void linearAlgebra() {
        matrices("matrix", Values.wave(0, 3, 3));
        matrices("one", Values.wave(0, 1, 1));
        matrices("batch", Values.wave(0, 2, 1, 2, 2));
        matrices("nothing", Values.wave(0, 0, 0));
        matrices("empty_batch", Values.wave(0, 0, 2, 2));
        matrices("transposed", Values.wave(0, 3, 3).throughTransposedView());
        matrices("needs_pivots", Values.of(new long[] {3, 3}, 0, 2, 1, 1, 0, 3, 4, -1, 0));
        matrices("float32", Values.wave(0, 4, 4).as(ScalarType.Float));
        // Here libtorch's first-order gradient is 0, not the cofactors, so only values count.
        cases.add("det/singular")
                .input("a", SINGULAR)
                .output(in -> torch.linalg_det(in[0].detach()));
        cases.add("slogdet/singular")
                .input("a", Values.of(new long[] {2, 2}, 1, 2, 2, 4))
                .outputs(new String[] {"logAbsDet", "sign"}, in -> slogdet(in[0].detach()));
        Values a = Values.wave(0, 3, 3);
        pair("solve/vector", a, Values.wave(1, 3), torch::linalg_solve);
        pair("solve/matrix", a, Values.wave(1, 3, 2), torch::linalg_solve);
        pair(
                "solve/transposed",
                a.throughTransposedView(),
                Values.wave(1, 3, 2),
                torch::linalg_solve);
        Values batch = Values.wave(0, 2, 2, 2);
        pair("solve/batch_of_vectors", batch, Values.wave(1, 2, 2), torch::linalg_solve);
        pair("solve/batch_of_matrices", batch, Values.wave(1, 2, 2, 3), torch::linalg_solve);
        pair(
                "solve/broadcast_left",
                Values.wave(0, 2, 2),
                Values.wave(1, 3, 2, 1),
                torch::linalg_solve);
        pair(
                "solve/broadcast_right",
                Values.wave(0, 2, 1, 2, 2),
                Values.wave(1, 3, 2, 1),
                torch::linalg_solve);
        pair(
                "solve/float32",
                a.as(ScalarType.Float),
                Values.wave(1, 3, 2).as(ScalarType.Float),
                torch::linalg_solve);
        cholesky("matrix", Values.of(new long[] {3, 3}, 4, 2, -1, 2, 5, 0.5, -1, 0.5, 3));
        cholesky("reads_the_lower_triangle", Values.of(new long[] {2, 2}, 4, 99, 2, 5));
        cholesky("batch", Values.of(new long[] {2, 2, 2}, 4, 1, 1, 2, 9, -3, -3, 5));
        cholesky("one", Values.of(new long[] {1, 1}, 4));
        cholesky("nothing", Values.wave(0, 0, 0));
        cholesky("float32", Values.of(new long[] {2, 2}, 2, 1, 1, 3).as(ScalarType.Float));
    }

    private void matrices(String variant, Values a) {
        cases.add("inverse/" + variant).input("a", a).output(in -> torch.linalg_inv(in[0]));
        // Of nothing, libtorch leaves the gradient undefined.
        boolean nothing = a.numbers().length == 0;
        cases.add("det/" + variant)
                .input("a", a)
                .output(in -> torch.linalg_det(nothing ? in[0].detach() : in[0]));
        cases.add("slogdet/" + variant)
                .input("a", a)
                .outputs(
                        new String[] {"logAbsDet", "sign"},
                        in -> slogdet(nothing ? in[0].detach() : in[0]));
    }

    private static Tensor[] slogdet(Tensor a) {
        T_TensorTensor_T both = torch.linalg_slogdet(a);
        return new Tensor[] {both.get1(), both.get0()};
    }

    private void cholesky(String variant, Values a) {
        cases.add("cholesky/" + variant).input("a", a).output(in -> torch.linalg_cholesky(in[0]));
    }
}
