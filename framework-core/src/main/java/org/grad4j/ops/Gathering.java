package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import java.util.Arrays;
import org.grad4j.backend.Array;
import org.grad4j.backend.Places;
import org.grad4j.backend.Shapes;
import org.grad4j.backend.Transfer;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * Operations that read or write along one dimension at the places that an index tensor names, and
 * the four steps that every kind of indexing is made of: picking, summing, adding and overwriting
 * at {@link Places}. Picking and summing are each other's gradients. The places are worked out
 * once, so a later change of the index tensor cannot spoil a gradient.
 */
public final class Gathering {
    private Gathering() {}

    // ---- the four steps ----

    /** The elements at some places. */
    static Tensor pick(String name, String back, Tensor x, Places places, long[] shape) {
        long[] before = x.array().shape();
        Array y = places.pick(x.array(), shape);
        return op(name, y, savingNothing(), wrt(x, g -> sum(back, name, g, places, before)));
    }

    /** Zeros with elements added at some places. */
    private static Tensor sum(String name, String back, Tensor v, Places places, long[] shape) {
        long[] before = v.array().shape();
        Array z = Array.full(0, v.dtype(), shape);
        places.add(z, v.array());
        return op(name, z, savingNothing(), wrt(v, g -> pick(back, name, g, places, before)));
    }

    /** A tensor with elements added at some places. */
    static Tensor added(String name, String back, Tensor x, Places places, Tensor v) {
        long[] before = v.array().shape();
        Array z = x.array().copy();
        places.add(z, v.array());
        return op(
                name,
                z,
                savingNothing(),
                wrt(x, g -> g),
                wrt(v, g -> pick(back, name, g, places, before)));
    }

    /** A tensor with other elements at some places; the last one wins. */
    static Tensor replaced(String name, String back, Tensor x, Places places, Tensor v) {
        long[] before = v.array().shape();
        Array z = x.array().copy();
        places.set(z, v.array());
        return op(
                name,
                z,
                savingNothing(),
                wrt(x, g -> filled(name, g, places, 0)),
                wrt(v, g -> pick(back, name, g, places, before)));
    }

    /** A tensor with one number at some places. */
    static Tensor filled(String name, Tensor x, Places places, Number value) {
        Array z = x.array().copy();
        places.fill(z, x.dtype().element("scatter: the value", value));
        return op(name, z, savingNothing(), wrt(x, g -> filled(name, g, places, 0)));
    }

    // ---- whole slices ----

    /**
     * The slices of one dimension that an index names.
     *
     * @param x a tensor
     * @param dim the dimension
     * @param index their places, of at most one dimension
     * @return a copy
     */
    public static Tensor indexSelect(Tensor x, int dim, Tensor index) {
        Places places = along("indexSelect", x, dim, index);
        long[] shape = x.shape();
        if (shape.length > 0) {
            shape[Shapes.dim("indexSelect", dim, shape)] = index.numel();
        }
        return pick("IndexSelectBackward0", "IndexAddBackward0", x, places, shape);
    }

    /**
     * A tensor with others added to the slices of one dimension that an index names.
     *
     * @param x a tensor
     * @param dim the dimension
     * @param index places, of at most one dimension
     * @param source what is added, a slice for each place
     * @return a copy
     */
    public static Tensor indexAdd(Tensor x, int dim, Tensor index, Tensor source) {
        Types.requireSame("indexAdd", x, source);
        Places places = along("indexAdd", x, dim, index);
        long[] expected = x.shape();
        if (expected.length > 0) {
            expected[Shapes.dim("indexAdd", dim, expected)] = index.numel();
        }
        if (!Arrays.equals(expected, source.array().shape())) {
            throw new IllegalArgumentException(
                    "indexAdd: the source needs shape "
                            + Arrays.toString(expected)
                            + ", got "
                            + Arrays.toString(source.array().shape()));
        }
        return added("IndexAddBackward0", "IndexSelectBackward0", x, places, source);
    }

    private static Places along(String name, Tensor x, int dim, Tensor index) {
        long[] shape = x.dim() == 0 ? new long[] {1} : x.array().shape();
        int d = Shapes.dim(name, dim, shape);
        requireIndex(name, index);
        if (index.dim() > 1 || (x.dim() == 0 && index.numel() != 1)) {
            throw new IllegalArgumentException(
                    name
                            + ": needs an index of one dimension"
                            + (x.dim() == 0 ? " and one element" : "")
                            + ", got shape "
                            + Arrays.toString(index.array().shape()));
        }
        return Places.along(shape, d, checked(name, index, d, shape));
    }

    // ---- single elements ----

    /**
     * For each place of an index the element whose place in one dimension it names.
     *
     * @param x a tensor
     * @param dim the dimension
     * @param index places in it
     * @return a copy of the index's shape
     */
    public static Tensor gather(Tensor x, int dim, Tensor index) {
        Places places = across("gather", x, dim, index);
        return pick("GatherBackward0", "ScatterAddBackward0", x, places, index.shape());
    }

    /**
     * A tensor with elements replaced at the places that an index names.
     *
     * @param x a tensor
     * @param dim the dimension in which the index names places
     * @param index places
     * @param source at least of the index's shape
     * @return a copy
     */
    public static Tensor scatter(Tensor x, int dim, Tensor index, Tensor source) {
        Tensor values = beside("scatter", x, index, source);
        Places places = across("scatter", x, dim, index);
        return replaced("ScatterBackward0", "GatherBackward0", x, places, values);
    }

