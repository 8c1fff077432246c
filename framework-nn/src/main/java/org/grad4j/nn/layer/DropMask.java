package org.grad4j.nn.layer;

import org.grad4j.backend.Array;
import org.grad4j.backend.Elementwise;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/** Random factors of 0 and one other number. */
final class DropMask {
    private DropMask() {}

    static double requireProbability(String layer, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(layer + ": p must be from 0 to 1, got " + p);
        }
        return p;
    }

    /** Whether nothing is ever dropped: u + keep could round to 2 where keep rounds to 1. */
    static boolean isIdle(double p) {
        return (float) (1 - p) == 1;
    }

    static void requireFloating(Tensor x) {
        if (!x.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "needs a floating-point tensor, got " + x.dtype().torchName());
        }
    }

    /** Each element 0 with probability p, otherwise the kept value. */
    static Tensor of(double p, double kept, Generator generator, DType dtype, long... shape) {
        Array mask = Array.empty(dtype, shape);
        double keep = 1 - p;
        Elementwise.inOrder(
                1,
                (chunks, n) -> drop(chunks[0], n, (float) keep, (float) kept, generator),
                (chunks, n) -> drop(chunks[0], n, keep, kept, generator),
                mask);
        return Tensor.wrap(mask);
    }

    /** {@code u + keep} is 1 or more with probability {@code keep}: a branch would cost thrice. */
    private static void drop(float[] mask, int n, float keep, float kept, Generator generator) {
        generator.fill(mask, n);
        for (int i = 0; i < n; i++) {
            mask[i] = (int) (mask[i] + keep) * kept;
        }
    }

    private static void drop(double[] mask, int n, double keep, double kept, Generator generator) {
        generator.fill(mask, n);
        for (int i = 0; i < n; i++) {
            mask[i] = (int) (mask[i] + keep) * kept;
        }
    }
}
