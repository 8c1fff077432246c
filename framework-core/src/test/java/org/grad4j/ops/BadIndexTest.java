package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Index;
import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shapes, places and masks that do not fit are refused by name, place, dimension and size. */
class BadIndexTest {
    private final Tensor x = Tensor.ones(2, 3);
    private final Tensor cube = Tensor.ones(2, 3, 4);
    private final Tensor scalar = Tensor.scalar(1);
    private final Tensor whole = Tensor.ones(DType.INT64, 2, 3);
    private final Tensor far = Tensor.of(0L, 3L);
    private final Tensor before = Tensor.of(0L, -1L);
    private final Tensor mask = Tensor.of(true, false);

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
    @MethodSource({"joins", "moves", "views", "indices", "places", "masks", "pads", "nulls"})
    void bad_input_is_refused_with_a_message_that_helps(Refusal refusal) {
        assertEquals(
                refusal.message,
                assertThrows(IllegalArgumentException.class, refusal.call).getMessage());
    }

    private static List<Refusal> joins() {
        BadIndexTest t = new BadIndexTest();
        String range = ": dimension out of range: expected -2 to 1 for shape [2, 3], got 2";
        String none = ": a tensor without dimensions has no places to choose from";
        return List.of(
                bad("cat: needs at least one tensor", () -> Tensor.cat(List.of())),
                bad("stack: needs at least one tensor", () -> Tensor.stack(List.of())),
                bad("meshgrid: needs at least one tensor", () -> Tensor.meshgrid(List.of())),
                bad("cat" + range, () -> Tensor.cat(List.of(t.x), 2)),
                bad(
                        "stack: dimension out of range: expected -3 to 2 for shape [2, 3], got 3",
                        () -> Tensor.stack(List.of(t.x), 3)),
                bad(
                        "cat: shapes must agree but for dimension 0, got [2, 3] and [2, 3, 4]",
                        () -> Tensor.cat(List.of(t.x, t.cube))),
                bad(
                        "cat: shapes must agree but for dimension 1, got [2, 3] and [3, 3]",
                        () -> Tensor.cat(List.of(t.x, Tensor.ones(3, 3)), 1)),
                bad(
                        "cat: tensors without dimensions cannot be joined; use stack",
                        () -> Tensor.cat(List.of(t.scalar, t.scalar))),
                bad(
                        "stack: all shapes must be the same, got [2, 3] and [3, 2]",
                        () -> Tensor.stack(List.of(t.x, t.x.t()))),
                bad(
                        "meshgrid: needs tensors of at most one dimension and of one type, got [2,"
                                + " 3] of torch.float32",
                        () -> Tensor.meshgrid(List.of(t.x))),
                bad("split: pieces need a size of at least 1, got 0", () -> t.x.split(0)),
                bad("split" + range, () -> t.x.split(1, 2)),
                bad("split" + none, () -> t.scalar.split(1)),
                bad(
                        "split: sizes [1, 1] do not add up to dimension 1 of size 3",
                        () -> t.x.split(new long[] {1, 1}, 1)),
                bad(
                        "split: sizes [4, -1] do not add up to dimension 1 of size 3",
                        () -> t.x.split(new long[] {4, -1}, 1)),
                bad("chunk: needs at least 1 piece, got 0", () -> t.x.chunk(0)),
                bad("chunk" + none, () -> t.scalar.chunk(1)),
                bad("unbind" + range, () -> t.x.unbind(2)),
                bad("unbind" + none, t.scalar::unbind));
    }

    private static List<Refusal> moves() {
        BadIndexTest t = new BadIndexTest();
        String range = ": dimension out of range: expected -2 to 1 for shape [2, 3], got 2";
        return List.of(
                bad(
                        "unflatten: sizes [2, 2] do not hold the 3 places of dimension 1 in shape"
                                + " [2, 3]",
                        () -> t.x.unflatten(1, 2, 2)),
                bad(
                        "unflatten: sizes [-1, -1] do not hold the 3 places of dimension 1 in shape"
                                + " [2, 3]",
                        () -> t.x.unflatten(1, -1, -1)),
                bad(
                        "unflatten: sizes [] do not hold the 3 places of dimension 1 in shape [2,"
                                + " 3]",
                        () -> t.x.unflatten(1)),
                bad("movedim" + range, () -> t.x.movedim(2, 0)),
                bad("movedim" + range, () -> t.x.movedim(0, 2)),
                bad(
                        "movedim: dimension 0 is named twice in [0, -2]",
                        () -> t.x.movedim(new int[] {0, -2}, new int[] {0, 1})),
                bad(
                        "movedim: needs as many places as dimensions, got [0] and [0, 1]",
                        () -> t.x.movedim(new int[] {0}, new int[] {0, 1})),
                bad(
                        "repeat: needs a number of 0 or more for each dimension of [2, 3], got [2]",
                        () -> t.x.repeat(2)),
                bad(
                        "repeat: needs a number of 0 or more for each dimension of [2, 3], got [2,"
                                + " -1]",
                        () -> t.x.repeat(2, -1)),
                bad(
                        "a tensor of shape [4611686018427387904, 2, 1, 3] is too large",
                        () -> t.x.repeat(1L << 62, 1)),
                bad("tile: needs numbers of 0 or more, got [-1]", () -> t.x.tile(-1)),
                bad("flip" + range, () -> t.x.flip(2)),
                bad("flip: dimension 1 is named twice in [1, -1]", () -> t.x.flip(1, -1)),
                bad("roll" + range, () -> t.x.roll(1, 2)),
                bad(
                        "roll: needs as many shifts as dimensions, got [1, 2] and [0]",
                        () -> t.x.roll(new long[] {1, 2}, new int[] {0})),
                bad(
                        "roll: needs as many shifts as dimensions, got [] and []",
                        () -> t.x.roll(new long[0], new int[0])));
    }

