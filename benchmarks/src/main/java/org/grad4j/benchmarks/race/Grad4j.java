package org.grad4j.benchmarks.race;

import org.grad4j.autograd.Autograd;
import org.grad4j.backend.NativeCounters;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Module;
import org.grad4j.nn.Sequential;
import org.grad4j.nn.layer.Conv2d;
import org.grad4j.nn.layer.Flatten;
import org.grad4j.nn.layer.LSTM;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.layer.MaxPool2d;
import org.grad4j.nn.layer.ReLU;
import org.grad4j.nn.loss.CrossEntropyLoss;
import org.grad4j.optim.Adam;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/** This library, used as anyone would use it. */
public final class Grad4j implements Contestant {
    /**
     * Runs the race.
     *
     * @param args as {@link Options#USAGE} says
     */
    public static void main(String[] args) {
        Race.main(new Grad4j(), args);
    }

    @Override
    public String name() {
        return "grad4j";
    }

    @Override
    public Learner learner(Model model, int batch, long seed) {
        Generator.manualSeed(seed);
        return new Training(network(model));
    }

    /**
     * A network of the race with random weights.
     *
     * @param model not {@link Model#CHAIN}
     * @return {@code [n, 1, 28, 28] → [n, 10]}
     */
    public static Module network(Model model) {
        return switch (model) {
            case MLP ->
                    Sequential.of(
                            new Flatten(),
                            new Linear(784, 256),
                            new ReLU(),
                            new Linear(256, 128),
                            new ReLU(),
                            new Linear(128, 10));
            case LENET ->
                    Sequential.of(
                            new Conv2d(1, 6, 5),
                            new ReLU(),
                            new MaxPool2d(2), // [n, 6, 12, 12]
                            new Conv2d(6, 16, 5),
                            new ReLU(),
                            new MaxPool2d(2), // [n, 16, 4, 4]
                            new Flatten(),
                            new Linear(256, 120),
                            new ReLU(),
                            new Linear(120, 84),
                            new ReLU(),
                            new Linear(84, 10));
            case CNN ->
                    Sequential.of(
                            new Conv2d(1, 32, 3),
                            new ReLU(),
                            new Conv2d(32, 64, 3),
                            new ReLU(),
                            new MaxPool2d(2), // [n, 64, 12, 12]
                            new Flatten(),
                            new Linear(9216, 128),
                            new ReLU(),
                            new Linear(128, 10));
            case LSTM ->
                    Sequential.of(
                            x -> x.squeeze(1), // rows of the image are the steps
                            LSTM.builder(28, 64).batchFirst(true).build(),
                            x -> x.select(1, -1),
                            new Linear(64, 10));
            case CHAIN -> throw new IllegalArgumentException("the chain is no network");
        };
    }

    private static final class Training implements Learner {
        private final Module network;
        private final CrossEntropyLoss criterion = new CrossEntropyLoss();
        private final Adam optimizer;

        Training(Module network) {
            this.network = network;
            optimizer = new Adam(network.parameters(), 1e-3);
        }

        @Override
        @SuppressWarnings("try") // the scope is there to be closed
        public float train(float[] images, long[] labels) {
            try (TensorScope scope = TensorScope.open()) {
                Tensor logits = network.call(Tensor.of(images, labels.length, 1, 28, 28));
                Tensor loss = criterion.call(logits, Tensor.of(labels));
                optimizer.zeroGrad();
                loss.backward();
                optimizer.step();
                return (float) loss.item();
            }
        }

        @Override
        @SuppressWarnings("try")
        public long[] predict(float[] images) {
            try (TensorScope scope = TensorScope.open()) {
                Tensor x = Tensor.of(images, images.length / Digits.PIXELS, 1, 28, 28);
                return Autograd.noGrad(() -> network.call(x).argmax(1)).toLongArray();
            }
        }
    }

    @Override
    public Runnable chain(int ops, float[] first, float[] factors) {
        Tensor x = Tensor.of(first).requiresGrad(true);
        Tensor a = Tensor.of(factors);
        return () ->
                TensorScope.run(
                        () -> {
                            Tensor y = x;
                            for (int i = 0; i < ops / 2; i++) {
                                y = y.mul(a).add(a);
                            }
                            y.sum().backward();
                        });
    }

    @Override
    public Counts counts() {
        return new Counts(TensorMemory.stats().allocated(), NativeCounters.headersMade());
    }
}
