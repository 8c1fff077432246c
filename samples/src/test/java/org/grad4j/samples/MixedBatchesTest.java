package org.grad4j.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.grad4j.data.Batch;
import org.grad4j.data.Collate;
import org.grad4j.data.DataLoader;
import org.grad4j.data.Example;
import org.grad4j.data.KeyedRandom;
import org.grad4j.data.SoftBatch;
import org.grad4j.data.Transform;
import org.grad4j.data.source.SyntheticDigits;
import org.grad4j.data.transform.CutMix;
import org.grad4j.data.transform.MixUp;
import org.grad4j.data.transform.RandomChoice;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Sequential;
import org.grad4j.nn.layer.Flatten;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.loss.CrossEntropyLoss;
import org.grad4j.optim.Adam;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What MixUp and CutMix make of a batch is what the losses take. */
class MixedBatchesTest {
    private static final CrossEntropyLoss CRITERION = new CrossEntropyLoss();

    @Test
    void the_loss_of_a_mixed_batch_is_the_losses_of_both_labels_by_their_shares() {
        Batch batch =
                Batch.of(
                        List.of(
                                new Example(new float[] {1, 2}, new long[] {2}, 0),
                                new Example(new float[] {3, 5}, new long[] {2}, 2),
                                new Example(new float[] {-4, 0}, new long[] {2}, 1)));
        SoftBatch mixed = new MixUp(3).apply(batch, KeyedRandom.of(5));
        double share = mixed.rawLabels()[0];
        assertTrue(share > 0.05 && share < 0.95, () -> "a share that tells, got " + share);
        float[] values = {0.3f, -1, 2, 1.5f, 0, -0.5f, 0.1f, 0.2f, 4};
        Tensor logits = Tensor.of(values, 3, 3).requiresGrad(true);
        Tensor loss = CRITERION.call(logits, mixed.labels());
        loss.backward();

        Tensor twice = Tensor.of(values, 3, 3).requiresGrad(true);
        Tensor own = CRITERION.call(twice, batch.labels()).mul(share);
        Tensor before = CRITERION.call(twice, Tensor.of(1L, 0L, 2L)).mul(1 - share);
        Tensor expected = own.add(before);
        assertEquals(expected.item(), loss.item(), 1e-6);
        expected.backward();
        assertArrayEquals(twice.grad().toFloatArray(), logits.grad().toFloatArray(), 1e-6f);
    }

    @Test
    void a_network_learns_from_mixed_batches() {
        Generator.manualSeed(1);
        Transform<Batch, SoftBatch> mix = RandomChoice.of(new CutMix(10), new MixUp(10));
        Sequential model = Sequential.of(new Flatten(), new Linear(784, 10));
        Adam optimizer = new Adam(model.parameters(), 1e-2);
        try (DataLoader<SoftBatch> loader =
                DataLoader.builder(new SyntheticDigits(640, 3), Collate.examples().andThen(mix))
                        .batchSize(64)
                        .shuffle(true)
                        .numWorkers(2)
                        .build()) {
            for (int epoch = 0; epoch < 8; epoch++) {
                for (SoftBatch batch : loader) {
                    TensorScope.run(
                            () -> {
                                optimizer.zeroGrad();
                                Tensor logits = model.call(batch.features());
                                CRITERION.call(logits, batch.labels()).backward();
                                optimizer.step();
                            });
                }
            }
        }
        assertTrue(accuracy(model) > 0.8, () -> "accuracy " + accuracy(model));
    }

    private static double accuracy(Sequential model) {
        int right = 0;
        for (Batch batch : DataLoader.builder(new SyntheticDigits(640, 3)).batchSize(640).build()) {
            long[] found = model.call(batch.features()).argmax(1).toLongArray();
            for (int i = 0; i < found.length; i++) {
                right += found[i] == batch.rawLabels()[i] ? 1 : 0;
            }
        }
        return right / 640.0;
    }
}
