package org.grad4j.data.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.grad4j.data.Batch;
import org.grad4j.data.BatchIterator;
import org.grad4j.data.Collate;
import org.grad4j.data.DataLoadException;
import org.grad4j.data.DataLoader;
import org.grad4j.data.Dataset;
import org.grad4j.data.Example;
import org.grad4j.data.KeyedRandom;
import org.grad4j.data.SoftBatch;
import org.grad4j.data.Transform;
import org.junit.jupiter.api.Test;

class MixTest {
    private static final Batch BATCH =
            Batch.of(
                    List.of(
                            Images.constant(8, 6, 0).labelled(0),
                            Images.constant(8, 6, 1).labelled(1),
                            Images.constant(8, 6, 5).labelled(2)));

    @Test
    void mixup_blends_features_and_labels_by_the_same_share() {
        for (int step = 0; step < 50; step++) {
            SoftBatch mixed = new MixUp(0.4, 3).apply(BATCH, KeyedRandom.of(1, step));
            float lambda = mixed.rawLabels()[0];
            float rest = 1 - lambda;
            float[] labels = {lambda, 0, rest, rest, lambda, 0, 0, rest, lambda};
            assertArrayEquals(labels, mixed.rawLabels(), 1e-6f);
            assertEquals(5 * rest, mixed.rawFeatures()[0], 1e-5f);
            assertEquals(lambda, mixed.rawFeatures()[48], 1e-5f);
            assertEquals(5 * lambda + rest, mixed.rawFeatures()[2 * 48 + 17], 1e-5f);
        }
    }

    @Test
    void shares_follow_the_beta_distribution() {
        for (double alpha : new double[] {0.01, 0.2, 1, 3}) {
            double sum = 0;
            double squares = 0;
            int n = 20_000;
            for (int i = 0; i < n; i++) {
                double x = Draw.beta(KeyedRandom.of(i), alpha);
                assertTrue(x >= 0 && x <= 1);
                sum += x;
                squares += (x - 0.5) * (x - 0.5);
            }
            assertEquals(0.5, sum / n, 0.02, "mean for " + alpha);
            double variance = 1 / (4 * (2 * alpha + 1));
            assertEquals(variance, squares / n, 0.03 * variance + 0.002, "variance for " + alpha);
        }
    }

    @Test
    void cutmix_pastes_a_rectangle_and_counts_its_area() {
        boolean pasted = false;
        for (int step = 0; step < 100; step++) {
            SoftBatch mixed = new CutMix(1, 3).apply(BATCH, KeyedRandom.of(2, step));
            int area = 0;
            for (int i = 0; i < 48; i++) {
                float value = mixed.rawFeatures()[i];
                assertTrue(value == 0 || value == 5, "a pixel of either image, got " + value);
                area += value == 5 ? 1 : 0;
            }
            assertEquals(area / 48f, mixed.rawLabels()[2], 1e-6f);
            assertEquals(1 - area / 48f, mixed.rawLabels()[0], 1e-6f);
            pasted |= area > 0;
        }
        assertTrue(pasted);
        assertEquals(0f, BATCH.rawFeatures()[0]);
    }

    @Test
    void a_single_example_is_mixed_with_itself() {
        Batch single = Batch.of(List.of(Images.of(1, 4, 4).labelled(1)));
        SoftBatch mixed = new MixUp(1, 2).apply(single, KeyedRandom.of(3));
        assertArrayEquals(single.rawFeatures(), mixed.rawFeatures(), 1e-6f);
        assertArrayEquals(new float[] {0, 1}, mixed.rawLabels(), 1e-6f);
    }

    @Test
    void a_loader_mixes_each_batch_by_a_share_of_its_own() {
        List<List<Float>> runs = new ArrayList<>();
        for (int workers : new int[] {0, 2}) {
            List<Float> shares = new ArrayList<>();
            try (DataLoader<SoftBatch> loader = mixing(new MixUp(1, 40), workers)) {
                for (int epoch = 0; epoch < 2; epoch++) {
                    loader.forEach(batch -> shares.add(largest(batch.rawLabels())));
                }
            }
            runs.add(shares);
        }
        assertEquals(runs.get(0), runs.get(1));
        assertEquals(20, runs.get(0).stream().distinct().count(), runs.get(0)::toString);
    }

    @Test
    void a_loader_mixes_now_one_way_and_now_the_other() {
        Transform<Batch, SoftBatch> either = RandomChoice.of(new CutMix(40), new MixUp(40));
        boolean pasted = false;
        boolean blended = false;
        for (SoftBatch batch : mixing(either, 0)) {
            boolean whole = true;
            for (float pixel : batch.rawFeatures()) {
                whole &= pixel == Math.rint(pixel);
            }
            pasted |= whole;
            blended |= !whole;
        }
        assertTrue(pasted && blended);
    }

    @Test
    void a_label_out_of_range_fails_its_batch_and_not_the_loader() {
        BatchIterator<SoftBatch> batches = mixing(new MixUp(7), 0).iterator();
        assertEquals(4, batches.next().size());
        String message = assertThrows(DataLoadException.class, batches::next).getMessage();
        assertTrue(message.contains("label 7 is not among 7 classes"), message);
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    /** Ten batches of four 2 × 2 images, the pixels of each its label. */
    private static DataLoader<SoftBatch> mixing(Transform<Batch, SoftBatch> mix, int workers) {
        Dataset<Example> images =
                Dataset.of(IntStream.range(0, 40).boxed().toList())
                        .map(Transform.of(i -> Images.constant(2, 2, i).labelled(i)));
        return DataLoader.builder(images, Collate.examples().andThen(mix))
                .batchSize(4)
                .numWorkers(workers)
                .build();
    }

    @Test
    void tensors_have_the_shapes_of_the_batch() {
        SoftBatch mixed = new MixUp(1, 4).apply(BATCH, KeyedRandom.of(3));
        assertArrayEquals(new long[] {3, 1, 8, 6}, mixed.features().shape());
        assertArrayEquals(new long[] {3, 4}, mixed.labels().shape());
        assertEquals(3, mixed.size());
    }

    @Test
    void labels_and_shapes_must_fit() {
        assertEquals(
                "label 2 is not among 2 classes, counted from 0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new MixUp(1, 2).apply(BATCH, KeyedRandom.of(1)))
                        .getMessage());
        Batch flat = Batch.of(List.of(new Example(new float[3], new long[] {3}, 0)));
        assertEquals(
                "CutMix: expected images of shape [n, c, h, w], got [1, 3]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new CutMix(1, 2).apply(flat, KeyedRandom.of(1)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new MixUp(0, 2));
        for (long[] shape :
                new long[][] {{}, {0, 4}, {2, 3}, {2, -1, -2}, {2, 1L << 40, 1L << 40}}) {
            assertEquals(
                    "shape "
                            + Arrays.toString(shape)
                            + " does not hold 4 features of at least one example",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> new SoftBatch(new float[4], shape, new float[2]))
                            .getMessage());
        }
    }
}
