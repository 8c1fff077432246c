package org.grad4j.benchmarks;

import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Layer;
import org.grad4j.nn.Module;
import org.grad4j.nn.Sequential;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.loss.CrossEntropyLoss;
import org.grad4j.optim.Adam;
import org.grad4j.tensor.Tensor;

/** A network and a batch of random numbers to train it on. */
final class Trainee {
    private static final int CLASSES = 10;

    private final Module network;
    private final Tensor x;
    private final Tensor labels;
    private final CrossEntropyLoss criterion = new CrossEntropyLoss();
    private final Adam optimizer;

    Trainee(Module network, long... shape) {
        this.network = network;
        x = Tensor.randn(shape);
        labels = Tensor.randint(0, CLASSES, shape[0]);
        // Too slow to learn anything: one batch known by heart leaves denormal numbers, which are
        // slow.
        optimizer = new Adam(network.parameters(), 1e-9);
    }

    /** Linear layers {@code 784 → width → … → width → 10} with rectifiers between them. */
    static Module mlp(int depth, long width) {
        Layer[] layers = new Layer[2 * depth + 1];
        for (int i = 0; i < depth; i++) {
            layers[2 * i] = new Linear(i == 0 ? 784 : width, width);
            layers[2 * i + 1] = Tensor::relu;
        }
        layers[2 * depth] = new Linear(width, CLASSES);
        return Sequential.of(layers);
    }

    /** Forward and backward. */
    void gradients() {
        TensorScope.run(this::backward);
    }

    /** Forward, backward, and the optimizer's step. */
    void step() {
        TensorScope.run(
                () -> {
                    backward();
                    optimizer.step();
                });
    }

    private void backward() {
        optimizer.zeroGrad();
        criterion.call(network.call(x), labels).backward();
    }
}
