package org.grad4j.ops;

import static org.grad4j.ops.Row.Trait.ADDS_IN_ANY_ORDER;
import static org.grad4j.ops.Row.Trait.SAVES_NOTHING;
import static org.grad4j.ops.Row.Trait.TIES;
import static org.grad4j.ops.Row.row;
import static org.grad4j.ops.Values.ANY;
import static org.grad4j.tensor.Tensor.einsum;

import java.util.List;
import org.grad4j.tensor.Tensor;

/** Rows of the table: named products, Einstein's notation and linear algebra. */
final class MatrixRows {
    private static final String EINSUM = "einsum(String, Tensor[])";
    private static final String[] SQUARES = {
        "[3,3]", "[1,1]", "[0,0]", "[2,2,2]", "[0,2,2]", "[2,1,3,3]"
    };

    private MatrixRows() {}

    static List<Row> differentiable() {
        return List.of(
                row(
                                "mm(Tensor)",
                                ANY,
                                in -> in[0].mm(in[1]),
                                "[2,3] [3,2]",
                                "[2,2] [2,2]",
                                "[1,1] [1,1]",
                                "[2,0] [0,3]",
                                "[0,2] [2,3]")
                        .with(ADDS_IN_ANY_ORDER),
                row(
                                "bmm(Tensor)",
                                ANY,
                                in -> in[0].bmm(in[1]),
                                "[2,2,3] [2,3,2]",
                                "[2,2,2] [2,2,2]",
                                "[1,1,1] [1,1,1]",
                                "[0,2,2] [0,2,2]",
                                "[2,2,0] [2,0,2]")
                        .with(ADDS_IN_ANY_ORDER),
                row("mv(Tensor)", ANY, in -> in[0].mv(in[1]), "[2,3] [3]", "[1,1] [1]", "[2,0] [0]")
                        .with(ADDS_IN_ANY_ORDER),
                row("dot(Tensor)", ANY, in -> in[0].dot(in[1]), "[3] [3]", "[1] [1]", "[0] [0]")
                        .with(ADDS_IN_ANY_ORDER),
                row("outer(Tensor)", ANY, in -> in[0].outer(in[1]), "[3] [2]", "[1] [1]", "[0] [2]")
                        .with(ADDS_IN_ANY_ORDER),
                row(
                                "addmm(Tensor, Tensor)",
                                ANY,
                                in -> in[0].addmm(in[1], in[2]),
                                "[2,2] [2,3] [3,2]",
                                "[2] [3,1] [1,2]",
                                "[] [1,2] [2,1]",
                                "[2,1] [2,0] [0,3]",
                                "[2,2] [2,2] [2,2]")
                        .with(ADDS_IN_ANY_ORDER),
                row(
                                "addmm(Tensor, Tensor, Number, Number)",
                                ANY,
                                in -> in[0].addmm(in[1], in[2], 0.5, -2),
                                "[2,2] [2,3] [3,2]",
                                "[1,2] [0,1] [1,2]")
                        .with(ADDS_IN_ANY_ORDER),
                row(EINSUM, ANY, in -> einsum("ij->ji", in[0]), "[2,3]", "[0,2]")
                        .with(SAVES_NOTHING),
                row(EINSUM, ANY, in -> einsum("ii->i", in[0]), "[3,3]", "[0,0]")
                        .with(SAVES_NOTHING),
                row(EINSUM, ANY, in -> einsum("ii", in[0]), "[3,3]", "[1,1]").with(SAVES_NOTHING),
                row(EINSUM, ANY, in -> einsum("iji->j", in[0]), "[2,3,2]").with(SAVES_NOTHING),
                row(EINSUM, ANY, in -> einsum("...i->...", in[0]), "[3]", "[2,3]", "[2,2,3]")
                        .with(SAVES_NOTHING),
                row(
                                EINSUM,
                                ANY,
                                in -> einsum("ij,jk", in[0], in[1]),
                                "[2,3] [3,2]",
                                "[2,2] [2,2]",
                                "[2,1] [3,2]",
                                "[2,0] [0,2]")
                        .with(ADDS_IN_ANY_ORDER),
                row(EINSUM, ANY, in -> einsum("i,j->ij", in[0], in[1]), "[2] [3]", "[0] [2]")
                        .with(ADDS_IN_ANY_ORDER),
                row(EINSUM, ANY, in -> einsum("i,i->i", in[0], in[1]), "[3] [3]", "[3] [1]")
                        .with(ADDS_IN_ANY_ORDER),
                row(EINSUM, ANY, in -> einsum("ij,kj->ik", in[0], in[1]), "[2,3] [2,3]")
                        .with(ADDS_IN_ANY_ORDER),
                row(
                                EINSUM,
                                ANY,
                                in -> einsum("...ij,...jk->...ik", in[0], in[1]),
                                "[2,3] [3,2]",
                                "[2,2,3] [3,2]",
                                "[2,1,2,3] [1,2,3,2]")
                        .with(ADDS_IN_ANY_ORDER),
                row(
                                EINSUM,
                                ANY,
                                in -> einsum("bi,ijk,bk->bj", in[0], in[1], in[2]),
                                "[2,3] [3,2,2] [2,2]")
                        .with(ADDS_IN_ANY_ORDER),
                row(
                                EINSUM,
                                ANY,
                                in -> einsum("ii,ij,k->jk", in[0], in[1], in[2]),
                                "[2,2] [2,3] [2]")
                        .with(ADDS_IN_ANY_ORDER),
                row("inverse()", ANY, in -> dominant(in[0]).inverse(), SQUARES)
                        .with(ADDS_IN_ANY_ORDER),
                row("det()", ANY, in -> in[0].det(), SQUARES).with(TIES),
                row("slogdet()", ANY, in -> dominant(in[0]).slogdet().logAbsDet(), SQUARES),
                row(
                        "solve(Tensor)",
                        ANY,
                        in -> dominant(in[0]).solve(in[1]),
                        "[3,3] [3]",
                        "[3,3] [3,2]",
                        "[2,2] [2,2]",
                        "[1,1] [1]",
                        "[0,0] [0]",
                        "[2,2] [2,0]",
                        "[2,2,2] [2,2]",
                        "[2,2,2] [2,2,1]",
                        "[2,1,2,2] [2,2,1]",
                        "[2,2] [3,2,1]"),
                row("cholesky()", ANY, in -> definite(in[0]).cholesky(), SQUARES)
                        .with(ADDS_IN_ANY_ORDER));
    }

    /** Far from singular: the entries are at most 2 in size. */
    private static Tensor dominant(Tensor x) {
        return x.add(Tensor.eye(x.size(-1)).to(x.dtype()).mul(7));
    }

    private static Tensor definite(Tensor x) {
        return dominant(x.matmul(x.transpose(-2, -1)));
    }

    static List<Row> notDifferentiable() {
        return List.of(row("slogdet()", ANY, in -> in[0].slogdet().sign(), SQUARES));
    }
}
