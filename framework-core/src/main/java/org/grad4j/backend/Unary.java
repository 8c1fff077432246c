package org.grad4j.backend;

import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;

/**
 * A function of one number, as loops over Java arrays and, where it pays, as a native kernel.
 *
 * @param floats the loop in float
 * @param doubles the function in double
 * @param longs the function on whole numbers, or null where they are made floating first
 * @param large the native kernel for large float arrays, or null
 */
public record Unary(
        Loops.Float1 floats, DoubleUnaryOperator doubles, LongUnaryOperator longs, Large large) {

    /** A native kernel and the number of elements from which it beats the Java loop (measured). */
    record Large(int from, Runner runner) {}

    /** Runs a native kernel on two ND4J arrays. */
    @FunctionalInterface
    interface Runner {
        void run(INDArray x, INDArray z);
    }

    /** {@code -x}. */
    public static final Unary NEG =
            java(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = -x[i];
                        }
                    },
                    x -> -x,
                    x -> -x);

    /** {@code |x|}. */
    public static final Unary ABS =
            java(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = Math.abs(x[i]);
                        }
                    },
                    Math::abs,
                    Math::abs);

    /** The sign: -1, 0 or 1; 0 for NaN, as in PyTorch. */
    public static final Unary SIGN =
            java(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = x[i] > 0 ? 1 : x[i] < 0 ? -1 : 0;
                        }
                    },
                    x -> x > 0 ? 1 : x < 0 ? -1 : 0,
                    Long::signum);

    /** {@code max(x, 0)}; NaN stays NaN. */
    public static final Unary RELU =
            java(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = Math.max(x[i], 0f);
                        }
                    },
                    x -> Math.max(x, 0),
                    x -> Math.max(x, 0));

    /** {@code √x}. */
    public static final Unary SQRT =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) Math.sqrt(x[i]);
                        }
                    },
                    Math::sqrt,
                    null,
                    legacy(1 << 16, (x, z) -> new Sqrt(x, z)));

    /** {@code eˣ}. */
    public static final Unary EXP =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) Math.exp(x[i]);
                        }
                    },
                    Math::exp,
                    null,
                    legacy(4096, (x, z) -> new Exp(x, z)));

    /** The natural logarithm. */
    public static final Unary LOG =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) Math.log(x[i]);
                        }
                    },
                    Math::log,
                    null,
                    legacy(4096, (x, z) -> new Log(x, z)));

    /** {@code 1 / (1 + e⁻ˣ)}. */
    public static final Unary SIGMOID =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = (float) (1 / (1 + Math.exp(-x[i])));
                        }
                    },
                    x -> 1 / (1 + Math.exp(-x)),
                    null,
                    legacy(4096, (x, z) -> new Sigmoid(x, z)));

    private static final Kernel TANH_KERNEL = new Kernel("tanh");

    /** The hyperbolic tangent. */
    public static final Unary TANH =
            new Unary(
                    (x, z, n) -> {
                        for (int i = 0; i < n; i++) {
                            z[i] = tanh(x[i]);
                        }
                    },
                    Math::tanh,
                    null,
                    new Large(4096, (x, z) -> TANH_KERNEL.call().in(x).out(z).run()));

    /**
     * Math.tanh has no intrinsic and costs 34 ns. In double, (e²ˣ - 1) / (e²ˣ + 1) is exact to
     * float precision except near 0, where two terms of the series are.
     */
    private static float tanh(double x) {
        if (Math.abs(x) < 1e-3) {
            return (float) (x - x * x * x / 3);
        }
        double e = Math.exp(2 * Math.min(x, 20));
        return (float) ((e - 1) / (e + 1));
    }

    private static Unary java(Loops.Float1 floats, DoubleUnaryOperator d, LongUnaryOperator l) {
        return new Unary(floats, d, l, null);
    }

    /** The ops come as lambdas: a reference to a constructor would load ND4J's class at once. */
    private static Large legacy(int from, BiFunction<INDArray, INDArray, Op> op) {
        return new Large(from, (x, z) -> Kernel.runLegacy(op.apply(x, z)));
    }
}
