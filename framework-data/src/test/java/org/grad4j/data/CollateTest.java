package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class CollateTest {

    private record Point(float x, double y) {}

    private record Sample(int[] tokens, Point at, String name, boolean on) {}

    private static <S> StackedBatch stack(List<S> samples) {
        return Collate.<S>stack().collate(samples);
    }

    private static <S> StackedBatch pad(double value, List<S> samples) {
        return Collate.<S>pad(value).collate(samples);
    }

    private static void assertTensor(Tensor tensor, DType dtype, double[] values, long... shape) {
        assertEquals(dtype, tensor.dtype());
        assertArrayEquals(shape, tensor.shape());
        assertArrayEquals(values, tensor.toDoubleArray());
    }

    @Test
    void numbers_become_a_vector_whole_ones_of_int64() {
        assertTensor(stack(List.of(1, 2, 3)).tensor(), DType.INT64, new double[] {1, 2, 3}, 3);
        assertTensor(stack(List.of(1L << 40)).tensor(), DType.INT64, new double[] {1L << 40}, 1);
        assertTensor(stack(List.of((byte) -1)).tensor(), DType.INT64, new double[] {-1}, 1);
        assertTensor(stack(List.of(1.5f, 2f)).tensor(), DType.FLOAT32, new double[] {1.5, 2}, 2);
        assertTensor(stack(List.of(0.1, 0.2)).tensor(), DType.FLOAT64, new double[] {0.1, 0.2}, 2);
        assertTensor(stack(List.of(true, false)).tensor(), DType.BOOL, new double[] {1, 0}, 2);
    }

    @Test
    void arrays_keep_their_type_and_get_a_first_dimension() {
        assertTensor(
                stack(List.of(new float[] {1, 2}, new float[] {3, 4})).tensor(),
                DType.FLOAT32,
                new double[] {1, 2, 3, 4},
                2,
                2);
        assertTensor(
                stack(Collections.singletonList(new int[][] {{1, 2, 3}, {4, 5, 6}})).tensor(),
                DType.INT32,
                new double[] {1, 2, 3, 4, 5, 6},
                1,
                2,
                3);
        assertTensor(
                stack(List.of(new short[] {-7}, new short[] {300})).tensor(),
                DType.INT16,
                new double[] {-7, 300},
                2,
                1);
        assertTensor(
                stack(List.of(new byte[] {-7, 7})).tensor(),
                DType.INT8,
                new double[] {-7, 7},
                1,
                2);
        assertTensor(
                stack(List.of(new boolean[] {true, false})).tensor(),
                DType.BOOL,
                new double[] {1, 0},
                1,
                2);
        assertTensor(
                stack(List.of(new double[0], new double[0])).tensor(),
                DType.FLOAT64,
                new double[0],
                2,
                0);
    }

    @Test
    void tensors_of_every_type_stack_to_their_type() {
        for (DType dtype : DType.values()) {
            Tensor one = Tensor.of(new float[] {1, 0, 1, 1}, 2, 2).to(dtype);
            StackedBatch batch = stack(List.of(one, one.transpose(0, 1)));
            assertTensor(batch.tensor(), dtype, new double[] {1, 0, 1, 1, 1, 1, 0, 1}, 2, 2, 2);
        }
        Tensor bytes = Tensor.of(new float[] {200, 255}).to(DType.UINT8);
        assertTensor(stack(List.of(bytes)).tensor(), DType.UINT8, new double[] {200, 255}, 1, 2);
    }

    @Test
    void records_stack_by_component_at_any_depth() {
        StackedBatch batch =
                stack(
                        List.of(
                                new Sample(new int[] {1, 2}, new Point(1, 2), "a", true),
                                new Sample(new int[] {3, 4}, new Point(3, 4), "b", false)));
        assertEquals(2, batch.size());
        assertEquals(Set.of("tokens", "at", "name", "on"), batch.components());
        assertTensor(batch.tensor("tokens"), DType.INT32, new double[] {1, 2, 3, 4}, 2, 2);
        assertTensor(batch.get("at").tensor("x"), DType.FLOAT32, new double[] {1, 3}, 2);
        assertTensor(batch.get("at").tensor("y"), DType.FLOAT64, new double[] {2, 4}, 2);
        assertEquals(List.of("a", "b"), batch.get("name").values());
        assertTensor(batch.tensor("on"), DType.BOOL, new double[] {1, 0}, 2);
    }

    @Test
    void maps_lists_and_object_arrays_stack_by_component() {
        StackedBatch maps =
                stack(
                        List.of(
                                Map.of("x", 1f, "y", List.of(2, 3)),
                                Map.of("y", List.of(4, 5), "x", 6f)));
        assertTensor(maps.tensor("x"), DType.FLOAT32, new double[] {1, 6}, 2);
        assertTensor(maps.get("y").tensor(1), DType.INT64, new double[] {3, 5}, 2);
        StackedBatch tuples = stack(List.of(new Object[] {1, "a"}, new Object[] {2, "b"}));
        assertTensor(tuples.tensor(0), DType.INT64, new double[] {1, 2}, 2);
        assertEquals(List.of("a", "b"), tuples.get("1").values());
    }

    @Test
    void examples_stack_to_features_and_label() {
        Example one = new Example(new float[] {1, 2, 3, 4}, new long[] {2, 2}, 7);
        StackedBatch batch = stack(List.of(one, one));
        assertArrayEquals(new long[] {2, 2, 2}, batch.tensor("features").shape());
        assertTensor(batch.tensor("label"), DType.INT64, new double[] {7, 7}, 2);
    }

    @Test
    void sequences_are_filled_up_to_the_longest_and_their_lengths_kept() {
        StackedBatch batch = pad(-1, List.of(new long[] {1}, new long[] {}, new long[] {2, 3, 4}));
        assertTensor(
                batch.tensor(), DType.INT64, new double[] {1, -1, -1, -1, -1, -1, 2, 3, 4}, 3, 3);
        assertTensor(batch.lengths(), DType.INT64, new double[] {1, 0, 3}, 3);
    }

    @Test
    void sequences_of_vectors_are_filled_up_in_their_first_dimension_alone() {
        record Labelled(float[][] frames, int label) {}

        StackedBatch batch =
                pad(
                        0,
                        List.of(
                                new Labelled(new float[][] {{1, 2}}, 5),
                                new Labelled(new float[][] {{3, 4}, {5, 6}}, 6)));
        assertTensor(
                batch.tensor("frames"),
                DType.FLOAT32,
                new double[] {1, 2, 0, 0, 3, 4, 5, 6},
                2,
                2,
                2);
        assertTensor(batch.get("frames").lengths(), DType.INT64, new double[] {1, 2}, 2);
        assertTensor(batch.tensor("label"), DType.INT64, new double[] {5, 6}, 2);
        CollateException error =
                assertThrows(
                        CollateException.class,
                        () -> pad(0, List.of(new float[1][2], new float[1][3])));
        assertEquals(
                "sample 1 of the batch is float32 of shape [1, 3], sample 0 of the batch is float32"
                        + " of shape [1, 2]; only the first dimension may differ",
                error.getMessage());
    }

    @Test
    void every_type_is_filled_up_with_the_value() {
        assertArrayEquals(
                new float[] {1, 9, 2, 3},
                (float[]) pad(9, List.of(new float[] {1}, new float[] {2, 3})).data().array());
        assertArrayEquals(
                new double[] {1, 9, 2, 3},
                (double[]) pad(9, List.of(new double[] {1}, new double[] {2, 3})).data().array());
        assertArrayEquals(
                new int[] {1, 9, 2, 3},
                (int[]) pad(9, List.of(new int[] {1}, new int[] {2, 3})).data().array());
        assertArrayEquals(
                new short[] {1, 9, 2, 3},
                (short[]) pad(9, List.of(new short[] {1}, new short[] {2, 3})).data().array());
        assertArrayEquals(
                new byte[] {1, 9, 2, 3},
                (byte[]) pad(9, List.of(new byte[] {1}, new byte[] {2, 3})).data().array());
        assertArrayEquals(
                new boolean[] {false, true, false, false},
                (boolean[]) pad(9, List.of(new boolean[1], new boolean[2])).data().array());
    }

    @Test
    void samples_that_do_not_fit_name_component_place_and_both_sides() {
        assertCollate(
                1,
                "sample 1 of the batch is float32 of shape [3], sample 0 of the batch is float32 of"
                        + " shape [2]",
                List.of(new float[2], new float[3]));
        assertCollate(
                2,
                "sample 2 of the batch is of type java.lang.Double, sample 0 of the batch of type"
                        + " java.lang.Integer",
                List.of(1, 2, 3.0));
        assertCollate(
                1,
                "component 'at.tokens' of sample 1 of the batch is int32 of shape [1], component"
                        + " 'at.tokens' of sample 0 of the batch is int32 of shape [2]",
                List.of(
                        Map.of("at", Map.of("tokens", new int[2])),
                        Map.of("at", Map.of("tokens", new int[1]))));
        assertCollate(
                1,
                "component 'name' of sample 1 of the batch is null",
                List.of(
                        new Sample(new int[0], new Point(1, 2), "a", true),
                        new Sample(new int[0], new Point(1, 2), null, true)));
        assertCollate(
                1,
                "sample 1 of the batch has 1 components, sample 0 of the batch has 2",
                List.of(List.of(1, 2), List.of(1)));
        assertCollate(
                0,
                "sample 0 of the batch: rows differ in length: expected 2 in dimension 1, got 3",
                List.of(new float[][] {{1, 2}, {1, 2, 3}}, new float[][] {{1, 2}, {1, 2}}));
        CollateException keys =
                assertThrows(
                        CollateException.class,
                        () -> stack(List.of(Map.of("x", 1), Map.of("y", 1))));
        assertEquals(
                "sample 1 of the batch has the keys [y], sample 0 of the batch has [x]",
                keys.getMessage());
    }

    private static void assertCollate(int position, String message, List<?> samples) {
        CollateException error = assertThrows(CollateException.class, () -> stack(samples));
        assertEquals(message, error.getMessage());
        assertEquals(position, error.position());
    }

    @Test
    void asking_for_what_is_not_there_says_what_is() {
        StackedBatch numbers = stack(List.of(1));
        StackedBatch texts = stack(List.of("a"));
        StackedBatch maps = stack(List.of(Map.of("x", 1)));
        assertEquals(
                "no component 'y' in this batch; it has [x]",
                assertThrows(IllegalArgumentException.class, () -> maps.get("y")).getMessage());
        assertState("these samples have components; ask for one of [x]", maps::tensor);
        assertState("these samples have components; ask for one of [x]", maps::values);
        assertState("these samples are no numbers; ask values()", texts::tensor);
        assertState("these samples are numbers; ask tensor() or data()", numbers::values);
        assertState(
                "these samples were not padded; merge arrays with Collate.pad(value)",
                numbers::lengths);
        assertEquals(
                "a batch needs at least one sample, got none",
                assertThrows(IllegalArgumentException.class, () -> stack(List.of())).getMessage());
    }

    private static void assertState(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalStateException.class, call::run).getMessage());
    }

    @Test
    void a_tensor_is_made_once_in_the_callers_scope_and_anew_after_it() {
        StackedBatch batch = stack(List.of(1, 2));
        Tensor inside;
        try (TensorScope scope = TensorScope.open()) {
            inside = batch.tensor();
            assertSame(inside, batch.tensor());
            assertNotNull(scope);
        }
        assertTrue(inside.isReleased());
        assertTensor(batch.tensor(), DType.INT64, new double[] {1, 2}, 2);
    }

    @Test
    void data_refuses_what_no_tensor_can_hold() {
        assertRefused(
                "expected an array of numbers, got java.lang.String", () -> TensorData.of("a"));
        assertRefused(
                "a tensor holds numbers or booleans, not java.lang.String",
                () -> TensorData.of(new String[] {"a"}));
        assertRefused(
                "a tensor holds numbers or booleans, not char", () -> TensorData.of(new char[2]));
        assertRefused(
                "shape [2, 2] does not hold 3 elements", () -> TensorData.of(new float[3], 2, 2));
        assertRefused(
                "expected a primitive array, got float[][]",
                () -> TensorData.of(new float[1][1], 1));
        assertEquals(
                "TensorData(int32 of shape [2, 1])", TensorData.of(new int[2], 2, 1).toString());
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
