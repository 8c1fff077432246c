package org.grad4j.ops;

import static org.grad4j.tensor.Index.all;
import static org.grad4j.tensor.Index.at;
import static org.grad4j.tensor.Index.ellipsis;
import static org.grad4j.tensor.Index.every;
import static org.grad4j.tensor.Index.from;
import static org.grad4j.tensor.Index.mask;
import static org.grad4j.tensor.Index.newAxis;
import static org.grad4j.tensor.Index.of;
import static org.grad4j.tensor.Index.range;
import static org.grad4j.tensor.Index.to;

import java.util.ArrayList;
import java.util.List;
import org.grad4j.autograd.GradCheck;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Index;
import org.grad4j.tensor.Tensor;

/** The rows of operations that read or write at the places that an index names. */
final class IndexRows {
    private IndexRows() {}

    static List<Row> differentiable() {
        List<Row> rows = new ArrayList<>();
        slices(rows);
        elements(rows);
        views(rows);
        copies(rows);
        puts(rows);
        return rows;
    }

    /** The forms that change their first input. */
    static List<Row> changing() {
        Tensor places = Tensor.of(new long[] {1, 0, 1, 2, 1, 1}, 2, 3);
        Tensor apart = Tensor.of(new long[] {1, 0, 2, 2, 1, 0}, 2, 3);
        Tensor none = Tensor.of(new long[0], 0, 3);
        Tensor mask = Tensor.of(true, false, true);
        String[] pairs = {"[2,3] [2,3]", "[4,3] [2,3]"};
        List<Index> second = List.of(of(1, -1, 1));
        return List.of(
                change(
                        "indexPut_(List, Tensor)",
                        in -> in[0].indexPut_(List.of(of(1, 0)), in[1]),
                        "[2,3] [3]"),
                change(
                        "indexPut_(List, Tensor, boolean)",
                        in -> in[0].indexPut_(second, in[1], true),
                        "[2,3] [3,3]",
                        "[2,3] []"),
                change(
                        "indexAdd_(int, Tensor, Tensor)",
                        in -> in[0].indexAdd_(0, Tensor.of(1L, 1L), in[1]),
                        pairs),
                change(
                        "scatter_(int, Tensor, Tensor)",
                        in -> in[0].scatter_(1, apart, in[1]),
                        pairs),
                change("scatter_(int, Tensor, Number)", in -> in[0].scatter_(0, none, 2), "[2,3]"),
                change(
                        "scatter_(int, Tensor, Number)",
                        in -> in[0].scatter_(1, places, 2),
                        "[2,3]"),
                change(
                        "scatterAdd_(int, Tensor, Tensor)",
                        in -> in[0].scatterAdd_(1, places, in[1]),
                        pairs),
                change(
                        "maskedFill_(Tensor, Number)",
                        in -> in[0].maskedFill_(mask, -1),
                        "[2,3]",
                        "[3]",
                        "[0,3]"),
                change(
                        "maskedScatter_(Tensor, Tensor)",
                        in -> in[0].maskedScatter_(mask, in[1]),
                        "[2,3] [4]",
                        "[3] [2,2]"));
    }

    private static Row change(String method, GradCheck.Operation operation, String... shapes) {
        return new Row(method, Values.ANY, operation, shapes);
    }

    private static void slices(List<Row> rows) {
        Tensor twice = Tensor.of(2L, 0L, 2L);
        Tensor none = Tensor.of(new long[0]);
        String select = "indexSelect(int, Tensor)";
        ShapeRows.index(rows, select, in -> in[0].indexSelect(-1, twice), "[2,3]", "[3]", "[0,3]");
        ShapeRows.index(rows, select, in -> in[0].indexSelect(0, twice), "[3,9]", "[3,1,2]");
        ShapeRows.index(rows, select, in -> in[0].indexSelect(1, none), "[2,3]", "[2,0]");
        ShapeRows.index(rows, select, in -> in[0].indexSelect(0, Tensor.of(0L)), "[]", "[1]");
        String add = "indexAdd(int, Tensor, Tensor)";
        ShapeRows.index(
                rows,
                add,
                in -> in[0].indexAdd(1, twice, in[1]),
                "[2,3] [2,3]",
                "[2,4,9] [2,3,9]",
                "[0,3] [0,3]");
        ShapeRows.index(
                rows, add, in -> in[0].indexAdd(0, Tensor.of(0L), in[1]), "[] []", "[1] [1]");
        ShapeRows.index(rows, add, in -> in[0].indexAdd(0, none, in[1]), "[2,3] [0,3]", "[0] [0]");
    }

