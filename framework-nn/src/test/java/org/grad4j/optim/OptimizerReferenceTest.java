package org.grad4j.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.grad4j.reference.ReferenceCases;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten steps of every optimizer against libtorch's. */
class OptimizerReferenceTest {
    private static final int STEPS = 10;

    static List<Case> cases() {
        return ReferenceCases.read("optimizers.txt");
    }

    private static Optimizer optimizer(Case one, List<Tensor> parameters) {
        return switch (one.operation()) {
            case "SGD" ->
                    SGD.builder(parameters)
                            .lr(one.number("lr"))
                            .momentum(one.number("momentum"))
                            .dampening(one.number("dampening"))
                            .weightDecay(one.number("weightDecay"))
                            .nesterov(one.flag("nesterov"))
                            .build();
            case "Adam" ->
                    Adam.builder(parameters)
                            .lr(one.number("lr"))
                            .betas(one.number("beta1"), one.number("beta2"))
                            .eps(one.number("eps"))
                            .weightDecay(one.number("weightDecay"))
                            .amsgrad(one.flag("amsgrad"))
                            .build();
            default -> throw new AssertionError("no optimizer for " + one);
        };
    }

    private static Tensor tensor(ReferenceCases.Array array, int step, long... shape) {
        int n = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        double[] values = Arrays.copyOfRange(array.values(), step * n, (step + 1) * n);
        return Tensor.of(values, shape).to(DType.valueOf(array.dtype().toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void ten_steps_are_those_of_libtorch(Case one) {
        List<Tensor> parameters = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            ReferenceCases.Array before = one.inputs().get("p" + k);
            parameters.add(tensor(before, 0, before.shape()).requiresGrad(true));
        }
        Optimizer optimizer = optimizer(one, parameters);

        for (int step = 0; step < STEPS; step++) {
            for (int k = 0; k < 3; k++) {
                Tensor parameter = parameters.get(k);
                parameter.grad(tensor(one.inputs().get("g" + k), step, parameter.shape()));
            }
            optimizer.step();
            for (int k = 0; k < 3; k++) {
                Tensor parameter = parameters.get(k);
                Tensor expected = tensor(one.outputs().get("p" + k), step, parameter.shape());
                isClose(parameter, expected, "p%d after step %d".formatted(k, step + 1));
            }
        }
    }

    /** Within four units in the last place of a number of the order of one. */
    private static void isClose(Tensor found, Tensor expected, String name) {
        double[] values = found.toDoubleArray();
        double[] wanted = expected.toDoubleArray();
        boolean single = found.dtype() == DType.FLOAT32;
        for (int i = 0; i < values.length; i++) {
            double size = Math.max(1, Math.abs(wanted[i]));
            double ulp = single ? Math.ulp((float) size) : Math.ulp(size);
            assertThat(values[i]).as(name).isCloseTo(wanted[i], within(4 * ulp));
        }
    }
}
