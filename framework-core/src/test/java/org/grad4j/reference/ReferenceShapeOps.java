package org.grad4j.reference;

import static org.grad4j.reference.ReferenceOps.ints;
import static org.grad4j.reference.ReferenceOps.number;
import static org.grad4j.reference.ReferenceOps.op;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.Index;
import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;

/** What operations of the files on shapes and indices stand for. */
final class ReferenceShapeOps {
    private ReferenceShapeOps() {}

    static void register() {
        op("cat", (one, in) -> Tensor.cat(List.of(in), one.integer("dim")));
        op("stack", (one, in) -> Tensor.stack(List.of(in), one.integer("dim")));
        op(
                "meshgrid",
                (one, in) ->
                        one.text("indexing").equals("xy")
                                ? Tensor.meshgridXy(List.of(in))
                                : Tensor.meshgrid(List.of(in)),
                "meshgrid",
                "meshgridXy");
        op(
                "split",
                (one, in) ->
                        one.has("size")
                                ? in[0].split(one.integer("size"), one.integer("dim"))
                                : in[0].split(one.integers("sizes"), one.integer("dim")));
        op("chunk", (one, in) -> in[0].chunk(one.integer("chunks"), one.integer("dim")));
        op("unbind", (one, in) -> in[0].unbind(one.integer("dim")));
        op("unflatten", (one, in) -> in[0].unflatten(one.integer("dim"), one.integers("sizes")));
        op("movedim", (one, in) -> in[0].movedim(ints(one, "from"), ints(one, "to")));
        op("repeat", (one, in) -> in[0].repeat(one.integers("times")));
        op("tile", (one, in) -> in[0].tile(one.integers("times")));
        op("flip", (one, in) -> in[0].flip(ints(one, "dims")));
        op("roll", (one, in) -> in[0].roll(one.integers("shifts"), ints(one, "dims")));
        views();
        indexing();
        masks();
        changes();
    }

    private static void changes() {
        op(
                "indexPut_",
                (one, in) ->
                        in[0].clone().indexPut_(entries(one, in), in[1], one.flag("accumulate")));
        op("indexAdd_", (one, in) -> in[0].clone().indexAdd_(one.integer("dim"), in[1], in[2]));
        op(
                "scatter_",
                (one, in) ->
                        one.has("value")
                                ? in[0].clone()
                                        .scatter_(one.integer("dim"), in[1], number(one, "value"))
                                : in[0].clone().scatter_(one.integer("dim"), in[1], in[2]));
        op("scatterAdd_", (one, in) -> in[0].clone().scatterAdd_(one.integer("dim"), in[1], in[2]));
        op("maskedFill_", (one, in) -> in[0].clone().maskedFill_(in[1], number(one, "value")));
        op("maskedScatter_", (one, in) -> in[0].clone().maskedScatter_(in[1], in[2]));
    }

    private static void views() {
        op("select", (one, in) -> in[0].select(one.integer("dim"), one.integer("index")));
        op(
                "narrow",
                (one, in) ->
                        in[0].narrow(
                                one.integer("dim"), one.integer("start"), one.integer("length")));
        op(
                "slice",
                (one, in) ->
                        in[0].slice(
                                one.integer("dim"),
                                one.integer("start"),
                                one.integer("end"),
                                one.integer("step")));
        op(
                "diagonal",
                (one, in) ->
                        in[0].diagonal(
                                one.integer("offset"), one.integer("dim1"), one.integer("dim2")));
        op(
                "unfold",
                (one, in) ->
                        in[0].unfold(one.integer("dim"), one.integer("size"), one.integer("step")));
        op("diag", (one, in) -> in[0].diag(one.integer("offset")));
        op("trace", (one, in) -> in[0].trace());
    }

    private static void indexing() {
        op("index", (one, in) -> in[0].index(entries(one, in).toArray(Index[]::new)));
        op(
                "indexPut",
                (one, in) -> in[0].indexPut(entries(one, in), in[1], one.flag("accumulate")));
        op("indexSelect", (one, in) -> in[0].indexSelect(one.integer("dim"), in[1]));
        op("indexAdd", (one, in) -> in[0].indexAdd(one.integer("dim"), in[1], in[2]));
        op("gather", (one, in) -> in[0].gather(one.integer("dim"), in[1]));
        op(
                "scatter",
                (one, in) ->
                        one.has("value")
                                ? in[0].scatter(one.integer("dim"), in[1], number(one, "value"))
                                : in[0].scatter(one.integer("dim"), in[1], in[2]));
        op("scatterAdd", (one, in) -> in[0].scatterAdd(one.integer("dim"), in[1], in[2]));
        op("oneHot", (one, in) -> in[0].oneHot(one.integer("classes")));
    }

    private static void masks() {
        op(
                "maskedFill",
                (one, in) ->
                        one.has("value")
                                ? in[0].maskedFill(in[1], number(one, "value"))
                                : in[0].maskedFill(in[1], in[2]));
        op("maskedSelect", (one, in) -> in[0].maskedSelect(in[1]));
        op("maskedScatter", (one, in) -> in[0].maskedScatter(in[1], in[2]));
        op("tril", (one, in) -> in[0].tril(one.integer("diagonal")));
        op("triu", (one, in) -> in[0].triu(one.integer("diagonal")));
        op(
                "pad",
                (one, in) ->
                        one.has("mode")
                                ? in[0].pad(ints(one, "padding"), mode(one))
                                : in[0].pad(ints(one, "padding"), number(one, "value")));
    }

    private static PadMode mode(Case one) {
        return PadMode.valueOf(one.text("mode").toUpperCase(Locale.ROOT));
    }

    private static List<Index> entries(Case one, Tensor[] in) {
        return Arrays.stream(one.text("entries").split(";")).map(text -> entry(text, in)).toList();
    }

    private static Index entry(String text, Tensor[] in) {
        if (text.equals("...")) {
            return Index.ellipsis();
        }
        if (text.equals("None")) {
            return Index.newAxis();
        }
        if (text.startsWith("t")) {
            return Index.of(in[Integer.parseInt(text.substring(1))]);
        }
        if (text.startsWith("m")) {
            return Index.mask(in[Integer.parseInt(text.substring(1))]);
        }
        if (!text.contains(":")) {
            return Index.at(Long.parseLong(text));
        }
        String[] bounds = text.split(":", -1);
        Long start = bounds[0].isEmpty() ? null : Long.valueOf(bounds[0]);
        Long end = bounds[1].isEmpty() ? null : Long.valueOf(bounds[1]);
        return new Index.Range(start, end, bounds.length > 2 ? Long.parseLong(bounds[2]) : 1);
    }
}
