package org.grad4j.reference;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Operations that join, split, move, repeat, see a part and pad. */
final class Rearrangements {
    private static final Values CUBE = Values.wave(0, 2, 3, 4);
    private static final Values MATRIX = Values.wave(0, 3, 4);

    private final Cases cases = new Cases("joining, splitting, moving, views and padding");

    static Cases cases() {
        Rearrangements self = new Rearrangements();
        self.join();
        self.split();
        self.move();
        self.repeat();
        self.see();
        self.diagonals();
        self.pad();
        return self.cases;
    }

    private void change(Cases.Case one, Values a, UnaryOperator<Tensor> change) {
        one.input("a", a).output(in -> change.apply(in[0]));
    }

    private static Values of(ScalarType type, double... numbers) {
        return Values.of(new long[] {numbers.length}, numbers).as(type);
    }

    private static Values single(Values values) {
        return values.as(ScalarType.Float);
    }

    private void join() {
        for (String op : new String[] {"cat", "stack"}) {
            join(op + "/pair", 0, MATRIX, Values.wave(1, 3, 4));
            join(op + "/one", 0, MATRIX);
            join(op + "/last_dim", -1, MATRIX, Values.wave(1, 3, 4), Values.wave(2, 3, 4));
            join(op + "/middle", 1, CUBE, Values.wave(1, 2, 3, 4));
            join(op + "/transposed", 1, MATRIX.throughTransposedView(), Values.wave(1, 3, 4));
            join(op + "/empty", 0, Values.wave(0, 0, 3), Values.wave(1, 0, 3));
            join(op + "/float32_with_float64", 0, single(MATRIX), Values.wave(1, 3, 4));
            join(
                    op + "/float32_with_int64",
                    0,
                    single(Values.wave(0, 2)),
                    of(ScalarType.Long, 5, 6));
            join(op + "/uint8_with_int8", 0, of(ScalarType.Byte, 200), of(ScalarType.Char, -3));
            join(op + "/bool_with_int16", 0, of(ScalarType.Bool, 1), of(ScalarType.Short, 7));
            join(op + "/bool", 0, of(ScalarType.Bool, 1, 0), of(ScalarType.Bool, 1, 1));
        }
        join("cat/different_sizes", 1, MATRIX, Values.wave(1, 3, 1), Values.wave(2, 3, 0));
        join("cat/nothing_among_others", 0, Values.wave(0, 0), MATRIX, Values.wave(1, 0));
        join("cat/nothings", 0, Values.wave(0, 0), Values.wave(1, 0));
        join("stack/zero_dim", 0, Values.wave(0), Values.wave(1), Values.wave(2));
        join("stack/zero_dim_types", 0, single(Values.wave(0)), Values.wave(1));
        join("stack/negative_before_last", -2, MATRIX, Values.wave(1, 3, 4));
        for (String indexing : new String[] {"ij", "xy"}) {
            for (int n = 1; n <= 3; n++) {
                Cases.Case one = cases.add("meshgrid/" + indexing + n, "indexing", indexing);
                for (int i = 0; i < n; i++) {
                    one.input("x" + i, Values.wave(i, 2 + i));
                }
                one.outputs(
                        names(n), in -> tensors(torch.meshgrid(new TensorVector(in), indexing)));
            }
        }
        cases.add("meshgrid/zero_dim", "indexing", "ij")
                .input("x0", Values.wave(0))
                .input("x1", Values.wave(1, 2))
                .outputs(names(2), in -> tensors(torch.meshgrid(new TensorVector(in), "ij")));
    }

    private void join(String name, long dim, Values... values) {
        Cases.Case one = cases.add(name, "dim", dim);
        for (int i = 0; i < values.length; i++) {
            one.input("x" + i, values[i]);
        }
        one.output(
                in ->
                        name.startsWith("cat")
                                ? torch.cat(new TensorVector(in), dim)
                                : torch.stack(new TensorVector(in), dim));
    }

    private static String[] names(int n) {
        String[] names = new String[n];
        Arrays.setAll(names, i -> "y" + i);
        return names;
    }

    private static Tensor[] tensors(TensorVector vector) {
        return vector.get();
    }

