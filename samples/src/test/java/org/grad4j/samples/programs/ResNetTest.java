package org.grad4j.samples.programs;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.grad4j.autograd.Autograd;
import org.grad4j.data.Batch;
import org.grad4j.data.DataLoader;
import org.grad4j.data.Dataset;
import org.grad4j.data.Example;
import org.grad4j.data.source.Mnist;
import org.grad4j.data.source.SyntheticDigits;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Module;
import org.grad4j.nn.Sequential;
import org.grad4j.nn.layer.BatchNorm2d;
import org.grad4j.nn.layer.Conv2d;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.layer.MaxPool2d;
import org.grad4j.nn.loss.CrossEntropyLoss;
import org.grad4j.optim.AdamW;
import org.grad4j.optim.schedule.OneCycleLR;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A small residual network for digits (He et al., arXiv:1512.03385), with a one-cycle schedule. */
class ResNetTest {

    /** {@code y = relu(bn2(conv2(relu(bn1(conv1(x))))) + shortcut(x))}. */
    private static final class Block extends Module {
        private final Conv2d conv1;
        private final BatchNorm2d bn1;
        private final Conv2d conv2;
        private final BatchNorm2d bn2;
        private final Sequential shortcut;

        Block(int in, int out, int stride) {
            conv1 = register("conv1", conv(in, out, 3, stride));
            bn1 = register("bn1", new BatchNorm2d(out));
            conv2 = register("conv2", conv(out, out, 3, 1));
            bn2 = register("bn2", new BatchNorm2d(out));
            shortcut = register("shortcut", Sequential.of());
            if (stride > 1 || in != out) {
                shortcut.append(conv(in, out, 1, stride)).append(new BatchNorm2d(out));
            }
        }

        @Override
        protected Tensor forward(Tensor x) {
            Tensor y = bn1.call(conv1.call(x)).relu();
            y = bn2.call(conv2.call(y));
            return y.add(shortcut.call(x)).relu();
        }

        private static Conv2d conv(int in, int out, int kernel, int stride) {
            return Conv2d.builder(in, out, kernel)
                    .stride(stride)
                    .padding(kernel / 2)
                    .bias(false)
                    .build();
        }
    }

    /** {@code [n, 1, 28, 28] → [n, 10]}. */
    private static final class ResNet extends Module {
        private final Sequential stem =
                register(
                        "stem",
                        Sequential.of(
                                Block.conv(1, 16, 3, 1),
                                new BatchNorm2d(16),
                                Tensor::relu,
                                new MaxPool2d(2)));
        private final Block block1 = register("block1", new Block(16, 16, 1));
        private final Block block2 = register("block2", new Block(16, 32, 1));
        private final Block block3 = register("block3", new Block(32, 64, 2));
        private final Linear fc = register("fc", new Linear(64, 10));

        @Override
        protected Tensor forward(Tensor x) {
            x = stem.call(x); // [n, 16, 14, 14]
            x = block2.call(block1.call(x)); // [n, 32, 14, 14]
            x = block3.call(x); // [n, 64, 7, 7]
            return fc.call(x.mean(2, 3));
        }
    }

    @Test
    void two_short_epochs_read_most_drawn_digits() {
        double accuracy =
                accuracy(new SyntheticDigits(1000, 1), new SyntheticDigits(300, 2), 2, 25);
        assertTrue(accuracy >= 0.8, () -> "accuracy " + accuracy);
    }

    @Test
    @Tag("soak")
    void three_epochs_read_ninety_nine_of_a_hundred_digits_of_mnist() {
        String folder = System.getProperty("MNIST_DIR", System.getenv("MNIST_DIR"));
        assumeTrue(
                folder != null, "MNIST_DIR, property or environment, names no folder with MNIST");
        Mnist train = Mnist.load(Path.of(folder), Mnist.Split.TRAIN);
        Mnist test = Mnist.load(Path.of(folder), Mnist.Split.TEST);
        double accuracy = accuracy(train, test, 3, 128);
        assertTrue(accuracy >= 0.99, () -> "accuracy " + accuracy);
    }

    /** Trains on one dataset and tests on the other. */
    private static double accuracy(
            Dataset<Example> train, Dataset<Example> test, int epochs, int batchSize) {
        Generator.manualSeed(1);
        ResNet model = new ResNet();
        CrossEntropyLoss criterion = new CrossEntropyLoss();
        AdamW optimizer = new AdamW(model.parameters());
        DataLoader<Batch> loader =
                DataLoader.builder(train)
                        .batchSize(batchSize)
                        .shuffle(true)
                        .seed(1)
                        .dropLast(true)
                        .build();
        OneCycleLR schedule =
                OneCycleLR.builder(optimizer, (long) epochs * loader.size(), 0.01).build();
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (Batch batch : loader) {
                TensorScope.run(
                        () -> {
                            optimizer.zeroGrad();
                            criterion.call(model.call(batch.features()), batch.labels()).backward();
                            optimizer.step();
                        });
                schedule.step();
            }
        }
        model.eval();
        long right = 0;
        for (Batch batch : DataLoader.builder(test).batchSize(250).build()) {
            right += Autograd.noGrad(() -> right(model, batch));
        }
        return (double) right / test.size();
    }

    @SuppressWarnings("try") // the scope is there to be closed
    private static long right(ResNet model, Batch batch) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor guesses = model.call(batch.features()).argmax(1);
            return guesses.eq(batch.labels()).sum().itemLong();
        }
    }
}
