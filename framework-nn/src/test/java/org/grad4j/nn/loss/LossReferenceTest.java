package org.grad4j.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grad4j.autograd.GradCheck;
import org.grad4j.nn.Module;
import org.grad4j.reference.ReferenceCases;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss in all settings and reductions against values and gradients of libtorch. */
class LossReferenceTest {
    static List<Case> cases() {
        return ReferenceCases.read("lossfunctions.txt");
    }

    /** Away from kinks, where second derivatives do not exist, in float64 and not reduced. */
    static List<Case> smoothCases() {
        return cases().stream()
                .filter(one -> one.name().endsWith("float64_none"))
                .filter(one -> !one.name().contains("edges") && !one.name().contains("empty"))
                .filter(one -> !one.name().contains("all_ignored"))
                .filter(one -> !one.name().matches("Gaussian.*(true|false)_float64_none"))
                .filter(one -> !one.name().startsWith("HingeEmbeddingLoss/1.0"))
                .filter(one -> !one.operation().equals("MarginRankingLoss"))
                .toList();
    }

    private static Tensor tensor(ReferenceCases.Array array) {
        DType dtype = DType.valueOf(array.dtype().toUpperCase(Locale.ROOT));
        return Tensor.of(array.values(), array.shape().clone()).to(dtype);
    }

    private static Map<String, Tensor> inputs(Case one) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        one.inputs().forEach((name, array) -> inputs.put(name, tensor(array)));
        one.gradients().keySet().forEach(name -> inputs.get(name).requiresGrad(true));
        return inputs;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void value_and_gradients_are_those_of_libtorch(Case one) {
        Map<String, Tensor> inputs = inputs(one);

        Tensor y = apply(one, inputs);
        y.backward(tensor(one.upstream()));

        isClose(y, one.outputs().get("y"), "y");
        one.gradients()
                .forEach((name, expected) -> isClose(inputs.get(name).grad(), expected, name));
    }

    @ParameterizedTest
    @MethodSource("smoothCases")
    void gradients_can_be_differentiated_again(Case one) {
        Map<String, Tensor> inputs = inputs(one);
        List<String> names = new ArrayList<>(one.gradients().keySet());
        Tensor[] leaves = names.stream().map(inputs::get).toArray(Tensor[]::new);

        GradCheck.gradgradcheck(
                x -> {
                    Map<String, Tensor> now = new LinkedHashMap<>(inputs);
                    for (int i = 0; i < x.length; i++) {
                        now.put(names.get(i), x[i]);
                    }
                    return apply(one, now);
                },
                leaves);
    }

    @Test
    void every_loss_of_the_package_has_rows() throws IOException, URISyntaxException {
        Path classes =
                Path.of(Losses.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Set<String> losses = new TreeSet<>();
        try (Stream<Path> files = Files.list(classes.resolve("org/grad4j/nn/loss"))) {
            for (String name : files.map(f -> f.getFileName().toString()).toList()) {
                if (name.matches("\\w+\\.class")) {
                    Class<?> type = type(name.replace(".class", ""));
                    if (Module.class.isAssignableFrom(type)
                            && !Modifier.isAbstract(type.getModifiers())) {
                        losses.add(type.getSimpleName());
                    }
                }
            }
        }
        Set<String> rows = cases().stream().map(Case::operation).collect(Collectors.toSet());

        assertThat(losses).hasSizeGreaterThanOrEqualTo(17).isSubsetOf(rows);
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName("org.grad4j.nn.loss." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Tensor apply(Case one, Map<String, Tensor> in) {
        Module loss = loss(one, in);
        if (loss instanceof Loss two) {
            return two.call(in.get("input"), in.get("target"));
        }
        if (loss instanceof GaussianNLLLoss three) {
            return three.call(in.get("input"), in.get("target"), in.get("variance"));
        }
        if (loss instanceof MarginRankingLoss three) {
            return three.call(in.get("input1"), in.get("input2"), in.get("target"));
        }
        if (loss instanceof CosineEmbeddingLoss three) {
            return three.call(in.get("input1"), in.get("input2"), in.get("target"));
        }
        return ((TripletMarginLoss) loss)
                .call(in.get("anchor"), in.get("positive"), in.get("negative"));
    }

    private static Module loss(Case one, Map<String, Tensor> in) {
        Reduction reduction = Reduction.valueOf(one.text("reduction").toUpperCase(Locale.ROOT));
        Tensor weight = in.get("weight");
        return switch (one.operation()) {
            case "CrossEntropyLoss" ->
                    CrossEntropyLoss.builder()
                            .weight(weight)
                            .ignoreIndex(one.has("ignore") ? one.integer("ignore") : -100)
                            .labelSmoothing(one.number("smoothing"))
                            .reduction(reduction)
                            .build();
            case "NLLLoss" -> new NLLLoss(weight, Losses.IGNORE_INDEX, reduction);
            case "MSELoss" -> new MSELoss(reduction);
            case "L1Loss" -> new L1Loss(reduction);
            case "SmoothL1Loss" -> new SmoothL1Loss(one.number("beta"), reduction);
            case "HuberLoss" -> new HuberLoss(one.number("delta"), reduction);
            case "BCELoss" -> new BCELoss(weight, reduction);
            case "BCEWithLogitsLoss" ->
                    new BCEWithLogitsLoss(weight, in.get("posWeight"), reduction);
            case "KLDivLoss" -> new KLDivLoss(reduction, one.flag("log"));
            case "PoissonNLLLoss" ->
                    new PoissonNLLLoss(
                            one.flag("log"), one.flag("full"), one.number("eps"), reduction);
            case "GaussianNLLLoss" ->
                    new GaussianNLLLoss(one.flag("full"), one.number("eps"), reduction);
            case "HingeEmbeddingLoss" -> new HingeEmbeddingLoss(one.number("margin"), reduction);
            case "SoftMarginLoss" -> new SoftMarginLoss(reduction);
            case "MarginRankingLoss" -> new MarginRankingLoss(one.number("margin"), reduction);
            case "MultiMarginLoss" ->
                    new MultiMarginLoss(one.integer("p"), one.number("margin"), weight, reduction);
            case "CosineEmbeddingLoss" -> new CosineEmbeddingLoss(one.number("margin"), reduction);
            case "TripletMarginLoss" ->
                    TripletMarginLoss.builder()
                            .margin(one.number("margin"))
                            .p(one.number("p"))
                            .eps(one.number("eps"))
                            .swap(one.flag("swap"))
                            .reduction(reduction)
                            .build();
            default -> throw new AssertionError("no loss for " + one);
        };
    }

    /** Relative to the larger of 1 and the expected value: inputs are of the order of one. */
    private static void isClose(Tensor found, ReferenceCases.Array expected, String name) {
        assertThat(found.shape()).as(name).containsExactly(expected.shape());
        assertThat(found.dtype().torchName()).as(name).isEqualTo("torch." + expected.dtype());
        double tolerance = found.dtype() == DType.FLOAT64 ? 1e-12 : 2e-6;
        double[] values = found.toDoubleArray();
        for (int i = 0; i < values.length; i++) {
            double e = expected.values()[i];
            if (Double.isNaN(e)) {
                assertThat(values[i]).as("%s[%d]", name, i).isNaN();
            } else {
                assertThat(values[i])
                        .as("%s[%d]", name, i)
                        .isCloseTo(e, within(tolerance * Math.max(1, Math.abs(e))));
            }
        }
    }
}
