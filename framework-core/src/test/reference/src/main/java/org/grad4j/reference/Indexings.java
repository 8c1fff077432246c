package org.grad4j.reference;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Slice;
import org.bytedeco.pytorch.SymInt;
import org.bytedeco.pytorch.SymIntOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorIndex;
import org.bytedeco.pytorch.TensorIndexVector;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptionalList;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.Arrays;

/** Operations that read or write at the places that an index or a mask names. */
final class Indexings {
    private static final Values CUBE = Values.wave(0, 2, 3, 4);
    private static final Values MATRIX = Values.wave(0, 3, 4);

    private final Cases cases =
            new Cases(
                    "indexing",
                    """

                    The entries of an index are separated by ";" and written as in Python;
                    "t1" and "m1" stand for input 1, as places or as a mask.
                    """);

    static Cases cases() {
        Indexings self = new Indexings();
        self.basic();
        self.advanced();
        self.put();
        self.slices();
        self.elements();
        self.masks();
        self.oneHot();
        self.changes();
        return self.cases;
    }

    private static Values whole(long[] shape, double... numbers) {
        return Values.of(shape, numbers).as(ScalarType.Long);
    }

    private static Values whole(double... numbers) {
        return whole(new long[] {numbers.length}, numbers);
    }

    private static Values mask(long[] shape, double... numbers) {
        return Values.of(shape, numbers).as(ScalarType.Bool);
    }

    private static Values mask(double... numbers) {
        return mask(new long[] {numbers.length}, numbers);
    }

    private void basic() {
        index("place", CUBE, "1");
        index("places", CUBE, "0;-1;2");
        index("ellipsis", CUBE, "...");
        index("ellipsis_last", CUBE, "...;1");
        index("ellipsis_middle", CUBE, "1;...;0:3:2");
        index("ellipsis_of_nothing", MATRIX, "1;...;2");
        index("ranges", CUBE, ":;1:;:-1");
        index("steps", CUBE, "::2;0:3:2;1::3");
        index("beyond", CUBE, "-9:9;2:1");
        index("new_axes", MATRIX, "None;1:;None;...;None");
        index("zero_dim", Values.wave(0), "...;None");
        index("transposed", CUBE.throughTransposedView(), ":;1;::3");
        index("int64", whole(new long[] {2, 2}, 1, 2, 3, 4), ":;1");
        index("empty", Values.wave(0, 0, 3), ":;1");
    }

    private void advanced() {
        Values pair = whole(1, -1);
        Values square = whole(new long[] {2, 2}, 0, 1, 1, -2);
        Values column = whole(new long[] {2, 1}, 0, -1);
        index("vector", MATRIX, "t1", pair);
        index("vector_of_vector", Values.wave(0, 4), "t1", square);
        index("second", MATRIX, ":;t1", square);
        index("last_behind_ellipsis", CUBE, "...;t1", pair);
        index("both", MATRIX, "t1;t2", pair, whole(0, 3));
        index("broadcast", MATRIX, "t1;t2", column, whole(0, 3, 3));
        index("neighbours", CUBE, ":;t1;t2", pair, whole(0, 3));
        index("neighbours_first", CUBE, "t1;t2", column, pair);
        index("apart", CUBE, "t1;:;t2", pair, whole(0, 3));
        index("apart_with_square", CUBE, "t1;1:;t2", square, pair);
        index("place_and_tensor", CUBE, "1;:;t1", pair);
        index("place_between", CUBE, "t1;1;t2", pair, whole(0, 3));
        index("new_axis_between", MATRIX, "t1;None;t2", pair, whole(0, 3));
        index("new_axis_in_front", MATRIX, "None;t1", pair);
        index("range_and_tensor", CUBE, "::1;0:3:2;t1", pair);
        index("steps_before", CUBE, ":;::2;t1", square);
        index("steps_behind", CUBE, ":;t1;::2", square);
        index("zero_dim_tensor", CUBE, ":;t1", whole(new long[0], 2));
        index("twice_the_same", MATRIX, "t1", whole(2, 2, 0, 2));
        index("nothing", MATRIX, "t1", whole());
        index("of_empty", Values.wave(0, 0, 3), ":;t1", pair);
        index("int32_places", MATRIX, "t1", Values.of(new long[] {2}, 1, -1).as(ScalarType.Int));
        index("transposed_matrix", MATRIX.throughTransposedView(), ":;t1", pair);
        index("transposed_places", MATRIX, "t1", square.throughTransposedView());
        index("float32", CUBE.as(ScalarType.Float), ":;t1", pair);
        index("of_bool", mask(1, 0, 0), "t1", pair);
        index("mask", MATRIX, "m1", mask(1, 0, 1));
        index("mask_second", MATRIX, ":;m1", mask(1, 0, 1, 1));
        index("mask_of_two_dims", CUBE, "m1", mask(new long[] {2, 3}, 1, 0, 1, 0, 0, 1));
        index(
                "mask_of_last_dims",
                CUBE,
                ":;m1",
                mask(new long[] {3, 4}, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1));
        index(
                "mask_of_all",
                MATRIX,
                "m1",
                mask(new long[] {3, 4}, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1));
        index("mask_of_none", MATRIX, "m1", mask(0, 0, 0));
        index("mask_and_places", MATRIX, "m1;t2", mask(1, 0, 1), whole(3, -4));
        index("mask_apart", CUBE, "m1;:;t2", mask(1, 1), whole(3, 0));
        index("mask_zero_dim", MATRIX, "m1", mask(new long[0], 1));
        index("mask_zero_dim_false", MATRIX, "m1;1", mask(new long[0], 0));
    }