    private void split() {
        pieces("split/even", MATRIX, 2, a -> a.split(2, 1), "size", 2, "dim", 1);
        pieces("split/rest", MATRIX, 2, a -> a.split(2, 0), "size", 2, "dim", 0);
        pieces("split/too_large", MATRIX, 1, a -> a.split(9, -1), "size", 9, "dim", -1);
        pieces("split/empty", Values.wave(0, 0, 2), 1, a -> a.split(2, 0), "size", 2, "dim", 0);
        pieces("split/size_zero", Values.wave(0, 2, 0), 1, a -> a.split(0, 1), "size", 0, "dim", 1);
        long[] sizes = {1, 0, 3};
        pieces("split/sizes", MATRIX, 3, a -> a.split(sizes, 1), "sizes", sizes, "dim", 1);
        pieces("chunk/even", MATRIX, 2, a -> a.chunk(2, 1), "chunks", 2, "dim", 1);
        pieces("chunk/rest", Values.wave(0, 7), 3, a -> a.chunk(3, 0), "chunks", 3, "dim", 0);
        pieces("chunk/fewer", Values.wave(0, 5), 3, a -> a.chunk(4, 0), "chunks", 4, "dim", 0);
        pieces("chunk/more", MATRIX, 3, a -> a.chunk(5, 0), "chunks", 5, "dim", 0);
        pieces("chunk/empty", Values.wave(0, 0, 2), 3, a -> a.chunk(3, 0), "chunks", 3, "dim", 0);
        pieces("unbind/first", MATRIX, 3, a -> a.unbind(0), "dim", 0);
        pieces("unbind/last", CUBE, 4, a -> a.unbind(-1), "dim", -1);
        pieces("unbind/vector", Values.wave(0, 2), 2, a -> a.unbind(0), "dim", 0);
    }

    private void pieces(
            String name,
            Values a,
            int n,
            Function<Tensor, TensorVector> split,
            Object... arguments) {
        cases.add(name, arguments)
                .input("a", a)
                .outputs(names(n), in -> tensors(split.apply(in[0])));
    }

    private void move() {
        long[] two = {2, 2};
        change(
                cases.add("unflatten/last", "dim", -1, "sizes", two),
                MATRIX,
                a -> a.unflatten(-1, two));
        long[] open = {-1, 1, 3};
        change(
                cases.add("unflatten/open", "dim", 0, "sizes", open),
                MATRIX,
                a -> a.unflatten(0, open));
        move("one", CUBE, new long[] {0}, 2);
        move("negative", CUBE, new long[] {-1}, 0);
        move("several", CUBE, new long[] {0, 1}, -1, 0);
        move("transposed", CUBE.throughTransposedView(), new long[] {2, 0}, 0, 1);
        flip("none", CUBE);
        flip("one", CUBE, 1);
        flip("several", CUBE, 0, -1);
        flip("zero_dim", Values.wave(0), 0);
        flip("empty", Values.wave(0, 0, 3), 0, 1);
        flip("transposed", MATRIX.throughTransposedView(), 0);
        flip("int64", of(ScalarType.Long, 1, 2, 3), 0);
        flip("bool", of(ScalarType.Bool, 1, 0, 0), 0);
        roll("flat", MATRIX, new long[] {5});
        roll("flat_backwards", MATRIX, new long[] {-1});
        roll("one", CUBE, new long[] {1}, 1);
        roll("several", CUBE, new long[] {1, -2}, 0, 2);
        roll("same_dim_twice", CUBE, new long[] {1, 1}, 1, 1);
        roll("beyond_the_size", MATRIX, new long[] {11}, 0);
        roll("zero", MATRIX, new long[] {0}, 0);
        roll("empty", Values.wave(0, 0, 3), new long[] {2}, 0);
        roll("transposed", MATRIX.throughTransposedView(), new long[] {2}, 1);
        roll("int32", of(ScalarType.Int, 1, 2, 3), new long[] {1}, 0);
    }

    private void move(String variant, Values a, long[] from, long... to) {
        change(
                cases.add("movedim/" + variant, "from", from, "to", to),
                a,
                x -> x.movedim(from, to));
    }

    private void flip(String variant, Values a, long... dims) {
        change(cases.add("flip/" + variant, "dims", dims), a, x -> x.flip(dims));
    }

