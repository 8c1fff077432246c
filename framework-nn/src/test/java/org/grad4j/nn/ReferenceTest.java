package org.grad4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.grad4j.nn.layer.Conv2d;
import org.grad4j.nn.layer.Flatten;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.layer.MaxPool2d;
import org.grad4j.nn.loss.CrossEntropyLoss;
import org.grad4j.nn.loss.MSELoss;
import org.grad4j.reference.ReferenceCases;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers and losses against values that libtorch computed. */
class ReferenceTest {
    static List<Case> cases() {
        return ReferenceCases.read("layers.txt");
    }

    private static Tensor tensor(ReferenceCases.Array array) {
        DType dtype = DType.valueOf(array.dtype().toUpperCase(Locale.ROOT));
        long[] shape = array.shape().clone();
        if (!array.transposed()) {
            return Tensor.of(array.values(), shape).to(dtype);
        }
        Tensor plain = Tensor.of(array.values(), shape).to(dtype);
        return plain.transpose(-2, -1).clone().transpose(-2, -1);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void output_and_gradients_are_those_of_libtorch(Case one) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        one.inputs().forEach((name, array) -> inputs.put(name, tensor(array)));
        one.gradients().keySet().forEach(name -> inputs.get(name).requiresGrad(true));

        Tensor y = apply(one, inputs);
        y.backward(tensor(one.upstream()));

        isClose(y, one.outputs().get("y"), "y");
        one.gradients()
                .forEach((name, expected) -> isClose(inputs.get(name).grad(), expected, name));
    }

    /** Parameters take part as the tensors themselves, which the layers copy their values from. */
    private static Tensor apply(Case one, Map<String, Tensor> in) {
        return switch (one.operation()) {
            case "CrossEntropyLoss" ->
                    new CrossEntropyLoss(reduction(one)).call(in.get("logits"), in.get("target"));
            case "MSELoss" ->
                    new MSELoss(reduction(one)).call(in.get("prediction"), in.get("target"));
            default -> {
                Module layer = layer(one, in);
                Map<String, Tensor> state = new LinkedHashMap<>(in);
                state.remove("x");
                layer.loadStateDict(state);
                layer.namedParameters().forEach(in::replace);
                yield layer.call(in.get("x"));
            }
        };
    }

    private static Module layer(Case one, Map<String, Tensor> in) {
        DType dtype = in.get("x").dtype();
        Generator generator = new Generator(1);
        boolean bias = in.containsKey("bias");
        Tensor weight = in.get("weight");
        return switch (one.operation()) {
            case "Linear" -> new Linear(weight.size(1), weight.size(0), bias, dtype, generator);
            case "Conv2d" ->
                    Conv2d.builder(
                                    (int) weight.size(1),
                                    (int) weight.size(0),
                                    (int) weight.size(2),
                                    (int) weight.size(3))
                            .stride(ints(one, "stride"))
                            .padding(ints(one, "padding"))
                            .bias(bias)
                            .dtype(dtype)
                            .generator(generator)
                            .build();
            case "MaxPool2d" ->
                    new MaxPool2d(ints(one, "kernel"), ints(one, "stride"), ints(one, "padding"));
            case "Flatten" -> new Flatten(one.integer("startDim"), one.integer("endDim"));
            default -> throw new AssertionError("no layer for " + one);
        };
    }

    private static int[] ints(Case one, String argument) {
        return Arrays.stream(one.integers(argument)).mapToInt(i -> (int) i).toArray();
    }

    private static Reduction reduction(Case one) {
        return Reduction.valueOf(one.text("reduction").toUpperCase(Locale.ROOT));
    }

    /** Relative to the larger of 1 and the expected value: inputs are of the order of one. */
    private static void isClose(Tensor found, ReferenceCases.Array expected, String name) {
        assertThat(found.shape()).as(name).containsExactly(expected.shape());
        assertThat(found.dtype().torchName()).as(name).isEqualTo("torch." + expected.dtype());
        double tolerance = found.dtype() == DType.FLOAT64 ? 1e-12 : 2e-6;
        double[] values = found.toDoubleArray();
        for (int i = 0; i < values.length; i++) {
            double e = expected.values()[i];
            assertThat(values[i])
                    .as("%s[%d]", name, i)
                    .isCloseTo(e, within(tolerance * Math.max(1, Math.abs(e))));
        }
    }
}