    private void index(String variant, Values a, String entries, Values... tensors) {
        Cases.Case one = cases.add("index/" + variant, "entries", entries).input("a", a);
        for (int i = 0; i < tensors.length; i++) {
            one.input("t" + (i + 1), tensors[i]);
        }
        one.output(in -> withNewAxes(in[0], entries).index(entries(entries, in)));
    }

    private static TensorIndexVector entries(String text, Tensor[] in) {
        TensorIndexVector entries = new TensorIndexVector();
        for (String entry : text.split(";")) {
            entries.push_back(entry(entry.equals("None") ? ":" : entry, in));
        }
        return entries;
    }

    /** Makes what None stands for beforehand: Java can not say it to libtorch. */
    private static Tensor withNewAxes(Tensor a, String text) {
        String[] all = text.split(";");
        boolean fromTheEnd = false;
        for (int i = 0; i < all.length; i++) {
            if (all[i].equals("...")) {
                fromTheEnd = true;
            } else if (all[i].equals("None")) {
                long behind = Arrays.stream(all).skip(i + 1).filter(s -> !s.equals("None")).count();
                a = a.unsqueeze(fromTheEnd ? -1 - behind : i);
            }
        }
        return a;
    }

    private static TensorIndex entry(String text, Tensor[] in) {
        if (text.equals("...")) {
            return new TensorIndex("...");
        }
        if (text.startsWith("t") || text.startsWith("m")) {
            return new TensorIndex(in[Integer.parseInt(text.substring(1))]);
        }
        if (!text.contains(":")) {
            return new TensorIndex(Long.parseLong(text));
        }
        String[] parts = text.split(":", -1);
        return new TensorIndex(
                new Slice(
                        bound(parts[0]), bound(parts[1]), bound(parts.length > 2 ? parts[2] : "")));
    }

    private static SymIntOptional bound(String text) {
        return text.isEmpty()
                ? new SymIntOptional()
                : new SymIntOptional(new SymInt(Long.parseLong(text)));
    }

    private void put() {
        Values pair = whole(1, -1);
        put("place", MATRIX, "1", Values.wave(1, 4));
        put("ranges", CUBE, ":;::2;1:3", Values.wave(1, 2, 2, 2));
        put("broadcast", CUBE, "...;1", Values.wave(1, 3));
        put("number", MATRIX, "1:;2", Values.wave(1));
        put("tensor", MATRIX, "t2", Values.wave(1, 2, 4), pair);
        put("tensor_and_range", MATRIX, "::2;t2", Values.wave(1, 2, 1), whole(0, 3));
        put("tensors", MATRIX, "t2;t3", Values.wave(1, 2), pair, whole(0, 3));
        put("apart", CUBE, "t2;:;t3", Values.wave(1, 2, 3), pair, whole(0, 3));
        put("mask", MATRIX, "m2", Values.wave(1, 2, 4), mask(1, 0, 1));
        put("mask_number", MATRIX, "m2", Values.wave(1), mask(1, 0, 1));
        put("int64", whole(1, 2, 3), "t2", whole(7, 8), pair);
        put("float32", MATRIX.as(ScalarType.Float), "1", Values.wave(1, 4).as(ScalarType.Float));
        put("transposed", MATRIX.throughTransposedView(), "1", Values.wave(1, 4));
        accumulate("twice", MATRIX, Values.wave(1, 3, 4), whole(1, 1, 0));
        accumulate("broadcast", MATRIX, Values.wave(1, 4), whole(1, 1, 0));
        accumulate("elements", MATRIX, Values.wave(1, 3), whole(1, 1, 1), whole(2, 2, 0));
        accumulate("int32", whole(1, 2, 3), whole(7, 8), whole(1, 1));
    }

