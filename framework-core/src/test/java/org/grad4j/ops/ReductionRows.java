package org.grad4j.ops;

import static org.grad4j.ops.OpTable.CUBES;
import static org.grad4j.ops.OpTable.NONEMPTY;
import static org.grad4j.ops.OpTable.dims;
import static org.grad4j.ops.Row.Trait.SAVES_LESS_THAN_PYTORCH;
import static org.grad4j.ops.Row.Trait.SAVES_NOTHING;
import static org.grad4j.ops.Row.Trait.TIES;
import static org.grad4j.ops.Row.UNARY;
import static org.grad4j.ops.Row.row;
import static org.grad4j.ops.Row.unary;
import static org.grad4j.ops.Values.ANY;
import static org.grad4j.ops.Values.POSITIVE;

import java.util.List;

/** Rows of the table: reductions, running sums and sorting. */
final class ReductionRows {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final String[] SOLID = {"[2,3,2]", "[3,1,2]", "[1,1,1]"};
    private static final String[] SEVERAL = {"[2,3]", "[4]", "[2,1,3]", "[3,2]"};

    private ReductionRows() {}

    static List<Row> differentiable() {
        return List.of(
                unary("prod()", ANY, in -> in[0].prod()),
                row("prod(int[])", ANY, in -> in[0].prod(1), CUBES),
                row("prod(int[])", ANY, in -> in[0].prod(-1, 0), CUBES),
                row("prod(int[], boolean)", ANY, in -> in[0].prod(dims(0, 2), true), CUBES),
                row("min()", ANY, in -> in[0].min(), NONEMPTY).with(TIES),
                row("min(int)", ANY, in -> in[0].min(-1).values(), NONEMPTY).with(TIES),
                row("min(int)", ANY, in -> in[0].min(1).values(), "[2,3,2]", "[0,2]", "[2,1]")
                        .with(TIES),
                row("min(int, boolean)", ANY, in -> in[0].min(0, true).values(), NONEMPTY)
                        .with(TIES),
                row("amax(int[])", ANY, in -> in[0].amax(), NONEMPTY).with(TIES),
                row("amax(int[])", ANY, in -> in[0].amax(0, -1), SOLID).with(TIES),
                row("amax(int[], boolean)", ANY, in -> in[0].amax(dims(1), true), SOLID).with(TIES),
                row("amin(int[])", ANY, in -> in[0].amin(), NONEMPTY).with(TIES),
                row("amin(int[])", ANY, in -> in[0].amin(1), SOLID).with(TIES),
                row("amin(int[], boolean)", ANY, in -> in[0].amin(dims(0, 2), true), SOLID)
                        .with(TIES),
                row("var()", ANY, in -> in[0].var(), SEVERAL),
                row("var(int[])", ANY, in -> in[0].var(0, 2), "[2,3,2]", "[3,1,2]", "[2,0,2]"),
                row("var(int[], boolean)", ANY, in -> in[0].var(dims(-1), true), SEVERAL),
                row(
                        "var(int[], double, boolean)",
                        ANY,
                        in -> in[0].var(dims(1), 0, false),
                        "[2,3,2]",
                        "[2,1]",
                        "[0,2]"),
                row("std()", ANY, in -> in[0].std(), SEVERAL).with(TIES),
                row("std(int[])", ANY, in -> in[0].std(0, 2), "[2,3,2]", "[3,1,2]", "[2,0,2]")
                        .with(TIES),
                row("std(int[], boolean)", ANY, in -> in[0].std(dims(-1), true), SEVERAL)
                        .with(TIES),
                row(
                                "std(int[], double, boolean)",
                                ANY,
                                in -> in[0].std(dims(1), 0.5, false),
                                "[2,3,2]",
                                "[0,2]")
                        .with(TIES),
                row(
                                "varMean(int[], double, boolean)",
                                ANY,
                                in -> {
                                    var both = in[0].varMean(dims(1), 1, true);
                                    return both.var().mul(both.mean());
                                },
                                "[2,3,2]",
                                "[0,2]")
                        .with(TIES),
                unary("norm(double)", ANY, in -> in[0].norm(0)).with(SAVES_LESS_THAN_PYTORCH),
                unary("norm(double)", ANY, in -> in[0].norm(1)),
                unary("norm(double)", ANY, in -> in[0].norm(3)),
                row("norm(double)", ANY, in -> in[0].norm(0.5), NONEMPTY),
                row("norm(double)", ANY, in -> in[0].norm(1.5), NONEMPTY),
                row("norm(double)", POSITIVE, in -> in[0].norm(-1), NONEMPTY),
                row("norm(double)", ANY, in -> in[0].norm(INFINITY), NONEMPTY).with(TIES),
                row("norm(double)", ANY, in -> in[0].norm(-INFINITY), NONEMPTY).with(TIES),
                row(
                        "norm(double, int[], boolean)",
                        ANY,
                        in -> in[0].norm(2.5, dims(0, 2), true),
                        CUBES),
                row(
                        "norm(double, int[], boolean)",
                        ANY,
                        in -> in[0].norm(1, dims(1), false),
                        CUBES),
                row(
                                "norm(double, int[], boolean)",
                                ANY,
                                in -> in[0].norm(INFINITY, dims(1), false),
                                SOLID)
                        .with(TIES),
                row("logsumexp(int[])", ANY, in -> in[0].logsumexp(), NONEMPTY),
                row("logsumexp(int[])", ANY, in -> in[0].logsumexp(1, 0), SOLID),
                row("logsumexp(int[], boolean)", ANY, in -> in[0].logsumexp(dims(1), true), SOLID),
                unary("cumsum(int)", ANY, in -> in[0].cumsum(-1)).with(SAVES_NOTHING),
                row("cumsum(int)", ANY, in -> in[0].cumsum(1), CUBES).with(SAVES_NOTHING),
                unary("cumprod(int)", ANY, in -> in[0].cumprod(-1)),
                row("cumprod(int)", ANY, in -> in[0].cumprod(1), CUBES),
                unary("sort()", ANY, in -> in[0].sort().values()).with(TIES),
                row("sort(int, boolean)", ANY, in -> in[0].sort(1, true).values(), CUBES)
                        .with(TIES),
                row("topk(int)", ANY, in -> in[0].topk(1).values(), NONEMPTY).with(TIES),
                row(
                                "topk(int, int, boolean)",
                                ANY,
                                in -> in[0].topk(2, 1, false).values(),
                                "[2,3,2]",
                                "[0,2]",
                                "[3,4]",
                                "[2,3,0]")
                        .with(TIES),
                row("topk(int, int, boolean)", ANY, in -> in[0].topk(0, 0, true).values(), UNARY)
                        .with(TIES),
                row("median()", ANY, in -> in[0].median(), NONEMPTY).with(TIES),
                row("median(int)", ANY, in -> in[0].median(-1).values(), NONEMPTY).with(TIES),
                row("median(int)", ANY, in -> in[0].median(1).values(), "[2,4,3]", "[0,2]")
                        .with(TIES),
                row("median(int, boolean)", ANY, in -> in[0].median(0, true).values(), NONEMPTY)
                        .with(TIES));
    }

