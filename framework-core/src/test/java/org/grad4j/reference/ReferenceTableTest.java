package org.grad4j.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.grad4j.reference.ReferenceCases.Array;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation gives the values, types, shapes and gradients that libtorch computed. */
class ReferenceTableTest {
    private static final List<String> FILES =
            List.of(
                    "changes.txt",
                    "choices.txt",
                    "comparisons.txt",
                    "convolutions.txt",
                    "elementwise.txt",
                    "indexings.txt",
                    "functions.txt",
                    "losses.txt",
                    "matrices.txt",
                    "movements.txt",
                    "orderings.txt",
                    "products.txt",
                    "rearrangements.txt",
                    "reductions.txt",
                    "softmaxes.txt",
                    "spatial.txt",
                    "statistics.txt");

    /**
     * Here alone we differ: at -0 libtorch computes the gradient of √x as 1 / (2√-0) = -∞ where the
     * power rule, 0.5 · (-0)⁻⁰·⁵, gives +∞.
     */
    private static final String ROOT_AT_MINUS_ZERO = "pow/exponent_0.5_at_zero_and_below";

    /** No operation takes a Java boolean as an operand. */
    private static final Predicate<Case> BOOLEAN_OPERAND =
            one -> one.has("right") && one.text("right").equals("boolean");

    static Stream<Case> cases() {
        return FILES.stream().flatMap(file -> ReferenceCases.read(file).stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void values_and_gradients_are_those_of_libtorch(Case one) {
        Tensor[] in = new Tensor[one.inputs().size()];
        int next = 0;
        for (Map.Entry<String, Array> input : one.inputs().entrySet()) {
            in[next++] =
                    ReferenceTensors.leaf(input.getValue())
                            .requiresGrad(one.gradients().containsKey(input.getKey()));
        }
        List<Tensor> out = ReferenceOps.apply(one, in);
        assertEquals(one.outputs().size(), out.size());
        next = 0;
        for (Map.Entry<String, Array> output : one.outputs().entrySet()) {
            ReferenceTensors.assertMatches(
                    one + ": " + output.getKey(), output.getValue(), out.get(next++));
        }
        if (one.upstream() == null) {
            assertFalse(out.get(0).requiresGrad());
            return;
        }
        out.get(0).backward(ReferenceTensors.leaf(one.upstream()));
        next = 0;
        for (String input : one.inputs().keySet()) {
            Array gradient = one.gradients().get(input);
            if (one.name().equals(ROOT_AT_MINUS_ZERO)) {
                gradient.values()[2] = -gradient.values()[2];
            }
            Tensor grad = in[next++].grad();
            if (gradient == null) {
                assertNull(grad, one + ": gradient of " + input);
            } else {
                ReferenceTensors.assertMatches(one + ": gradient of " + input, gradient, grad);
            }
        }
    }

    static Stream<Case> promotions() {
        return ReferenceCases.read("promotions.txt").stream().filter(BOOLEAN_OPERAND.negate());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("promotions")
    void result_types_are_those_of_libtorch(Case one) {
        if (one.text("result").equals("error")) {
            assertThrows(IllegalArgumentException.class, () -> promoted(one));
        } else {
            assertEquals(ReferenceTensors.dtype(one.text("result")), promoted(one));
        }
    }

    private static DType promoted(Case one) {
        Map<String, String> arguments = new TreeMap<>();
        List<Tensor> in = new ArrayList<>(List.of(operand(one.text("left"))));
        if (one.has("right")) {
            switch (one.text("right")) {
                case "double" -> arguments.put(number(one), "1.5");
                case "long" -> arguments.put(number(one), "2");
                default -> in.add(operand(one.text("right")));
            }
        }
        String operation = one.operation();
        if (operation.equals("sumOverDim")) {
            operation = "sum";
            arguments.putAll(Map.of("dims", "0", "keepDim", "false"));
        } else if (operation.endsWith("oftmax")) {
            arguments.put("dim", "0");
        }
        Case applied =
                new Case(operation + "/" + one, arguments, Map.of(), Map.of(), null, Map.of());
        return ReferenceOps.apply(applied, in.toArray(Tensor[]::new)).get(0).dtype();
    }

    private static String number(Case one) {
        return one.operation().equals("pow") ? "exponent" : "scalar";
    }

    private static Tensor operand(String text) {
        int bracket = text.indexOf('[');
        DType type = ReferenceTensors.dtype(text.substring(0, bracket));
        return text.endsWith("[]") ? Tensor.ones(type) : Tensor.ones(type, 2);
    }

    /** So that a case can neither be lost nor be skipped unseen. */
    @Test
    void every_case_runs_but_those_without_a_counterpart() {
        Map<String, Long> run = new TreeMap<>();
        FILES.forEach(file -> run.put(file, (long) ReferenceCases.read(file).size()));
        run.put("promotions.txt", promotions().count());
        assertEquals(
                Map.ofEntries(
                        Map.entry("changes.txt", 145L),
                        Map.entry("choices.txt", 264L),
                        Map.entry("comparisons.txt", 90L),
                        Map.entry("convolutions.txt", 44L),
                        Map.entry("elementwise.txt", 260L),
                        Map.entry("indexings.txt", 157L),
                        Map.entry("functions.txt", 449L),
                        Map.entry("losses.txt", 63L),
                        Map.entry("matrices.txt", 102L),
                        Map.entry("movements.txt", 83L),
                        Map.entry("orderings.txt", 106L),
                        Map.entry("products.txt", 37L),
                        Map.entry("rearrangements.txt", 191L),
                        Map.entry("promotions.txt", 1808L),
                        Map.entry("reductions.txt", 126L),
                        Map.entry("softmaxes.txt", 38L),
                        Map.entry("spatial.txt", 270L),
                        Map.entry("statistics.txt", 181L)),
                run);
        long booleans =
                ReferenceCases.read("promotions.txt").stream().filter(BOOLEAN_OPERAND).count();
        assertEquals(88, booleans, "cases with a Java boolean");
    }
}
