package org.grad4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Supplier;
import org.grad4j.autograd.Autograd;
import org.grad4j.tensor.Tensor;

/** Compares gradients with central differences in float64. */
public final class Gradients {
    private static final double STEP = 1e-6;

    private Gradients() {}

    /**
     * Checks the gradients of a scalar.
     *
     * @param scalar computes it from the leaves, always in the same way
     * @param leaves float64 tensors that require gradients
     */
    public static void check(Supplier<Tensor> scalar, Tensor... leaves) {
        for (Tensor leaf : leaves) {
            leaf.zeroGrad();
        }
        scalar.get().backward();
        for (int k = 0; k < leaves.length; k++) {
            double[] found = leaves[k].grad().toDoubleArray();
            double[] values = leaves[k].toDoubleArray();
            for (int i = 0; i < values.length; i++) {
                double up = moved(scalar, leaves[k], values, i, STEP);
                double down = moved(scalar, leaves[k], values, i, -STEP);
                double expected = (up - down) / (2 * STEP);
                assertThat(found[i])
                        .as("gradient of element %d of leaf %d", i, k)
                        .isCloseTo(expected, within(1e-5 + 1e-3 * Math.abs(expected)));
            }
        }
    }

    private static double moved(
            Supplier<Tensor> scalar, Tensor leaf, double[] values, int i, double by) {
        double[] moved = values.clone();
        moved[i] += by;
        return Autograd.noGrad(
                () -> {
                    leaf.copy_(Tensor.of(moved, leaf.shape()));
                    double result = scalar.get().item();
                    leaf.copy_(Tensor.of(values, leaf.shape()));
                    return result;
                });
    }
}
