package org.grad4j.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * Compares the gradients of an operation with central differences, {@code (f(x + ε) - f(x - ε)) /
 * 2ε}, as {@code torch.autograd.gradcheck} does.
 *
 * <pre>{@code
 * Tensor x = Tensor.of(0.5, -1.0, 2.0).requiresGrad(true);
 * GradCheck.gradcheck(in -> new Square().apply(in[0]), x);
 * }</pre>
 *
 * <p>Inputs that require gradients must be float64, since differences in float32 are mostly
 * rounding; the others are passed on as they are. The operation must be smooth at the inputs: at
 * the kink of a relu or among equal largest elements the comparison fails although the gradient is
 * one of the right ones. It is called several times for every element of every input, so a few
 * dozen elements are enough, and it should compute from what it is given, not from tensors it
 * captured. Inputs and their gradients stay as they are.
 */
public final class GradCheck {
    private static final Tolerance DEFAULT = new Tolerance(1e-6, 1e-5, 1e-3);

    private GradCheck() {}

    /** The operation to check. */
    @FunctionalInterface
    public interface Operation {
        /**
         * Applies the operation.
         *
         * @param inputs one tensor per input, of its shape and type
         * @return the result, of any shape
         */
        Tensor apply(Tensor... inputs);
    }

    /** The same with several results, which the gradients of an operation are. */
    @FunctionalInterface
    private interface Results {
        Tensor[] apply(Tensor[] inputs);
    }

    private record Tolerance(double eps, double atol, double rtol) {}

    /**
     * Checks first-order gradients with ε = 1e-6, where the difference may be at most {@code 1e-5 +
     * 1e-3 · |numeric|}.
     *
     * @param operation the operation
     * @param inputs its inputs, at least one of which requires gradients
     * @throws AssertionError if a gradient differs, naming input, element, analytic and numeric
     *     value, or if a second call gives another result
     * @throws IllegalArgumentException if no input requires gradients, or one that does is not
     *     float64
     */
    public static void gradcheck(Operation operation, Tensor... inputs) {
        first(operation, inputs, DEFAULT);
    }

    /**
     * Checks first-order gradients.
     *
     * @param operation the operation
     * @param inputs its inputs, at least one of which requires gradients
     * @param eps the step ε
     * @param atol how far the gradients may differ absolutely
     * @param rtol how far they may differ in addition, relative to the numeric gradient
     * @throws AssertionError as {@link #gradcheck(Operation, Tensor...)}
     * @throws IllegalArgumentException as {@link #gradcheck(Operation, Tensor...)}
     */
    public static void gradcheck(
            Operation operation, Tensor[] inputs, double eps, double atol, double rtol) {
        first(operation, inputs, new Tolerance(eps, atol, rtol));
    }

    /**
     * Checks second-order gradients: those of the gradients, with respect to the inputs and to a
     * random gradient of the result, with the tolerance of {@link #gradcheck(Operation,
     * Tensor...)}.
     *
     * @param operation the operation
     * @param inputs its inputs, at least one of which requires gradients
     * @throws AssertionError as {@link #gradcheck(Operation, Tensor...)}
     * @throws IllegalArgumentException as {@link #gradcheck(Operation, Tensor...)}
     */
    public static void gradgradcheck(Operation operation, Tensor... inputs) {
        second(operation, inputs, DEFAULT);
    }

    /**
     * Checks second-order gradients.
     *
     * @param operation the operation
     * @param inputs its inputs, at least one of which requires gradients
     * @param eps the step ε
     * @param atol how far the gradients may differ absolutely
     * @param rtol how far they may differ in addition, relative to the numeric gradient
     * @throws AssertionError as {@link #gradcheck(Operation, Tensor...)}
     * @throws IllegalArgumentException as {@link #gradcheck(Operation, Tensor...)}
     */
    public static void gradgradcheck(
            Operation operation, Tensor[] inputs, double eps, double atol, double rtol) {
        second(operation, inputs, new Tolerance(eps, atol, rtol));
    }

