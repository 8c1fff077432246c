package org.grad4j.autograd;

import org.grad4j.tensor.Tensor;

/** The end of the graph at a leaf: gradients that arrive here are added into the leaf's grad. */
final class AccumulateGrad extends Node {
    private final Tensor leaf;

    AccumulateGrad(Tensor leaf) {
        super("AccumulateGrad");
        this.leaf = leaf;
    }

    Tensor leaf() {
        return leaf;
    }

    @Override
    Tensor[] apply(Tensor[] grads, Pass pass) {
        throw new AssertionError("the engine accumulates leaves itself");
    }

    @Override
    void release() {
        // A leaf saves nothing.
    }
}
