package org.grad4j.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.grad4j.reference.ReferenceCases;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ten steps of every optimizer against libtorch.
 *
 * <p>SGD, Adam, AdamW, RMSprop, Adagrad and LBFGS are libtorch's own. libtorch has no Adamax,
 * NAdam, RAdam, Rprop, Adadelta, Lion and Muon: there the expected values come from the published
 * algorithms (PyTorch's documentation, the papers' for Lion and Muon), composed line by line of
 * libtorch's tensor operations in {@code PublishedOptimizers} of the reference generator.
 */
class OptimizerReferenceTest {
    private static final int STEPS = 10;

    static Stream<Case> trajectories() {
        return Stream.of("optimizers.txt", "published-optimizers.txt")
                .flatMap(file -> ReferenceCases.read(file).stream());
    }

    static List<Case> quasiNewton() {
        return ReferenceCases.read("quasi-newton.txt");
    }

    private static Optimizer optimizer(Case one, List<Tensor> parameters) {
        OptimizerBuilder<?, ?> builder =
                switch (one.operation()) {
                    case "SGD" -> SGD.builder(parameters);
                    case "Adam" -> Adam.builder(parameters);
                    case "AdamW" -> AdamW.builder(parameters);
                    case "Adamax" -> Adamax.builder(parameters);
                    case "NAdam" -> NAdam.builder(parameters);
                    case "RAdam" -> RAdam.builder(parameters);
                    case "RMSprop" -> RMSprop.builder(parameters);
                    case "Rprop" -> Rprop.builder(parameters);
                    case "Adagrad" -> Adagrad.builder(parameters);
                    case "Adadelta" -> Adadelta.builder(parameters);
                    case "LBFGS" -> LBFGS.builder(parameters).maxIter(one.integer("max_iter"));
                    case "Lion" -> Lion.builder(parameters);
                    case "Muon" -> Muon.builder(parameters);
                    default -> throw new AssertionError("no optimizer for " + one);
                };
        one.arguments().forEach((name, value) -> builder.set(name, value(value)));
        return builder.build();
    }

    private static Object value(String text) {
        if (text.contains(",")) {
            return Arrays.stream(text.split(",")).map(Double::valueOf).toList();
        }
        if (text.matches("true|false")) {
            return Boolean.valueOf(text);
        }
        return text.matches("[a-z].*") ? text : (Object) Double.valueOf(text);
    }

    private static Tensor tensor(ReferenceCases.Array array, int step, long... shape) {
        int n = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        double[] values = Arrays.copyOfRange(array.values(), step * n, (step + 1) * n);
        return Tensor.of(values, shape).to(DType.valueOf(array.dtype().toUpperCase(Locale.ROOT)));
    }

    private static Tensor parameter(Case one, String name) {
        ReferenceCases.Array before = one.inputs().get(name);
        return tensor(before, 0, before.shape()).requiresGrad(true);
    }

    @ParameterizedTest
    @MethodSource("trajectories")
    void ten_steps_are_those_of_libtorch(Case one) {
        List<Tensor> parameters = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            parameters.add(parameter(one, "p" + k));
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
                String name = "p%d after step %d".formatted(k, step + 1);
                isClose(parameter, expected, ulps(one) * ulp(parameter), name);
            }
        }
    }

    /** Sums and orders of operations differ by a few roundings; 28 products, by some more. */
    private static int ulps(Case one) {
        return one.operation().equals("Muon") ? 16 : 4;
    }

    @ParameterizedTest
    @MethodSource("quasiNewton")
    void steps_with_a_closure_are_those_of_libtorch(Case one) {
        Tensor a = parameter(one, "A");
        Tensor v = parameter(one, "v");
        Tensor b = parameter(one, "b").detach();
        Optimizer optimizer = optimizer(one, List.of(a, v));
        double tolerance = a.dtype() == DType.FLOAT64 ? 1e-10 : 1e-5;

        for (int step = 0; step < STEPS; step++) {
            Tensor loss =
                    optimizer.step(
                            () -> {
                                optimizer.zeroGrad();
                                Tensor value =
                                        a.matmul(v)
                                                .sub(b)
                                                .square()
                                                .sum()
                                                .add(a.pow(4).sum().mul(0.1))
                                                .add(v.square().sum().mul(0.5));
                                value.backward();
                                return value;
                            });
            String after = " after step " + (step + 1);
            isClose(a, tensor(one.outputs().get("A"), step, 3, 2), tolerance, "A" + after);
            isClose(v, tensor(one.outputs().get("v"), step, 2), tolerance, "v" + after);
            double expected = one.outputs().get("loss").values()[step];
            assertThat(loss.item())
                    .as("loss" + after)
                    .isCloseTo(expected, within(tolerance * Math.max(1, expected)));
        }
    }

    private static double ulp(Tensor parameter) {
        return parameter.dtype() == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1.0);
    }

    /** Relative to the larger of 1 and the expected value. */
    private static void isClose(Tensor found, Tensor expected, double tolerance, String name) {
        double[] values = found.toDoubleArray();
        double[] wanted = expected.toDoubleArray();
        for (int i = 0; i < values.length; i++) {
            double size = Math.max(1, Math.abs(wanted[i]));
            assertThat(values[i]).as(name).isCloseTo(wanted[i], within(tolerance * size));
        }
    }
}
