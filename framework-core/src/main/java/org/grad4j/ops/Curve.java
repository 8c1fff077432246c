package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.wrt;

import java.util.function.UnaryOperator;
import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Unary;
import org.grad4j.tensor.Tensor;

/**
 * An activation: its value and {@code g · f'(x)} as fused loops, {@code f''} in tensor operations.
 *
 * @param name PyTorch's name of the backward operation without its ending
 * @param value the function
 * @param slope the incoming gradient times the first derivative
 * @param curvature the second derivative from x, or null where it is 0
 */
record Curve(String name, Unary value, Binary slope, UnaryOperator<Tensor> curvature) {

    Tensor of(Tensor x) {
        Array y = Elementwise.unary(value, x.array(), x.dtype());
        return op(name + "Backward0", y, saving(x), wrt(x, g -> gradient(g, x)));
    }

    private Tensor gradient(Tensor g, Tensor x) {
        Array z = Arithmetic.broadcast(name, slope, g, x, g.dtype());
        String node = name + "BackwardBackward0";
        if (curvature == null) {
            return op(node, z, saving(x), wrt(g, h -> gradient(h, x)));
        }
        return op(
                node,
                z,
                saving(g, x),
                wrt(g, h -> gradient(h, x)),
                wrt(x, h -> h.mul(g).mul(curvature.apply(x))));
    }
}
