package org.grad4j.samples.programs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.data.DataLoader;
import org.grad4j.data.StackedBatch;
import org.grad4j.data.TensorDataset;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Module;
import org.grad4j.nn.Sequential;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.layer.ReLU;
import org.grad4j.nn.loss.BCEWithLogitsLoss;
import org.grad4j.optim.Adam;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/**
 * A variational autoencoder (Kingma and Welling, arXiv:1312.6114) of pictures with one bright spot,
 * which two numbers describe.
 */
class VaeTest {
    private static final int SIDE = 10;
    private static final int LATENT = 2;

    private record Coded(Tensor logits, Tensor mean, Tensor logVar) {}

    /** Pictures to codes and back. */
    private static final class Vae extends Module {
        private final Sequential encoder =
                register(
                        "encoder",
                        Sequential.of(
                                new Linear(SIDE * SIDE, 64),
                                new ReLU(),
                                new Linear(64, 2 * LATENT)));
        private final Sequential decoder =
                register(
                        "decoder",
                        Sequential.of(
                                new Linear(LATENT, 64),
                                new ReLU(),
                                new Linear(64, 64),
                                new ReLU(),
                                new Linear(64, SIDE * SIDE)));

        Coded code(Tensor x) {
            return enter(
                    () -> {
                        List<Tensor> parts = encoder.call(x).chunk(2, 1);
                        Tensor mean = parts.get(0);
                        Tensor logVar = parts.get(1);
                        Tensor noise = Tensor.randnLike(mean);
                        Tensor z = noise.mul(logVar.mul(0.5).exp()).add(mean);
                        return new Coded(decoder.call(z), mean, logVar);
                    });
        }

        /** Pictures that never were, {@code [n, SIDE²]}. */
        Tensor sample(long n) {
            return decoder.call(Tensor.randn(n, LATENT)).sigmoid();
        }
    }

    private final BCEWithLogitsLoss criterion = new BCEWithLogitsLoss(Reduction.SUM);

    @Test
    void pictures_are_coded_in_few_nats_and_sampled_ones_have_one_spot() {
        Generator.manualSeed(1);
        Vae model = new Vae();
        train(model, spots(1000));

        Tensor fresh = spots(200);
        Coded coded = Autograd.noGrad(() -> model.code(fresh));
        double lost = reconstruction(coded, fresh).sub(entropy(fresh)).item() / 200;
        double kl = divergence(coded).item() / 200;
        Tensor sampled = Autograd.noGrad(() -> model.sample(200));
        double distance = distances(sampled, fresh).amin(1).mean().item();
        double covered = distances(fresh, sampled).amin(1).mean().item();
        // The mean picture would lose 9.9 nats and be 1.4 away.
        assertTrue(lost < 2.5, () -> "nats lost " + lost);
        assertTrue(kl < 3.5, () -> "nats in the code " + kl);
        assertTrue(distance < 0.4, () -> "from sampled pictures to the nearest real " + distance);
        assertTrue(covered < 0.4, () -> "from real pictures to the nearest sampled " + covered);
    }

    private void train(Vae model, Tensor pictures) {
        Adam optimizer = new Adam(model.parameters(), 3e-3);
        DataLoader<StackedBatch> loader =
                DataLoader.builder(TensorDataset.of(pictures)).batchSize(50).shuffle(true).build();
        for (int epoch = 0; epoch < 40; epoch++) {
            for (StackedBatch batch : loader) {
                TensorScope.run(
                        () -> {
                            Tensor x = batch.tensor(0);
                            Coded coded = model.code(x);
                            Tensor loss = reconstruction(coded, x).add(divergence(coded));
                            optimizer.zeroGrad();
                            loss.div(x.size(0)).backward();
                            optimizer.step();
                        });
            }
        }
    }

    private Tensor reconstruction(Coded coded, Tensor x) {
        return criterion.call(coded.logits(), x);
    }

    /** {@code KL(N(mean, var) ‖ N(0, 1)) = ½ Σ (mean² + var - 1 - log var)}. */
    private static Tensor divergence(Coded coded) {
        Tensor var = coded.logVar().exp();
        return coded.mean().square().add(var).sub(1).sub(coded.logVar()).sum().div(2);
    }

    /** What not even a perfect reconstruction can avoid. */
    private static Tensor entropy(Tensor x) {
        Tensor p = x.clamp(1e-6, 1 - 1e-6);
        Tensor q = p.rsub(1);
        return p.mul(p.log()).add(q.mul(q.log())).sum().neg();
    }

    /** Squared distances {@code [n, m]} of rows. */
    private static Tensor distances(Tensor a, Tensor b) {
        return a.unsqueeze(1).sub(b.unsqueeze(0)).square().sum(2);
    }

    /** Spots at random places, {@code [n, SIDE²]}. */
    private static Tensor spots(long n) {
        Tensor grid = Tensor.arange(SIDE);
        Tensor x = Tensor.rand(n, 1, 1).mul(5).add(2);
        Tensor y = Tensor.rand(n, 1, 1).mul(5).add(2);
        Tensor across = grid.sub(x).square(); // [n, 1, SIDE]
        Tensor down = grid.unsqueeze(1).sub(y).square(); // [n, SIDE, 1]
        return across.add(down).div(-2 * 1.2 * 1.2).exp().flatten(1);
    }
}
