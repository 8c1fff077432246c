package org.grad4j.ops;

import static org.grad4j.ops.Row.BINARY;
import static org.grad4j.ops.Row.Trait.ADDS_IN_ANY_ORDER;
import static org.grad4j.ops.Row.Trait.MAY_REFUSE_LAYOUT;
import static org.grad4j.ops.Row.Trait.REPEATS;
import static org.grad4j.ops.Row.Trait.SAVES_LESS_THAN_PYTORCH;
import static org.grad4j.ops.Row.Trait.SAVES_NOTHING;
import static org.grad4j.ops.Row.Trait.TIES;
import static org.grad4j.ops.Row.UNARY;
import static org.grad4j.ops.Row.binary;
import static org.grad4j.ops.Row.row;
import static org.grad4j.ops.Row.unary;
import static org.grad4j.ops.Values.ANY;
import static org.grad4j.ops.Values.POSITIVE;

import java.util.List;
import java.util.stream.Stream;
import org.grad4j.autograd.GradCheck;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * Every operation of {@link Tensor}, at least one row each. A new operation is one new row;
 * layouts, shared inputs, second order, changes in place and second calls of backward() are tried
 * on every row by the tests beside.
 */
final class OpTable {
    static final String[] CUBES = {"[2,3,2]", "[3,1,2]", "[2,0,3]", "[2,3,0]", "[1,1,1]"};
    static final String[] NONEMPTY = {"[2,3]", "[]", "[1]", "[1,1]", "[2,1,3]"};
    static final String[] IMAGES = {"[2,2,4,5]", "[2,4,4]", "[0,2,4,4]", "[1,1,2,2]"};

    private OpTable() {}

