package org.grad4j.samples.programs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.data.Batch;
import org.grad4j.data.DataLoader;
import org.grad4j.data.Dataset;
import org.grad4j.data.Example;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Module;
import org.grad4j.nn.Sequential;
import org.grad4j.nn.layer.BatchNorm1d;
import org.grad4j.nn.layer.Dropout;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.layer.ReLU;
import org.grad4j.nn.loss.CrossEntropyLoss;
import org.grad4j.optim.SGD;
import org.grad4j.optim.schedule.StepLR;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/**
 * Three kinds of iris told apart by four measures. The flowers are drawn with the means and
 * deviations of those that Fisher described (Annals of Eugenics 7(2), 1936).
 */
class IrisTest {
    private static final double[][] MEANS = {
        {5.01, 3.43, 1.46, 0.25}, {5.94, 2.77, 4.26, 1.33}, {6.59, 2.97, 5.55, 2.03}
    };
    private static final double[][] DEVIATIONS = {
        {0.35, 0.38, 0.17, 0.11}, {0.52, 0.31, 0.47, 0.20}, {0.64, 0.32, 0.55, 0.27}
    };

    @Test
    void species_are_told_apart() {
        Generator.manualSeed(1);
        List<Dataset<Example>> parts = flowers(600).randomSplit(1, 300, 300);
        Module model =
                Sequential.of(
                        new BatchNorm1d(4),
                        new Linear(4, 16),
                        new ReLU(),
                        new Dropout(0.1),
                        new Linear(16, 3));
        train(model, parts.get(0));
        double accuracy = accuracy(model, parts.get(1));
        assertTrue(accuracy >= 0.95, () -> "accuracy " + accuracy);
    }

    private static void train(Module model, Dataset<Example> flowers) {
        CrossEntropyLoss criterion = new CrossEntropyLoss();
        SGD optimizer = SGD.builder(model.parameters()).lr(0.1).momentum(0.9).build();
        StepLR schedule = new StepLR(optimizer, 10);
        DataLoader<Batch> loader =
                DataLoader.builder(flowers).batchSize(20).shuffle(true).numWorkers(1).build();
        for (int epoch = 0; epoch < 20; epoch++) {
            for (Batch batch : loader) {
                TensorScope.run(
                        () -> {
                            optimizer.zeroGrad();
                            criterion.call(model.call(batch.features()), batch.labels()).backward();
                            optimizer.step();
                        });
            }
            schedule.step();
        }
    }

    private static double accuracy(Module model, Dataset<Example> flowers) {
        model.eval();
        Batch all = Batch.of(flowers.stream().toList());
        Tensor guesses = Autograd.noGrad(() -> model.call(all.features()).argmax(1));
        return guesses.eq(all.labels()).to(DType.FLOAT32).mean().item();
    }

    private static Dataset<Example> flowers(int count) {
        Generator random = new Generator(7);
        List<Example> flowers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int species = i % 3;
            float[] measures = new float[4];
            for (int k = 0; k < 4; k++) {
                double difference = DEVIATIONS[species][k] * random.nextGaussian();
                measures[k] = (float) (MEANS[species][k] + difference);
            }
            flowers.add(new Example(measures, new long[] {4}, species));
        }
        return Dataset.of(flowers);
    }
}
