package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.wrt;

import org.grad4j.autograd.Autograd;
import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Rectifier;
import org.grad4j.backend.Shapes;
import org.grad4j.backend.Softmax;
import org.grad4j.backend.Unary;
import org.grad4j.tensor.Tensor;

/** Activation functions; their gradients are fused loops with gradients of their own. */
public final class Activations {
    private Activations() {}

    /**
     * {@code max(x, 0)}.
     *
     * @param x a tensor
     * @return the rectified values
     */
    public static Tensor relu(Tensor x) {
        Types.refuseBool("relu", x);
        Array y = Elementwise.unary(Unary.RELU, x.array(), x.dtype());
        return op("ReluBackward0", y, x, Activations::reluGradient);
    }

    static Tensor reluGradient(Tensor g, Tensor y) {
        Array z = Rectifier.gradient(g.array(), y.array());
        if (!Autograd.isGradEnabled()) {
            return Tensor.wrap(z);
        }
        return op("ThresholdBackwardBackward0", z, saving(y), wrt(g, h -> reluGradient(h, y)));
    }

    /**
     * {@code 1 / (1 + e⁻ˣ)}.
     *
     * @param x a tensor
     * @return values between 0 and 1
     */
    public static Tensor sigmoid(Tensor x) {
        Array y = Arithmetic.floating(Unary.SIGMOID, x);
        return op("SigmoidBackward0", y, x, Activations::sigmoidGradient);
    }

    private static Tensor sigmoidGradient(Tensor g, Tensor y) {
        Array z = Arithmetic.broadcast("sigmoid", Binary.SIGMOID_GRADIENT, g, y, g.dtype());
        return op(
                "SigmoidBackwardBackward0",
                z,
                saving(g, y),
                wrt(g, h -> sigmoidGradient(h, y)),
                wrt(y, h -> h.mul(g).mul(y.mul(-2).add(1))));
    }

    /**
     * The hyperbolic tangent.
     *
     * @param x a tensor
     * @return values between -1 and 1
     */
    public static Tensor tanh(Tensor x) {
        Array y = Arithmetic.floating(Unary.TANH, x);
        return op("TanhBackward0", y, x, Activations::tanhGradient);
    }

    private static Tensor tanhGradient(Tensor g, Tensor y) {
        Array z = Arithmetic.broadcast("tanh", Binary.TANH_GRADIENT, g, y, g.dtype());
        return op(
                "TanhBackwardBackward0",
                z,
                saving(g, y),
                wrt(g, h -> tanhGradient(h, y)),
                wrt(y, h -> h.mul(g).mul(y).mul(-2)));
    }

    /**
     * {@code eˣ / Σ eˣ} along one dimension.
     *
     * @param x a tensor
     * @param dim the dimension
     * @return a tensor of x's shape
     */
    public static Tensor softmax(Tensor x, int dim) {
        Types.requireFloating("softmax", x);
        int d = Shapes.dim("softmax", dim, x.array().shape());
        return op(
                "SoftmaxBackward0",
                Softmax.along(x.array(), d, false),
                x,
                (g, y) -> {
                    if (!Autograd.isGradEnabled()) {
                        return softmaxGradient(g, y, d, false);
                    }
                    Tensor gy = g.mul(y);
                    return gy.sub(y.mul(gy.sum(new int[] {d}, true)));
                });
    }

    private static Tensor softmaxGradient(Tensor g, Tensor y, int dim, boolean logarithm) {
        return Tensor.wrap(Softmax.gradient(g.array(), y.array(), dim, logarithm));
    }

    /**
     * {@code x - log Σ eˣ} along one dimension.
     *
     * @param x a tensor
     * @param dim the dimension
     * @return a tensor of x's shape
     */
    public static Tensor logSoftmax(Tensor x, int dim) {
        Types.requireFloating("logSoftmax", x);
        int d = Shapes.dim("logSoftmax", dim, x.array().shape());
        return op(
                "LogSoftmaxBackward0",
                Softmax.along(x.array(), d, true),
                x,
                (g, y) ->
                        Autograd.isGradEnabled()
                                ? g.sub(y.exp().mul(g.sum(new int[] {d}, true)))
                                : softmaxGradient(g, y, d, true));
    }
}
