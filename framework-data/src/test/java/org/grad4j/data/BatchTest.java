package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static Example example(int label, float... features) {
        return new Example(features, new long[] {1, features.length}, label);
    }

    @Test
    void an_empty_batch_is_refused() {
        assertEquals(
                "a batch needs at least one example, got none",
                assertThrows(IllegalArgumentException.class, () -> Batch.of(List.of()))
                        .getMessage());
    }

    @Test
    void single_numbers_stack_to_a_vector() {
        Batch batch = Batch.of(List.of(new Example(new float[] {4}, new long[0], 1)));
        assertArrayEquals(new long[] {1}, batch.shape());
        assertArrayEquals(new long[] {1}, batch.features().shape());
    }

    @Test
    void examples_stack_along_a_new_first_dimension() {
        Batch batch = Batch.of(List.of(example(3, 1, 2), example(4, 5, 6), example(5, 7, 8)));
        assertEquals(3, batch.size());
        assertArrayEquals(new long[] {3, 1, 2}, batch.features().shape());
        assertArrayEquals(new float[] {1, 2, 5, 6, 7, 8}, batch.features().toFloatArray());
        assertArrayEquals(new long[] {3}, batch.labels().shape());
        assertArrayEquals(new long[] {3, 4, 5}, batch.labels().toLongArray());
    }

    @Test
    void different_shapes_do_not_stack() {
        CollateException error =
                assertThrows(
                        CollateException.class,
                        () -> Batch.of(List.of(example(0, 1, 2), example(0, 1))));
        assertEquals(1, error.position());
        assertEquals(
                "example 1 of the batch has shape [1, 1], example 0 has [1, 2]",
                error.getMessage());
    }

    @Test
    void tensors_are_made_once_while_they_live() {
        Batch batch = Batch.of(List.of(example(3, 1, 2)));
        assertSame(batch.features(), batch.features());
        assertSame(batch.labels(), batch.labels());
    }

    @Test
    void tensors_belong_to_the_scope_they_are_asked_for_in_and_are_made_anew_after_it() {
        Batch batch = Batch.of(List.of(example(3, 1, 2)));
        Tensor features;
        Tensor labels;
        try (TensorScope scope = TensorScope.open()) {
            assertNotNull(scope);
            features = batch.features();
            labels = batch.labels();
            assertSame(features, batch.features());
        }
        assertTrue(features.isReleased());
        assertTrue(labels.isReleased());
        assertArrayEquals(new float[] {1, 2}, batch.features().toFloatArray());
        assertArrayEquals(new long[] {3}, batch.labels().toLongArray());
    }

    @Test
    void tensors_have_the_types_that_a_classifier_takes_and_never_share_the_raw_arrays() {
        Batch batch = Batch.of(List.of(example(3, 1, 2)));
        assertEquals(DType.FLOAT32, batch.features().dtype());
        assertEquals(DType.INT64, batch.labels().dtype());
        Autograd.noGrad(
                () -> {
                    batch.features().mul_(2);
                });
        assertArrayEquals(new float[] {1, 2}, batch.rawFeatures());
    }

    @Test
    void an_example_holds_as_many_features_as_its_shape_says() {
        assertEquals(
                "shape [2, 2] does not hold 3 features",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Example(new float[3], new long[] {2, 2}, 0))
                        .getMessage());
        for (long[] shape :
                new long[][] {
                    {-1, -3}, {3, -1}, {1L << 32, 1L << 32}, {1L << 62, 4, 3}, {1L << 31, 1L << 33}
                }) {
            assertThrows(IllegalArgumentException.class, () -> new Example(new float[3], shape, 0));
            assertThrows(IllegalArgumentException.class, () -> new Example(new float[0], shape, 0));
        }
        assertEquals(0, new Example(new float[0], new long[] {0, 5}, 0).features().length);
    }
}
