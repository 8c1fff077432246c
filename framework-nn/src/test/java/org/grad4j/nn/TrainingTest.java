package org.grad4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.grad4j.backend.NativeCounters;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.layer.Conv2d;
import org.grad4j.nn.layer.Dropout;
import org.grad4j.nn.layer.Flatten;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.layer.MaxPool2d;
import org.grad4j.nn.layer.ReLU;
import org.grad4j.nn.loss.CrossEntropyLoss;
import org.grad4j.nn.loss.Loss;
import org.grad4j.nn.loss.MSELoss;
import org.grad4j.optim.Adam;
import org.grad4j.optim.Optimizer;
import org.grad4j.optim.SGD;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whole training loops: that they learn, and what they do to native memory. */
class TrainingTest {
    private static final int BATCH = 16;

    /** Well below what 400 steps of the smallest model make, so that collecting is forced. */
    private static final long LIMIT = 16 << 20;

    /**
     * A model to train.
     *
     * @param name what it is called
     * @param model makes it, for images of 28 × 28 and ten classes
     * @param optimizer makes its optimizer
     */
    private record Setup(
            String name, Supplier<Module> model, Function<List<Tensor>, Optimizer> optimizer) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Module mlp() {
        return Sequential.of(
                new Flatten(), new Linear(784, 128), Tensor::relu, new Linear(128, 10));
    }

    private static Module lenet() {
        return Sequential.of(
                Conv2d.builder(1, 6, 5).padding(2).build(),
                new ReLU(),
                new MaxPool2d(2),
                new Conv2d(6, 16, 5),
                new ReLU(),
                new MaxPool2d(2),
                new Flatten(),
                new Linear(400, 120),
                new ReLU(),
                new Dropout(0.3),
                new Linear(120, 10));
    }

    static final List<Setup> SETUPS =
            List.of(
                    new Setup("mlp, Adam", TrainingTest::mlp, Adam::new),
                    new Setup(
                            "mlp, SGD with momentum",
                            TrainingTest::mlp,
                            p -> SGD.builder(p).lr(0.05).momentum(0.9).build()),
                    new Setup("lenet, Adam", TrainingTest::lenet, Adam::new),
                    new Setup(
                            "lenet, SGD with momentum",
                            TrainingTest::lenet,
                            p -> SGD.builder(p).lr(0.05).momentum(0.9).build()));

    @BeforeEach
    void seed() {
        Generator.manualSeed(1);
    }

    private static Tensor images() {
        return Tensor.rand(new Generator(1), BATCH, 1, 28, 28);
    }

    private static Tensor labels() {
        return Tensor.randint(new Generator(2), 0, 10, BATCH);
    }

    private static double step(Module model, Loss loss, Optimizer optimizer) {
        optimizer.zeroGrad();
        Tensor value = loss.call(model.call(images()), labels());
        value.backward();
        optimizer.step();
        return value.item();
    }

    @ParameterizedTest
    @FieldSource("SETUPS")
    void a_step_in_a_scope_allocates_nothing_once_warm(Setup setup) throws InterruptedException {
        forgetEarlierTests();
        Module model = setup.model.get();
        Optimizer optimizer = setup.optimizer.apply(model.parameters());
        CrossEntropyLoss loss = new CrossEntropyLoss();
        for (int i = 0; i < 10; i++) {
            TensorScope.run(() -> report(step(model, loss, optimizer)));
        }
        TensorMemory.Stats before = TensorMemory.stats();
        long headers = NativeCounters.headersMade();

        for (int i = 0; i < 30; i++) {
            TensorScope.run(() -> report(step(model, loss, optimizer)));
        }

        TensorMemory.Stats after = TensorMemory.stats();
        assertThat(after.allocated()).isEqualTo(before.allocated());
        assertThat(NativeCounters.headersMade()).isEqualTo(headers);
        assertThat(after.liveArrays()).isLessThanOrEqualTo(before.liveArrays());
        assertThat(after.created()).isGreaterThan(before.created());
    }

    /** Arrays that earlier tests dropped must not come back to the pool while this one counts. */
    private static void forgetEarlierTests() throws InterruptedException {
        long collected;
        do {
            collected = TensorMemory.stats().collected();
            System.gc();
            Thread.sleep(50);
        } while (TensorMemory.stats().collected() != collected);
        TensorMemory.trim();
    }

    private static void report(double loss) {
        assertThat(loss).isFinite();
    }

    @ParameterizedTest
    @FieldSource("SETUPS")
    void a_loop_without_any_scope_survives_a_small_limit(Setup setup) {
        long limit = TensorMemory.limit();
        TensorMemory.trim();
        TensorMemory.limit(LIMIT);
        try {
            Module model = setup.model.get();
            Optimizer optimizer = setup.optimizer.apply(model.parameters());
            CrossEntropyLoss loss = new CrossEntropyLoss();
            long collected = TensorMemory.stats().collected();
            // A large heap may see no collection of its own before the limit asks for one.
            for (int i = 0; i < 5000 && TensorMemory.stats().collected() == collected; i++) {
                report(step(model, loss, optimizer));
            }
            assertThat(TensorMemory.stats().collected()).isGreaterThan(collected);
            for (int i = 0; i < 100; i++) {
                report(step(model, loss, optimizer));
            }
            assertThat(TensorMemory.stats().liveBytes()).isLessThanOrEqualTo(LIMIT);
        } finally {
            TensorMemory.limit(limit);
        }
    }

    @ParameterizedTest
    @FieldSource("SETUPS")
    void one_batch_is_learned_by_heart(Setup setup) {
        Module model = setup.model.get();
        Optimizer optimizer = setup.optimizer.apply(model.parameters());
        CrossEntropyLoss loss = new CrossEntropyLoss();
        for (int i = 0; i < 300; i++) {
            TensorScope.run(() -> report(step(model, loss, optimizer)));
        }
        model.eval();

        assertThat(loss.call(model.call(images()), labels()).item()).isLessThan(0.05);
    }

    @Test
    void the_mean_squared_error_of_a_line_is_learned_away() {
        Linear model = new Linear(1, 1);
        Optimizer optimizer = new Adam(model.parameters(), 0.1);
        MSELoss loss = new MSELoss();
        Tensor x = Tensor.of(new float[][] {{-1}, {0}, {1}, {2}});
        Tensor y = x.mul(3).sub(1);

        for (int i = 0; i < 500; i++) {
            optimizer.zeroGrad();
            loss.call(model.call(x), y).backward();
            optimizer.step();
        }

        assertThat(loss.call(model.call(x), y).item()).isLessThan(1e-4);
    }

    @Test
    void the_same_seed_trains_to_the_same_bits() {
        assertThat(trained()).containsExactly(trained());
    }

    private static float[] trained() {
        Generator.manualSeed(5);
        Module model = lenet();
        Optimizer optimizer = new Adam(model.parameters());
        for (int i = 0; i < 5; i++) {
            step(model, new CrossEntropyLoss(), optimizer);
        }
        return model.namedParameters().get("0.weight").toFloatArray();
    }
}