    private static final List<Row> CORE =
            List.of(
                    // arithmetic
                    binary("add(Tensor)", ANY, in -> in[0].add(in[1])).with(SAVES_NOTHING),
                    unary("add(Number)", ANY, in -> in[0].add(2.5)).with(SAVES_NOTHING),
                    binary("sub(Tensor)", ANY, in -> in[0].sub(in[1])).with(SAVES_NOTHING),
                    unary("sub(Number)", ANY, in -> in[0].sub(2)).with(SAVES_NOTHING),
                    unary("rsub(Number)", ANY, in -> in[0].rsub(2.5)).with(SAVES_NOTHING),
                    binary("mul(Tensor)", ANY, in -> in[0].mul(in[1])),
                    unary("mul(Number)", ANY, in -> in[0].mul(-2.5)).with(SAVES_LESS_THAN_PYTORCH),
                    binary("div(Tensor)", POSITIVE, in -> in[0].div(in[1])),
                    unary("div(Number)", ANY, in -> in[0].div(-3)).with(SAVES_LESS_THAN_PYTORCH),
                    unary("rdiv(Number)", POSITIVE, in -> in[0].rdiv(2.5)),
                    unary("rdiv(Number)", POSITIVE, in -> in[0].rdiv(0)),
                    unary("pow(Number)", ANY, in -> in[0].pow(0)),
                    unary("pow(Number)", ANY, in -> in[0].pow(1)),
                    unary("pow(Number)", ANY, in -> in[0].pow(2)),
                    unary("pow(Number)", ANY, in -> in[0].pow(3)),
                    unary("pow(Number)", POSITIVE, in -> in[0].pow(-1)),
                    unary("pow(Number)", POSITIVE, in -> in[0].pow(-2.5)),
                    unary("pow(Number)", POSITIVE, in -> in[0].pow(0.5)),
                    binary("pow(Tensor)", POSITIVE, in -> in[0].pow(in[1])),
                    unary("rpow(Number)", ANY, in -> in[0].rpow(2.5)),
                    unary("rpow(Number)", POSITIVE, in -> in[0].rpow(0)),
                    unary("neg()", ANY, in -> in[0].neg()).with(SAVES_NOTHING),
                    unary("abs()", ANY, in -> in[0].abs()),
                    unary("sign()", ANY, in -> in[0].sign()).with(SAVES_NOTHING),
                    unary("exp()", ANY, in -> in[0].exp()),
                    unary("log()", POSITIVE, in -> in[0].log()),
                    unary("sqrt()", POSITIVE, in -> in[0].sqrt()),

                    // activations
                    unary("relu()", ANY, in -> in[0].relu()),
                    unary("sigmoid()", ANY, in -> in[0].sigmoid()),
                    unary("tanh()", ANY, in -> in[0].tanh()),
                    unary("softmax(int)", ANY, in -> in[0].softmax(-1)),
                    row("softmax(int)", ANY, in -> in[0].softmax(1), CUBES),
                    unary("logSoftmax(int)", ANY, in -> in[0].logSoftmax(-1)),
                    row("logSoftmax(int)", ANY, in -> in[0].logSoftmax(1), CUBES),

                    // reductions
                    unary("sum()", ANY, in -> in[0].sum()).with(SAVES_NOTHING),
                    row("sum(int[])", ANY, in -> in[0].sum(1), CUBES).with(SAVES_NOTHING),
                    row("sum(int[])", ANY, in -> in[0].sum(-1, 0), CUBES).with(SAVES_NOTHING),
                    row("sum(int[], boolean)", ANY, in -> in[0].sum(dims(0, 2), true), CUBES)
                            .with(SAVES_NOTHING),
                    row("sum(int[], boolean)", ANY, in -> in[0].sum(dims(0), false), UNARY)
                            .with(SAVES_NOTHING),
                    row("mean()", ANY, in -> in[0].mean(), NONEMPTY).with(SAVES_NOTHING),
                    row("mean(int[])", ANY, in -> in[0].mean(-1), NONEMPTY).with(SAVES_NOTHING),
                    row("mean(int[])", ANY, in -> in[0].mean(0), "[2,0]", "[2,3]")
                            .with(SAVES_NOTHING),
                    row("mean(int[], boolean)", ANY, in -> in[0].mean(dims(), true), NONEMPTY)
                            .with(SAVES_NOTHING),
                    row("max()", ANY, in -> in[0].max(), NONEMPTY).with(TIES),
                    row("max(int)", ANY, in -> in[0].max(-1).values(), NONEMPTY).with(TIES),
                    row("max(int)", ANY, in -> in[0].max(1).values(), "[2,3,2]", "[0,2]", "[2,1]")
                            .with(TIES),
                    row("max(int, boolean)", ANY, in -> in[0].max(0, true).values(), NONEMPTY)
                            .with(TIES),
                    unary("norm()", ANY, in -> in[0].norm()),
                    row("norm(int[], boolean)", ANY, in -> in[0].norm(dims(1), false), CUBES),
                    row("norm(int[], boolean)", ANY, in -> in[0].norm(dims(0, 2), true), CUBES),

                    // shape
                    row("reshape(long[])", ANY, in -> in[0].reshape(3, -1), "[2,3]", "[3,1,2]")
                            .with(SAVES_NOTHING),
                    row("reshape(long[])", ANY, in -> in[0].reshape(), "[]", "[1]", "[1,1]")
                            .with(SAVES_NOTHING),
                    row("reshape(long[])", ANY, in -> in[0].reshape(3, 0), "[0]", "[0,3]", "[2,0]")
                            .with(SAVES_NOTHING),
                    row("view(long[])", ANY, in -> in[0].view(2, 1, 3), "[2,3]", "[6]", "[3,2]")
                            .with(SAVES_NOTHING, MAY_REFUSE_LAYOUT),
                    unary("flatten()", ANY, in -> in[0].flatten()).with(SAVES_NOTHING),
                    row("flatten(int)", ANY, in -> in[0].flatten(1), CUBES).with(SAVES_NOTHING),
                    row("flatten(int, int)", ANY, in -> in[0].flatten(0, 1), CUBES)
                            .with(SAVES_NOTHING),
                    row("t()", ANY, in -> in[0].t(), "[2,3]", "[3]", "[]", "[0,2]", "[1,3]")
                            .with(SAVES_NOTHING),
                    row("transpose(int, int)", ANY, in -> in[0].transpose(0, -1), UNARY)
                            .with(SAVES_NOTHING),
                    row("permute(int[])", ANY, in -> in[0].permute(2, 0, 1), CUBES)
                            .with(SAVES_NOTHING),
                    row("permute(int[])", ANY, in -> in[0].permute(), "[]").with(SAVES_NOTHING),
                    unary("squeeze()", ANY, in -> in[0].squeeze()).with(SAVES_NOTHING),
                    row("squeeze(int)", ANY, in -> in[0].squeeze(-2), CUBES).with(SAVES_NOTHING),
                    row("squeeze(int)", ANY, in -> in[0].squeeze(0), UNARY).with(SAVES_NOTHING),
                    unary("unsqueeze(int)", ANY, in -> in[0].unsqueeze(-1)).with(SAVES_NOTHING),
                    unary("unsqueeze(int)", ANY, in -> in[0].unsqueeze(0)).with(SAVES_NOTHING),
                    row(
                                    "expand(long[])",
                                    ANY,
                                    in -> in[0].expand(2, 4, 3),
                                    "[2,4,3]",
                                    "[4,1]",
                                    "[3]",
                                    "[]",
                                    "[2,1,1]",
                                    "[1,1,1]")
                            .with(SAVES_NOTHING, REPEATS),
                    row("expand(long[])", ANY, in -> in[0].expand(0, -1), "[1,3]", "[0,2]")
                            .with(SAVES_NOTHING),
                    row("sumTo(long[])", ANY, in -> in[0].sumTo(2, 1), "[3,2,2]", "[2,0]", "[2,1]")
                            .with(SAVES_NOTHING),
                    unary("sumTo(long[])", ANY, in -> in[0].sumTo()).with(SAVES_NOTHING),
                    unary("contiguous()", ANY, in -> in[0].contiguous()).with(SAVES_NOTHING),
                    unary("clone()", ANY, in -> in[0].clone()).with(SAVES_NOTHING),
                    // Other types round; the reference table has their gradients.
                    unary("to(DType)", ANY, in -> in[0].to(in[0].dtype())).with(SAVES_NOTHING),

                    // products
                    row(
                                    "matmul(Tensor)",
                                    ANY,
                                    in -> in[0].matmul(in[1]),
                                    "[3] [3]",
                                    "[1] [1]",
                                    "[0] [0]",
                                    "[2,3] [3]",
                                    "[3] [3,2]",
                                    "[2,3] [3,2]",
                                    "[3,3] [3,3]",
                                    "[1,1] [1,1]",
                                    "[2,1] [1,3]",
                                    "[1,3] [3,1]",
                                    "[2,0] [0,3]",
                                    "[0,2] [2,3]",
                                    "[2,2] [2,0]",
                                    "[2,0] [0]",
                                    "[2,2,3] [2,3,2]",
                                    "[2,2,3] [3,2]",
                                    "[2,3] [2,3,2]",
                                    "[2,2,3] [3]",
                                    "[3] [2,3,2]",
                                    "[1,2,3] [2,3,1]",
                                    "[2,1,2,2] [1,2,2,1]",
                                    "[2,2,2,2] [2,2,2]",
                                    "[0,2,2] [0,2,2]",
                                    "[2,2,0] [2,0,2]",
                                    "[2,2,2] [2,2,2]")
                            .with(ADDS_IN_ANY_ORDER),
                    row(
                                    "linear(Tensor, Tensor)",
                                    ANY,
                                    in -> in[0].linear(in[1], in[2]),
                                    "[4,3] [2,3] [2]",
                                    "[3] [2,3] [2]",
                                    "[2,2,3] [2,3] [2]",
                                    "[1,1] [1,1] [1]",
                                    "[0,3] [2,3] [2]",
                                    "[2,0] [3,0] [3]")
                            .with(ADDS_IN_ANY_ORDER),
                    row(
                                    "linear(Tensor, Tensor)",
                                    ANY,
                                    in -> in[0].linear(in[1], null),
                                    "[4,3] [2,3]",
                                    "[3] [2,3]",
                                    "[2,2,3] [2,3]",
                                    "[2,2] [2,2]")
                            .with(ADDS_IN_ANY_ORDER),

                    // images
                    row(
                            "conv2d(Tensor, Tensor)",
                            ANY,
                            in -> in[0].conv2d(in[1], in[2]),
                            "[2,2,3,4] [2,2,2,2] [2]",
                            "[2,3,3] [1,2,3,1] [1]",
                            "[1,1,1,1] [1,1,1,1] [1]",
                            "[0,2,3,3] [2,2,2,2] [2]",
                            "[1,0,3,3] [2,0,2,2] [2]"),
                    row(
                            "conv2d(Tensor, Tensor, int, int)",
                            ANY,
                            in -> in[0].conv2d(in[1], null, 2, 1),
                            "[1,2,4,3] [2,2,3,3]",
                            "[2,1,4,4] [2,1,2,2]",
                            "[1,1,0,3] [2,1,2,3]",
                            "[2,2,3,3] [2,2,3,3]"),
                    row(
                            "conv2d(Tensor, Tensor, int[], int[])",
                            ANY,
                            in -> in[0].conv2d(in[1], in[2], dims(3, 1), dims(0, 2)),
                            "[1,2,5,3] [2,2,2,2] [2]",
                            "[1,1,2,4] [1,1,1,4] [1]"),
                    row("maxPool2d(int)", ANY, in -> in[0].maxPool2d(2), IMAGES).with(TIES),
                    row("maxPool2d(int, int, int)", ANY, in -> in[0].maxPool2d(2, 1, 1), IMAGES)
                            .with(TIES),
                    row("maxPool2d(int, int, int)", ANY, in -> in[0].maxPool2d(2, 3, 0), IMAGES)
                            .with(TIES),
                    row(
                                    "maxPool2d(int[], int[], int[])",
                                    ANY,
                                    in -> in[0].maxPool2d(dims(1, 2), dims(2, 1), dims(0, 1)),
                                    IMAGES)
                            .with(TIES),

                    // losses
                    row(
                            "crossEntropy(Tensor)",
                            ANY,
                            in -> in[0].crossEntropy(classes(in[0])),
                            "[3,4]",
                            "[1,1]",
                            "[4]",
                            "[2,3,2]",
                            "[1,2,2,2]"),
                    row(
                            "crossEntropy(Tensor, Reduction)",
                            ANY,
                            in -> in[0].crossEntropy(classes(in[0]), Reduction.NONE),
                            "[3,4]",
                            "[0,4]",
                            "[4]",
                            "[2,3,2]"),
                    row(
                            "nllLoss(Tensor, Reduction)",
                            ANY,
                            in -> in[0].nllLoss(classes(in[0]), Reduction.SUM),
                            "[3,4]",
                            "[0,4]",
                            "[2,3,2]"),
                    row(
                            "nllLoss(Tensor, Reduction)",
                            ANY,
                            in -> in[0].nllLoss(classes(in[0]), Reduction.NONE),
                            "[3,4]",
                            "[4]"),
                    row(
                            "mseLoss(Tensor, Reduction)",
                            ANY,
                            in -> in[0].mseLoss(in[1], Reduction.MEAN),
                            "[2,3] [2,3]",
                            "[] []",
                            "[1] [1]"),
                    row(
                            "mseLoss(Tensor, Reduction)",
                            ANY,
                            in -> in[0].mseLoss(in[1], Reduction.NONE),
                            "[2,3] [2,3]",
                            "[0,3] [0,3]"));

