package org.grad4j.samples.programs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Module;
import org.grad4j.nn.Sequential;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.loss.BCEWithLogitsLoss;
import org.grad4j.optim.Adam;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The exclusive or, which no linear model computes (Minsky and Papert, Perceptrons, 1969). */
class XorTest {
    private final BCEWithLogitsLoss criterion = new BCEWithLogitsLoss();
    private final Tensor x = Tensor.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
    private final Tensor y = Tensor.of(new float[][] {{0}, {1}, {1}, {0}});

    @Test
    void a_hidden_layer_learns_all_four_answers() {
        Generator.manualSeed(1);
        Module model = Sequential.of(new Linear(2, 8), Tensor::tanh, new Linear(8, 1));
        double loss = train(model);
        assertTrue(loss < 0.02, () -> "loss " + loss);
        boolean[] answers = model.call(x).gt(0).toBooleanArray();
        assertArrayEquals(new boolean[] {false, true, true, false}, answers);
    }

    @Test
    void without_one_the_best_is_to_say_half_to_all() {
        Generator.manualSeed(1);
        Module model = new Linear(2, 1);
        double loss = train(model);
        assertTrue(loss > Math.log(2) - 1e-6, () -> "loss " + loss);
        assertTrue(model.call(x).sigmoid().allclose(Tensor.full(0.5, 4, 1), 0, 0.01));
    }

    private double train(Module model) {
        Adam optimizer = new Adam(model.parameters(), 0.05);
        for (int step = 0; step < 300; step++) {
            TensorScope.run(
                    () -> {
                        optimizer.zeroGrad();
                        criterion.call(model.call(x), y).backward();
                        optimizer.step();
                    });
        }
        return criterion.call(model.call(x), y).item();
    }
}
