package org.grad4j.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grad4j.autograd.Autograd;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What every optimizer promises; a new one adds a row. */
class OptimizerContractTest {
    /**
     * An optimizer to try.
     *
     * @param text its name and what is special
     * @param builder with settings that suit the problem
     * @param steps until it is close to the minimum
     * @param bad settings and what the message about each says
     */
    private record Row(
            String text,
            Function<List<Tensor>, OptimizerBuilder<?, ?>> builder,
            int steps,
            Map<Consumer<List<Tensor>>, String> bad) {
        Optimizer make(List<Tensor> parameters) {
            return builder.apply(parameters).build();
        }

        boolean hasGroups() {
            return !text.startsWith("LBFGS");
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static Row row(
            String text,
            Function<List<Tensor>, OptimizerBuilder<?, ?>> builder,
            int steps,
            Map<Consumer<List<Tensor>>, String> bad) {
        return new Row(text, builder, steps, bad);
    }

    private static final String BETAS = "betas must be 2 numbers of at least 0 and below 1, got [";

    static final List<Row> OPTIMIZERS =
            List.of(
                    row(
                            "SGD",
                            p -> SGD.builder(p).lr(0.05),
                            300,
                            Map.of(
                                    p -> SGD.builder(p).momentum(-1),
                                    "momentum must be a number of 0 or more, got -1.0",
                                    p -> SGD.builder(p).dampening(Double.NaN),
                                    "dampening must be a finite number, got NaN",
                                    p -> SGD.builder(p).nesterov(true).build(),
                                    "nesterov needs a momentum above 0 and no dampening")),
                    row(
                            "SGD with everything",
                            p -> SGD.builder(p).lr(0.02).momentum(0.9).nesterov(true),
                            300,
                            Map.of()),
                    row(
                            "Adam",
                            p -> Adam.builder(p).lr(0.05),
                            600,
                            Map.of(
                                    p -> Adam.builder(p).betas(1, 0.9),
                                    BETAS + "1.0, 0.9]",
                                    p -> Adam.builder(p).eps(-1),
                                    "eps must be a number of 0 or more, got -1.0",
                                    p -> Adam.builder(p).weightDecay(-1),
                                    "weightDecay must be a number of 0 or more")),
                    row(
                            "Adam with everything",
                            p -> Adam.builder(p).lr(0.05).amsgrad(true).weightDecay(1e-6),
                            600,
                            Map.of()),
                    row(
                            "AdamW",
                            p -> AdamW.builder(p).lr(0.05).weightDecay(1e-6).amsgrad(true),
                            600,
                            Map.of(p -> AdamW.builder(p).betas(0, -1), BETAS + "0.0, -1.0]")),
                    row(
                            "Adamax",
                            p -> Adamax.builder(p).lr(0.1).betas(0.9, 0.99).weightDecay(1e-6),
                            800,
                            Map.of(p -> Adamax.builder(p).betas(0, 1), BETAS)),
                    row(
                            "NAdam",
                            p -> NAdam.builder(p).lr(0.05),
                            600,
                            Map.of(
                                    p -> NAdam.builder(p).momentumDecay(-1),
                                    "momentumDecay must be a number of 0 or more")),
                    row(
                            "RAdam",
                            p -> RAdam.builder(p).lr(0.05),
                            900,
                            Map.of(p -> RAdam.builder(p).betas(0, 1), BETAS)),
                    row(
                            "RMSprop",
                            p -> RMSprop.builder(p).lr(0.005),
                            900,
                            Map.of(
                                    p -> RMSprop.builder(p).alpha(-1),
                                    "alpha must be a number of 0 or more")),
                    row(
                            "RMSprop with everything",
                            p ->
                                    RMSprop.builder(p)
                                            .lr(0.001)
                                            .momentum(0.9)
                                            .centered(true)
                                            .weightDecay(1e-6),
                            900,
                            Map.of()),
                    row(
                            "Rprop",
                            p -> Rprop.builder(p).lr(0.05),
                            200,
                            Map.of(
                                    p -> Rprop.builder(p).etas(1, 1.2),
                                    "etas must be a number between 0 and 1 and one above 1, got"
                                            + " [1.0, 1.2]",
                                    p -> Rprop.builder(p).stepSizes(2, 1),
                                    "stepSizes must be 2 numbers of 0 or more in ascending order")),
                    row(
                            "Adagrad",
                            p -> Adagrad.builder(p).lr(1).initialAccumulatorValue(0.1),
                            600,
                            Map.of(
                                    p -> Adagrad.builder(p).initialAccumulatorValue(-1),
                                    "initialAccumulatorValue must be a number of 0 or more",
                                    p -> Adagrad.builder(p).lrDecay(-1),
                                    "lrDecay must be a number of 0 or more")),
                    row(
                            "Adadelta",
                            p -> Adadelta.builder(p).lr(2),
                            1800,
                            Map.of(
                                    p -> Adadelta.builder(p).rho(1.5),
                                    "rho must be a number from 0.0 to 1.0, got 1.5")),
                    row(
                            "LBFGS",
                            p -> LBFGS.builder(p).lr(0.5).maxIter(4).historySize(3),
                            30,
                            Map.of(
                                    p -> LBFGS.builder(p).maxIter(0),
                                    "maxIter must be a whole number of 1 or more, got 0",
                                    p -> LBFGS.builder(p).lineSearchFn("wolf"),
                                    "lineSearchFn must be one of none, strong_wolfe, got wolf",
                                    p -> LBFGS.builder(p).historySize(0),
                                    "historySize must be a whole number of 1 or more")),
                    row(
                            "LBFGS with a line search",
                            p -> LBFGS.builder(p).maxIter(4).lineSearchFn("strong_wolfe"),
                            20,
                            Map.of()),
                    row(
                            "Lion",
                            p -> Lion.builder(p).lr(0.005),
                            900,
                            Map.of(p -> Lion.builder(p).betas(1, 0), BETAS)),
                    row(
                            "Muon",
                            p -> Muon.builder(p).lr(0.01).weightDecay(0).momentum(0.8),
                            900,
                            Map.of(
                                    p -> Muon.builder(p).nsSteps(0),
                                    "nsSteps must be a whole number of 1 or more, got 0",
                                    p -> Muon.builder(p).adjustLrFn("other"),
                                    "adjustLrFn must be one of original, match_rms_adamw",
                                    p -> new Muon(List.of(Tensor.ones(3).requiresGrad(true))),
                                    "parameter 0 of the optimizer has shape [3]; Muon takes")));

    private static final int ROWS = 3;
    private static final Tensor TARGET =
            Tensor.of(new double[] {1, -2, 0.5, 1.5, 0.25, -1}, ROWS, 2);

    private static Tensor parameter(long seed) {
        return Tensor.randn(new Generator(seed), ROWS, 2).to(DType.FLOAT64).requiresGrad(true);
    }

    private static List<Tensor> parameters() {
        return List.of(parameter(1), parameter(2));
    }

    /** Convex, with its least value 0 where the first is the target and the second zero. */
    private static Tensor loss(List<Tensor> p) {
        Tensor first = p.get(0).sub(TARGET).square().mul(TARGET.abs().add(0.5)).sum();
        return p.size() == 1 ? first : first.add(p.get(1).square().sum());
    }

    private static Tensor closure(Optimizer optimizer, List<Tensor> p, double sign) {
        optimizer.zeroGrad();
        Tensor loss = loss(p).mul(sign);
        loss.backward();
        return loss;
    }

    private static void step(Optimizer optimizer, List<Tensor> p) {
        TensorScope.run(
                () -> {
                    optimizer.step(() -> closure(optimizer, p, 1));
                });
    }

    private static double[] values(List<Tensor> p) {
        return p.stream()
                .map(Tensor::flatten)
                .reduce((a, b) -> Tensor.cat(List.of(a, b)))
                .get()
                .toDoubleArray();
    }

    @Test
    void every_optimizer_has_a_row() throws Exception {
        Path folder =
                Path.of(SGD.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                        .resolve(SGD.class.getPackageName().replace('.', '/'));
        Set<String> tried =
                OPTIMIZERS.stream()
                        .map(row -> row.make(parameters()).getClass().getSimpleName())
                        .collect(Collectors.toSet());
        List<String> optimizers = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                if (name.matches("\\w+")) {
                    Class<?> type = Class.forName(SGD.class.getPackageName() + "." + name);
                    if (Optimizer.class.isAssignableFrom(type)
                            && !Modifier.isAbstract(type.getModifiers())) {
                        optimizers.add(name);
                    }
                }
            }
        }
        assertThat(optimizers).hasSizeGreaterThan(12).allMatch(tried::contains);
    }

    @ParameterizedTest
    @FieldSource("OPTIMIZERS")
    void a_convex_problem_is_solved(Row row) {
        List<Tensor> p = parameters();
        double before = loss(p).item();
        Optimizer optimizer = row.make(p);

        for (int i = 0; i < row.steps; i++) {
            step(optimizer, p);
        }

        assertThat(loss(p).item()).isBetween(0.0, before * 1e-3);
    }

    @ParameterizedTest
    @FieldSource("OPTIMIZERS")
    void maximizing_is_minimizing_the_negative(Row row) {
        List<Tensor> down = parameters();
        List<Tensor> up = parameters();
        Optimizer minimizer = row.make(down);
        Optimizer maximizer = row.builder.apply(up).maximize(true).build();

        for (int i = 0; i < 5; i++) {
            step(minimizer, down);
            maximizer.step(() -> closure(maximizer, up, -1));
        }

        assertThat(values(up)).containsExactly(values(down));
    }

    @ParameterizedTest
    @FieldSource("OPTIMIZERS")
    void a_loaded_optimizer_continues_bit_for_bit(Row row) {
        for (int cut : new int[] {0, 1, 6}) {
            List<Tensor> p = parameters();
            Optimizer optimizer = row.make(p);
            for (int i = 0; i < cut; i++) {
                step(optimizer, p);
            }
            List<Tensor> q = parameters();
            Optimizer loaded = row.make(q);
            step(loaded, q); // has another state already
            Autograd.noGrad(
                    () -> {
                        q.get(0).copy_(p.get(0));
                        q.get(1).copy_(p.get(1));
                    });
            loaded.loadStateDict(optimizer.stateDict());

            for (int i = 0; i < 6; i++) {
                step(optimizer, p);
                step(loaded, q);
                assertThat(values(q)).containsExactly(values(p));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("OPTIMIZERS")
    void a_state_that_does_not_fit_changes_nothing(Row row) {
        List<Tensor> p = parameters();
        Optimizer optimizer = row.make(p);
        step(optimizer, p);
        Map<String, Object> good = optimizer.stateDict();
        Map<String, Object> group = new LinkedHashMap<>(group(good));
        group.put("lr", -1.0);
        group.remove("maximize");
        group.put("speed", 1.0);
        Map<String, Object> bad = new HashMap<>(good);
        bad.put("param_groups", List.of(group));
        bad.put("state", Map.of("7", Map.of(), "0", Map.of("speed", Tensor.ones(2))));

        assertThatThrownBy(() -> optimizer.loadStateDict(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "the state does not fit " + optimizer.name() + ", nothing was changed:\n")
                .hasMessageContaining("param_groups[0].lr must be a number of 0 or more, got -1.0")
                .hasMessageContaining("missing: param_groups[0].maximize")
                .hasMessageContaining("unexpected: param_groups[0].speed")
                .hasMessageContaining("unexpected: state.7")
                .hasMessageContaining("unexpected: state.0.speed");
        assertThat(optimizer.stateDict()).isEqualTo(good);
    }

    @SuppressWarnings("unchecked") // as stateDict says
    private static Map<String, Object> group(Map<String, Object> state) {
        return ((List<Map<String, Object>>) state.get("param_groups")).get(0);
    }

    @ParameterizedTest
    @FieldSource("OPTIMIZERS")
    void groups_have_options_of_their_own(Row row) {
        List<Tensor> p = parameters();
        OptimizerBuilder<?, ?> builder = row.builder.apply(p.subList(0, 1));
        if (!row.hasGroups()) {
            builder.addParamGroup(p.subList(1, 2), group -> {});
            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("LBFGS has one group of parameters");
            return;
        }
        Optimizer optimizer = builder.addParamGroup(p.subList(1, 2), group -> group.lr(0)).build();
        List<Tensor> alone = List.of(parameter(1));
        Optimizer single = row.make(alone);
        double[] still = p.get(1).toDoubleArray();

        for (int i = 0; i < 5; i++) {
            step(optimizer, p);
            step(single, alone);
        }

        assertThat(p.get(0).toDoubleArray()).containsExactly(alone.get(0).toDoubleArray());
        if (!(optimizer instanceof Rprop)) { // whose lr is only the first step size
            assertThat(p.get(1).toDoubleArray()).containsExactly(still);
        }
        assertThat(optimizer.paramGroups()).hasSize(2);
        assertThat(optimizer.paramGroups().get(0).lr()).isEqualTo(single.lr());
    }

    @ParameterizedTest
    @FieldSource("OPTIMIZERS")
    void steps_leak_no_tensors_and_allocate_nothing(Row row) {
        List<Tensor> p = parameters();
        Optimizer optimizer = row.make(p);
        for (int i = 0; i < 12; i++) {
            step(optimizer, p);
        }
        TensorMemory.settle();
        TensorMemory.Stats before = TensorMemory.stats();

        for (int i = 0; i < 12; i++) {
            step(optimizer, p);
        }

        TensorMemory.Stats after = TensorMemory.stats();
        int history = row.text.equals("LBFGS with a line search") ? 2 * 12 * 4 : 0;
        assertThat(after.liveArrays()).isLessThanOrEqualTo(before.liveArrays() + history);
        if (history == 0) {
            assertThat(after.allocated()).isEqualTo(before.allocated());
        }
    }

    @ParameterizedTest
    @FieldSource("OPTIMIZERS")
    void parameters_without_gradient_stay_as_they_are(Row row) {
        List<Tensor> p = parameters();
        double[] before = p.get(1).toDoubleArray();
        Optimizer optimizer = row.make(p);

        optimizer.step(
                () -> {
                    optimizer.zeroGrad();
                    Tensor loss = loss(p.subList(0, 1));
                    loss.backward();
                    return loss;
                });

        assertThat(p.get(0).toDoubleArray()).isNotEqualTo(parameter(1).toDoubleArray());
        assertThat(p.get(1).toDoubleArray()).containsExactly(before);
    }

    @ParameterizedTest
    @FieldSource("OPTIMIZERS")
    void bad_settings_are_named(Row row) {
        List<Tensor> p = parameters();
        row.bad.forEach(
                (setting, message) ->
                        assertThatThrownBy(() -> setting.accept(p))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining(message));
        assertThatThrownBy(() -> row.builder.apply(p).lr(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lr must be a number of 0 or more, got -1.0");
        assertThatThrownBy(() -> row.builder.apply(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the parameters are null");
        ParamGroup group = row.make(p).paramGroups().get(0);
        assertThatThrownBy(() -> group.set("speed", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no option speed; there are [lr, maximize");
        assertThatThrownBy(() -> group.lr(Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lr must be a number of 0 or more, got Infinity");
    }
}