    private static final List<Row> CORE_WITHOUT_GRADIENT =
            List.of(
                    binary("eq(Tensor)", ANY, in -> in[0].eq(in[1])),
                    unary("eq(Number)", ANY, in -> in[0].eq(0.5)),
                    binary("ne(Tensor)", ANY, in -> in[0].ne(in[1])),
                    unary("ne(Number)", ANY, in -> in[0].ne(1)),
                    binary("lt(Tensor)", ANY, in -> in[0].lt(in[1])),
                    unary("lt(Number)", ANY, in -> in[0].lt(0.5)),
                    binary("le(Tensor)", ANY, in -> in[0].le(in[1])),
                    unary("le(Number)", ANY, in -> in[0].le(1)),
                    binary("gt(Tensor)", ANY, in -> in[0].gt(in[1])),
                    unary("gt(Number)", ANY, in -> in[0].gt(0.5)),
                    binary("ge(Tensor)", ANY, in -> in[0].ge(in[1])),
                    unary("ge(Number)", ANY, in -> in[0].ge(1)),
                    unary("all()", ANY, in -> in[0].all()),
                    unary("any()", ANY, in -> in[0].any()),
                    row("argmax()", ANY, in -> in[0].argmax(), NONEMPTY),
                    row("argmax(int)", ANY, in -> in[0].argmax(-1), NONEMPTY),
                    row("argmax(int)", ANY, in -> in[0].argmax(1), "[2,3,2]", "[0,2]", "[2,1]"),
                    row("argmax(int, boolean)", ANY, in -> in[0].argmax(0, true), NONEMPTY));