    private static List<Refusal> views() {
        BadIndexTest t = new BadIndexTest();
        String none = ": a tensor without dimensions has no places to choose from";
        return List.of(
                bad(
                        "select: index 3 is out of range for dimension 1 of size 3 in shape [2, 3]",
                        () -> t.x.select(1, 3)),
                bad(
                        "select: index -4 is out of range for dimension 1 of size 3 in shape [2,"
                                + " 3]",
                        () -> t.x.select(-1, -4)),
                bad(
                        "select: index 0 is out of range for dimension 0 of size 0 in shape [0]",
                        () -> Tensor.zeros(0).select(0, 0)),
                bad("select" + none, () -> t.scalar.select(0, 0)),
                bad(
                        "narrow: 3 places from 1 do not lie in dimension 1 of size 3 in shape [2,"
                                + " 3]",
                        () -> t.x.narrow(1, 1, 3)),
                bad(
                        "narrow: -1 places from 1 do not lie in dimension 1 of size 3 in shape [2,"
                                + " 3]",
                        () -> t.x.narrow(1, 1, -1)),
                bad(
                        "narrow: 1 places from -4 do not lie in dimension 1 of size 3 in shape [2,"
                                + " 3]",
                        () -> t.x.narrow(1, -4, 1)),
                bad(
                        "slice: the step must be at least 1, got -1; use flip to reverse",
                        () -> t.x.slice(0, 0, 2, -1)),
                bad("slice" + none, () -> t.scalar.slice(0, 0, 1)),
                bad(
                        "diagonal: needs two different dimensions, got 1 and -1",
                        () -> t.x.diagonal(0, 1, -1)),
                bad(
                        "diagonal: dimension out of range: expected -1 to 0 for shape [2], got 1",
                        () -> Tensor.ones(2).diagonal()),
                bad("diag: needs one or two dimensions, got [2, 3, 4]; use diagonal", t.cube::diag),
                bad("trace: needs a matrix, got [2, 3, 4]", t.cube::trace),
                bad(
                        "unfold: a window needs 0 to 3 elements, the size of dimension 1 in shape"
                                + " [2, 3], got 4",
                        () -> t.x.unfold(1, 4, 1)),
                bad(
                        "unfold: the step must be at least 1, got 0; use flip to reverse",
                        () -> t.x.unfold(1, 2, 0)),
                bad("tril: needs at least two dimensions, got []", t.scalar::tril),
                bad("triu: needs at least two dimensions, got [2]", () -> t.far.triu(1)));
    }