    private void put(String variant, Values a, String entries, Values v, Values... tensors) {
        Cases.Case one =
                cases.add("indexPut/" + variant, "entries", entries, "accumulate", false)
                        .input("a", a)
                        .input("v", v);
        for (int i = 0; i < tensors.length; i++) {
            one.input("t" + (i + 2), tensors[i]);
        }
        one.output(
                in -> {
                    Tensor copy = in[0].clone();
                    copy.index_put_(entries(entries, in), in[1]);
                    return copy;
                });
    }

    private void accumulate(String variant, Values a, Values v, Values... tensors) {
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < tensors.length; i++) {
            entries.append(i == 0 ? "t" : ";t").append(i + 2);
        }
        Cases.Case one =
                cases.add("indexPut/add_" + variant, "entries", entries, "accumulate", true)
                        .input("a", a)
                        .input("v", v);
        for (int i = 0; i < tensors.length; i++) {
            one.input("t" + (i + 2), tensors[i]);
        }
        one.output(
                in -> {
                    TensorOptionalList list = new TensorOptionalList();
                    for (int i = 2; i < in.length; i++) {
                        list.push_back(new TensorOptional(in[i]));
                    }
                    return in[0].index_put(list, in[1], true);
                });
    }

    private void slices() {
        Values twice = whole(2, 0, 2);
        select("first", MATRIX, 0, twice);
        select("last", CUBE, -1, twice);
        select("nothing", MATRIX, 0, whole());
        select("zero_dim_places", MATRIX, 1, whole(new long[0], 2));
        select("of_zero_dim", Values.wave(0), 0, whole(0));
        select("transposed", MATRIX.throughTransposedView(), 0, twice);
        select("int32_places", MATRIX, 0, twice.as(ScalarType.Int));
        select("int64", whole(5, 6, 7), 0, twice);
        add("first", MATRIX, 0, twice, Values.wave(1, 3, 4));
        add("last", CUBE, -1, twice, Values.wave(1, 2, 3, 3));
        add("nothing", MATRIX, 0, whole(), Values.wave(1, 0, 4));
        add("int64", whole(5, 6, 7), 0, twice, whole(1, 10, 100));
        add(
                "float32",
                MATRIX.as(ScalarType.Float),
                0,
                twice,
                Values.wave(1, 3, 4).as(ScalarType.Float));
        add("transposed", MATRIX.throughTransposedView(), 0, twice, Values.wave(1, 3, 4));
    }

    private void select(String variant, Values a, long dim, Values index) {
        cases.add("indexSelect/" + variant, "dim", dim)
                .input("a", a)
                .input("index", index)
                .output(in -> in[0].index_select(dim, in[1]));
    }

    private void add(String variant, Values a, long dim, Values index, Values source) {
        cases.add("indexAdd/" + variant, "dim", dim)
                .input("a", a)
                .input("index", index)
                .input("source", source)
                .output(in -> in[0].index_add(dim, in[1], in[2]));
    }

    private void elements() {
        Values places = whole(new long[] {2, 3}, 1, 0, 1, 2, 1, 1);
        Values apart = whole(new long[] {2, 3}, 1, 0, 2, 2, 1, 0);
        Values single = whole(new long[0], 1);
        gather("rows", MATRIX, 0, places);
        gather("columns", MATRIX, 1, places);
        gather("negative_dim", MATRIX, -1, places);
        gather("cube", CUBE, 1, whole(new long[] {1, 2, 2}, 2, 0, 1, 1));
        gather("vector_at_one", Values.wave(0, 3), 0, single);
        gather("zero_dim", Values.wave(0), 0, whole(0, 0));
        gather("nothing", MATRIX, 0, whole(new long[] {0, 4}));
        gather("transposed", MATRIX.throughTransposedView(), 1, places.throughTransposedView());
        gather("float32", MATRIX.as(ScalarType.Float), 1, places);
        gather("int64", whole(5, 6, 7), 0, whole(2, 2));
        Values small = Values.wave(1, 2, 3);
        Values large = Values.wave(1, 3, 4);
        scatter("rows", MATRIX, 0, apart, small);
        scatter("columns", MATRIX, 1, apart, small);
        scatter("zero_dim", Values.wave(0), 0, whole(0), Values.wave(1, 1));
        scatter("nothing", MATRIX, 0, whole(new long[] {0, 4}), Values.wave(1, 0, 4));
        scatter("transposed", MATRIX.throughTransposedView(), 1, apart, small);
        scatter("int64", whole(5, 6, 7), 0, whole(2, 0), whole(8, 9));
        scatterAdd("rows", MATRIX, 0, places, small);
        scatterAdd("columns", MATRIX, 1, places, small);
        scatterAdd("vector", Values.wave(0, 3), 0, whole(1, 1, 1, 0), Values.wave(1, 4));
        scatterAdd("transposed", MATRIX.throughTransposedView(), 1, places, small);
        scatterAdd("int64", whole(5, 6, 7), 0, whole(2, 2), whole(8, 9));
        scatterAdd("float32", MATRIX.as(ScalarType.Float), 1, places, small.as(ScalarType.Float));
        for (String op : new String[] {"scatter", "scatterAdd"}) {
            // No gradient: libtorch's needs a source of the index's own shape.
            Values first = MATRIX.as(ScalarType.Long);
            cases.add(op + "/larger_source", "dim", 1)
                    .input("a", first)
                    .input("index", apart)
                    .input("source", large.as(ScalarType.Long))
                    .output(
                            in ->
                                    op.equals("scatter")
                                            ? in[0].scatter(1, in[1], in[2])
                                            : in[0].scatter_add(1, in[1], in[2]));
        }
        number("rows", MATRIX, 0, places, 2.5);
        number("columns", MATRIX, 1, places, 0);
        number("int64", whole(5, 6, 7), 0, whole(2, 2), 9);
        number("bool", mask(0, 0, 1), 0, whole(1), 1);
    }

    private void gather(String variant, Values a, long dim, Values index) {
        cases.add("gather/" + variant, "dim", dim)
                .input("a", a)
                .input("index", index)
                .output(in -> in[0].gather(dim, in[1]));
    }

    private void scatter(String variant, Values a, long dim, Values index, Values source) {
        cases.add("scatter/" + variant, "dim", dim)
                .input("a", a)
                .input("index", index)
                .input("source", source)
                .output(in -> in[0].scatter(dim, in[1], in[2]));
    }

    private void number(String variant, Values a, long dim, Values index, double value) {
        cases.add("scatter/number_" + variant, "dim", dim, "value", value)
                .input("a", a)
                .input("index", index)
                .output(in -> in[0].scatter(dim, in[1], new Scalar(value)));
    }

    private void scatterAdd(String variant, Values a, long dim, Values index, Values source) {
        cases.add("scatterAdd/" + variant, "dim", dim)
                .input("a", a)
                .input("index", index)
                .input("source", source)
                .output(in -> in[0].scatter_add(dim, in[1], in[2]));
    }

    private void masks() {
        Values mask = mask(new long[] {3, 4}, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1);
        Values row = mask(1, 0, 0, 1);
        Values column = mask(new long[] {3, 1}, 1, 0, 1);
        Values[] masks = {mask, row, column, mask(new long[0], 1), mask.throughTransposedView()};
        String[] names = {"same_shape", "row", "column", "zero_dim", "transposed"};
        for (int i = 0; i < masks.length; i++) {
            fill(names[i], MATRIX, masks[i], -2.5);
            fillFrom(names[i], MATRIX, masks[i], Values.wave(1));
            maskedSelect(names[i], MATRIX, masks[i]);
            scatter(names[i], MATRIX, masks[i], Values.wave(1, 4, 4));
        }
        fill("larger_mask", Values.wave(0, 4), mask, 3);
        fill("infinite", MATRIX, mask, Double.NEGATIVE_INFINITY);
        fill("of_nan", Values.of(new long[] {2}, Double.NaN, 1), mask(1, 0), 0);
        fill("int64", whole(5, 6, 7), mask(1, 0, 1), 9);
        fill("bool", mask(0, 0, 1), mask(1, 0, 1), 1);
        fill("float32", MATRIX.as(ScalarType.Float), mask, 0.1);
        fill("empty", Values.wave(0, 0, 3), mask(1, 0, 1), 1);
        fillFrom("float32_of_float64", MATRIX.as(ScalarType.Float), mask, Values.wave(1));
        maskedSelect("larger_mask", Values.wave(0, 4), mask);
        maskedSelect("of_zero_dim", Values.wave(0), mask(1, 0, 1));
        maskedSelect("int64", whole(5, 6, 7), mask(1, 0, 1));
        maskedSelect("none", MATRIX, mask(0, 0, 0, 0));
        scatter("int64", whole(5, 6, 7), mask(1, 0, 1), whole(1, 2));
        scatter("none", MATRIX, mask(0, 0, 0, 0), Values.wave(1, 2));
    }

    private void fill(String variant, Values a, Values mask, double value) {
        cases.add("maskedFill/" + variant, "value", value)
                .input("a", a)
                .input("mask", mask)
                .output(in -> in[0].masked_fill(in[1], new Scalar(value)));
    }

    private void fillFrom(String variant, Values a, Values mask, Values value) {
        cases.add("maskedFill/tensor_" + variant)
                .input("a", a)
                .input("mask", mask)
                .input("value", value)
                .output(in -> in[0].masked_fill(in[1], in[2]));
    }

    private void maskedSelect(String variant, Values a, Values mask) {
        cases.add("maskedSelect/" + variant)
                .input("a", a)
                .input("mask", mask)
                .output(in -> in[0].masked_select(in[1]));
    }

    private void scatter(String variant, Values a, Values mask, Values source) {
        cases.add("maskedScatter/" + variant)
                .input("a", a)
                .input("mask", mask)
                .input("source", source)
                .output(in -> in[0].masked_scatter(in[1], in[2]));
    }

    /** Changes in place of a copy, so that they are recorded. */
    private void changes() {
        Values places = whole(new long[] {2, 3}, 1, 0, 1, 2, 1, 1);
        Values apart = whole(new long[] {2, 3}, 1, 0, 2, 2, 1, 0);
        Values small = Values.wave(1, 2, 3);
        Values row = mask(1, 0, 0, 1);
        cases.add("indexPut_/mask", "entries", "m2", "accumulate", false)
                .input("a", MATRIX)
                .input("v", Values.wave(1, 2, 4))
                .input("m2", mask(1, 0, 1))
                .output(
                        in -> {
                            Tensor copy = in[0].clone();
                            copy.index_put_(entries("m2", in), in[1]);
                            return copy;
                        });
        cases.add("indexPut_/add_twice", "entries", "t2", "accumulate", true)
                .input("a", MATRIX)
                .input("v", Values.wave(1, 3, 4))
                .input("t2", whole(1, 1, 0))
                .output(
                        in -> {
                            TensorOptionalList list = new TensorOptionalList();
                            list.push_back(new TensorOptional(in[2]));
                            return in[0].clone().index_put_(list, in[1], true);
                        });
        cases.add("indexAdd_/twice", "dim", 0)
                .input("a", MATRIX)
                .input("index", whole(2, 2))
                .input("source", Values.wave(1, 2, 4))
                .output(in -> in[0].clone().index_add_(0, in[1], in[2]));
        cases.add("scatter_/columns", "dim", 1)
                .input("a", MATRIX)
                .input("index", apart)
                .input("source", small)
                .output(in -> in[0].clone().scatter_(1, in[1], in[2]));
        cases.add("scatter_/number", "dim", 1, "value", 2.5)
                .input("a", MATRIX)
                .input("index", places)
                .output(in -> in[0].clone().scatter_(1, in[1], new Scalar(2.5)));
        cases.add("scatterAdd_/columns", "dim", 1)
                .input("a", MATRIX)
                .input("index", places)
                .input("source", small)
                .output(in -> in[0].clone().scatter_add_(1, in[1], in[2]));
        cases.add("maskedFill_/row", "value", -2.5)
                .input("a", MATRIX)
                .input("mask", row)
                .output(in -> in[0].clone().masked_fill_(in[1], new Scalar(-2.5)));
        cases.add("maskedScatter_/row")
                .input("a", MATRIX)
                .input("mask", row)
                .input("source", Values.wave(1, 2, 4))
                .output(in -> in[0].clone().masked_scatter_(in[1], in[2]));
    }

    private void oneHot() {
        oneHot("vector", whole(2, 0, 1), 4);
        oneHot("inferred", whole(2, 0, 1), -1);
        oneHot("matrix", whole(new long[] {2, 2}, 2, 0, 1, 1), 3);
        oneHot("zero_dim", whole(new long[0], 1), 2);
        oneHot("empty", whole(), 3);
        oneHot(
                "transposed",
                whole(new long[] {2, 3}, 2, 0, 1, 1, 3, 0).throughTransposedView(),
                -1);
    }

    private void oneHot(String variant, Values a, long classes) {
        cases.add("oneHot/" + variant, "classes", classes)
                .input("a", a)
                .output(in -> torch.one_hot(in[0], classes));
    }
}
