package org.grad4j.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.grad4j.backend.Array;
import org.grad4j.backend.Geometry;
import org.grad4j.backend.Places;
import org.grad4j.backend.Shapes;
import org.grad4j.backend.Transfer;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Index;
import org.grad4j.tensor.Tensor;

/**
 * {@code x[…]} by PyTorch's rules. Places, ranges, new axes and ellipses are one window, so alone
 * they make a view. Tensors of places broadcast together to one block of dimensions, which stands
 * where they stood if they are neighbours and in front otherwise. Unlike in NumPy a plain number
 * among them chooses first and is no part of the block.
 */
public final class Indexing {
    private Indexing() {}

    /**
     * What the entries choose.
     *
     * @param x a tensor
     * @param entries one per dimension at most
     * @return a view where no entry is a tensor, else a copy
     */
    public static Tensor index(Tensor x, Index... entries) {
        Choice choice =
                choose("index", x.array().shape(), entries == null ? null : Arrays.asList(entries));
        if (!choice.hasTensors()) {
            return Windows.view(choice.name(), x, choice.window());
        }
        Block block = choice.block("index", x.array().shape());
        return Gathering.pick(
                "IndexBackward0", "IndexPutBackward0", x, block.places(), block.shape());
    }

    /**
     * A tensor with other elements where the entries choose.
     *
     * @param x a tensor
     * @param entries one per dimension at most
     * @param values broadcast to what the entries choose
     * @param accumulate whether they are added rather than put in
     * @return a copy
     */
    public static Tensor indexPut(
            Tensor x, List<Index> entries, Tensor values, boolean accumulate) {
        Types.requireSame("indexPut", x, values);
        Choice choice = choose("indexPut", x.array().shape(), entries);
        Block block = choice.block("indexPut", x.array().shape());
        Tensor fewer = values;
        while (fewer.dim() > block.shape().length && fewer.size(0) == 1) {
            fewer = fewer.squeeze(0); // as an assignment in PyTorch does
        }
        long[] from = fewer.array().shape();
        long[] common = Shapes.broadcast("indexPut", from, block.shape());
        if (!Arrays.equals(common, block.shape())) {
            throw new IllegalArgumentException(
                    "indexPut: values of shape "
                            + Arrays.toString(from)
                            + " do not broadcast to "
                            + Arrays.toString(block.shape())
                            + ", which the index chooses");
        }
        Tensor v = fewer.expand(block.shape());
        String name = "IndexPutBackward0";
        return accumulate
                ? Gathering.added(name, "IndexBackward0", x, block.places(), v)
                : Gathering.replaced(name, "IndexBackward0", x, block.places(), v);
    }

    /** The elements that tensors choose: where they are and the shape they make. */
    private record Block(Places places, long[] shape) {}

    /** Places along one dimension of what a window shows; {@code dim} is that of the tensor. */
    private record Chosen(Array places, int dim) {}

    /**
     * Entries taken apart.
     *
     * @param name of the last step of the window
     * @param window what all entries but the tensors choose
     * @param chosen for each dimension behind the window its tensor or null
     */
    private record Choice(String name, UnaryOperator<Geometry> window, List<Chosen> chosen) {

        boolean hasTensors() {
            return chosen.stream().anyMatch(one -> one != null);
        }

        /** Works out the places in a row-major tensor of this shape. */
        Block block(String op, long[] whole) {
            Geometry seen = window.apply(Geometry.rowMajor(whole));
            int first = -1;
            int last = -1;
            int count = 0;
            long[] shape = {};
            for (int d = 0; d < chosen.size(); d++) {
                if (chosen.get(d) != null) {
                    first = count++ == 0 ? d : first;
                    last = d;
                    shape = Shapes.broadcast(op, shape, chosen.get(d).places().shape());
                }
            }
            int[] sums = new int[(int) Shapes.numel(shape)];
            for (int d = 0; d < chosen.size(); d++) {
                if (chosen.get(d) != null) {
                    addSteps(op, chosen.get(d), shape, seen, d, whole, sums);
                }
            }
            boolean together = last - first + 1 == count;
            int front = count == 0 ? -1 : together ? first : 0;
            int tail = Math.max(last + 1, tail(seen));
            int[] at = {(int) seen.offset()};
            List<Long> sizes = new ArrayList<>();
            for (int d = 0; d < seen.shape().length; d++) {
                if (d == front) {
                    at = Places.cross(at, sums);
                    Arrays.stream(shape).forEach(sizes::add);
                }
                if (chosen.get(d) == null) {
                    sizes.add(seen.shape()[d]);
                    if (d < tail) {
                        at = Places.cross(at, Places.steps(seen.shape()[d], seen.strides()[d]));
                    }
                }
            }
            long[] out = sizes.stream().mapToLong(Long::longValue).toArray();
            long run = Shapes.numel(Arrays.copyOfRange(seen.shape(), tail, seen.shape().length));
            return new Block(new Places(at, (int) run), out);
        }

        /** From which dimension on the elements lie in one run. */
        private static int tail(Geometry seen) {
            int d = seen.shape().length;
            long run = 1;
            while (d > 0 && (seen.shape()[d - 1] == 1 || seen.strides()[d - 1] == run)) {
                run *= seen.shape()[--d];
            }
            return d;
        }