    /**
     * A tensor with a number at the places that an index names.
     *
     * @param x a tensor
     * @param dim the dimension in which the index names places
     * @param index places
     * @param value the number
     * @return a copy
     */
    public static Tensor scatter(Tensor x, int dim, Tensor index, Number value) {
        return filled("ScatterBackward1", x, across("scatter", x, dim, index), value);
    }

    /**
     * A tensor with elements added at the places that an index names.
     *
     * @param x a tensor
     * @param dim the dimension in which the index names places
     * @param index places
     * @param source at least of the index's shape
     * @return a copy
     */
    public static Tensor scatterAdd(Tensor x, int dim, Tensor index, Tensor source) {
        Tensor values = beside("scatterAdd", x, index, source);
        Places places = across("scatterAdd", x, dim, index);
        return added("ScatterAddBackward0", "GatherBackward0", x, places, values);
    }

    /** The part of a source that an index of this shape reaches. */
    private static Tensor beside(String name, Tensor x, Tensor index, Tensor source) {
        Types.requireSame(name, x, source);
        long[] shape = index.array().shape();
        long[] available = source.array().shape();
        boolean fits = Math.max(1, shape.length) == Math.max(1, available.length);
        for (int d = 0; fits && d < Math.min(shape.length, available.length); d++) {
            fits = shape[d] <= available[d];
        }
        if (!fits && index.numel() > 0) {
            throw new IllegalArgumentException(
                    name
                            + ": the index of shape "
                            + Arrays.toString(shape)
                            + " needs a source at least as large, got "
                            + Arrays.toString(available));
        }
        if (index.numel() == 0) {
            return source.flatten().narrow(0, 0, 0).reshape(shape);
        }
        Tensor part = source;
        for (int d = 0; d < Math.min(shape.length, available.length); d++) {
            part = shape[d] == available[d] ? part : part.narrow(d, 0, shape[d]);
        }
        return part.reshape(shape);
    }

    private static Places across(String name, Tensor x, int dim, Tensor index) {
        requireIndex(name, index);
        long[] shape = x.dim() == 0 ? new long[] {1} : x.array().shape();
        long[] sizes = index.dim() == 0 ? new long[] {1} : index.array().shape();
        int d = Shapes.dim(name, dim, shape);
        if (index.numel() == 0) {
            return new Places(new int[0], 1);
        }
        boolean fits = sizes.length == shape.length;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = i == d || sizes[i] <= shape[i];
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    name
                            + ": the index needs as many dimensions as "
                            + Arrays.toString(shape)
                            + " and sizes not larger but in dimension "
                            + d
                            + ", got "
                            + Arrays.toString(sizes));
        }
        return Places.across(shape, d, checked(name, index, d, shape), sizes);
    }

    // ---- classes ----

    /**
     * A 1 at each class number's place among zeros.
     *
     * @param x class numbers
     * @param classes how many there are, -1 for one more than the largest number
     * @return int64 of one dimension more
     */
    public static Tensor oneHot(Tensor x, long classes) {
        requireIndex("oneHot", x);
        long[] numbers = Transfer.longs(x.array());
        if (classes == -1 && numbers.length == 0) {
            throw new IllegalArgumentException(
                    "oneHot: cannot infer the number of classes from no elements; give it");
        }
        if (classes < -1) {
            throw new IllegalArgumentException(
                    "oneHot: the number of classes must be 0 or more, or -1 to infer it, got "
                            + classes);
        }
        long n = classes == -1 ? Arrays.stream(numbers).max().getAsLong() + 1 : classes;
        for (long number : numbers) {
            if (number < 0 || number >= n) {
                throw new IllegalArgumentException(
                        "oneHot: class numbers must be 0 "
                                + (classes == -1 ? "or more" : "to " + (n - 1))
                                + ", got "
                                + number);
            }
        }
        long[] shape = Arrays.copyOf(x.shape(), x.dim() + 1);
        shape[x.dim()] = n;
        Array y = Array.full(0, DType.INT64, shape);
        int[] at = new int[numbers.length];
        Arrays.setAll(at, i -> (int) (i * n + numbers[i]));
        new Places(at, 1).fill(y, 1);
        return Tensor.wrap(y);
    }

    // ---- checks ----

    /** Index tensors hold whole numbers; uint8 ones are masks to some and places to others. */
    static void requireIndex(String name, Tensor index) {
        Types.requireTensor(name + ": the index", index);
        DType type = index.dtype();
        if (type.isFloatingPoint() || type == DType.BOOL || type == DType.UINT8) {
            throw new IllegalArgumentException(
                    name
                            + ": needs an index of whole numbers, int64 for example, got "
                            + type.torchName()
                            + "; convert it with to(DType.INT64)");
        }
    }

    private static long[] checked(String name, Tensor index, int dim, long[] shape) {
        long[] places = Transfer.longs(index.array());
        for (long place : places) {
            if (place < 0 || place >= shape[dim]) {
                throw Windows.outside(name, place, dim, shape);
            }
        }
        return places;
    }
}
