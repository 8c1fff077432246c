package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.ops.Row.Sample;
import org.grad4j.tensor.Tensor;
import org.grad4j.testing.NoTensorLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No operation leaves an array behind: in a scope nothing at its brace, without waiting for the
 * garbage collector; without a scope nothing once it has run.
 */
class ZeroLeakTest {
    static final List<Row> CHANGING = OpTable.IN_PLACE;

    static List<Row> pure() {
        return OpTable.pure().toList();
    }

    @ParameterizedTest
    @MethodSource("pure")
    void a_scope_takes_back_what_value_and_gradients_made(Row row) {
        for (Sample sample : row.samples()) {
            assertNothingStays(sample, () -> differentiate(row, leaves(sample)));
        }
    }

    @ParameterizedTest
    @FieldSource("CHANGING")
    void a_scope_takes_back_what_a_recorded_change_made(Row row) {
        for (Sample sample : row.samples()) {
            assertNothingStays(sample, () -> differentiate(row, leaves(sample), true));
        }
    }

    @ParameterizedTest
    @FieldSource("CHANGING")
    void a_change_without_gradients_makes_nothing_that_stays_even_without_a_scope(Row row) {
        for (Sample sample : row.samples()) {
            Tensor[] in = sample.inputs();
            row.operation().apply(in); // makes what the row itself keeps or converts
            in = sample.inputs();
            long before = released();
            long created = TensorMemory.stats().created();
            row.operation().apply(in);
            long left = TensorMemory.stats().created() - created - (released() - before);
            assertTrue(left <= constants(row), sample + " left " + left);
        }
    }

    /** How many arrays the row's call makes for its own arguments. */
    private static long constants(Row row) {
        return row.method().startsWith("indexAdd_")
                        || row.method().startsWith("indexPut_")
                        || row.method().equals("maskedFill_(Tensor, Tensor)")
                ? 1
                : 0;
    }

    private static long released() {
        TensorMemory.Stats stats = TensorMemory.stats();
        return stats.released() - stats.collected();
    }

    @Test
    @NoTensorLeaks
    void without_a_scope_the_collector_takes_back_everything() {
        OpTable.pure()
                .forEach(row -> row.samples().forEach(one -> differentiate(row, leaves(one))));
        for (Row row : CHANGING) {
            row.samples().forEach(one -> differentiate(row, leaves(one), true));
        }
    }

    @Test
    void a_graph_that_was_walked_holds_no_memory() {
        Tensor x = Tensor.rand(16, 16).requiresGrad(true);
        TensorMemory.settle();
        long before = TensorMemory.stats().liveArrays();
        Tensor y = x.exp().mul(x.sigmoid()).matmul(x.softmax(1)).pow(2).sum(); // saves them all
        TensorMemory.settle();
        assertTrue(TensorMemory.stats().liveArrays() > before + 4, "the graph holds saved values");
        y.backward();
        TensorMemory.settle();
        assertEquals(before + 2, TensorMemory.stats().liveArrays(), "y and the gradient of x");
        assertTrue(y.gradFn() != null && x.grad() != null);
    }

    private static void differentiate(Row row, Tensor... leaves) {
        differentiate(row, leaves, false);
    }

    private static void differentiate(Row row, Tensor[] leaves, boolean changes) {
        Tensor[] in = leaves.clone();
        if (changes) {
            in[0] = in[0].clone();
        }
        Tensor y = row.operation().apply(in);
        if (y.requiresGrad()) {
            y.backward(Values.upstream(y));
        }
        for (Tensor leaf : leaves) {
            leaf.zeroGrad(); // a leaf's gradient is never caught by a scope
        }
    }

    private static Tensor[] leaves(Sample sample) {
        return Arrays.stream(sample.inputs()).map(x -> x.requiresGrad(true)).toArray(Tensor[]::new);
    }

    private static void assertNothingStays(Sample sample, Runnable code) {
        TensorMemory.Stats before = TensorMemory.stats();
        TensorScope.run(code);
        TensorMemory.Stats after = TensorMemory.stats();
        long collected = after.collected() - before.collected(); // garbage of earlier tests
        assertEquals(
                before.liveArrays(), after.liveArrays() + collected, () -> sample + " left arrays");
        assertTrue(after.created() > before.created());
    }
}