    private void roll(String variant, Values a, long[] shifts, long... dims) {
        change(
                cases.add("roll/" + variant, "shifts", shifts, "dims", dims),
                a,
                x -> x.roll(shifts, dims));
    }

    private void repeat() {
        repeat("both", MATRIX, 2, 3);
        repeat("ones", MATRIX, 1, 1);
        repeat("more_dims", MATRIX, 2, 1, 2);
        repeat("none", MATRIX, 2, 0);
        repeat("zero_dim", Values.wave(0), 3);
        repeat("transposed", MATRIX.throughTransposedView(), 1, 2);
        repeat("bool", of(ScalarType.Bool, 1, 0), 2);
        tile("last", MATRIX, 2);
        tile("both", MATRIX, 2, 3);
        tile("more_dims", MATRIX, 2, 1, 2);
        tile("zero_dim", Values.wave(0), 3);
        tile("float32", single(MATRIX), 2, 1);
    }

    private void repeat(String variant, Values a, long... times) {
        change(cases.add("repeat/" + variant, "times", times), a, x -> x.repeat(times));
    }

    private void tile(String variant, Values a, long... times) {
        change(cases.add("tile/" + variant, "times", times), a, x -> x.tile(times));
    }

    private void see() {
        select("first", CUBE, 0, 1);
        select("negative", CUBE, -1, -2);
        select("vector", Values.wave(0, 3), 0, 2);
        select("transposed", MATRIX.throughTransposedView(), 1, 0);
        select("int64", of(ScalarType.Long, 1, 2, 3), 0, 1);
        narrow("middle", CUBE, 1, 1, 2);
        narrow("negative", CUBE, -1, -3, 2);
        narrow("none", CUBE, 0, 2, 0);
        narrow("transposed", MATRIX.throughTransposedView(), 0, 1, 2);
        slice("range", MATRIX, 1, 1, 3, 1);
        slice("steps", MATRIX, 1, 0, 4, 3);
        slice("negative", MATRIX, -1, -3, -1, 1);
        slice("beyond", MATRIX, 0, -99, 99, 2);
        slice("nothing", MATRIX, 0, 2, 1, 1);
        slice("start_beyond", MATRIX, 0, 99, 100, 1);
        slice("transposed", MATRIX.throughTransposedView(), 0, 0, 3, 2);
        unfold("overlapping", Values.wave(0, 7), 0, 3, 2);
        unfold("apart", Values.wave(0, 7), 0, 2, 3);
        unfold("middle", CUBE, 1, 2, 1);
        unfold("whole", CUBE, -1, 4, 1);
        unfold("zero_size", Values.wave(0, 3), 0, 0, 1);
        unfold("zero_dim", Values.wave(0), 0, 1, 1);
        unfold("transposed", MATRIX.throughTransposedView(), 1, 2, 2);
    }

    private void select(String variant, Values a, long dim, long index) {
        change(
                cases.add("select/" + variant, "dim", dim, "index", index),
                a,
                x -> x.select(dim, index));
    }

    private void narrow(String variant, Values a, long dim, long start, long length) {
        change(
                cases.add("narrow/" + variant, "dim", dim, "start", start, "length", length),
                a,
                x -> x.narrow(dim, start, length));
    }

    private void slice(String variant, Values a, long dim, long start, long end, long step) {
        change(
                cases.add("slice/" + variant, "dim", dim, "start", start, "end", end, "step", step),
                a,
                x -> x.slice(dim, new LongOptional(start), new LongOptional(end), step));
    }

    private void unfold(String variant, Values a, long dim, long size, long step) {
        change(
                cases.add("unfold/" + variant, "dim", dim, "size", size, "step", step),
                a,
                x -> x.unfold(dim, size, step));
    }