    static List<Row> notDifferentiable() {
        return List.of(
                row("argmin()", ANY, in -> in[0].argmin(), NONEMPTY),
                row("argmin(int)", ANY, in -> in[0].argmin(-1), NONEMPTY),
                row("argmin(int)", ANY, in -> in[0].argmin(1), "[2,3,2]", "[0,2]", "[2,1]"),
                row("argmin(int, boolean)", ANY, in -> in[0].argmin(0, true), NONEMPTY),
                unary("argsort()", ANY, in -> in[0].argsort()),
                row("argsort(int, boolean)", ANY, in -> in[0].argsort(1, true), CUBES),
                row("all(int[])", ANY, in -> in[0].gt(-1).all(1), CUBES),
                row("all(int[], boolean)", ANY, in -> in[0].all(dims(0, 2), true), CUBES),
                row("any(int[])", ANY, in -> in[0].gt(1).any(-1, 0), CUBES),
                row("any(int[], boolean)", ANY, in -> in[0].any(dims(), true), UNARY),
                unary("countNonzero(int[])", ANY, in -> in[0].countNonzero()),
                row("countNonzero(int[])", ANY, in -> in[0].gt(0).countNonzero(1), CUBES),
                unary("unique()", ANY, in -> in[0].unique().values()),
                unary("unique()", ANY, in -> in[0].unique().inverse()),
                unary("unique()", ANY, in -> in[0].unique().counts()),
                row("sort(int, boolean)", ANY, in -> in[0].sort(1, false).indices(), CUBES),
                row("topk(int)", ANY, in -> in[0].topk(1).indices(), NONEMPTY),
                row("median(int)", ANY, in -> in[0].median(-1).indices(), NONEMPTY));
    }
}