    private static void first(Operation operation, Tensor[] inputs, Tolerance tolerance) {
        require("gradcheck", inputs);
        String[] names = new String[inputs.length];
        Arrays.setAll(names, i -> "input " + i);
        Results results = in -> new Tensor[] {operation.apply(in)};
        boolean before = GradMode.set(true);
        try {
            new Run("gradcheck", results, inputs, names, new String[] {"the result"}, tolerance)
                    .check();
        } finally {
            GradMode.set(before);
        }
    }

    private static void second(Operation operation, Tensor[] inputs, Tolerance tolerance) {
        require("gradgradcheck", inputs);
        int n = inputs.length;
        List<String> of = new ArrayList<>();
        String[] names = new String[n + 1];
        for (int i = 0; i < n; i++) {
            names[i] = "input " + i;
            if (inputs[i].requiresGrad()) {
                of.add("the gradient of input " + i);
            }
        }
        names[n] = "the result's gradient";
        boolean before = GradMode.set(true);
        try {
            Tensor y = operation.apply(inputs);
            Tensor[] all = Arrays.copyOf(inputs, n + 1);
            all[n] = Tensor.randn(new Generator(0), y.shape()).to(y.dtype()).requiresGrad(true);
            Results gradients = in -> gradients(operation, in, inputs);
            new Run("gradgradcheck", gradients, all, names, of.toArray(String[]::new), tolerance)
                    .check();
        } finally {
            GradMode.set(before);
        }
    }

