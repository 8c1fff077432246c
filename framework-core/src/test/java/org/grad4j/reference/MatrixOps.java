package org.grad4j.reference;

import static org.grad4j.reference.ReferenceOps.number;
import static org.grad4j.reference.ReferenceOps.op;

import java.util.List;
import org.grad4j.tensor.SlogDet;
import org.grad4j.tensor.Tensor;

/** The lines of {@link ReferenceOps} for named products, einsum and linear algebra. */
final class MatrixOps {
    private MatrixOps() {}

    static void add() {
        op("mm", (one, in) -> in[0].mm(in[1]));
        op("bmm", (one, in) -> in[0].bmm(in[1]));
        op("mv", (one, in) -> in[0].mv(in[1]));
        op("dot", (one, in) -> in[0].dot(in[1]));
        op("outer", (one, in) -> in[0].outer(in[1]));
        op(
                "addmm",
                (one, in) -> in[0].addmm(in[1], in[2], number(one, "beta"), number(one, "alpha")));
        op("einsum", (one, in) -> Tensor.einsum(one.text("equation"), in));
        op("inverse", (one, in) -> in[0].inverse());
        op("det", (one, in) -> in[0].det());
        op(
                "slogdet",
                (one, in) -> {
                    SlogDet both = in[0].slogdet();
                    return List.of(both.logAbsDet(), both.sign());
                });
        op("solve", (one, in) -> in[0].solve(in[1]));
        op("cholesky", (one, in) -> in[0].cholesky());
    }
}
