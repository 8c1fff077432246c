package org.grad4j.optim.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grad4j.optim.Adagrad;
import org.grad4j.optim.Adam;
import org.grad4j.optim.Optimizer;
import org.grad4j.optim.SGD;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * A hundred steps of every schedule against the closed formula of PyTorch's documentation, written
 * here a second time; libtorch itself has hardly any schedule. A new schedule adds a row.
 */
class SchedulesTest {
    private static final int STEPS = 100;
    private static final double[] RATES = {0.05, 0.3};

    /** The rate of an epoch, by formula. */
    private interface Formula {
        double rate(int epoch, double initial);
    }

    private record Row(String text, Function<Optimizer, LRScheduler> maker, Formula formula) {
        @Override
        public String toString() {
            return text;
        }
    }

    private static double cosine(double share) {
        return (1 + Math.cos(Math.PI * share)) / 2;
    }

    static final List<Row> SCHEDULES =
            List.of(
                    new Row(
                            "LambdaLR",
                            o -> new LambdaLR(o, epoch -> 1 / (1.0 + epoch)),
                            (t, lr) -> lr / (1 + t)),
                    new Row(
                            "MultiplicativeLR",
                            o -> new MultiplicativeLR(o, epoch -> epoch % 2 == 0 ? 0.9 : 1.05),
                            (t, lr) -> lr * Math.pow(0.9, t / 2) * Math.pow(1.05, (t + 1) / 2)),
                    new Row(
                            "StepLR",
                            o -> new StepLR(o, 30, 0.1),
                            (t, lr) -> lr * Math.pow(0.1, t / 30)),
                    new Row(
                            "MultiStepLR",
                            o -> new MultiStepLR(o, new long[] {30, 80, 80}, 0.1),
                            (t, lr) -> t < 30 ? lr : t < 80 ? lr * 0.1 : lr * 0.001),
                    new Row(
                            "ConstantLR",
                            o -> new ConstantLR(o, 0.25, 40),
                            (t, lr) -> t < 40 ? lr / 4 : lr),
                    new Row(
                            "LinearLR",
                            o -> new LinearLR(o, 0.2, 0.9, 60),
                            (t, lr) -> lr * (0.2 + 0.7 * Math.min(t, 60) / 60)),
                    new Row(
                            "ExponentialLR",
                            o -> new ExponentialLR(o, 0.95),
                            (t, lr) -> lr * Math.pow(0.95, t)),
                    new Row(
                            "PolynomialLR",
                            o -> new PolynomialLR(o, 70, 0.9),
                            (t, lr) -> lr * Math.pow(1 - Math.min(t, 70) / 70.0, 0.9)),
                    new Row(
                            "CosineAnnealingLR",
                            o -> new CosineAnnealingLR(o, 100, 0.01),
                            (t, lr) -> 0.01 + (lr - 0.01) * cosine(t / 100.0)),
                    new Row(
                            "CosineAnnealingLR, down and up again",
                            o -> new CosineAnnealingLR(o, 23, 0),
                            (t, lr) -> lr * cosine(t / 23.0)),
                    new Row(
                            "CosineAnnealingWarmRestarts",
                            o -> new CosineAnnealingWarmRestarts(o, 20, 1, 0.01),
                            (t, lr) -> 0.01 + (lr - 0.01) * cosine(t % 20 / 20.0)),
                    new Row(
                            "CosineAnnealingWarmRestarts, longer and longer",
                            o -> new CosineAnnealingWarmRestarts(o, 10, 3, 0),
                            (t, lr) ->
                                    lr
                                            * cosine(
                                                    t < 10
                                                            ? t / 10.0
                                                            : t < 40
                                                                    ? (t - 10) / 30.0
                                                                    : (t - 40) / 90.0)),
                    new Row(
                            "CyclicLR",
                            o -> CyclicLR.builder(o, 0.01, 0.2).stepSizeUp(8).build(),
                            (t, lr) -> 0.01 + 0.19 * triangle(t % 16, 8, 8)),
                    new Row(
                            "CyclicLR, lower and lower",
                            o ->
                                    CyclicLR.builder(o, 0.01, 0.2)
                                            .stepSizeUp(5)
                                            .stepSizeDown(7)
                                            .mode(CyclicLR.Mode.TRIANGULAR2)
                                            .build(),
                            (t, lr) -> 0.01 + 0.19 * triangle(t % 12, 5, 7) / (1L << t / 12)),
                    new Row(
                            "CyclicLR, fading",
                            o ->
                                    CyclicLR.builder(o, 0.01, 0.2)
                                            .stepSizeUp(8)
                                            .mode(CyclicLR.Mode.EXP_RANGE)
                                            .gamma(0.97)
                                            .cycleMomentum(false)
                                            .build(),
                            (t, lr) -> 0.01 + 0.19 * triangle(t % 16, 8, 8) * Math.pow(0.97, t)),
                    new Row(
                            "CyclicLR, by a function",
                            o ->
                                    CyclicLR.builder(o, 0.01, 0.2)
                                            .stepSizeUp(8)
                                            .scaleFn(cycle -> 1.0 / cycle, false)
                                            .build(),
                            (t, lr) -> 0.01 + 0.19 * triangle(t % 16, 8, 8) / (1 + t / 16)),
                    new Row(
                            "OneCycleLR",
                            o -> OneCycleLR.builder(o, 100, 0.5).build(),
                            (t, lr) ->
                                    t <= 29
                                            ? 0.5 + (0.02 - 0.5) * cosine(t / 29.0)
                                            : 2e-6 + (0.5 - 2e-6) * cosine((t - 29) / 70.0)),
                    new Row(
                            "OneCycleLR, in three straight phases",
                            o ->
                                    OneCycleLR.builder(o, 120, 0.5)
                                            .pctStart(0.25)
                                            .linear(true)
                                            .threePhase(true)
                                            .divFactor(10)
                                            .finalDivFactor(100)
                                            .build(),
                            (t, lr) ->
                                    t <= 29
                                            ? 0.05 + 0.45 * t / 29
                                            : t <= 58
                                                    ? 0.5 - 0.45 * (t - 29) / 29
                                                    : 0.05 - 0.0495 * (t - 58) / 61),
                    new Row(
                            "SWALR",
                            o -> new SWALR(o, 20, false, 0.02),
                            (t, lr) -> 0.02 + (lr - 0.02) * cosine(Math.min(t, 20) / 20.0)),
                    new Row(
                            "SWALR, along a line",
                            o -> new SWALR(o, 20, true, 0.02),
                            (t, lr) -> 0.02 + (lr - 0.02) * (1 - Math.min(t, 20) / 20.0)),
                    new Row("SWALR, at once", o -> new SWALR(o, 0, true, 0.02), (t, lr) -> 0.02),
                    new Row(
                            "SequentialLR",
                            o ->
                                    new SequentialLR(
                                            o,
                                            List.of(
                                                    new LinearLR(o, 0.1, 1, 10),
                                                    new CosineAnnealingLR(o, 60, 0),
                                                    new LambdaLR(o, t -> 0.5),
                                                    new StepLR(o, 5, 0.5)),
                                            10,
                                            50,
                                            80),
                            (t, lr) ->
                                    t < 10
                                            ? lr * (0.1 + 0.09 * t)
                                            : t < 50
                                                    ? lr * cosine((t - 10) / 60.0)
                                                    : t < 80
                                                            ? lr / 2
                                                            : lr * Math.pow(0.5, (t - 80) / 5)),
                    new Row(
                            "SequentialLR of chained schedules",
                            o ->
                                    new SequentialLR(
                                            o,
                                            List.of(
                                                    new ExponentialLR(o, 0.9),
                                                    new ChainedScheduler(
                                                            List.of(
                                                                    new ConstantLR(o, 0.5, 7),
                                                                    new StepLR(o, 10, 0.8)))),
                                            20),
                            (t, lr) ->
                                    t < 20
                                            ? lr * Math.pow(0.9, t)
                                            : lr
                                                    * (t < 27 ? 0.5 : 1)
                                                    * Math.pow(0.8, (t - 20) / 10)),
                    new Row(
                            "ChainedScheduler",
                            o ->
                                    new ChainedScheduler(
                                            List.of(
                                                    new ConstantLR(o, 0.1, 20),
                                                    new ExponentialLR(o, 0.9))),
                            (t, lr) -> lr * (t < 20 ? 0.1 : 1) * Math.pow(0.9, t)),
                    new Row(
                            "ReduceLROnPlateau",
                            o ->
                                    ReduceLROnPlateau.builder(o)
                                            .patience(9)
                                            .factor(0.5)
                                            .minLr(0.004)
                                            .build(),
                            (t, lr) ->
                                    Math.max(0.004, lr * Math.pow(0.5, Math.max(0, t - 1) / 10))));