    private void diagonals() {
        for (long offset : new long[] {0, 1, -2, 9}) {
            diagonal("matrix_offset_" + offset, MATRIX, offset, 0, 1);
            diagonal("cube_offset_" + offset, CUBE, offset, 2, 0);
            change(
                    cases.add("diag/matrix_offset_" + offset, "offset", offset),
                    MATRIX,
                    a -> a.diag(offset));
            change(
                    cases.add("diag/vector_offset_" + offset, "offset", offset),
                    Values.wave(0, 3),
                    a -> a.diag(offset));
            triangles("matrix_offset_" + offset, MATRIX, offset);
            triangles("cubes_offset_" + offset, CUBE, offset);
        }
        diagonal("negative_dims", CUBE, 0, -2, -1);
        diagonal("empty", Values.wave(0, 0, 3), 0, 0, 1);
        diagonal("transposed", MATRIX.throughTransposedView(), 0, 0, 1);
        change(cases.add("trace/matrix"), MATRIX, Tensor::trace);
        change(cases.add("trace/transposed"), MATRIX.throughTransposedView(), Tensor::trace);
        change(cases.add("trace/empty"), Values.wave(0, 0, 3), Tensor::trace);
        change(
                cases.add("trace/int32"),
                Values.of(new long[] {2, 2}, 1, 2, 3, 4).as(ScalarType.Int),
                Tensor::trace);
        Values special =
                Values.of(new long[] {2, 2}, Double.NaN, Double.POSITIVE_INFINITY, -0.0, 1);
        triangles("special", special, 0);
        triangles("transposed", MATRIX.throughTransposedView(), 0);
        triangles("int64", Values.of(new long[] {2, 2}, 1, 2, 3, 4).as(ScalarType.Long), 0);
        triangles("bool", Values.of(new long[] {2, 2}, 1, 1, 1, 1).as(ScalarType.Bool), 0);
        triangles("empty", Values.wave(0, 0, 3), 0);
    }

    private void diagonal(String variant, Values a, long offset, long dim1, long dim2) {
        change(
                cases.add("diagonal/" + variant, "offset", offset, "dim1", dim1, "dim2", dim2),
                a,
                x -> x.diagonal(offset, dim1, dim2));
    }

    private void triangles(String variant, Values a, long diagonal) {
        change(cases.add("tril/" + variant, "diagonal", diagonal), a, x -> x.tril(diagonal));
        change(cases.add("triu/" + variant, "diagonal", diagonal), a, x -> x.triu(diagonal));
    }

    private void pad() {
        pad("vector", Values.wave(0, 3), 1.5, 1, 2);
        pad("matrix", MATRIX, 0, 1, 0, 2, 1);
        pad("cropped", MATRIX, 2, -1, 1, 0, -2);
        pad("nothing", MATRIX, 0);
        pad("empty", Values.wave(0, 0, 2), 1, 1, 1, 1, 0);
        pad("transposed", MATRIX.throughTransposedView(), 0, 1, 1);
        pad("int64", of(ScalarType.Long, 1, 2), 7, 1, 1);
        pad("int64_with_a_fraction", of(ScalarType.Long, 1, 2), 7.5, 1, 1);
        pad("bool", of(ScalarType.Bool, 1, 1), 0, 1, 1);
        Values image = Values.wave(0, 1, 2, 3, 4);
        for (String mode : new String[] {"reflect", "replicate", "circular"}) {
            pad("row", mode, Values.wave(0, 2, 4), 2, 1);
            pad("batch", mode, CUBE, 3, 0);
            pad("image", mode, image, 1, 2, 2, 0);
            pad("without_batch", mode, CUBE, 2, 2, 1, 1);
            pad("volume", mode, Values.wave(0, 1, 1, 2, 3, 2), 1, 0, 1, 2, 0, 1);
            pad("transposed", mode, CUBE.throughTransposedView(), 1, 1);
            pad("cropped", mode, CUBE, -1, 2);
            pad("float32", mode, single(CUBE), 1, 1);
        }
        pad("far", "replicate", CUBE, 5, 6);
    }

    private void pad(String variant, Values a, double value, long... padding) {
        change(
                cases.add("pad/" + variant, "padding", padding, "value", value),
                a,
                x -> torch.pad(x, padding, "constant", new DoubleOptional(value)));
    }

    private void pad(String variant, String mode, Values a, long... padding) {
        change(
                cases.add("pad/" + mode + "_" + variant, "padding", padding, "mode", mode),
                a,
                x -> torch.pad(x, padding, mode, new DoubleOptional()));
    }
}
