package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What reductions, products and linear algebra refuse, and what they say. */
class BadReductionInputTest {
    private static final Tensor X = Tensor.ones(2, 3);
    private static final Tensor WHOLE = Tensor.ones(DType.INT64, 2, 3);
    private static final Tensor BOOL = Tensor.ones(DType.BOOL, 2, 3);
    private static final Tensor EMPTY = Tensor.zeros(0, 3);
    private static final Tensor SQUARE = Tensor.eye(2);
    private static final int[] FIRST = {0};

    private record Refusal(String message, Executable call) {
        @Override
        public String toString() {
            return message;
        }
    }

    private static Refusal bad(String message, Executable call) {
        return new Refusal(message, call);
    }

    @ParameterizedTest
    @MethodSource({"reductions", "sorting", "products", "equations", "matrices"})
    void bad_input_is_refused_with_a_message_that_helps(Refusal refusal) {
        assertEquals(
                refusal.message,
                assertThrows(IllegalArgumentException.class, refusal.call).getMessage());
    }

    private static List<Refusal> reductions() {
        String floating =
                ": needs a floating-point tensor, got torch.int64; convert it with"
                        + " to(DType.FLOAT32)";
        return List.of(
                bad("var" + floating, WHOLE::var),
                bad("std" + floating, () -> WHOLE.std(0)),
                bad("norm" + floating, () -> WHOLE.norm(1)),
                bad("norm: the exponent is NaN", () -> X.norm(Double.NaN)),
                bad(
                        "norm: dimension 0 of [0, 3] has no elements",
                        () -> EMPTY.norm(Double.POSITIVE_INFINITY, FIRST, false)),
                bad("amax: dimension 0 of [0, 3] has no elements", EMPTY::amax),
                bad("amin: dimension 0 of [0, 3] has no elements", () -> EMPTY.amin(0)),
                bad("min: dimension 0 of [0, 3] has no elements", () -> EMPTY.min(0)),
                bad("argmin: dimension 0 of [0, 3] has no elements", () -> EMPTY.argmin(0)),
                bad("min: an empty tensor has no smallest element, got shape [0, 3]", EMPTY::min),
                bad(
                        "argmin: not defined for bool tensors; convert with to(...) first",
                        BOOL::argmin),
                bad("prod: dimension 1 is named twice in [1, -1]", () -> X.prod(1, -1)),
                bad(
                        "logsumexp: dimension out of range: expected -2 to 1 for shape [2, 3],"
                                + " got 2",
                        () -> X.logsumexp(2)),
                bad(
                        "all: dimension out of range: expected -2 to 1 for shape [2, 3], got -3",
                        () -> X.all(-3)),
                bad(
                        "countNonzero: dimension out of range: expected -2 to 1 for shape [2, 3],"
                                + " got 5",
                        () -> X.countNonzero(5)));
    }

    private static List<Refusal> sorting() {
        String bool = ": not defined for bool tensors; convert with to(...) first";
        return List.of(
                bad(
                        "cumsum: dimension out of range: expected -2 to 1 for shape [2, 3], got 2",
                        () -> X.cumsum(2)),
                bad(
                        "sort: dimension out of range: expected -2 to 1 for shape [2, 3], got 2",
                        () -> X.sort(2, false)),
                bad(
                        "topk: k must be from 0 to the size of dimension 1, 3 for shape [2, 3],"
                                + " got 4",
                        () -> X.topk(4)),
                bad(
                        "topk: k must be from 0 to the size of dimension 0, 2 for shape [2, 3],"
                                + " got -1",
                        () -> X.topk(-1, 0, true)),
                bad("topk" + bool, () -> BOOL.topk(1)),
                bad("median" + bool, BOOL::median),
                bad("median" + bool, () -> BOOL.median(0)),
                bad("median: dimension 0 of [0, 3] has no elements", () -> EMPTY.median(0)),
                bad(
                        "median: an empty tensor of whole numbers has no median, got shape [0]",
                        () -> Tensor.zeros(DType.INT64, 0).median()));
    }

    private static List<Refusal> products() {
        Tensor vector = Tensor.ones(3);
        return List.of(
                bad(
                        "mm: needs tensors of 2 and 2 dimensions, got [2, 3] and [3]; matmul takes"
                                + " any",
                        () -> X.mm(vector)),
                bad("mm: inner dimensions differ: [2, 3] × [2, 3]", () -> X.mm(X)),
                bad("mv: inner dimensions differ: [2, 2] × [3]", () -> SQUARE.mv(vector)),
                bad("dot: inner dimensions differ: [3] × [2]", () -> vector.dot(Tensor.ones(2))),
                bad(
                        "bmm: batch sizes differ: [1, 2, 2] × [2, 2, 2]",
                        () -> Tensor.ones(1, 2, 2).bmm(Tensor.ones(2, 2, 2))),
                bad(
                        "outer: needs tensors of 1 and 1 dimensions, got [2, 3] and [3]; matmul"
                                + " takes any",
                        () -> X.outer(vector)),
                bad(
                        "mm: both tensors must have the same type, got torch.float32 and"
                                + " torch.int64; convert one with to(...)",
                        () -> SQUARE.mm(WHOLE)),
                bad(
                        "addmm: shapes [3] and [2, 2] do not broadcast: at dimension 1 the sizes"
                                + " are 3 and 2 and neither is 1",
                        () -> vector.addmm(SQUARE, SQUARE)),
                bad(
                        "addmm: shape [2, 1, 1] does not broadcast to the product's [2, 2]",
                        () -> Tensor.ones(2, 1, 1).addmm(SQUARE, SQUARE)),
                bad(
                        "addmm: whole tensors need whole numbers, got beta 0.5 and alpha 1",
                        () -> WHOLE.addmm(WHOLE, WHOLE.t().matmul(WHOLE), 0.5, 1)));
    }

