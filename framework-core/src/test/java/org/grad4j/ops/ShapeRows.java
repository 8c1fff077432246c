package org.grad4j.ops;

import static org.grad4j.ops.Row.Trait.SAVES_LESS_THAN_PYTORCH;
import static org.grad4j.ops.Row.Trait.SAVES_NOTHING;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.grad4j.autograd.GradCheck;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;

/** The rows of operations that join, split, move, repeat, see, mask and pad. */
final class ShapeRows {
    private static final String[] ANY_SHAPE = Row.UNARY;
    private static final String[] CUBES = OpTable.CUBES;
    private static final String[] WITH_DIMS = {"[2,3]", "[1]", "[1,1]", "[0]", "[0,3]", "[2,1,3]"};
    private static final String[] MATRICES = {"[2,3]", "[3,2]", "[3,3]", "[1,1]", "[0,3]", "[2,0]"};

    private ShapeRows() {}

    static List<Row> differentiable() {
        List<Row> rows = new ArrayList<>();
        joining(rows);
        moving(rows);
        views(rows);
        masks(rows);
        padding(rows);
        return rows;
    }

    static List<Row> notDifferentiable() {
        return List.of(
                row("oneHot()", in -> classes(in[0]).oneHot(), "[2,3]", "[]", "[1]", "[2,1,3]"),
                row("oneHot(long)", in -> classes(in[0]).oneHot(4), ANY_SHAPE));
    }

    private static void joining(List<Row> rows) {
        free(rows, "cat(List)", in -> Tensor.cat(List.of(in)), "[2,3] [1,3]", "[2] [0]", "[0] [2]");
        free(
                rows,
                "cat(List, int)",
                in -> Tensor.cat(List.of(in), -1),
                "[2,3] [2,2]",
                "[2,3] [2,3]",
                "[2,1,3] [2,1,1] [2,1,0]",
                "[2,3] [0]",
                "[0,3] [0,2]",
                "[1]",
                "[0]");
        free(
                rows,
                "cat(List, int)",
                in -> Tensor.cat(List.of(in), 1),
                "[2,3,2] [2,1,2]",
                "[2,0,2]");
        free(
                rows,
                "stack(List)",
                in -> Tensor.stack(List.of(in)),
                "[2,3] [2,3]",
                "[] [] []",
                "[0]");
        free(
                rows,
                "stack(List, int)",
                in -> Tensor.stack(List.of(in), 1),
                "[2,3] [2,3] [2,3]",
                "[2] [2]",
                "[0,2] [0,2]",
                "[2,1,3]");
        free(rows, "stack(List, int)", in -> Tensor.stack(List.of(in), -1), "[2,3] [2,3]", "[] []");
        free(
                rows,
                "meshgrid(List)",
                in -> sum(Tensor.meshgrid(List.of(in))),
                "[2] [3] [1]",
                "[] []");
        free(rows, "meshgridXy(List)", in -> sum(Tensor.meshgridXy(List.of(in))), "[2] [3]", "[2]");
        free(rows, "split(long)", in -> backwards(in[0].split(2), 0), WITH_DIMS);
        free(rows, "split(long)", in -> in[0].split(1).get(1), "[2,3]", "[3]");
        free(rows, "split(long, int)", in -> backwards(in[0].split(2, -1), -1), WITH_DIMS);
        free(
                rows,
                "split(long[], int)",
                in -> backwards(in[0].split(new long[] {1, 0, 2}, 1), 1),
                "[2,3]",
                "[0,3]",
                "[2,3,2]");
        free(rows, "chunk(int)", in -> backwards(in[0].chunk(2), 0), WITH_DIMS);
        free(rows, "chunk(int, int)", in -> backwards(in[0].chunk(2, 1), 1), "[2,3]", "[2,5,2]");
        free(rows, "chunk(int, int)", in -> in[0].chunk(3, 1).get(0), "[2,3]", "[2,5,2]", "[2,0]");
        free(rows, "unbind()", in -> sum(in[0].unbind()), "[2,3]", "[3]", "[2,1,3]", "[2,0]");
        free(
                rows,
                "unbind(int)",
                in -> in[0].unbind(-1).get(0),
                "[2,3]",
                "[1]",
                "[2,1,3]",
                "[0,2]");
    }

