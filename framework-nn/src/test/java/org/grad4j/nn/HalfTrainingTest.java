package org.grad4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.layer.Conv2d;
import org.grad4j.nn.layer.Dropout;
import org.grad4j.nn.layer.Flatten;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.layer.MaxPool2d;
import org.grad4j.nn.loss.CrossEntropyLoss;
import org.grad4j.optim.Adam;
import org.grad4j.optim.Optimizer;
import org.grad4j.optim.SGD;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parameters, activations, gradients and an optimizer's state in 16 bits. */
class HalfTrainingTest {

    @BeforeEach
    void seed() {
        Generator.manualSeed(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void layers_learn_with_momentum(DType type) {
        Generator start = new Generator(7);
        Module net =
                Sequential.of(
                        new Linear(2, 16, true, type, start),
                        Tensor::tanh,
                        new Linear(16, 2, true, type, start));
        train(net, corners(type), p -> SGD.builder(p).lr(0.1).momentum(0.9).build(), type);
    }

    /** Its eps must be one that the type can tell from 0, as in PyTorch. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void layers_learn_with_adam(DType type) {
        Generator start = new Generator(7);
        Module net =
                Sequential.of(
                        new Linear(2, 16, true, type, start),
                        Tensor::relu,
                        new Linear(16, 2, true, type, start));
        train(net, corners(type), p -> Adam.builder(p).lr(0.01).eps(1e-3).build(), type);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void convolutions_learn(DType type) {
        Generator start = new Generator(7);
        Module net =
                Sequential.of(
                        Conv2d.builder(1, 4, 3).padding(1).dtype(type).generator(start).build(),
                        Tensor::relu,
                        new MaxPool2d(2),
                        new Flatten(),
                        new Dropout(0.1),
                        new Linear(16, 2, true, type, start));
        Tensor images = Tensor.rand(new Generator(3), 4, 1, 4, 4).to(type);
        train(net, images, p -> SGD.builder(p).lr(0.1).momentum(0.9).build(), type);
    }

    /** No line parts the classes. */
    private static Tensor corners(DType type) {
        return Tensor.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}).to(type);
    }

    private static void train(
            Module net, Tensor x, Function<List<Tensor>, Optimizer> with, DType type) {
        Tensor labels = Tensor.of(0L, 1L, 1L, 0L);
        CrossEntropyLoss criterion = new CrossEntropyLoss();
        Optimizer optimizer = with.apply(net.parameters());
        for (int step = 0; step < 300; step++) {
            TensorScope.run(
                    () -> {
                        optimizer.zeroGrad();
                        criterion.call(net.call(x), labels).backward();
                        optimizer.step();
                    });
        }
        net.eval();
        Tensor loss = criterion.call(net.call(x), labels);
        assertThat(loss.dtype()).isEqualTo(type);
        assertThat(loss.item()).isLessThan(0.1);
        assertThat(net.parameters())
                .allSatisfy(
                        p -> {
                            assertThat(p.dtype()).isEqualTo(type);
                            assertThat(p.grad().dtype()).isEqualTo(type);
                        });
    }
}
