package org.grad4j.samples.programs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.grad4j.autograd.Autograd;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Module;
import org.grad4j.nn.Sequential;
import org.grad4j.nn.layer.LeakyReLU;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.layer.ReLU;
import org.grad4j.nn.loss.BCEWithLogitsLoss;
import org.grad4j.optim.Adam;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/**
 * A generator and a discriminator that learn from each other (Goodfellow et al., arXiv:1406.2661):
 * points around the four corners of a square come from noise.
 */
class GanTest {
    private static final long BATCH = 128;
    private static final double DEVIATION = 0.15;

    private final BCEWithLogitsLoss criterion = new BCEWithLogitsLoss();
    private final Tensor real = Tensor.ones(BATCH, 1);
    private final Tensor fake = Tensor.zeros(BATCH, 1);

    @Test
    void generated_points_lie_around_all_four_corners() {
        Generator.manualSeed(1);
        Module generator =
                Sequential.of(
                        new Linear(4, 32),
                        new ReLU(),
                        new Linear(32, 32),
                        new ReLU(),
                        new Linear(32, 2));
        Module discriminator =
                Sequential.of(
                        new Linear(2, 32),
                        new LeakyReLU(0.2),
                        new Linear(32, 32),
                        new LeakyReLU(0.2),
                        new Linear(32, 1));
        train(generator, discriminator);

        Tensor points = Autograd.noGrad(() -> generator.call(Tensor.randn(1000, 4)));
        Tensor mean = points.mean(0);
        Tensor deviation = points.std(0);
        Tensor distances = points.abs().sub(1).norm(new int[] {1}, false); // from nearest corner
        double near = distances.lt(4 * DEVIATION).sum().item() / 1000;
        Tensor corner = points.gt(0).to(DType.INT64).matmul(Tensor.of(2L, 1L));
        double rarest = corner.oneHot(4).sum(0).amin(0).item() / 1000;
        assertTrue(near > 0.8, () -> "points near a corner: " + near);
        assertTrue(rarest > 0.1, () -> "points at the rarest corner: " + rarest);
        assertTrue(mean.allclose(Tensor.zeros(2), 0, 0.35), mean::toString);
        assertTrue(deviation.allclose(Tensor.ones(2), 0, 0.15), deviation::toString);
    }

    private void train(Module generator, Module discriminator) {
        Adam generating = Adam.builder(generator.parameters()).lr(1e-3).betas(0.5, 0.9).build();
        Adam judging = Adam.builder(discriminator.parameters()).lr(2e-3).betas(0.5, 0.9).build();
        for (int step = 0; step < 1500; step++) {
            TensorScope.run(
                    () -> {
                        Tensor made = generator.call(Tensor.randn(BATCH, 4));

                        judging.zeroGrad();
                        criterion.call(discriminator.call(corners()), real).backward();
                        criterion.call(discriminator.call(made.detach()), fake).backward();
                        judging.step();

                        generating.zeroGrad();
                        criterion.call(discriminator.call(made), real).backward();
                        generating.step();
                    });
        }
    }

    /** Points around (±1, ±1), {@code [BATCH, 2]}. */
    private static Tensor corners() {
        Tensor corner = Tensor.randint(0, 2, BATCH, 2).mul(2).sub(1);
        return Tensor.randn(BATCH, 2).mul(DEVIATION).add(corner);
    }
}
