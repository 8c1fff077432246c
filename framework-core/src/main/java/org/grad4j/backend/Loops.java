package org.grad4j.backend;

/** The loop shapes of elementwise kernels, one per Java number type. */
public final class Loops {
    private Loops() {}

    /** {@code z[i] = f(x[i])} in float. */
    @FunctionalInterface
    public interface Float1 {
        /**
         * Runs the loop.
         *
         * @param x in
         * @param z out
         * @param n elements
         */
        void run(float[] x, float[] z, int n);
    }

    /** {@code z[i] = f(a[i], b[i])} in float. */
    @FunctionalInterface
    public interface Float2 {
        /**
         * Runs the loop.
         *
         * @param a in
         * @param b in
         * @param z out
         * @param n elements
         */
        void run(float[] a, float[] b, float[] z, int n);
    }

    /** Any loop over several float arrays, read and written in place. */
    @FunctionalInterface
    public interface FloatN {
        /**
         * Runs the loop.
         *
         * @param x one chunk per array
         * @param n elements
         */
        void run(float[][] x, int n);
    }

    /** Any loop over several double arrays, read and written in place. */
    @FunctionalInterface
    public interface DoubleN {
        /**
         * Runs the loop.
         *
         * @param x one chunk per array
         * @param n elements
         */
        void run(double[][] x, int n);
    }
}