    private static List<Refusal> indices() {
        BadIndexTest t = new BadIndexTest();
        return List.of(
                bad(
                        "index: index 2 is out of range for dimension 0 of size 2 in shape [2, 3]",
                        () -> t.x.index(Index.at(2))),
                bad(
                        "index: index 3 is out of range for dimension 1 of size 3 in shape [2, 3]",
                        () -> t.x.index(Index.at(0), Index.of(t.far))),
                bad(
                        "index: index -4 is out of range for dimension 2 of size 3 in shape [2, 2,"
                                + " 3]",
                        () -> Tensor.ones(2, 2, 3).index(Index.ellipsis(), Index.of(0, -4))),
                bad(
                        "index: too many entries: 3 dimensions are named, shape [2, 3] has 2",
                        () -> t.x.index(Index.at(0), Index.all(), Index.at(0))),
                bad(
                        "index: an index can have only one ellipsis",
                        () -> t.x.index(Index.ellipsis(), Index.ellipsis())),
                bad(
                        "index: the step must be at least 1, got -2; use flip to reverse",
                        () -> t.x.index(Index.every(-2))),
                bad(
                        "index: a mask of shape [2] does not fit dimension 1 of size 3 in shape [2,"
                                + " 3]",
                        () -> t.x.index(Index.all(), Index.mask(t.mask))),
                bad(
                        "index: shapes [2] and [3] do not broadcast: at dimension 0 the sizes are 2"
                                + " and 3 and neither is 1",
                        () -> t.x.index(Index.of(0, 1), Index.of(0, 1, 2))),
                bad(
                        "index: needs an index of whole numbers, int64 for example, got"
                                + " torch.float32; convert it with to(DType.INT64)",
                        () -> t.x.index(Index.of(t.x))),
                bad(
                        "index: needs an index of whole numbers, int64 for example, got"
                                + " torch.uint8; convert it with to(DType.INT64)",
                        () -> t.x.index(Index.of(t.mask.to(DType.UINT8)))),
                bad(
                        "Index.mask: needs a bool tensor, got torch.int64; make one by comparing,"
                                + " or use Index.of for places",
                        () -> Index.mask(t.far)),
                bad(
                        "indexPut: values of shape [2, 3] do not broadcast to [3], which the index"
                                + " chooses",
                        () -> t.x.indexPut(List.of(Index.at(0)), t.x)));
    }

    private static List<Refusal> places() {
        BadIndexTest t = new BadIndexTest();
        String beyond = ": index 3 is out of range for dimension 1 of size 3 in shape [2, 3]";
        String behind = ": index -1 is out of range for dimension 1 of size 3 in shape [2, 3]";
        Tensor wide = t.far.reshape(2, 1);
        Tensor source = Tensor.ones(2, 1);
        String types =
                ": both tensors must have the same type, got torch.float32 and torch.int64; convert"
                        + " one with to(...)";
        return List.of(
                bad("indexSelect" + beyond, () -> t.x.indexSelect(1, t.far)),
                bad("indexSelect" + behind, () -> t.x.indexSelect(1, t.before)),
                bad(
                        "indexSelect: needs an index of one dimension, got shape [2, 1]",
                        () -> t.x.indexSelect(1, wide)),
                bad(
                        "indexSelect: needs an index of one dimension and one element, got shape"
                                + " [2]",
                        () -> t.scalar.indexSelect(0, t.far)),
                bad("indexAdd" + beyond, () -> t.x.indexAdd(1, t.far, Tensor.ones(2, 2))),
                bad(
                        "indexAdd: the source needs shape [2, 2], got [2, 3]",
                        () -> t.x.indexAdd(1, Tensor.of(0L, 0L), t.x)),
                bad("indexAdd" + types, () -> t.x.indexAdd(1, t.far, t.whole)),
                bad("gather" + beyond, () -> t.x.gather(1, wide)),
                bad("gather" + behind, () -> t.x.gather(-1, t.before.reshape(1, 2))),
                bad(
                        "gather: the index needs as many dimensions as [2, 3] and sizes not larger"
                                + " but in dimension 1, got [2]",
                        () -> t.x.gather(1, t.far)),
                bad(
                        "gather: the index needs as many dimensions as [2, 3] and sizes not larger"
                                + " but in dimension 1, got [3, 1]",
                        () -> t.x.gather(1, Tensor.zeros(DType.INT64, 3, 1))),
                bad("scatter" + beyond, () -> t.x.scatter(1, wide, 1)),
                bad("scatter" + beyond, () -> t.x.scatter(1, wide, source)),
                bad("scatterAdd" + beyond, () -> t.x.scatterAdd(1, wide, source)),
                bad("scatter" + types, () -> t.x.scatter(1, wide, t.whole)),
                bad("scatterAdd" + types, () -> t.x.scatterAdd(1, wide, t.whole)),
                bad(
                        "scatterAdd: the index of shape [2, 1] needs a source at least as large,"
                                + " got [1, 1]",
                        () -> t.x.scatterAdd(1, wide, Tensor.ones(1, 1))),
                bad("oneHot: class numbers must be 0 to 2, got 3", () -> t.far.oneHot(3)),
                bad("oneHot: class numbers must be 0 or more, got -1", t.before::oneHot),
                bad(
                        "oneHot: cannot infer the number of classes from no elements; give it",
                        () -> Tensor.of(new long[0]).oneHot()),
                bad(
                        "oneHot: the number of classes must be 0 or more, or -1 to infer it, got"
                                + " -2",
                        () -> t.far.oneHot(-2)));
    }

