package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.ops.Row.Sample;
import org.grad4j.ops.Row.Trait;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;
import org.grad4j.tensor.ValuesIndices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What operations save for backward() can neither be changed nor used twice unnoticed. */
class SavedValuesTest {
    static final List<Row> ROWS = OpTable.DIFFERENTIABLE;

    @ParameterizedTest
    @FieldSource("ROWS")
    void a_change_in_place_is_an_error_or_makes_no_difference(Row row) {
        for (Sample sample : row.samples()) {
            double[][] expected = gradients(sample, null);
            int victims = sample.shapes().length + (row.is(Trait.REPEATS) ? 0 : 1);
            for (int victim = 0; victim < victims; victim++) {
                String what =
                        sample
                                + " with "
                                + (victim < sample.shapes().length ? "input " + victim : "result")
                                + " changed";
                try {
                    double[][] actual = gradients(sample, victim);
                    for (int i = 0; i < expected.length; i++) {
                        assertArrayEquals(expected[i], actual[i], what);
                    }
                } catch (IllegalStateException error) {
                    assertTrue(error.getMessage().contains("changed in place"), what);
                    assertFalse(
                            row.is(Trait.SAVES_NOTHING) || row.is(Trait.SAVES_LESS_THAN_PYTORCH),
                            what);
                }
            }
        }
    }

    /** The gradients of all inputs where one tensor is changed between forward and backward. */
    private static double[][] gradients(Sample sample, Integer victim) {
        Tensor[] in = leaves(sample);
        Tensor y = sample.row().operation().apply(in);
        Tensor g = Values.upstream(y);
        if (victim != null) {
            Tensor changed = victim < in.length ? in[victim] : y;
            int version = changed.array().storage().version();
            Autograd.noGrad(() -> changed.detach().mul_(-3).add_(1.5));
            assertEquals(version + 2, changed.array().storage().version());
        }
        y.backward(g);
        double[][] gradients = new double[in.length][];
        Arrays.setAll(gradients, i -> in[i].grad().toDoubleArray());
        return gradients;
    }

    @Test
    void a_changed_view_of_a_saved_tensor_is_an_error() {
        Tensor x = Tensor.of(1.0, 2.0).requiresGrad(true);
        Tensor y = x.mul(x);
        Tensor view = x.detach().reshape(2, 1).t();
        view.fill_(5);
        assertEquals(
                "MulBackward0: a tensor of shape [2] (torch.float64) that was saved for backward()"
                        + " has been changed in place: it is at version 1, saved at version 0;"
                        + " change a clone() instead, or after backward()",
                assertThrows(IllegalStateException.class, () -> y.sum().backward()).getMessage());
    }

    @Test
    void changed_targets_and_indices_are_errors() {
        Tensor logits = Values.ANY.tensor(0, 2, 3).requiresGrad(true);
        Tensor target = Tensor.of(0L, 2L);
        for (Reduction reduction : Reduction.values()) {
            Tensor loss = logits.crossEntropy(target, reduction).sum();
            target.zero_();
            assertThrows(IllegalStateException.class, loss::backward);
        }
        for (boolean keepDim : new boolean[] {false, true}) {
            ValuesIndices max = logits.max(1, keepDim);
            max.indices().zero_();
            assertThrows(IllegalStateException.class, () -> max.values().sum().backward());
        }
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void a_second_backward_repeats_or_says_what_was_released(Row row) {
        for (Sample sample : row.samples()) {
            Tensor[] in = leaves(sample);
            Tensor y = row.operation().apply(in);
            Tensor g = Values.upstream(y);
            y.backward(g);
            double[][] once = new double[in.length][];
            Arrays.setAll(once, i -> in[i].grad().toDoubleArray());
            boolean repeats = row.is(Trait.SAVES_NOTHING) || row.is(Trait.SAVES_LESS_THAN_PYTORCH);
            try {
                y.backward(g);
                assertTrue(repeats, sample + " should refuse a second backward");
            } catch (IllegalStateException error) {
                if (repeats) {
                    fail(sample + " should allow a second backward", error);
                }
                assertTrue(
                        error.getMessage()
                                .matches(
                                        "\\w+Backward\\d: its saved values were released by the"
                                                + " first backward\\(\\); pass retainGraph to it,"
                                                + " or sum the losses and call backward\\(\\)"
                                                + " once"),
                        error.getMessage());
            }
            for (int i = 0; i < in.length; i++) {
                double[] twice = Arrays.stream(once[i]).map(a -> repeats ? a + a : a).toArray();
                assertArrayEquals(twice, in[i].grad().toDoubleArray(), sample.toString());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void a_retained_graph_repeats(Row row) {
        for (Sample sample : row.samples()) {
            Tensor[] in = leaves(sample);
            Tensor y = row.operation().apply(in);
            Tensor g = Values.upstream(y);
            y.backward(g, true, false);
            double[][] once = new double[in.length][];
            Arrays.setAll(once, i -> in[i].grad().toDoubleArray());
            y.backward(g);
            for (int i = 0; i < in.length; i++) {
                double[] twice = Arrays.stream(once[i]).map(a -> a + a).toArray();
                assertArrayEquals(twice, in[i].grad().toDoubleArray(), sample.toString());
            }
        }
    }

    private static Tensor[] leaves(Sample sample) {
        Tensor[] in = sample.inputs();
        for (Tensor x : in) {
            x.requiresGrad(true);
        }
        return in;
    }
}