    private static void moving(List<Row> rows) {
        free(rows, "unflatten(int, long[])", in -> in[0].unflatten(1, 2, -1), "[2,4]", "[3,2,2]");
        free(rows, "unflatten(int, long[])", in -> in[0].unflatten(-1, 1, 3), "[2,3]", "[3]");
        free(rows, "movedim(int, int)", in -> in[0].movedim(0, -1), ANY_SHAPE);
        free(rows, "movedim(int, int)", in -> in[0].movedim(2, 0), CUBES);
        free(rows, "movedim(int[], int[])", in -> in[0].movedim(dims(2, 0), dims(0, 1)), CUBES);
        free(rows, "repeat(long[])", in -> in[0].repeat(2, 1, 3), ANY_SHAPE);
        free(rows, "repeat(long[])", in -> in[0].repeat(), "[]");
        free(rows, "repeat(long[])", in -> in[0].repeat(1, 0), "[2,3]", "[2]");
        free(rows, "tile(long[])", in -> in[0].tile(2), ANY_SHAPE);
        free(rows, "tile(long[])", in -> in[0].tile(2, 1, 1, 2), "[2,3]", "[]");
        free(rows, "flip(int[])", in -> in[0].flip(0), ANY_SHAPE);
        free(rows, "flip(int[])", in -> in[0].flip(-1, 0), CUBES);
        free(rows, "flip(int[])", in -> in[0].flip(), ANY_SHAPE);
        free(rows, "roll(long)", in -> in[0].roll(2), ANY_SHAPE);
        free(rows, "roll(long, int)", in -> in[0].roll(-1, 1), CUBES);
        free(rows, "roll(long, int)", in -> in[0].roll(7, 0), WITH_DIMS);
        free(rows, "roll(long[], int[])", in -> in[0].roll(new long[] {1, -5}, dims(0, 2)), CUBES);
    }

    private static void views(List<Row> rows) {
        free(rows, "select(int, long)", in -> in[0].select(1, -1), "[2,3]", "[0,3]", "[2,3,2]");
        free(rows, "select(int, long)", in -> in[0].select(0, 0), "[2,3]", "[1]", "[1,0]");
        free(
                rows,
                "narrow(int, long, long)",
                in -> in[0].narrow(-1, 1, 2),
                "[2,3]",
                "[3]",
                "[0,3]");
        free(
                rows,
                "narrow(int, long, long)",
                in -> in[0].narrow(0, -1, 1),
                "[2,3]",
                "[1]",
                "[2,0]");
        free(rows, "narrow(int, long, long)", in -> in[0].narrow(0, 0, 0), WITH_DIMS);
        free(rows, "slice(int, long, long)", in -> in[0].slice(0, 1, 99), WITH_DIMS);
        free(rows, "slice(int, long, long)", in -> in[0].slice(1, -9, -1), CUBES);
        free(rows, "slice(int, long, long, long)", in -> in[0].slice(-1, 0, 5, 2), WITH_DIMS);
        free(rows, "slice(int, long, long, long)", in -> in[0].slice(1, 1, 3, 3), CUBES);
        free(rows, "diagonal()", in -> in[0].diagonal(), MATRICES);
        free(rows, "diagonal(int, int, int)", in -> in[0].diagonal(1, -1, 0), CUBES);
        free(rows, "diagonal(int, int, int)", in -> in[0].diagonal(-1, 0, 1), MATRICES);
        free(rows, "diagonal(int, int, int)", in -> in[0].diagonal(9, 0, 1), MATRICES);
        free(rows, "unfold(int, int, int)", in -> in[0].unfold(-1, 2, 1), "[2,3]", "[4]", "[0,2]");
        free(rows, "unfold(int, int, int)", in -> in[0].unfold(0, 2, 3), "[6]", "[5,2]", "[2,0]");
        free(rows, "unfold(int, int, int)", in -> in[0].unfold(0, 3, 2), "[5]", "[6,2]", "[3,1,2]");
        free(rows, "unfold(int, int, int)", in -> in[0].unfold(0, 0, 1), ANY_SHAPE);
        free(rows, "unfold(int, int, int)", in -> in[0].unfold(0, 1, 1), "[]", "[3]");
        free(rows, "diag()", in -> in[0].diag(), "[2,3]", "[3]", "[0]", "[3,3]", "[0,2]");
        free(rows, "diag(int)", in -> in[0].diag(1), "[2,3]", "[3]", "[0]", "[1]");
        free(rows, "diag(int)", in -> in[0].diag(-2), "[3,3]", "[2]");
        free(rows, "trace()", in -> in[0].trace(), MATRICES);
    }

