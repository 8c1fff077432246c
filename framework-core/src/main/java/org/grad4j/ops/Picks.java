package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.wrt;

import org.grad4j.backend.Along;
import org.grad4j.backend.Array;
import org.grad4j.tensor.Tensor;

/** Elements chosen along one dimension: what max, sort, topk and median return as values. */
final class Picks {
    private Picks() {}

    /** Values that a kernel has chosen from x at the given places, with their gradient. */
    static Tensor chosen(String name, Tensor x, int dim, Array values, Tensor places) {
        long[] shape = x.array().shape();
        return op(name, values, saving(places), wrt(x, g -> place(g, dim, places, shape)));
    }

    /** Gradients put where their values came from, zero elsewhere. */
    private static Tensor place(Tensor g, int dim, Tensor places, long[] shape) {
        Tensor kept = g.reshape(places.array().shape());
        return op(
                "PlaceBackward0",
                Along.place(kept.array(), dim, places.array(), shape),
                saving(places),
                wrt(kept, h -> take(h, dim, places)));
    }

    private static Tensor take(Tensor x, int dim, Tensor places) {
        Array values = Along.take(x.array(), dim, places.array());
        return chosen("TakeBackward0", x, dim, values, places);
    }
}
