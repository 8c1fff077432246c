package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.wrt;

import org.grad4j.backend.Array;
import org.grad4j.tensor.Tensor;

/** Elements chosen along one dimension: what max, sort, topk and median return as values. */
final class Picks {
    private Picks() {}

    /** Values that a kernel has chosen from x at the given places, with their gradient. */
    static Tensor chosen(String name, Tensor x, int dim, Array values, Tensor places) {
        long[] shape = x.array().shape();
        return op(name, values, saving(places), wrt(x, g -> placed(g, dim, places, shape)));
    }

    /** Gradients put where their values came from, zero elsewhere. */
    private static Tensor placed(Tensor g, int dim, Tensor places, long[] shape) {
        Tensor zeros = Tensor.zeros(g.dtype(), shape);
        return zeros.scatterAdd(dim, places, g.reshape(places.array().shape()));
    }
}
