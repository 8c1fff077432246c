package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.savingNothing;
import static org.grad4j.autograd.Op.wrt;

import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * Overwrites tensors with random numbers. What was there is gone, so where the change is recorded
 * the gradient of the old values is 0, as in PyTorch.
 */
public final class RandomFills {
    private RandomFills() {}

    /**
     * Uniform numbers.
     *
     * @param x overwritten, floating
     * @param generator where they come from
     * @param low the smallest
     * @param high the bound above
     * @return x
     */
    public static Tensor uniform(Tensor x, Generator generator, double low, double high) {
        requireFloating("uniform_", x, generator);
        if (!(low <= high) || Double.isInfinite(high - low)) {
            throw new IllegalArgumentException(
                    "uniform_: needs a finite range from a lower to a higher number, got "
                            + low
                            + " to "
                            + high);
        }
        return InPlace.by(
                "uniform_",
                x,
                old -> Tensor.rand(generator, x.dtype(), x.shape()).mul(high - low).add(low));
    }

    /**
     * Normal numbers.
     *
     * @param x overwritten, floating
     * @param generator where they come from
     * @param mean their mean
     * @param std their standard deviation
     * @return x
     */
    public static Tensor normal(Tensor x, Generator generator, double mean, double std) {
        requireFloating("normal_", x, generator);
        if (!(std >= 0)) {
            throw new IllegalArgumentException(
                    "normal_: the standard deviation must be 0 or more, got " + std);
        }
        return InPlace.by(
                "normal_",
                x,
                old -> Tensor.randn(generator, x.dtype(), x.shape()).mul(std).add(mean));
    }

    /**
     * 1 with a chance, else 0.
     *
     * @param x overwritten, of any type
     * @param generator where the randomness comes from
     * @param p floating, chances from 0 to 1, broadcasts to x; its gradient is 0
     * @return x
     */
    public static Tensor bernoulli(Tensor x, Generator generator, Tensor p) {
        InPlace.requireBroadcast("bernoulli_", x, p);
        Types.requireFloating("bernoulli_: the chances", p);
        requireGenerator("bernoulli_", generator);
        return InPlace.by("bernoulli_", x, old -> drawn(old, generator, p), p);
    }

    /**
     * 1 with a chance, else 0.
     *
     * @param x overwritten, of any type
     * @param generator where the randomness comes from
     * @param p the chance, from 0 to 1
     * @return x
     */
    public static Tensor bernoulli(Tensor x, Generator generator, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(
                    "bernoulli_: the chance must be from 0 to 1, got " + p);
        }
        requireGenerator("bernoulli_", generator);
        return InPlace.by(
                "bernoulli_", x, old -> drawn(old, generator, Tensor.scalar(p, DType.FLOAT64)));
    }

    private static Tensor drawn(Tensor old, Generator generator, Tensor p) {
        Tensor ones = Tensor.bernoulli(generator, p.detach().expand(old.shape()));
        return op(
                "BernoulliBackward0",
                ones.to(old.dtype()).array(),
                savingNothing(),
                wrt(old, Arithmetic::zero),
                wrt(p, Arithmetic::zero));
    }

    private static void requireFloating(String name, Tensor x, Generator generator) {
        Types.requireFloating(name, x);
        requireGenerator(name, generator);
    }

    private static void requireGenerator(String name, Generator generator) {
        if (generator == null) {
            throw new IllegalArgumentException(
                    name + ": the generator is null; the default one is Generator.global()");
        }
    }
}