    /** The operations with a gradient. */
    static final List<Row> DIFFERENTIABLE =
            Stream.of(
                            CORE,
                            ElementwiseRows.DIFFERENTIABLE,
                            ShapeRows.differentiable(),
                            IndexRows.differentiable(),
                            ReductionRows.differentiable(),
                            MatrixRows.differentiable(),
                            SpatialRows.differentiable())
                    .flatMap(List::stream)
                    .toList();

    /** The operations whose results have no gradient. */
    static final List<Row> NOT_DIFFERENTIABLE =
            Stream.of(
                            CORE_WITHOUT_GRADIENT,
                            ElementwiseRows.NOT_DIFFERENTIABLE,
                            ShapeRows.notDifferentiable(),
                            ReductionRows.notDifferentiable(),
                            MatrixRows.notDifferentiable())
                    .flatMap(List::stream)
                    .toList();

    private static final List<Row> CORE_IN_PLACE =
            List.of(
                    changing("add_(Tensor)", in -> in[0].add_(in[1])),
                    unary("add_(Number)", ANY, in -> in[0].add_(3)),
                    changing("sub_(Tensor)", in -> in[0].sub_(in[1])),
                    unary("sub_(Number)", ANY, in -> in[0].sub_(3)),
                    changing("div_(Tensor)", in -> in[0].div_(in[1])),
                    unary("div_(Number)", ANY, in -> in[0].div_(3)),
                    unary("pow_(Number)", ANY, in -> in[0].pow_(3)),
                    unary("neg_()", ANY, in -> in[0].neg_()),
                    unary("abs_()", ANY, in -> in[0].abs_()),
                    unary("exp_()", ANY, in -> in[0].exp_()),
                    unary("log_()", POSITIVE, in -> in[0].log_()),
                    unary("sqrt_()", POSITIVE, in -> in[0].sqrt_()),
                    unary("relu_()", ANY, in -> in[0].relu_()),
                    unary("sigmoid_()", ANY, in -> in[0].sigmoid_()),
                    unary("tanh_()", ANY, in -> in[0].tanh_()),
                    changing("mul_(Tensor)", in -> in[0].mul_(in[1])),
                    unary("mul_(Number)", ANY, in -> in[0].mul_(3)),
                    changing("copy_(Tensor)", in -> in[0].copy_(in[1])),
                    unary("fill_(Number)", ANY, in -> in[0].fill_(3)),
                    row(
                            "fill_(Tensor)",
                            ANY,
                            in -> in[0].fill_(in[1]),
                            "[2,3] []",
                            "[0] []",
                            "[] []"),
                    unary("zero_()", ANY, in -> in[0].zero_()));

