package org.grad4j.backend;

import java.util.function.DoubleUnaryOperator;

/**
 * Functions for float tensors that compute in double, a pass at a time over a whole chunk.
 *
 * <p>The JIT of Java 17 vectorises such passes as long as no pass converts and computes at once and
 * none calls Math.exp: silu takes 2 ns an element instead of 7.
 */
final class Wide {
    private Wide() {}

    /** Replaces the numbers of a chunk by those of a function. */
    @FunctionalInterface
    interface Pass {
        /**
         * Runs the pass.
         *
         * @param x in and out
         * @param e room for one more chunk
         * @param n elements
         */
        void run(double[] x, double[] e, int n);
    }

    /** A function that is a pass for float tensors and exact for double ones. */
    static Unary unary(Pass pass, DoubleUnaryOperator exact) {
        return new Unary((x, z, n) -> run(pass, x, z, n), exact, null, null);
    }

    /** {@code g · f(x)}, where f is a pass for float tensors and exact for double ones. */
    static Binary times(Pass pass, DoubleUnaryOperator exact) {
        return new Binary(
                (g, x, z, n) -> {
                    run(pass, x, z, n);
                    for (int i = 0; i < n; i++) {
                        z[i] *= g[i];
                    }
                },
                (g, x) -> g * exact.applyAsDouble(x),
                null);
    }

    private static void run(Pass pass, float[] x, float[] z, int n) {
        Scratch scratch = Scratch.get();
        double[] chunk = scratch.doubles(0);
        for (int i = 0; i < n; i++) {
            chunk[i] = x[i];
        }
        pass.run(chunk, scratch.doubles(1), n);
        for (int i = 0; i < n; i++) {
            z[i] = (float) chunk[i];
        }
    }

    /**
     * eˣ to float precision (relative error below 1e-9 for results of float size) in 1 ns: the
     * series of e^(x/512), squared nine times, which takes no conversion to whole numbers.
     */
    static void exp(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            // Far below, the series would turn; there the result is 0. Far above it is inf.
            double t = Math.max(-746, x[i]) * (1.0 / 512);
            double p = 1.0 / 5040 + t * (1.0 / 40320);
            p = 1.0 / 720 + t * p;
            p = 1.0 / 120 + t * p;
            p = 1.0 / 24 + t * p;
            p = 1.0 / 6 + t * p;
            p = 1.0 / 2 + t * p;
            p = 1 + t * p;
            p = 1 + t * p;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            x[i] = p;
        }
    }

    /** eˣ - 1 to float precision, also near 0: if p is eᵗ - 1, then p(p + 2) is e²ᵗ - 1. */
    static void expm1(double[] x, int n) {
        for (int i = 0; i < n; i++) {
            double t = Math.max(-746, x[i]) * (1.0 / 512);
            double p = 1.0 / 5040 + t * (1.0 / 40320);
            p = 1.0 / 720 + t * p;
            p = 1.0 / 120 + t * p;
            p = 1.0 / 24 + t * p;
            p = 1.0 / 6 + t * p;
            p = 1.0 / 2 + t * p;
            p = t * (1 + t * p);
            p *= p + 2;
            p *= p + 2;
            p *= p + 2;
            p *= p + 2;
            p *= p + 2;
            p *= p + 2;
            p *= p + 2;
            p *= p + 2;
            p *= p + 2;
            x[i] = p;
        }
    }
}
