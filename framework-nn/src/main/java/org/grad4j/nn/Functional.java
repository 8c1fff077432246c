package org.grad4j.nn;

import org.grad4j.tensor.Tensor;

/**
 * The functions behind layers that are no methods of {@link Tensor}: what {@code
 * torch.nn.functional} has beyond them.
 */
public final class Functional {
    private Functional() {}

    // ---- activations ----

    /**
     * {@code x - tanh(x)} of every element.
     *
     * @param x a floating-point tensor
     * @return a tensor of x's shape
     */
    public static Tensor tanhshrink(Tensor x) {
        return x.sub(x.tanh());
    }

    /**
     * {@code x - λ} above λ, {@code x + λ} below -λ, 0 between; the gradient at ±λ is 0.
     *
     * @param x a floating-point tensor
     * @param lambda the bound λ, 0 or more
     * @return a tensor of x's shape
     */
    public static Tensor softshrink(Tensor x, double lambda) {
        return x.sub(x.clamp(-lambda, lambda));
    }

    /**
     * {@code x} outside [-λ, λ], 0 inside.
     *
     * @param x a floating-point tensor
     * @param lambda the bound λ
     * @return a tensor of x's shape
     */
    public static Tensor hardshrink(Tensor x, double lambda) {
        return x.maskedFill(x.abs().le(lambda), 0);
    }

    /**
     * {@code x} where positive, {@code weight · x} elsewhere.
     *
     * @param x a floating-point tensor
     * @param weight slopes that broadcast with it
     * @return a tensor of the common shape
     */
    public static Tensor prelu(Tensor x, Tensor weight) {
        return Tensor.where(x.gt(0), x, x.mul(weight));
    }

    /**
     * The first half of a dimension times the sigmoid of the second.
     *
     * @param x a floating-point tensor
     * @param dim the dimension
     * @return a tensor with half the size there
     * @throws IllegalArgumentException if the size is odd
     */
    public static Tensor glu(Tensor x, int dim) {
        long size = x.size(dim);
        if (size % 2 != 0) {
            throw new IllegalArgumentException(
                    "glu: dimension " + dim + " must have an even size, got " + size);
        }
        return x.narrow(dim, 0, size / 2).mul(x.narrow(dim, size / 2, size / 2).sigmoid());
    }
}