    private static void masks(List<Row> rows) {
        String masked = "maskedFill(Tensor, Number)";
        rows.add(row(masked, in -> in[0].maskedFill(mask(in[0]), -2.5), ANY_SHAPE));
        rows.add(
                row(
                        masked,
                        in -> in[0].maskedFill(Tensor.of(false, true, true), 3),
                        "[2,3]",
                        "[2,1]",
                        "[]",
                        "[0,1]"));
        rows.add(
                row(
                        "maskedFill(Tensor, Tensor)",
                        in -> in[0].maskedFill(mask(in[0]), in[1]),
                        "[2,3] []",
                        "[] []",
                        "[0,3] []"));
        index(rows, "maskedSelect(Tensor)", in -> in[0].maskedSelect(mask(in[0])), ANY_SHAPE);
        index(
                rows,
                "maskedSelect(Tensor)",
                in -> in[0].maskedSelect(Tensor.of(false, true, true)),
                "[2,3]",
                "[2,1]",
                "[3]",
                "[]");
        index(
                rows,
                "maskedScatter(Tensor, Tensor)",
                in -> in[0].maskedScatter(Tensor.of(true, false, true), in[1]),
                "[2,3] [2,3]",
                "[2,1] [5]",
                "[3] [2,1]",
                "[] [2]",
                "[0,3] [0]");
        String[] matrices = {"[2,3]", "[3,2]", "[3,3]", "[1,1]", "[0,3]", "[2,3,2]", "[2,0,3]"};
        free(rows, "tril()", in -> in[0].tril(), matrices);
        free(rows, "tril(int)", in -> in[0].tril(-1), matrices);
        free(rows, "tril(int)", in -> in[0].tril(1), CUBES);
        free(rows, "triu()", in -> in[0].triu(), matrices);
        free(rows, "triu(int)", in -> in[0].triu(2), matrices);
        free(rows, "triu(int)", in -> in[0].triu(-1), CUBES);
    }

    private static void padding(List<Row> rows) {
        free(rows, "pad(int[])", in -> in[0].pad(1, 2), WITH_DIMS);
        free(rows, "pad(int[])", in -> in[0].pad(), ANY_SHAPE);
        free(rows, "pad(int[])", in -> in[0].pad(-1, 1, 0, 2), "[2,3]", "[2,1,3]", "[1,1]");
        free(rows, "pad(int[], Number)", in -> in[0].pad(dims(2, 0), 1.5), WITH_DIMS);
        free(rows, "pad(int[], Number)", in -> in[0].pad(dims(0, 1, 1, 0, 1, 1), 2), CUBES);
        free(rows, "pad(int[], Number)", in -> in[0].pad(dims(-3, 4), 2), "[2]", "[3,2]");
        String moded = "pad(int[], PadMode)";
        free(rows, moded, in -> in[0].pad(dims(1, 0), PadMode.CONSTANT), WITH_DIMS);
        for (PadMode mode : List.of(PadMode.REFLECT, PadMode.REPLICATE, PadMode.CIRCULAR)) {
            index(rows, moded, in -> in[0].pad(dims(2, 1), mode), "[2,3]", "[4]", "[0,3]");
            index(rows, moded, in -> in[0].pad(dims(1, -1, 0, 1), mode), "[2,3]", "[2,2,2]");
            index(rows, moded, in -> in[0].pad(dims(0, 1, 1, 0, 1, 1), mode), "[2,3,2]");
        }
        index(rows, moded, in -> in[0].pad(dims(3, 4), PadMode.REPLICATE), "[1]", "[2]", "[2,1,3]");
    }

    // ---- what rows are made of ----

    /** A row whose operation saves nothing, as in PyTorch. */
    private static void free(
            List<Row> rows, String method, GradCheck.Operation operation, String... shapes) {
        rows.add(row(method, operation, shapes).with(SAVES_NOTHING));
    }

    /** A row whose operation keeps places where PyTorch saves an index tensor. */
    static void index(
            List<Row> rows, String method, GradCheck.Operation operation, String... shapes) {
        rows.add(row(method, operation, shapes).with(SAVES_LESS_THAN_PYTORCH));
    }

    private static Row row(String method, GradCheck.Operation operation, String... shapes) {
        return new Row(method, Values.ANY, operation, shapes);
    }

    private static int[] dims(int... dims) {
        return dims;
    }

    private static Tensor sum(List<Tensor> tensors) {
        return tensors.stream().reduce(Tensor::add).orElseThrow();
    }

    private static Tensor backwards(List<Tensor> pieces, int dim) {
        List<Tensor> reversed = new ArrayList<>(pieces);
        Collections.reverse(reversed);
        return Tensor.cat(reversed, dim);
    }

    /** True at every third place, from the second on. */
    private static Tensor mask(Tensor x) {
        boolean[] mask = new boolean[(int) x.numel()];
        for (int i = 1; i < mask.length; i += 3) {
            mask[i] = true;
        }
        return Tensor.of(mask).reshape(x.shape());
    }

    private static Tensor classes(Tensor x) {
        return x.detach().to(DType.INT64).abs();
    }
}
