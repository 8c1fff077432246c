package org.grad4j.autograd;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Geometry;
import org.grad4j.backend.Operand;
import org.grad4j.memory.Storage;
import org.grad4j.tensor.Tensor;

/**
 * That a tensor shows memory of another one, its base, and how their histories stay in step when
 * one of them is changed in place under recording, as in PyTorch: the base gets the changed part,
 * and every view asks the base for its history again when it is next used. Internal.
 */
public final class View {
    private final Tensor base;
    private final boolean recorded;
    private int seen; // how often the history had been rewritten when it was last asked for

    private View(Tensor base, boolean recorded) {
        this.base = base;
        this.recorded = recorded;
        this.seen = base.array().storage().rewrites();
    }

    /** Notes that an operation's result shows the memory of its input, if it does. */
    static Tensor noted(Tensor y, Tensor input) {
        Storage storage = y.array().storage();
        if (input.array().storage() != storage) {
            return y;
        }
        storage.share();
        View above = input.view();
        View view =
                new View(
                        above == null ? input : above.base,
                        GradMode.isEnabled() && (above == null || above.recorded));
        if (!view.base.array().isContiguous()) {
            storage.aliasUnseen();
        }
        y.showing(view);
        return y;
    }

    /**
     * Asks the base for the history again if it was rewritten.
     *
     * @param owner the tensor that is the view
     * @param meta its place in the graph
     */
    public void follow(Tensor owner, AutogradMeta meta) {
        int rewrites = owner.array().storage().rewrites();
        if (seen == rewrites || !recorded) {
            return;
        }
        seen = rewrites;
        if (base.requiresGrad()) {
            Geometry place = place(base, owner.array());
            meta.takeHistory(Autograd.enableGrad(() -> seen(base, place)));
        }
    }

    /**
     * Whether recording would miss that a change of this tensor changes one with gradients.
     *
     * @param x a tensor
     * @return true for a view made without recording of a tensor that requires gradients
     */
    public static boolean hidesGradients(Tensor x) {
        return x.view() != null && !x.view().recorded && x.view().base.requiresGrad();
    }

    /**
     * Refuses a recorded change that no history could tell.
     *
     * @param name of the change, for messages
     * @param x the tensor to be changed
     * @throws IllegalStateException if it is a leaf that requires gradients or a view of one, a
     *     view made without recording, or shares memory with the result of a custom function
     */
    public static void requireChangeable(String name, Tensor x) {
        View view = x.view();
        boolean leaf = x.isLeaf() && x.requiresGrad();
        if (leaf || (view != null && view.base.isLeaf() && view.base.requiresGrad())) {
            throw new IllegalStateException(
                    name
                            + (leaf ? ": a leaf" : ": a view of a leaf")
                            + " that requires gradients cannot be changed in place while"
                            + " operations are recorded; wrap it in Autograd.noGrad(...)");
        }
        if (view != null && !view.recorded) {
            throw new IllegalStateException(
                    name
                            + ": this view was made while recording was off, so a change of it"
                            + " cannot be recorded; make the view outside noGrad, or change it"
                            + " inside");
        }
        if (x.array().storage().hasUnseenAlias()) {
            throw new IllegalStateException(
                    name
                            + ": this tensor shares its memory with a custom function's input or"
                            + " result, or with views of an array that is not row-major, whose"
                            + " gradients would not see the change; change a clone() instead");
        }
    }

    /**
     * Rewrites history after a recorded change in place.
     *
     * @param x the changed tensor
     * @param result what the change computed, with its history
     */
    public static void rewrite(Tensor x, Tensor result) {
        View view = x.view();
        if (view == null) {
            x.autograd().takeHistory(result);
        } else {
            Tensor base = view.base;
            base.autograd().takeHistory(put(base, place(base, x.array()), result));
        }
        x.array().storage().countRewrite();
    }

    /** Where an array lies in its base. */
    private static Geometry place(Tensor base, Array part) {
        return new Geometry(part.shape(), part.strides(), part.offset() - base.array().offset());
    }

    /** The base with a part replaced, whose values are there already. */
    private static Tensor put(Tensor base, Geometry place, Tensor part) {
        Tensor before = Tensor.wrap(base.array());
        if (base.gradFn() != null) {
            before.autograd().madeBy(base.gradFn(), base.autograd().outputNumber());
        }
        return op(
                "CopySlices",
                base.array(),
                savingNothing(),
                wrt(before, g -> without(g, place)),
                wrt(part, g -> seen(g, place)));
    }

    /** A copy with zeros in a part. */
    private static Tensor without(Tensor g, Geometry place) {
        Array z = g.array().copy();
        z.view(place).fill(0);
        return op("WithoutBackward0", z, savingNothing(), wrt(g, h -> without(h, place)));
    }

    /** A part of a tensor. */
    private static Tensor seen(Tensor x, Geometry place) {
        Array whole = x.array().contiguous();
        long[] shape = whole.shape();
        long start = whole.offset() + place.offset();
        return op(
                "AsStridedBackward0",
                whole.view(place.shape(), place.strides(), start),
                savingNothing(),
                wrt(x, g -> spread(g, place, shape)));
    }

    /** Zeros with a part added in. */
    private static Tensor spread(Tensor g, Geometry place, long[] shape) {
        Array z = Array.full(0, g.dtype(), shape);
        add(g.array(), z.view(place));
        return op("AsStridedBackwardBackward0", z, savingNothing(), wrt(g, h -> seen(h, place)));
    }

    /** {@code z += x}, piece by piece where places of z lie on one another. */
    private static void add(Array x, Array z) {
        int[] dims =
                IntStream.range(0, z.rank())
                        .filter(d -> z.shape()[d] > 1)
                        .boxed()
                        .sorted(Comparator.comparingLong(d -> z.strides()[d]))
                        .mapToInt(d -> d)
                        .toArray();
        long reach = 0;
        for (int d : dims) {
            if (z.strides()[d] <= reach) {
                for (long i = 0; i < z.shape()[dims[0]]; i++) {
                    add(
                            x.view(x.geometry().select(dims[0], i)),
                            z.view(z.geometry().select(dims[0], i)));
                }
                return;
            }
            reach += z.strides()[d] * (z.shape()[d] - 1);
        }
        Elementwise.binaryInto(Binary.ADD, Operand.of(z), Operand.of(x), z.dtype(), z);
    }
}