    private static double triangle(int t, int up, int down) {
        return t <= up ? t / (double) up : (up + down - t) / (double) down;
    }

    private static Optimizer optimizer() {
        Tensor first = Tensor.of(1f).requiresGrad(true);
        Tensor second = Tensor.of(2f).requiresGrad(true);
        return stepped(
                SGD.builder(List.of(first))
                        .lr(RATES[0])
                        .momentum(0.7)
                        .addParamGroup(List.of(second), group -> group.lr(RATES[1]))
                        .build());
    }

    /** Schedules warn if their optimizer has not; without gradients nothing changes. */
    private static <O extends Optimizer> O stepped(O optimizer) {
        optimizer.step();
        return optimizer;
    }

    private static void step(LRScheduler scheduler) {
        if (scheduler instanceof ReduceLROnPlateau plateau) {
            plateau.step(1);
        } else {
            scheduler.step();
        }
    }

    private static List<Double> rates(Optimizer optimizer) {
        return optimizer.paramGroups().stream().map(group -> group.lr()).toList();
    }

    @Test
    void every_schedule_has_a_row() throws Exception {
        Path folder =
                Path.of(StepLR.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                        .resolve(StepLR.class.getPackageName().replace('.', '/'));
        Set<String> tried =
                SCHEDULES.stream()
                        .map(row -> row.maker.apply(optimizer()).getClass().getSimpleName())
                        .collect(Collectors.toSet());
        List<String> schedules = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                if (name.matches("\\w+") && !name.equals("package-info")) {
                    Class<?> type = Class.forName(StepLR.class.getPackageName() + "." + name);
                    if (LRScheduler.class.isAssignableFrom(type)
                            && !Modifier.isAbstract(type.getModifiers())) {
                        schedules.add(name);
                    }
                }
            }
        }
        assertThat(schedules).hasSizeGreaterThan(14).allMatch(tried::contains);
    }

    @ParameterizedTest
    @FieldSource("SCHEDULES")
    void a_hundred_rates_are_those_of_the_formula(Row row) {
        Optimizer optimizer = optimizer();
        LRScheduler scheduler = row.maker.apply(optimizer);
        for (int t = 0; t < STEPS; t++) {
            assertThat(scheduler.lastEpoch()).isEqualTo(t);
            assertThat(scheduler.lastLr()).isEqualTo(rates(optimizer));
            for (int i = 0; i < RATES.length; i++) {
                double expected = row.formula.rate(t, RATES[i]);
                assertThat(rates(optimizer).get(i))
                        .as("group %d in epoch %d", i, t)
                        .isCloseTo(expected, within(1e-11 * Math.max(1e-3, expected)));
            }
            step(scheduler);
        }
    }

    @ParameterizedTest
    @FieldSource("SCHEDULES")
    void a_loaded_schedule_continues_bit_for_bit(Row row) {
        for (int cut : new int[] {0, 1, 37, 80}) {
            Optimizer optimizer = optimizer();
            LRScheduler scheduler = row.maker.apply(optimizer);
            for (int t = 0; t < cut; t++) {
                step(scheduler);
            }
            Map<String, Object> schedulerState = scheduler.stateDict();
            Map<String, Object> optimizerState = optimizer.stateDict();
            Optimizer other = optimizer();
            LRScheduler loaded = row.maker.apply(other);
            other.loadStateDict(optimizerState);
            loaded.loadStateDict(schedulerState);

            assertThat(loaded.lastLr()).isEqualTo(scheduler.lastLr());
            assertThat(loaded.stateDict()).isEqualTo(schedulerState);
            for (int t = cut; t < STEPS; t++) {
                step(scheduler);
                step(loaded);
                assertThat(other.stateDict()).isEqualTo(optimizer.stateDict());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SCHEDULES")
    void a_state_that_does_not_fit_changes_nothing(Row row) {
        Optimizer optimizer = optimizer();
        LRScheduler scheduler = row.maker.apply(optimizer);
        step(scheduler);
        Map<String, Object> before = scheduler.stateDict();
        Map<String, Object> bad = new HashMap<>(before);
        bad.remove("last_epoch");
        bad.put("base_lrs", List.of(1.0));
        bad.put("speed", 3L);

        assertThatThrownBy(() -> scheduler.loadStateDict(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the state does not fit " + scheduler.name())
                .hasMessageContaining("missing: last_epoch")
                .hasMessageContaining("base_lrs: expected a list of 2 numbers, got [1.0]")
                .hasMessageContaining("unexpected: speed");
        assertThatThrownBy(() -> scheduler.loadStateDict(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the state is null");
        assertThat(scheduler.stateDict()).isEqualTo(before);
    }

    private static double rateAfter(int steps, double lr, Function<Optimizer, LRScheduler> maker) {
        Optimizer optimizer = stepped(new SGD(List.of(Tensor.of(1f).requiresGrad(true)), lr));
        LRScheduler scheduler = maker.apply(optimizer);
        for (int i = 0; i < steps; i++) {
            scheduler.step();
        }
        return scheduler.lastLr().get(0);
    }

    /** The numbers in the examples of PyTorch's documentation, with as many digits as it prints. */
    @Test
    void rates_are_those_that_the_documentation_of_PyTorch_prints() {
        Function<Optimizer, LRScheduler> linear = o -> new LinearLR(o, 0.05, 1, 40);
        assertThat(rateAfter(1, 0.05, linear)).isCloseTo(0.003687, within(1e-6));
        assertThat(rateAfter(2, 0.05, linear)).isCloseTo(0.004875, within(1e-6));
        assertThat(rateAfter(3, 0.05, linear)).isCloseTo(0.006062, within(1e-6));
        assertThat(rateAfter(4, 0.05, linear)).isCloseTo(0.00725, within(1e-6));
        assertThat(rateAfter(40, 0.05, linear)).isCloseTo(0.05, within(1e-12));

        Function<Optimizer, LRScheduler> polynomial = o -> new PolynomialLR(o, 50, 0.9);
        assertThat(rateAfter(1, 0.05, polynomial)).isCloseTo(0.0490, within(1e-4));
        assertThat(rateAfter(2, 0.05, polynomial)).isCloseTo(0.0481, within(1e-4));
        assertThat(rateAfter(3, 0.05, polynomial)).isCloseTo(0.0472, within(1e-4));
        assertThat(rateAfter(50, 0.05, polynomial)).isZero();

        Function<Optimizer, LRScheduler> sequential =
                o ->
                        new SequentialLR(
                                o,
                                List.of(new ConstantLR(o, 0.1, 20), new ExponentialLR(o, 0.9)),
                                20);
        assertThat(rateAfter(0, 0.05, sequential)).isCloseTo(0.005, within(1e-12));
        assertThat(rateAfter(19, 0.05, sequential)).isCloseTo(0.005, within(1e-12));
        assertThat(rateAfter(20, 0.05, sequential)).isCloseTo(0.05, within(1e-12));
        assertThat(rateAfter(21, 0.05, sequential)).isCloseTo(0.045, within(1e-12));
        assertThat(rateAfter(22, 0.05, sequential)).isCloseTo(0.0405, within(1e-12));

        Function<Optimizer, LRScheduler> chained =
                o ->
                        new ChainedScheduler(
                                List.of(new ConstantLR(o, 0.1, 20), new ExponentialLR(o, 0.9)));
        assertThat(rateAfter(0, 0.5, chained)).isCloseTo(0.05, within(1e-12));
        assertThat(rateAfter(1, 0.5, chained)).isCloseTo(0.0450, within(1e-12));
        assertThat(rateAfter(2, 0.5, chained)).isCloseTo(0.0405, within(1e-12));
        assertThat(rateAfter(19, 0.5, chained)).isCloseTo(0.00675, within(1e-5));
        assertThat(rateAfter(20, 0.5, chained)).isCloseTo(0.06078, within(1e-5));
        assertThat(rateAfter(21, 0.5, chained)).isCloseTo(0.05470, within(1e-5));
    }

    @Test
    void groups_may_have_functions_and_bounds_of_their_own() {
        Optimizer optimizer = optimizer();
        LRScheduler lambda = new LambdaLR(optimizer, List.of(t -> t, t -> 10.0 * t));
        lambda.step();
        assertThat(lambda.lastLr()).containsExactly(0.05, 3.0);

        LRScheduler cycle =
                CyclicLR.builder(optimizer, 0, 1)
                        .baseLrs(0.1, 0.2)
                        .maxLrs(1.1, 2.2)
                        .stepSizeUp(1)
                        .build();
        assertThat(cycle.lastLr()).containsExactly(0.1, 0.2);
        cycle.step();
        assertThat(cycle.lastLr()).containsExactly(1.1, 2.2);
        assertThat(new SWALR(optimizer, 0, true, 0.5, 0.6).lastLr()).containsExactly(0.5, 0.6);
        LRScheduler once = OneCycleLR.builder(optimizer, 10, 1, 2).build();
        assertThat(once.lastLr().get(0)).isCloseTo(0.04, within(1e-12));
        assertThat(once.lastLr().get(1)).isCloseTo(0.08, within(1e-12));
    }

    @Test
    void momentum_moves_against_the_rate() {
        Optimizer optimizer = optimizer();
        CyclicLR cycle = CyclicLR.builder(optimizer, 0.01, 0.2).stepSizeUp(4).build();
        for (int t = 0; t < 20; t++) {
            for (int i = 0; i < 2; i++) {
                assertThat(optimizer.paramGroups().get(i).number("momentum"))
                        .isCloseTo(0.9 - 0.1 * triangle(t % 8, 4, 4), within(1e-12));
            }
            cycle.step();
        }

        Adam adam = stepped(new Adam(List.of(Tensor.of(1f).requiresGrad(true)), 0.1));
        OneCycleLR once = OneCycleLR.builder(adam, 100, 0.5).build();
        for (int t = 0; t < 100; t++) {
            double expected =
                    t <= 29 ? 0.85 + 0.1 * cosine(t / 29.0) : 0.95 - 0.1 * cosine((t - 29) / 70.0);
            assertThat(adam.paramGroups().get(0).number("betas", 0))
                    .isCloseTo(expected, within(1e-12));
            assertThat(adam.paramGroups().get(0).number("betas", 1)).isEqualTo(0.999);
            once.step();
        }
    }

    @Test
    void one_cycle_can_be_stepped_after_its_last_batch_but_no_further() {
        for (boolean linear : new boolean[] {false, true}) {
            OneCycleLR once = OneCycleLR.builder(optimizer(), 7, 0.5).linear(linear).build();
            for (int i = 0; i < 7; i++) {
                once.step();
            }
            assertThat(once.lastLr()).allMatch(lr -> lr >= 0 && lr < 0.06);

            assertThatThrownBy(once::step)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("made for 7 steps, which are over");
        }
    }

    @Test
    void restarts_can_be_set_to_a_moment_within_an_epoch() {
        Optimizer optimizer = optimizer();
        CosineAnnealingWarmRestarts restarts = new CosineAnnealingWarmRestarts(optimizer, 10, 2, 0);
        restarts.step(12.5);
        assertThat(restarts.lastEpoch()).isEqualTo(12);
        assertThat(restarts.lastLr().get(0)).isCloseTo(0.05 * cosine(2.5 / 20), within(1e-12));
        restarts.step();
        assertThat(restarts.lastLr().get(0)).isCloseTo(0.05 * cosine(3.5 / 20), within(1e-12));
        restarts.step(3);
        assertThat(restarts.lastLr().get(0)).isCloseTo(0.05 * cosine(0.3), within(1e-12));

        assertThatThrownBy(() -> restarts.step(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("epoch must be a number of 0 or more, got -1.0");
    }

    /** Cases of PyTorch's own test of ReduceLROnPlateau. */
    @Test
    void plateaus_are_seen_where_PyTorch_sees_them() {
        Optimizer steady = stepped(new SGD(List.of(Tensor.of(1f).requiresGrad(true)), 0.5));
        ReduceLROnPlateau first =
                ReduceLROnPlateau.builder(steady)
                        .absoluteThreshold(true)
                        .threshold(0.01)
                        .patience(5)
                        .cooldown(5)
                        .build();
        for (int i = 0; i < 20; i++) {
            first.step(10 - i * 0.0167);
            assertThat(steady.lr()).isEqualTo(0.5);
        }

        Optimizer slow = stepped(new SGD(List.of(Tensor.of(1f).requiresGrad(true)), 0.5));
        ReduceLROnPlateau second =
                ReduceLROnPlateau.builder(slow)
                        .absoluteThreshold(true)
                        .threshold(0.1)
                        .patience(5)
                        .build();
        for (int i = 0; i < 22; i++) {
            second.step(10 - i * 0.0165);
            double expected = i < 6 ? 0.5 : i < 13 ? 0.05 : i < 20 ? 0.005 : 0.0005;
            assertThat(slow.lr()).as("after %d", i).isCloseTo(expected, within(1e-12));
        }

        Optimizer up = stepped(new SGD(List.of(Tensor.of(1f).requiresGrad(true)), 0.5));
        ReduceLROnPlateau third =
                ReduceLROnPlateau.builder(up)
                        .maximize(true)
                        .absoluteThreshold(true)
                        .patience(5)
                        .cooldown(5)
                        .build();
        for (int i = 0; i < 22; i++) {
            third.step(i < 2 ? -0.8 : -0.234);
            double expected = i < 8 ? 0.5 : i < 19 ? 0.05 : 0.005;
            assertThat(up.lr()).as("after %d", i).isCloseTo(expected, within(1e-12));
        }

        Optimizer relative = stepped(new SGD(List.of(Tensor.of(1f).requiresGrad(true)), 0.5));
        ReduceLROnPlateau fourth =
                ReduceLROnPlateau.builder(relative)
                        .maximize(true)
                        .threshold(0.1)
                        .patience(5)
                        .cooldown(5)
                        .build();
        for (int i = 0; i < 20; i++) {
            fourth.step(1.5 * Math.pow(1.025, i));
            assertThat(fourth.lastLr()).containsExactly(relative.lr());
        }
        assertThat(relative.lr()).isCloseTo(0.5, within(1e-12));
        for (int i = 0; i < 6; i++) {
            fourth.step(Double.NaN);
        }
        assertThat(relative.lr()).as("NaN is never better").isCloseTo(0.05, within(1e-12));
    }

    @Test
    void schedules_made_one_after_the_other_start_from_the_same_rates() {
        Optimizer optimizer = optimizer();
        new ConstantLR(optimizer, 0.1, 5);
        LRScheduler second = new LambdaLR(optimizer, t -> 1);

        assertThat(second.lastLr()).containsExactly(0.05, 0.3);
        assertThat(optimizer.paramGroups().get(1).initialLr()).isEqualTo(0.3);
    }

    @Test
    void a_group_that_joins_later_is_scheduled_from_then_on() {
        Optimizer optimizer = optimizer();
        LRScheduler scheduler = new ExponentialLR(optimizer, 0.5);
        LRScheduler own = new LambdaLR(optimizer, List.of(t -> 1, t -> 1));
        optimizer.addParamGroup(List.of(Tensor.of(1f).requiresGrad(true)), group -> group.lr(0.8));

        scheduler.step();

        assertThat(scheduler.lastLr()).containsExactly(0.025, 0.15, 0.4);
        assertThatThrownBy(own::step)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another group joined the optimizer");
    }

    @Test
    void bad_settings_are_named() {
        Optimizer o = optimizer();
        Optimizer other = optimizer();
        LRScheduler plateau = ReduceLROnPlateau.builder(o).build();
        Map<Runnable, String> cases = new HashMap<>();
        cases.put(() -> new StepLR(o, 0, 0.1), "stepSize must be at least 1, got 0");
        cases.put(() -> new StepLR(o, 1, -1), "gamma must be a number of 0 or more, got -1.0");
        cases.put(
                () -> new MultiStepLR(o, new long[] {3, 2}, 0.1),
                "milestones must be in ascending order, got [3, 2]");
        cases.put(() -> new ConstantLR(o, 0, 5), "factor must be above 0 and at most 1, got 0.0");
        cases.put(() -> new LinearLR(o, 0.1, 2, 5), "endFactor must be a number from 0.0 to 1.0");
        cases.put(() -> new LinearLR(o, 0.1, 1, 0), "totalIters must be at least 1, got 0");
        cases.put(() -> new ExponentialLR(o, Double.NaN), "gamma must be a number of 0 or more");
        cases.put(() -> new PolynomialLR(o, 0, 1), "totalIters must be at least 1");
        cases.put(() -> new CosineAnnealingLR(o, 0, 1), "tMax must be at least 1");
        cases.put(() -> new CosineAnnealingWarmRestarts(o, 1, 0, 1), "tMult must be at least 1");
        cases.put(() -> new LambdaLR(o, List.of(t -> 1, t -> 1, t -> 1)), "2 groups, got 3");
        cases.put(() -> CyclicLR.builder(o, -1, 1), "baseLr must be a number of 0 or more");
        cases.put(
                () -> CyclicLR.builder(o, 0, 1).maxLrs(1, 2, 3),
                "maxLrs: expected one number, or one for each of the optimizer's 2 groups, got"
                        + " [1.0, 2.0, 3.0]");
        cases.put(() -> OneCycleLR.builder(o, 0, 1), "totalSteps must be at least 1");
        cases.put(
                () -> OneCycleLR.builder(o, 1, 1).divFactor(0), "divFactor must be a number above");
        cases.put(() -> OneCycleLR.builder(o, 1, 1).pctStart(2), "pctStart must be a number from");
        cases.put(() -> ReduceLROnPlateau.builder(o).factor(1), "factor must be a number from 0.0");
        cases.put(() -> new SWALR(o, -1, true, 0.1), "annealEpochs must be at least 0");
        cases.put(() -> new SequentialLR(o, List.of()), "needs at least one schedule");
        cases.put(() -> new ChainedScheduler(List.of()), "needs at least one schedule");
        cases.put(
                () -> new SequentialLR(o, List.of(new StepLR(o, 1, 1)), 3),
                "one milestone fewer than schedules, got 1 schedules and milestones [3]");
        cases.put(
                () -> new SequentialLR(o, List.of(new StepLR(o, 1, 1), new StepLR(o, 1, 1)), 0),
                "milestones must be 1 or more and in ascending order, got [0]");
        cases.put(
                () -> new SequentialLR(o, List.of(new StepLR(other, 1, 1))),
                "schedule 0 belongs to another optimizer");
        cases.put(
                () -> new ChainedScheduler(List.of(new StepLR(o, 1, 1), plateau)),
                "schedule 1 is a ReduceLROnPlateau, whose step needs a metric");
        cases.forEach(
                (code, message) ->
                        assertThatThrownBy(code::run)
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining(message));
        assertThatThrownBy(plateau::step)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call step(metric)");
    }

    @Test
    void an_optimizer_without_momentum_cannot_cycle_it() {
        Optimizer plain = new Adagrad(List.of(Tensor.of(1f).requiresGrad(true)));
        assertThatThrownBy(() -> OneCycleLR.builder(plain, 10, 1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Adagrad has neither momentum nor betas to cycle");
        assertThat(CyclicLR.builder(plain, 0.1, 1).cycleMomentum(false).build().lastLr())
                .containsExactly(0.1);
    }

    @Test
    void what_is_not_told_is_as_in_pytorch() {
        same(o -> new StepLR(o, 3), o -> new StepLR(o, 3, 0.1));
        same(o -> new MultiStepLR(o, 2, 5), o -> new MultiStepLR(o, new long[] {2, 5}, 0.1));
        same(LinearLR::new, o -> new LinearLR(o, 1.0 / 3, 1, 5));
        same(ConstantLR::new, o -> new ConstantLR(o, 1.0 / 3, 5));
        same(o -> new PolynomialLR(o, 5), o -> new PolynomialLR(o, 5, 1));
        same(o -> new CosineAnnealingLR(o, 5), o -> new CosineAnnealingLR(o, 5, 0));
        same(
                o -> new CosineAnnealingWarmRestarts(o, 5),
                o -> new CosineAnnealingWarmRestarts(o, 5, 1, 0));
    }

    private static void same(
            Function<Optimizer, LRScheduler> brief, Function<Optimizer, LRScheduler> full) {
        LRScheduler one = brief.apply(optimizer());
        LRScheduler other = full.apply(optimizer());
        for (int epoch = 0; epoch < 8; epoch++) {
            assertThat(one.lastLr()).isEqualTo(other.lastLr());
            one.step();
            other.step();
        }
    }

    @Test
    void nothing_that_is_needed_may_be_null() {
        assertThatThrownBy(() -> new StepLR(null, 1, 1))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the optimizer is null");
        assertThatThrownBy(() -> OneCycleLR.builder(null, 1, 1))
                .hasMessage("the optimizer is null");
        assertThatThrownBy(() -> new MultiStepLR(optimizer(), null, 1))
                .hasMessage("the milestones are null");
        assertThatThrownBy(() -> new ChainedScheduler(null)).hasMessage("the schedules are null");
    }
}
