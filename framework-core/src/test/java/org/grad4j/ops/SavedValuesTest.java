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
import org.grad4j.autograd.GradCheck;
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
            double[][] expected = gradients(leaves(sample), row, null);
            int victims = sample.shapes().length + (row.is(Trait.REPEATS) ? 0 : 1);
            for (int victim = 0; victim < victims; victim++) {
                String what =
                        sample
                                + " with "
                                + (victim < sample.shapes().length ? "input " + victim : "result")
                                + " changed";
                try {
                    double[][] actual = gradients(leaves(sample), row, victim);
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
    private static double[][] gradients(Tensor[] in, Row row, Integer victim) {
        Tensor y = row.operation().apply(in);
        Tensor g = Values.upstream(y);
        if (victim != null) {
            Tensor changed = victim < in.length ? in[victim] : y;
            int version = changed.array().storage().version();
            Autograd.noGrad(() -> changed.detach().mul_(-3).add_(1.5));
            assertEquals(version + 2, changed.array().storage().version());
        }
        y.backward(g);
        return Arrays.stream(in)
                .filter(Tensor::requiresGrad)
                .map(x -> x.grad().toDoubleArray())
                .toArray(double[][]::new);
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void so_it_is_where_only_one_input_needs_a_gradient(Row row) {
        for (Sample sample : row.samples()) {
            int n = sample.shapes().length;
            for (int i = 0; n > 1 && i < n * n; i++) {
                int victim = i / n;
                String what = sample + " for input " + i % n + " with input " + victim + " changed";
                double[][] expected = gradients(leaf(sample, i % n), row, null);
                try {
                    double[][] actual = gradients(leaf(sample, i % n), row, victim);
                    assertArrayEquals(expected[0], actual[0], what);
                } catch (IllegalStateException error) {
                    assertTrue(error.getMessage().contains("changed in place"), what);
                }
            }
        }
    }

    /** Which inputs may change after the operation where only one of them needs a gradient. */
    private record Free(GradCheck.Operation operation, int needing, List<Integer> free) {}

    @Test
    void what_only_the_rule_of_an_input_without_gradients_uses_is_not_saved() {
        List<Free> all =
                List.of(
                        new Free(in -> in[0].mul(in[1]), 0, List.of(0, 2)),
                        new Free(in -> in[0].mul(in[1]), 1, List.of(1, 2)),
                        new Free(in -> in[0].div(in[1]), 0, List.of(0, 2)),
                        new Free(in -> in[0].div(in[1]), 1, List.of(2)),
                        new Free(in -> in[0].remainder(in[1]), 0, List.of(0, 1, 2)),
                        new Free(in -> in[0].fmod(in[1]), 0, List.of(0, 1, 2)),
                        new Free(in -> in[0].lerp(in[1], in[2]), 0, List.of(0, 1)),
                        new Free(in -> in[0].lerp(in[1], in[2]), 2, List.of(2)),
                        new Free(in -> in[0].addcmul(in[1], in[2]), 0, List.of(0, 1, 2)),
                        new Free(in -> in[0].addcmul(in[1], in[2]), 1, List.of(0, 1)),
                        new Free(in -> in[0].addcdiv(in[1], in[2]), 1, List.of(0, 1)),
                        new Free(in -> in[0].matmul(in[1]), 0, List.of(0, 2)),
                        new Free(in -> in[0].mm(in[1]), 1, List.of(1, 2)),
                        new Free(in -> in[0].mv(in[1].select(0, 0)), 1, List.of(1, 2)),
                        new Free(in -> in[0].addmm(in[1], in[2]), 0, List.of(0, 1, 2)),
                        new Free(in -> in[0].addmm(in[1], in[2]), 1, List.of(0, 1)),
                        new Free(in -> in[0].linear(in[1], in[2].select(0, 0)), 0, List.of(0, 2)),
                        new Free(
                                in -> in[0].linear(in[1], in[2].select(0, 0)), 2, List.of(0, 1, 2)),
                        new Free(in -> in[0].solve(in[1]), 1, List.of(1, 2)),
                        new Free(
                                in ->
                                        in[0].reshape(1, 1, 2, 2)
                                                .conv2d(in[1].view(1, 1, 2, 2), null),
                                1,
                                List.of(1, 2)));
        for (Free each : all) {
            for (int victim : each.free) {
                Tensor[] in = {
                    Tensor.of(new double[] {2, 1, 1, 3}, 2, 2),
                    Tensor.of(new double[] {1, 4, 2, 5}, 2, 2),
                    Tensor.of(new double[] {3, 7, 2, 1}, 2, 2)
                };
                in[each.needing].requiresGrad(true);
                Tensor y = each.operation.apply(in).sum();
                in[victim].detach().fill_(0.5);
                y.backward();
            }
        }
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
                        + " change a clone() instead, or after backward() (run with"
                        + " -Dorg.grad4j.trace=true to see where it was made and changed)",
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

    private static Tensor[] leaf(Sample sample, int needing) {
        Tensor[] in = sample.inputs();
        in[needing].requiresGrad(true);
        return in;
    }

    private static Tensor[] leaves(Sample sample) {
        Tensor[] in = sample.inputs();
        for (Tensor x : in) {
            x.requiresGrad(true);
        }
        return in;
    }
}
