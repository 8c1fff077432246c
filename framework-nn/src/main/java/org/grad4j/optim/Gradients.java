package org.grad4j.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.grad4j.autograd.Autograd;
import org.grad4j.backend.Array;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;

/**
 * Bounds for gradients, between {@code backward()} and {@code step()}.
 *
 * <pre>{@code
 * loss.backward();
 * Gradients.clipNorm_(model.parameters(), 1);
 * optimizer.step();
 * }</pre>
 */
public final class Gradients {
    private static final double TINY = 1e-6; // as in PyTorch

    private Gradients() {}

    /**
     * The norm of all gradients together, as if they were one vector.
     *
     * @param parameters those without a gradient do not count
     * @return {@code √(Σ g²)}; 0 without any gradient
     * @throws NullPointerException if the list is null
     * @throws IllegalArgumentException if a parameter is null
     */
    public static double norm(List<Tensor> parameters) {
        return norm(parameters, 2);
    }

    /**
     * The norm of all gradients together, of any order.
     *
     * @param parameters those without a gradient do not count
     * @param order {@code p} of {@code (Σ |g|^p)^(1/p)}, above 0; infinity is the largest element
     * @return the norm; 0 without any gradient
     * @throws NullPointerException if the list is null
     * @throws IllegalArgumentException if a parameter is null or the order is not above 0
     */
    public static double norm(List<Tensor> parameters, double order) {
        if (!(order > 0)) {
            throw new IllegalArgumentException(
                    "the order of the norm must be above 0, got " + order);
        }
        List<Array> gradients = gradients(parameters);
        double[] norms = new double[gradients.size()];
        Autograd.noGrad(
                () ->
                        TensorScope.run(
                                () -> {
                                    for (int i = 0; i < norms.length; i++) {
                                        Tensor g = Tensor.wrap(gradients.get(i));
                                        norms[i] = g.numel() == 0 ? 0 : g.norm(order).item();
                                    }
                                }));
        return norms.length == 0 ? 0 : combined(norms, order);
    }

    private static double combined(double[] norms, double order) {
        double largest = 0;
        for (double norm : norms) {
            largest = Math.max(largest, norm); // NaN stays NaN
        }
        if (Double.isInfinite(order) || !(largest > 0) || Double.isInfinite(largest)) {
            return largest;
        }
        double sum = 0;
        for (double norm : norms) {
            sum += Math.pow(norm / largest, order);
        }
        return largest * Math.pow(sum, 1 / order);
    }

    /**
     * Scales all gradients so that their norm together is at most the given one: {@code g ← g ·
     * min(1, maxNorm / (norm + 1e-6))}.
     *
     * @param parameters those without a gradient do not count
     * @param maxNorm 0 or more
     * @return the norm before
     * @throws NullPointerException if the list is null
     * @throws IllegalArgumentException if a parameter is null or the norm negative or not finite
     */
    public static double clipNorm_(List<Tensor> parameters, double maxNorm) {
        return clipNorm_(parameters, maxNorm, 2, false);
    }

    /**
     * As {@link #clipNorm_(List, double)}, with a norm of any order.
     *
     * @param parameters those without a gradient do not count
     * @param maxNorm 0 or more
     * @param order as for {@link #norm(List, double)}
     * @param errorIfNonfinite whether a norm that is infinite or NaN is an error; otherwise it
     *     turns gradients to 0 and NaN, as in PyTorch
     * @return the norm before
     * @throws NullPointerException if the list is null
     * @throws IllegalArgumentException if a parameter is null, the norm is negative or not finite,
     *     or the order is not above 0
     * @throws IllegalStateException if {@code errorIfNonfinite} and the norm before is infinite or
     *     NaN; the gradients are as they were then
     */
    public static double clipNorm_(
            List<Tensor> parameters, double maxNorm, double order, boolean errorIfNonfinite) {
        requireNotNegative("maxNorm", maxNorm);
        double norm = norm(parameters, order);
        if (errorIfNonfinite && !Double.isFinite(norm)) {
            throw new IllegalStateException(
                    "the norm of order "
                            + order
                            + " of the gradients is "
                            + norm
                            + ", so they cannot be clipped; look for the operation with"
                            + " Autograd.detectAnomaly");
        }
        double factor = maxNorm / (norm + TINY);
        if (!(factor >= 1)) {
            each(parameters, g -> g.mul_(factor));
        }
        return norm;
    }

    /**
     * Bounds every element of all gradients: {@code g ← min(max(g, -value), value)}.
     *
     * @param parameters those without a gradient do not count
     * @param value 0 or more
     * @throws NullPointerException if the list is null
     * @throws IllegalArgumentException if a parameter is null or the value negative or not finite
     */
    public static void clipValue_(List<Tensor> parameters, double value) {
        requireNotNegative("value", value);
        each(parameters, g -> g.copy_(g.clamp(-value, value)));
    }

    private static void each(List<Tensor> parameters, Consumer<Tensor> change) {
        List<Array> gradients = gradients(parameters);
        Autograd.noGrad(
                () -> TensorScope.run(() -> gradients.forEach(g -> change.accept(Tensor.wrap(g)))));
    }

    private static List<Array> gradients(List<Tensor> parameters) {
        Objects.requireNonNull(parameters, "the parameters are null");
        List<Array> gradients = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Tensor parameter = parameters.get(i);
            if (parameter == null) {
                throw new IllegalArgumentException("parameter " + i + " is null");
            }
            Array gradient = parameter.autograd().gradArray();
            if (gradient != null) {
                gradients.add(gradient);
            }
        }
        return gradients;
    }

    private static void requireNotNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    name + " must be a number of 0 or more, got " + value);
        }
    }
}