    private static List<Refusal> equations() {
        return List.of(
                bad(
                        "einsum: \"ij,jk->ik\" gives subscript 'j' size 3, but it is 2 in operand 1",
                        () -> Tensor.einsum("ij,jk->ik", X, X)),
                bad(
                        "einsum: \"ij->i\" has subscripts for 1 operands, got 2 tensors",
                        () -> Tensor.einsum("ij->i", X, X)),
                bad(
                        "einsum: \"ijk\" names 3 dimensions of operand 0, whose shape is [2, 3]",
                        () -> Tensor.einsum("ijk", X)),
                bad(
                        "einsum: \"i->i\" names 1 dimensions of operand 0, whose shape is [2, 3]",
                        () -> Tensor.einsum("i->i", X)),
                bad(
                        "einsum: \"ijk...\" names 3 dimensions of operand 0, whose shape is [2, 3]",
                        () -> Tensor.einsum("ijk...", X)),
                bad(
                        "einsum: \"ii\" repeats subscript 'i' in operand 0 for sizes 2 and 3",
                        () -> Tensor.einsum("ii", X)),
                bad(
                        "einsum: \"ij->k\" has subscript 'k' in the result but in no operand",
                        () -> Tensor.einsum("ij->k", X)),
                bad(
                        "einsum: \"ij->ii\" has subscript 'i' twice in the result",
                        () -> Tensor.einsum("ij->ii", X)),
                bad(
                        "einsum: \"i1\" has '1' in operand 0 where a letter or at most one ellipsis"
                                + " '...' may stand",
                        () -> Tensor.einsum("i1", X)),
                bad(
                        "einsum: \"......\" has '.' in operand 0 where a letter or at most one"
                                + " ellipsis '...' may stand",
                        () -> Tensor.einsum("......", X)),
                bad(
                        "einsum: \"ij->i->j\" has '-' in the result where a letter or at most one"
                                + " ellipsis '...' may stand",
                        () -> Tensor.einsum("ij->i->j", X)),
                bad(
                        "einsum: \"i...,i...\" gives dimension -1 of the ellipsis size 3, but it is 2"
                                + " in operand 1",
                        () -> Tensor.einsum("i...,i...", X, SQUARE)),
                bad(
                        "einsum: both tensors must have the same type, got torch.float32 and"
                                + " torch.int64; convert one with to(...)",
                        () -> Tensor.einsum("ij,ij", X, WHOLE)),
                bad(
                        "einsum: \"\" has subscripts for 1 operands, got 0 tensors",
                        () -> Tensor.einsum("")));
    }

    private static List<Refusal> matrices() {
        Tensor singular = Tensor.ones(2, 2);
        return List.of(
                bad("inverse: needs square matrices [..., n, n], got [2, 3]", X::inverse),
                bad(
                        "det: needs a floating-point tensor, got torch.int64; convert it with"
                                + " to(DType.FLOAT32)",
                        WHOLE::det),
                bad(
                        "slogdet: needs square matrices [..., n, n], got [3]",
                        () -> Tensor.ones(3).slogdet()),
                bad(
                        "inverse: the matrix is singular: elimination finds no pivot in column 1",
                        singular::inverse),
                bad(
                        "solve: matrix 1 of 2 is singular: elimination finds no pivot in column 1",
                        () ->
                                Tensor.of(new float[] {1, 0, 0, 1, 1, 1, 1, 1}, 2, 2, 2)
                                        .solve(Tensor.ones(2))),
                bad(
                        "solve: the right-hand side of matrices [2, 2] must have 2 rows, got"
                                + " [3, 1]",
                        () -> SQUARE.solve(Tensor.ones(3))),
                bad(
                        "solve: both tensors must have the same type, got torch.float32 and"
                                + " torch.float64; convert one with to(...)",
                        () -> SQUARE.solve(Tensor.ones(DType.FLOAT64, 2))),
                bad(
                        "cholesky: the matrix is not positive definite: its leading minor of order"
                                + " 2 is not above 0",
                        singular::cholesky),
                bad(
                        "slogdet: the matrix is singular: elimination finds no pivot in column 1",
                        () ->
                                Tensor.ones(2, 2)
                                        .requiresGrad(true)
                                        .slogdet()
                                        .logAbsDet()
                                        .backward()));
    }
}
