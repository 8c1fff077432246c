package com.example;

import java.nio.file.Files;
import java.nio.file.Path;
import org.grad4j.io.Safetensors;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Sequential;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.loss.MSELoss;
import org.grad4j.optim.SGD;
import org.grad4j.tensor.Tensor;

/** Trains a tiny network and saves it, which needs every native library. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] args) throws Exception {
        Tensor inputs = Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
        Tensor targets = Tensor.of(new float[][] {{1}, {2}, {3}});
        Sequential model = Sequential.of(new Linear(2, 8), Tensor::relu, new Linear(8, 1));
        MSELoss criterion = new MSELoss();
        SGD optimizer = new SGD(model.parameters(), 0.01);

        double before = criterion.call(model.call(inputs), targets).item();
        for (int step = 0; step < 200; step++) {
            TensorScope.run(
                    () -> {
                        optimizer.zeroGrad();
                        criterion.call(model.call(inputs), targets).backward();
                        optimizer.step();
                    });
        }
        double after = criterion.call(model.call(inputs), targets).item();
        System.out.printf("consumer: the loss fell from %.3f to %.3f%n", before, after);
        if (!(after < before)) {
            throw new AssertionError("the loss did not fall");
        }
        Path file = Files.createTempFile("consumer", ".safetensors");
        Safetensors.save(file, model.stateDict());
        model.loadStateDict(Safetensors.load(file));
        Files.delete(file);
    }
}
