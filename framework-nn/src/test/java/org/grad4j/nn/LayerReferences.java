package org.grad4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.grad4j.reference.ReferenceCases;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** Compares layers with values that libtorch computed; each family of layers has its own test. */
final class LayerReferences {
    private LayerReferences() {}

    /**
     * How a family applies a case to its inputs: the results in the order of the case's outputs.
     */
    @FunctionalInterface
    interface Family {
        List<Tensor> apply(Case one, Map<String, Tensor> inputs);
    }

    /** Checks all outputs, and the gradients of all inputs from the first output. */
    static void check(Case one, Family family) {
        check(one, 1e-10, family);
    }

    /** The same with another tolerance for float64, where libtorch itself is less exact. */
    static void check(Case one, double wide, Family family) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        one.inputs().forEach((name, array) -> inputs.put(name, tensor(array)));
        one.gradients().keySet().forEach(name -> inputs.get(name).requiresGrad(true));

        List<Tensor> results = family.apply(one, inputs);

        int next = 0;
        for (Map.Entry<String, ReferenceCases.Array> output : one.outputs().entrySet()) {
            isClose(results.get(next++), output.getValue(), wide, output.getKey());
        }
        if (one.upstream() != null) {
            results.get(0).backward(tensor(one.upstream()));
        }
        one.gradients()
                .forEach(
                        (name, expected) -> isClose(inputs.get(name).grad(), expected, wide, name));
    }

    /** Gives a layer the inputs that are its parameters, which then take part themselves. */
    static <M extends Module> M load(M layer, Map<String, Tensor> inputs) {
        Map<String, Tensor> state = new LinkedHashMap<>(inputs);
        state.keySet().retainAll(layer.stateDict().keySet());
        layer.loadStateDict(state);
        layer.namedParameters().forEach(inputs::replace);
        return layer;
    }

    static Tensor tensor(ReferenceCases.Array array) {
        DType dtype = DType.valueOf(array.dtype().toUpperCase(Locale.ROOT));
        return Tensor.of(array.values(), array.shape().clone()).to(dtype);
    }

    /** Relative to the larger of 1 and the expected value: inputs are of the order of one. */
    private static void isClose(
            Tensor found, ReferenceCases.Array expected, double wide, String name) {
        assertThat(found).as(name).isNotNull();
        assertThat(found.shape()).as(name).containsExactly(expected.shape());
        assertThat(found.dtype().torchName()).as(name).isEqualTo("torch." + expected.dtype());
        double tolerance = found.dtype() == DType.FLOAT64 ? wide : 1e-5;
        double[] values = found.toDoubleArray();
        for (int i = 0; i < values.length; i++) {
            double e = expected.values()[i];
            assertThat(values[i])
                    .as("%s[%d]", name, i)
                    .isCloseTo(e, within(tolerance * Math.max(1, Math.abs(e))));
        }
    }
}