    private static List<Refusal> masks() {
        BadIndexTest t = new BadIndexTest();
        String bool =
                ": needs a bool mask, got torch.float32; make one by comparing, or with"
                        + " to(DType.BOOL)";
        String shapes =
                ": shapes [2, 3] and [2] do not broadcast: at dimension 1 the sizes are 3 and 2 and"
                        + " neither is 1";
        return List.of(
                bad("maskedFill" + bool, () -> t.x.maskedFill(t.x, 1)),
                bad("maskedSelect" + bool, () -> t.x.maskedSelect(t.x)),
                bad("maskedScatter" + bool, () -> t.x.maskedScatter(t.x, t.x)),
                bad("maskedFill" + shapes, () -> t.x.maskedFill(t.mask, 1)),
                bad("maskedSelect" + shapes, () -> t.x.maskedSelect(t.mask)),
                bad("maskedScatter" + shapes, () -> t.x.maskedScatter(t.mask, t.x)),
                bad(
                        "maskedFill_: the result of shape [2, 3] does not fit into this tensor's"
                                + " [3]",
                        () -> Tensor.ones(3).maskedFill_(t.x.gt(0), 1)),
                bad(
                        "maskedFill: the value must have no dimensions, got shape [2, 3]",
                        () -> t.x.maskedFill(t.x.gt(0), t.x)),
                bad(
                        "maskedScatter: the mask is true 6 times, the source has only 3 elements",
                        () -> t.x.maskedScatter(t.x.gt(0), Tensor.ones(3))));
    }

    private static List<Refusal> pads() {
        BadIndexTest t = new BadIndexTest();
        return List.of(
                bad(
                        "pad: needs two numbers for each of at most 2 dimensions, got [1]",
                        () -> t.x.pad(1)),
                bad(
                        "pad: needs two numbers for each of at most 2 dimensions, got [0, 0, 0, 0,"
                                + " 1, 1]",
                        () -> t.x.pad(0, 0, 0, 0, 1, 1)),
                bad(
                        "pad: [-2, -2] leaves size -1 of dimension 1 in shape [2, 3]",
                        () -> t.x.pad(-2, -2)),
                bad(
                        "pad: REFLECT reaches at most 2 places beyond dimension 1 of size 3 in"
                                + " shape [2, 3], got 3 and 0",
                        () -> t.x.pad(new int[] {3, 0}, PadMode.REFLECT)),
                bad(
                        "pad: CIRCULAR reaches at most 3 places beyond dimension 1 of size 3 in"
                                + " shape [2, 3], got 0 and 4",
                        () -> t.x.pad(new int[] {0, 4}, PadMode.CIRCULAR)),
                bad(
                        "pad: REPLICATE reaches at most 0 places beyond dimension 0 of size 0 in"
                                + " shape [0], got 1 and 1",
                        () -> Tensor.zeros(0).pad(new int[] {1, 1}, PadMode.REPLICATE)),
                bad(
                        "an index of 4294967297 places is too large",
                        () ->
                                t.x.pad(
                                        new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE},
                                        PadMode.REPLICATE)));
    }

    private static List<Refusal> nulls() {
        BadIndexTest t = new BadIndexTest();
        Tensor none = null;
        return List.of(
                bad("cat: needs at least one tensor", () -> Tensor.cat(null)),
                bad(
                        "stack: one of the tensors is null; expected a tensor",
                        () -> Tensor.stack(Arrays.asList(t.x, null))),
                bad(
                        "indexSelect: the index is null; expected a tensor",
                        () -> t.x.indexSelect(0, none)),
                bad("gather: the index is null; expected a tensor", () -> t.x.gather(0, none)),
                bad(
                        "scatterAdd: the other tensor is null; expected a tensor",
                        () -> t.x.scatterAdd(0, t.whole, none)),
                bad(
                        "maskedFill: the mask is null; expected a tensor",
                        () -> t.x.maskedFill(none, 1)),
                bad(
                        "maskedFill: the value is null; expected a number",
                        () -> t.x.maskedFill(t.x.gt(0), (Number) null)),
                bad(
                        "pad: the value is null; expected a number",
                        () -> t.x.pad(new int[] {1, 1}, (Number) null)),
                bad(
                        "pad: the mode is null; expected a PadMode",
                        () -> t.x.pad(new int[] {1, 1}, (PadMode) null)),
                bad("flip: the dimensions are null", () -> t.x.flip((int[]) null)),
                bad("repeat: the numbers are null", () -> t.x.repeat((long[]) null)),
                bad("Index.of: the tensor is null", () -> Index.of(none)),
                bad(
                        "index: an entry is null; a new dimension is Index.newAxis()",
                        () -> t.x.index(Index.at(0), null)),
                bad("indexPut: the entries are null", () -> t.x.indexPut(null, t.x)));
    }
}