    /** The operations that change their first input. */
    static final List<Row> IN_PLACE =
            Stream.of(
                            CORE_IN_PLACE,
                            InPlaceRows.CHANGING,
                            IndexRows.changing(),
                            RandomRows.CHANGING)
                    .flatMap(List::stream)
                    .toList();

    /** All rows whose operation leaves its inputs alone. */
    static Stream<Row> pure() {
        return Stream.concat(DIFFERENTIABLE.stream(), NOT_DIFFERENTIABLE.stream());
    }

    /** The row on tensors of several chunks; none where it has shapes of its own. */
    static List<Row.Sample> large(Row row) {
        String[] shapes = {};
        if (row.shapes().equals(List.of(UNARY))) {
            shapes = new String[] {"[45,67]", "[3,2000]", "[2000,3]", "[13,11,31]"};
        } else if (row.shapes().equals(List.of(BINARY))) {
            shapes = new String[] {"[45,67] [45,67]", "[45,67] [67]", "[45,1] [67]", "[] [45,67]"};
        } else if (row.shapes().equals(List.of(CUBES))) {
            shapes = new String[] {"[2,1100,3]", "[1100,2,3]", "[2,3,1100]"};
        }
        return Stream.of(shapes).map(row::sample).toList();
    }

    private static Row changing(String method, GradCheck.Operation operation) {
        return row(
                method,
                ANY,
                operation,
                "[2,3] [2,3]",
                "[2,3] [3]",
                "[2,3] [2,1]",
                "[2,3] []",
                "[] []",
                "[1] []",
                "[0,3] [3]",
                "[2,4,3] [4,1]");
    }

    static int[] dims(int... dims) {
        return dims;
    }

    /** A class number for each place of logits {@code [n, classes, …]} or {@code [classes]}. */
    private static Tensor classes(Tensor logits) {
        int dim = logits.dim() == 1 ? 0 : 1;
        Tensor one = logits.detach().max(dim).indices();
        double[] numbers = new double[(int) one.numel()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (i * 7 + 2) % logits.size(dim);
        }
        return Tensor.of(numbers, one.shape()).to(DType.INT64);
    }
}
