package org.grad4j.samples.programs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Module;
import org.grad4j.nn.layer.LSTM;
import org.grad4j.nn.layer.LSTMState;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.layer.RecurrentOutput;
import org.grad4j.nn.loss.MSELoss;
import org.grad4j.optim.Adam;
import org.grad4j.optim.Gradients;
import org.grad4j.optim.schedule.CosineAnnealingLR;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Sine waves of any phase, continued from their beginning by an LSTM. */
class SineTest {
    private static final int KNOWN = 15;
    private static final int STEPS = 30;
    private static final int TRAINING = 120;

    /** Says of each value of a wave which one comes next, {@code [n, t, 1] → [n, t, 1]}. */
    private static final class Next extends Module {
        private final LSTM lstm = register("lstm", LSTM.builder(1, 16).batchFirst(true).build());
        private final Linear head = register("head", new Linear(16, 1));

        RecurrentOutput<Tensor, LSTMState> call(Tensor x, LSTMState state) {
            return enter(
                    () -> {
                        var hidden = lstm.call(x, state);
                        return new RecurrentOutput<>(head.call(hidden.output()), hidden.state());
                    });
        }

        /** Values that were never seen, each made from the one before. */
        Tensor dream(Tensor beginning, int steps) {
            var out = call(beginning, null);
            List<Tensor> made = new ArrayList<>();
            for (int i = 0; i < steps; i++) {
                Tensor last = out.output().narrow(1, -1, 1); // [n, 1, 1]
                made.add(last);
                out = call(last, out.state());
            }
            return Tensor.cat(made, 1);
        }
    }

    @Test
    void a_wave_goes_on_from_its_first_half() {
        Generator.manualSeed(1);
        Next model = new Next();
        train(model);

        Tensor waves = waves(100);
        Tensor truth = waves.narrow(1, KNOWN, STEPS - KNOWN);
        Tensor dreamt =
                Autograd.noGrad(() -> model.dream(waves.narrow(1, 0, KNOWN), STEPS - KNOWN));
        double error = new MSELoss().call(dreamt, truth).item(); // always 0 would have 0.5
        assertTrue(error < 0.02, () -> "mean squared error " + error);
    }

    private static void train(Next model) {
        MSELoss criterion = new MSELoss();
        Adam optimizer = new Adam(model.parameters(), 0.02);
        CosineAnnealingLR schedule = new CosineAnnealingLR(optimizer, TRAINING);
        for (int step = 0; step < TRAINING; step++) {
            TensorScope.run(
                    () -> {
                        Tensor waves = waves(32);
                        Tensor guesses = model.call(waves.narrow(1, 0, STEPS - 1), null).output();
                        optimizer.zeroGrad();
                        criterion.call(guesses, waves.narrow(1, 1, STEPS - 1)).backward();
                        Gradients.clipNorm_(model.parameters(), 1.0);
                        optimizer.step();
                    });
            schedule.step();
        }
    }

    /** Waves of random phase and of a period of 12.6 steps, {@code [n, STEPS, 1]}. */
    private static Tensor waves(long n) {
        Tensor phase = Tensor.rand(n, 1).mul(2 * Math.PI);
        return Tensor.arange(STEPS).mul(0.5).add(phase).sin().unsqueeze(2);
    }
}
