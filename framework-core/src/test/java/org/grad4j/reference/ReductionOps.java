package org.grad4j.reference;

import static org.grad4j.reference.ReferenceOps.ints;
import static org.grad4j.reference.ReferenceOps.op;

import java.util.List;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.Tensor;
import org.grad4j.tensor.Unique;
import org.grad4j.tensor.VarMean;

/** The lines of {@link ReferenceOps} for reductions, running sums and sorting. */
final class ReductionOps {
    private static final int[] ALL = {};

    private ReductionOps() {}

    @FunctionalInterface
    private interface OverDims {
        Tensor apply(Tensor x, int[] dims, boolean keepDim);
    }

    static void add() {
        op("prod", (one, in) -> one.has("dims") ? over(one, in, Tensor::prod) : in[0].prod());
        op("min", (one, in) -> one.has("dim") ? in[0].min(dim(one), keep(one)) : in[0].min());
        op(
                "argmin",
                (one, in) -> one.has("dim") ? in[0].argmin(dim(one), keep(one)) : in[0].argmin());
        op("amax", (one, in) -> over(one, in, Tensor::amax));
        op("amin", (one, in) -> over(one, in, Tensor::amin));
        op("var", (one, in) -> over(one, in, (x, d, k) -> x.var(d, one.number("correction"), k)));
        op("std", (one, in) -> over(one, in, (x, d, k) -> x.std(d, one.number("correction"), k)));
        op("varMean", ReductionOps::varMean);
        op("norm", (one, in) -> over(one, in, (x, d, k) -> x.norm(exponent(one), d, k)));
        op("logsumexp", (one, in) -> over(one, in, Tensor::logsumexp));
        op("all", (one, in) -> over(one, in, Tensor::all));
        op("any", (one, in) -> over(one, in, Tensor::any));
        op("countNonzero", (one, in) -> in[0].countNonzero(ints(one, "dims")));
        op("cumsum", (one, in) -> in[0].cumsum(dim(one)));
        op("cumprod", (one, in) -> in[0].cumprod(dim(one)));
        op("sort", (one, in) -> in[0].sort(dim(one), one.flag("descending")));
        op("argsort", (one, in) -> in[0].argsort(dim(one), one.flag("descending")));
        op("topk", (one, in) -> in[0].topk(one.integer("k"), dim(one), one.flag("largest")));
        op(
                "median",
                (one, in) -> one.has("dim") ? in[0].median(dim(one), keep(one)) : in[0].median());
        op(
                "unique",
                (one, in) -> {
                    Unique all = in[0].unique();
                    return List.of(all.values(), all.inverse(), all.counts());
                });
    }

    /** Without the argument {@code dims}, a case reduces everything. */
    private static Tensor over(Case one, Tensor[] in, OverDims f) {
        boolean some = one.has("dims");
        return f.apply(in[0], some ? ints(one, "dims") : ALL, some && keep(one));
    }

    private static Object varMean(Case one, Tensor[] in) {
        VarMean both = in[0].varMean(ints(one, "dims"), one.number("correction"), keep(one));
        return List.of(both.var(), both.mean());
    }

    private static double exponent(Case one) {
        return one.has("p") ? one.number("p") : 2;
    }

    private static int dim(Case one) {
        return one.integer("dim");
    }

    private static boolean keep(Case one) {
        return one.flag("keepDim");
    }
}