    /** The gradients of the operation as results that can be differentiated once more. */
    private static Tensor[] gradients(Operation operation, Tensor[] in, Tensor[] originals) {
        Tensor[] inputs = Arrays.copyOf(in, originals.length);
        List<Tensor> differentiable = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            if (originals[i].requiresGrad()) {
                inputs[i] = in[i].requiresGrad() ? in[i] : in[i].detach().requiresGrad(true);
                differentiable.add(inputs[i]);
            }
        }
        Tensor y = operation.apply(inputs);
        Tensor g = in[originals.length];
        return vjp(y, differentiable, g, true).toArray(Tensor[]::new);
    }

    /** Gradients of one result, zero where it does not depend on an input. */
    private static List<Tensor> vjp(Tensor y, List<Tensor> inputs, Tensor g, boolean createGraph) {
        List<Tensor> found =
                y.requiresGrad()
                        ? Autograd.grad(List.of(y), inputs, List.of(g), true, createGraph, true)
                        : Arrays.asList(new Tensor[inputs.size()]);
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor x = inputs.get(i);
            gradients.add(found.get(i) != null ? found.get(i) : Tensor.zeros(x.dtype(), x.shape()));
        }
        return gradients;
    }

    private static void require(String call, Tensor[] inputs) {
        boolean any = false;
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].requiresGrad() && inputs[i].dtype() != DType.FLOAT64) {
                throw new IllegalArgumentException(
                        call
                                + ": input "
                                + i
                                + " is "
                                + inputs[i].dtype().torchName()
                                + ", but differences are only meaningful in float64; convert it"
                                + " with to(DType.FLOAT64)");
            }
            any |= inputs[i].requiresGrad();
        }
        if (!any) {
            throw new IllegalArgumentException(
                    call + ": no input requires gradients; call requiresGrad(true) on one");
        }
    }

    /** One comparison of all derivatives of all results with respect to all inputs. */
    private record Run(
            String call,
            Results results,
            Tensor[] inputs,
            String[] inputNames,
            String[] resultNames,
            Tolerance tolerance) {

        void check() {
            Tensor[] leaves = inputs.clone();
            List<Tensor> differentiable = new ArrayList<>();
            for (int i = 0; i < leaves.length; i++) {
                if (inputs[i].requiresGrad()) {
                    leaves[i] = inputs[i].detach().requiresGrad(true);
                    differentiable.add(leaves[i]);
                }
            }
            Tensor[] ys = results.apply(leaves);
            Tensor[] again = results.apply(leaves);
            for (int r = 0; r < ys.length; r++) {
                requireSame(resultNames[r], ys[r], again[r]);
            }
            double[][][] numeric = numeric(ys);
            for (int r = 0; r < ys.length; r++) {
                double[] unit = new double[(int) ys[r].numel()];
                for (int e = 0; e < unit.length; e++) {
                    unit[e] = 1;
                    Tensor g = Tensor.of(unit, ys[r].shape());
                    unit[e] = 0;
                    List<Tensor> analytic = vjp(ys[r], differentiable, g, false);
                    List<Tensor> second = vjp(ys[r], differentiable, g, false);
                    for (int d = 0, at = 0; d < analytic.size(); d++) {
                        requireSame("a gradient", analytic.get(d), second.get(d));
                        double[] a = analytic.get(d).toDoubleArray();
                        for (int k = 0; k < a.length; k++, at++) {
                            compare(ys, r, e, at, a[k], numeric[at][r][e]);
                        }
                    }
                }
            }
        }

        /** For each element of each differentiable input the derivatives of all results. */
        private double[][][] numeric(Tensor[] ys) {
            Tensor[] point = new Tensor[inputs.length];
            Arrays.setAll(point, i -> inputs[i].detach());
            List<double[][]> all = new ArrayList<>();
            for (int i = 0; i < inputs.length; i++) {
                if (!inputs[i].requiresGrad()) {
                    continue;
                }
                double[] values = inputs[i].toDoubleArray();
                Tensor here = point[i];
                for (int k = 0; k < values.length; k++) {
                    double x = values[k];
                    values[k] = x + tolerance.eps;
                    point[i] = Tensor.of(values, here.shape());
                    Tensor[] up = results.apply(point.clone());
                    values[k] = x - tolerance.eps;
                    point[i] = Tensor.of(values, here.shape());
                    Tensor[] down = results.apply(point.clone());
                    values[k] = x;
                    double[][] derivatives = new double[ys.length][];
                    for (int r = 0; r < ys.length; r++) {
                        double[] slope = up[r].toDoubleArray();
                        double[] below = down[r].toDoubleArray();
                        for (int e = 0; e < slope.length; e++) {
                            slope[e] = (slope[e] - below[e]) / (2 * tolerance.eps);
                        }
                        derivatives[r] = slope;
                    }
                    all.add(derivatives);
                }
                point[i] = here;
            }
            return all.toArray(double[][][]::new);
        }

        private void requireSame(String what, Tensor first, Tensor second) {
            if (!Arrays.equals(first.toDoubleArray(), second.toDoubleArray())) {
                throw new AssertionError(
                        call
                                + ": "
                                + what
                                + " differs between two calls with the same inputs; is the"
                                + " operation random?");
            }
        }

        private void compare(
                Tensor[] ys, int result, int element, int at, double analytic, double numeric) {
            double allowed = tolerance.atol + tolerance.rtol * Math.abs(numeric);
            if (Math.abs(analytic - numeric) <= allowed) {
                return;
            }
            int input = 0;
            int k = at;
            while (!inputs[input].requiresGrad() || k >= inputs[input].numel()) {
                k -= inputs[input].requiresGrad() ? (int) inputs[input].numel() : 0;
                input++;
            }
            throw new AssertionError(
                    call
                            + ": derivative of "
                            + resultNames[result]
                            + " at "
                            + place(element, ys[result].shape())
                            + " with respect to "
                            + inputNames[input]
                            + " at "
                            + place(k, inputs[input].shape())
                            + ": analytic "
                            + analytic
                            + ", numeric "
                            + numeric
                            + " (allowed difference "
                            + allowed
                            + ")");
        }

        private static String place(int element, long[] shape) {
            long[] index = new long[shape.length];
            long rest = element;
            for (int d = shape.length - 1; d >= 0; d--) {
                index[d] = rest % shape[d];
                rest /= shape[d];
            }
            return Arrays.toString(index);
        }
    }
}