    private static void elements(List<Row> rows) {
        Tensor places = Tensor.of(new long[] {1, 0, 1, 2, 1, 1}, 2, 3);
        Tensor apart = Tensor.of(new long[] {1, 0, 2, 2, 1, 0}, 2, 3);
        Tensor none = Tensor.of(new long[0], 0, 3);
        Tensor zero = Tensor.of(0L);
        String gather = "gather(int, Tensor)";
        ShapeRows.index(rows, gather, in -> in[0].gather(1, places), "[2,3]", "[4,3]");
        ShapeRows.index(rows, gather, in -> in[0].gather(-2, places), "[3,3]", "[3,4]");
        ShapeRows.index(rows, gather, in -> in[0].gather(0, none), "[2,3]", "[0,3]");
        ShapeRows.index(rows, gather, in -> in[0].gather(0, zero), "[]", "[2]");
        String scatter = "scatter(int, Tensor, Tensor)";
        ShapeRows.index(
                rows,
                scatter,
                in -> in[0].scatter(1, apart, in[1]),
                "[2,3] [2,3]",
                "[2,4] [3,4]",
                "[3,3] [2,5]");
        ShapeRows.index(rows, scatter, in -> in[0].scatter(0, none, in[1]), "[2,3] [2,3]");
        ShapeRows.index(rows, scatter, in -> in[0].scatter(0, zero, in[1]), "[] []", "[2] [1]");
        String number = "scatter(int, Tensor, Number)";
        ShapeRows.index(rows, number, in -> in[0].scatter(1, places, 2.5), "[2,3]", "[3,4]");
        ShapeRows.index(rows, number, in -> in[0].scatter(0, none, 2), "[2,3]", "[0,3]");
        String add = "scatterAdd(int, Tensor, Tensor)";
        ShapeRows.index(
                rows,
                add,
                in -> in[0].scatterAdd(1, places, in[1]),
                "[2,3] [2,3]",
                "[2,4] [3,4]",
                "[3,3] [2,5]");
        ShapeRows.index(rows, add, in -> in[0].scatterAdd(0, zero, in[1]), "[] []", "[2] [1]");
    }

    private static void views(List<Row> rows) {
        view(rows, "[2,3]", at(0));
        view(rows, "[2,3]", at(-1), at(1));
        view(rows, "[2,3]");
        view(rows, "[]", ellipsis());
        view(rows, "[]", newAxis(), ellipsis(), newAxis());
        view(rows, "[4,3]", range(1, -1), all());
        view(rows, "[5,3]", every(2), newAxis(), to(2));
        view(rows, "[2,3,4]", ellipsis(), range(-9, 9, 3));
        view(rows, "[2,3,4]", from(1), ellipsis(), at(2));
        view(rows, "[2,3,4]", from(7));
        view(rows, "[0,3]", all(), at(1));
        view(rows, "[3]", of(Tensor.scalar(1, DType.INT64)));
    }

    private static void view(List<Row> rows, String shape, Index... entries) {
        rows.add(
                new Row("index(Index[])", Values.ANY, in -> in[0].index(entries), shape)
                        .with(Row.Trait.SAVES_NOTHING));
    }

    private static void copies(List<Row> rows) {
        Tensor pair = Tensor.of(1L, -1L);
        Tensor square = Tensor.of(new long[] {0, 1, 1, -2}, 2, 2);
        copy(rows, "[3]", of(pair));
        copy(rows, "[2,3]", of(pair));
        copy(rows, "[2,9]", of(square));
        copy(rows, "[2,3]", all(), of(square));
        copy(rows, "[2,3]", of(pair), of(pair));
        copy(rows, "[2,3]", of(square), of(pair));
        copy(rows, "[2,3,2]", of(pair), all(), of(pair));
        copy(rows, "[2,3,2]", at(1), all(), of(pair));
        copy(rows, "[2,3,2]", newAxis(), of(pair), newAxis(), of(pair));
        copy(rows, "[2,3,4]", every(2), of(pair), range(1, 3));
        copy(rows, "[2,3,2,2]", all(), of(pair), of(square), from(1));
        copy(rows, "[2,3]", of(new long[0]));
        copy(rows, "[0,3]", all(), of(pair));
        copy(rows, "[2,3]", mask(Tensor.of(true, false)));
        copy(rows, "[2,3]", all(), mask(Tensor.of(true, false, true)));
        copy(
                rows,
                "[2,3,2]",
                mask(Tensor.of(new boolean[][] {{true, false, true}, {false, true, true}})));
        copy(rows, "[2,3]", mask(Tensor.of(false, false)));
        copy(rows, "[2,3]", mask(Tensor.of(false, true)), of(0, 2, 2));
        copy(rows, "[]", mask(Tensor.ones(DType.BOOL)));
        copy(rows, "[2]", mask(Tensor.zeros(DType.BOOL)), at(1));
    }

    private static void copy(List<Row> rows, String shape, Index... entries) {
        ShapeRows.index(rows, "index(Index[])", in -> in[0].index(entries), shape);
    }

    private static void puts(List<Row> rows) {
        Tensor pair = Tensor.of(1L, -1L);
        put(rows, "[2,3] [3]", at(1));
        put(rows, "[2,3] [1,1,3]", at(1));
        put(rows, "[2,3] [2,1]", all(), of(2, 0));
        put(rows, "[2,3] []", every(2), from(1));
        put(rows, "[4,3] [2]", range(0, 4, 2), at(0));
        put(rows, "[3,4] [1,2]", all(), of(1, 3));
        put(rows, "[2,3] [2]", of(0, 1), of(pair));
        put(rows, "[2,3,9] [2,9]", mask(Tensor.of(true, false)), of(0, 2));
        put(rows, "[] []");
        put(rows, "[0,3] [3]", all());
        String add = "indexPut(List, Tensor, boolean)";
        ShapeRows.index(
                rows,
                add,
                in -> in[0].indexPut(List.of(of(0, 1, 0), of(2, 1, 2)), in[1], true),
                "[2,3] [3]",
                "[2,3] []",
                "[2,3,9] [3,1]");
        ShapeRows.index(
                rows, add, in -> in[0].indexPut(List.of(from(1)), in[1], true), "[3,2] [2]");
        ShapeRows.index(rows, add, in -> in[0].indexPut(List.of(at(0)), in[1], false), "[3,2] [2]");
    }

    private static void put(List<Row> rows, String shapes, Index... entries) {
        ShapeRows.index(
                rows,
                "indexPut(List, Tensor)",
                in -> in[0].indexPut(List.of(entries), in[1]),
                shapes);
    }
}
