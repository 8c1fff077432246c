package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datasets that make whole batches at once make the ones that single samples would give. */
class ArrayDatasetTest {

    private record Row(float[] features, int label) {}

    private static ArrayDataset rows(int n) {
        return Dataset.of(
                IntStream.range(0, n).mapToObj(i -> new Row(new float[] {i, -i}, i % 3)).toList(),
                Row::features,
                Row::label);
    }

    @Test
    void no_rows_make_an_empty_dataset() {
        assertEquals(0, rows(0).size());
        assertEquals(0, DataLoader.builder(rows(0)).build().size());
    }

    @Test
    void rows_become_examples() {
        Example third = rows(5).get(3);
        assertArrayEquals(new float[] {3, -3}, third.features());
        assertArrayEquals(new long[] {2}, third.shape());
        assertEquals(0, third.label());
        assertThrows(IndexOutOfBoundsException.class, () -> rows(5).get(5));
    }

    @Test
    void rows_of_different_lengths_are_refused() {
        List<Row> rows = List.of(new Row(new float[2], 0), new Row(new float[3], 0));
        assertEquals(
                "row 1 has 3 features, row 0 has 2; for rows of different lengths use"
                        + " Collate.pad(value)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Dataset.of(rows, Row::features, Row::label))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void batches_made_at_once_equal_those_of_single_examples(int workers) {
        ArrayDataset arrays = rows(53);
        for (Dataset<Example> fast :
                List.of(arrays, arrays.subset(5, 3, 40, 41, 2), arrays.take(9))) {
            Dataset<Example> slow = fast.map(Transform.of(example -> example));
            Iterator<Batch> expected =
                    DataLoader.builder(slow).batchSize(4).shuffle(true).build().iterator();
            for (Batch batch :
                    DataLoader.builder(fast)
                            .batchSize(4)
                            .shuffle(true)
                            .numWorkers(workers)
                            .build()) {
                Batch other = expected.next();
                assertArrayEquals(other.rawFeatures(), batch.rawFeatures());
                assertArrayEquals(other.rawLabels(), batch.rawLabels());
                assertArrayEquals(other.shape(), batch.shape());
            }
            assertTrue(!expected.hasNext());
        }
    }

    @Test
    void an_index_out_of_range_is_named_although_the_batch_is_made_at_once() {
        DataLoader<Batch> loader =
                DataLoader.builder(rows(5))
                        .batchSampler(
                                new BatchSampler() {
                                    @Override
                                    public int size() {
                                        return 1;
                                    }

                                    @Override
                                    public int[][] batches(long epoch) {
                                        return new int[][] {{1, 7}};
                                    }
                                })
                        .build();
        DataLoadException error =
                assertThrows(DataLoadException.class, () -> loader.iterator().next());
        assertEquals(7, error.index().orElseThrow());
    }

    @Test
    void arrays_that_do_not_fit_together_are_refused() {
        assertEquals(
                "2 examples of shape [2] do not make up 5 features",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ArrayDataset.of(new float[5], new long[] {2}, new long[2]))
                        .getMessage());
        assertEquals(
                "a batch of 2 examples of shape [2] is not made of 5 features",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Batch.of(new float[5], new long[] {2}, new long[2]))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void the_rows_of_tensors_are_gathered_by_batch(int workers) {
        Tensor x = Tensor.arange(12).reshape(6, 2).to(DType.FLOAT64);
        Tensor y = Tensor.arange(6);
        TensorDataset dataset = TensorDataset.of(x, y);
        assertEquals(6, dataset.size());
        assertArrayEquals(new double[] {4, 5}, (double[]) dataset.get(2).get(0).array());
        assertArrayEquals(new long[0], dataset.get(2).get(1).shape());
        int seen = 0;
        for (StackedBatch batch :
                DataLoader.builder(dataset)
                        .batchSize(4)
                        .shuffle(true)
                        .numWorkers(workers)
                        .build()) {
            Tensor rows = batch.tensor(0);
            Tensor labels = batch.tensor(1);
            assertEquals(DType.FLOAT64, rows.dtype());
            assertArrayEquals(new long[] {batch.size(), 2}, rows.shape());
            assertArrayEquals(new long[] {batch.size()}, labels.shape());
            for (int i = 0; i < batch.size(); i++) {
                assertEquals(2.0 * labels.toLongArray()[i], rows.toDoubleArray()[2 * i]);
                seen++;
            }
        }
        assertEquals(6, seen);
    }

    @Test
    void gathered_rows_equal_stacked_ones() {
        TensorDataset dataset =
                TensorDataset.of(Tensor.rand(5, 2, 3), Tensor.of(1L, 2L, 3L, 4L, 5L));
        StackedBatch fast = dataset.batch(new int[] {4, 0, 4});
        StackedBatch slow =
                Collate.<List<TensorData>>stack()
                        .collate(List.of(dataset.get(4), dataset.get(0), dataset.get(4)));
        assertEquals(slow.components(), fast.components());
        for (int i = 0; i < 2; i++) {
            assertEquals(slow.tensor(i).dtype(), fast.tensor(i).dtype());
            assertArrayEquals(slow.tensor(i).shape(), fast.tensor(i).shape());
            assertArrayEquals(slow.tensor(i).toDoubleArray(), fast.tensor(i).toDoubleArray());
        }
    }

    @Test
    void tensors_that_have_no_common_first_dimension_are_refused() {
        assertEquals(
                "tensors must have one first dimension, got [3] at place 1 after [2, 5]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> TensorDataset.of(Tensor.ones(2, 5), Tensor.ones(3)))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, TensorDataset::of);
        assertThrows(IllegalArgumentException.class, () -> TensorDataset.of(Tensor.scalar(1)));
    }
}