        private static void addSteps(
                String op,
                Chosen one,
                long[] shape,
                Geometry seen,
                int d,
                long[] whole,
                int[] sums) {
            long size = seen.shape()[d];
            long[] places = Transfer.longs(one.places().broadcastTo(shape));
            for (int i = 0; i < sums.length; i++) {
                if (places[i] < -size || places[i] >= size) {
                    throw Windows.outside(op, places[i], one.dim(), whole);
                }
                sums[i] += (int) (Math.floorMod(places[i], size) * seen.strides()[d]);
            }
        }
    }

    private static Choice choose(String op, long[] shape, List<Index> entries) {
        if (entries == null) {
            throw new IllegalArgumentException(op + ": the entries are null");
        }
        int named = 0;
        int ellipses = 0;
        for (Index entry : entries) {
            named += dimensions(op, entry);
            ellipses += entry instanceof Index.Ellipsis ? 1 : 0;
        }
        if (named > shape.length || ellipses > 1) {
            throw new IllegalArgumentException(
                    ellipses > 1
                            ? op + ": an index can have only one ellipsis"
                            : op
                                    + ": too many entries: "
                                    + named
                                    + " dimensions are named, shape "
                                    + Arrays.toString(shape)
                                    + " has "
                                    + shape.length);
        }
        Walk walk = new Walk(op, shape);
        for (Index entry : entries) {
            if (entry instanceof Index.Ellipsis) {
                walk.skip(shape.length - named);
            } else {
                walk.take(entry);
            }
        }
        walk.skip(shape.length - walk.dim);
        return new Choice(walk.name, walk.window, walk.chosen);
    }

    /** How many dimensions an entry stands for. */
    private static int dimensions(String op, Index entry) {
        if (entry == null) {
            throw new IllegalArgumentException(
                    op + ": an entry is null; a new dimension is Index.newAxis()");
        }
        if (entry instanceof Index.Chosen one) {
            if (one.tensor().dtype() == DType.BOOL) {
                return one.tensor().dim();
            }
            Gathering.requireIndex(op, one.tensor());
            return 1;
        }
        return entry instanceof Index.At || entry instanceof Index.Range ? 1 : 0;
    }

    /** Goes through the dimensions from left to right. */
    private static final class Walk {
        private final String op;
        private final long[] shape;
        private final List<Chosen> chosen = new ArrayList<>();
        private UnaryOperator<Geometry> window = whole -> whole;
        private String name = "AliasBackward0";
        private int dim;

        Walk(String op, long[] shape) {
            this.op = op;
            this.shape = shape;
        }

        void skip(int dimensions) {
            for (int i = 0; i < dimensions; i++) {
                chosen.add(null);
                dim++;
            }
        }

        void take(Index entry) {
            int place = chosen.size();
            if (entry instanceof Index.At at) {
                select(place, at.place());
            } else if (entry instanceof Index.Range range) {
                slice(place, range);
            } else if (entry instanceof Index.NewAxis) {
                then("UnsqueezeBackward0", seen -> seen.unsqueeze(place));
                chosen.add(null);
            } else if (entry instanceof Index.Chosen one) {
                if (one.tensor().dtype() == DType.BOOL) {
                    mask(place, one.tensor());
                } else if (one.tensor().dim() == 0) {
                    select(place, one.tensor().itemLong());
                } else {
                    chosen.add(new Chosen(one.tensor().array(), dim++));
                }
            }
        }

        private void then(String step, UnaryOperator<Geometry> next) {
            UnaryOperator<Geometry> before = window;
            window = whole -> next.apply(before.apply(whole));
            name = step;
        }

        private void select(int place, long index) {
            long i = Windows.place(op, index, dim++, shape);
            then("SelectBackward0", seen -> seen.select(place, i));
        }

        private void slice(int place, Index.Range range) {
            Windows.requireForward(op, range.step());
            long size = shape[dim++];
            long first = range.start() == null ? 0 : Windows.clamp(range.start(), size);
            long end = range.end() == null ? size : Windows.clamp(range.end(), size);
            long length = Windows.length(first, end, range.step());
            if (length != size) {
                then("SliceBackward0", seen -> seen.slice(place, first, length, range.step()));
            }
            chosen.add(null);
        }

        /** A mask names the places where it is true, one list for each of its dimensions. */
        private void mask(int place, Tensor mask) {
            long[] sizes = mask.array().shape();
            for (int d = 0; d < sizes.length; d++) {
                if (sizes[d] != shape[dim + d]) {
                    throw new IllegalArgumentException(
                            op
                                    + ": a mask of shape "
                                    + Arrays.toString(sizes)
                                    + " does not fit dimension "
                                    + (dim + d)
                                    + " of size "
                                    + shape[dim + d]
                                    + " in shape "
                                    + Arrays.toString(shape));
                }
            }
            int[] at = Places.where(mask.array()).at();
            if (sizes.length == 0) {
                then("UnsqueezeBackward0", seen -> seen.unsqueeze(place));
                chosen.add(new Chosen(Tensor.of(new long[at.length]).array(), 0));
                return;
            }
            long[] strides = Shapes.rowMajor(sizes);
            for (int d = 0; d < sizes.length; d++) {
                long[] places = new long[at.length];
                for (int i = 0; i < at.length; i++) {
                    places[i] = at[i] / strides[d] % sizes[d];
                }
                chosen.add(new Chosen(Tensor.of(places).array(), dim++));
            }
        }
    }
}
