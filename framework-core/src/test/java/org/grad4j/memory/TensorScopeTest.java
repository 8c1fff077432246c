package org.grad4j.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.grad4j.backend.NativeCounters;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class TensorScopeTest {
    /** What earlier tests dropped must not be collected while one counts. */
    @BeforeEach
    void settle() {
        TensorMemory.settle();
    }

    @Test
    void a_scope_releases_what_was_made_inside_it() {
        long before = TensorMemory.stats().liveArrays();
        Tensor inside;
        try (TensorScope scope = TensorScope.open()) {
            assertNotNull(scope);
            inside = Tensor.ones(3).add(1);
            assertEquals(before + 2, TensorMemory.stats().liveArrays());
        }
        assertTrue(inside.isReleased());
        assertEquals(before, TensorMemory.stats().liveArrays());
    }

    @Test
    void a_released_tensor_says_what_happened() {
        Tensor gone = make();

        Exception e = assertThrows(IllegalStateException.class, () -> gone.add(1));
        assertEquals(
                "tensor of shape [2, 3] (torch.float32): this tensor was released when its"
                        + " TensorScope closed; let it out with scope.keep(tensor) or return it"
                        + " through TensorScope.run(...) (run with -Dorg.grad4j.trace=true to see"
                        + " where it was made)",
                e.getMessage());
        assertThrows(IllegalStateException.class, gone::toFloatArray);
        assertThrows(IllegalStateException.class, gone::toNd4j);
        assertThrows(IllegalStateException.class, gone::toString);
    }

    private static Tensor make() {
        try (TensorScope scope = TensorScope.open()) {
            assertNotNull(scope);
            return Tensor.ones(2, 3);
        }
    }

    @Test
    void keep_and_run_let_a_result_out_one_level() {
        Tensor kept;
        Tensor middle;
        try (TensorScope outer = TensorScope.open()) {
            try (TensorScope inner = TensorScope.open()) {
                middle = inner.keep(Tensor.ones(2).add(1));
            }
            assertFalse(middle.isReleased());
            kept = outer.keep(TensorScope.run(() -> Tensor.ones(2).mul(5)));
        }
        assertTrue(middle.isReleased());
        assertArrayEquals(new float[] {5, 5}, kept.toFloatArray());
    }

    @Test
    void leaves_outside_and_their_gradients_are_never_caught() {
        Tensor w = Tensor.ones(3).requiresGrad(true);
        TensorScope.run(() -> w.mul(Tensor.of(1f, 2f, 3f)).sum().backward());

        assertArrayEquals(new float[] {1, 2, 3}, w.grad().toFloatArray());
        TensorScope.run(() -> w.mul(2).sum().backward());
        assertArrayEquals(new float[] {3, 4, 5}, w.grad().toFloatArray());
    }

    @Test
    void free_releases_what_was_made_so_far_but_not_what_was_kept() {
        try (TensorScope scope = TensorScope.open()) {
            Tensor early = Tensor.ones(2);
            Tensor kept = scope.keep(Tensor.ones(3));
            scope.free();
            Tensor late = Tensor.ones(4);

            assertTrue(early.isReleased());
            assertFalse(late.isReleased());
            assertEquals(3, kept.sum().item());
        }
        TensorScope closed = TensorScope.open();
        closed.close();
        assertThrows(IllegalStateException.class, closed::free);
    }

    @Test
    void suspending_keeps_long_lived_tensors_out() {
        Tensor state;
        try (TensorScope scope = TensorScope.open()) {
            assertNotNull(scope);
            try (TensorScope outside = TensorScope.suspend()) {
                assertNotNull(outside);
                state = Tensor.ones(2);
            }
        }
        assertArrayEquals(new float[] {1, 1}, state.toFloatArray());
    }

    @Test
    void a_scope_closes_on_its_own_thread() {
        TensorScope scope = TensorScope.open();
        ExecutionException other =
                assertThrows(
                        ExecutionException.class,
                        () -> CompletableFuture.runAsync(scope::close).get());
        assertTrue(other.getCause().getMessage().startsWith("a TensorScope closes on the thread"));
        scope.close();
        scope.close();
    }

    @Test
    void a_scope_that_was_left_open_is_closed_with_the_one_around_it_and_reported() {
        long before = TensorMemory.stats().liveArrays();
        Exception order =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                TensorScope.run(
                                        () -> {
                                            TensorScope.open();
                                            Tensor.ones(3);
                                        }));
        assertEquals(
                "a TensorScope opened inside this one was still open; it is closed now too. Close"
                        + " scopes in reverse order, with try-with-resources",
                order.getMessage());
        assertEquals(before, TensorMemory.stats().liveArrays());
        Tensor free = Tensor.ones(2);
        assertEquals(2, free.sum().item(), "no scope is left on this thread");
    }

    @Test
    void another_thread_is_not_caught() throws Exception {
        TensorScope scope = TensorScope.open();
        Tensor made = CompletableFuture.supplyAsync(() -> Tensor.ones(2)).get();
        scope.close();
        assertArrayEquals(new float[] {1, 1}, made.toFloatArray());
    }

    @Test
    void an_exception_releases_as_well() {
        long before = TensorMemory.stats().liveArrays();
        assertThrows(
                IllegalArgumentException.class,
                () -> TensorScope.run(() -> Tensor.ones(2).add(Tensor.ones(3))));
        assertEquals(before, TensorMemory.stats().liveArrays());
    }

    @Test
    void memory_handed_out_raw_is_never_recycled_under_its_holder() {
        INDArray raw;
        try (TensorScope scope = TensorScope.open()) {
            assertNotNull(scope);
            raw = Tensor.full(7, 64, 64).toNd4j();
        }
        TensorScope.run(
                () -> {
                    for (int i = 0; i < 50; i++) {
                        Tensor.full(i, 64, 64);
                    }
                });
        assertEquals(7 * 64 * 64, raw.sumNumber().doubleValue());
    }

    @Test
    void reading_makes_no_array() {
        Tensor x = Tensor.rand(4, 5);
        Tensor one = x.sum();
        long before = TensorMemory.stats().created();
        x.toFloatArray();
        x.toDoubleArray();
        x.toLongArray();
        x.toBooleanArray();
        one.item();
        one.itemLong();
        x.shape();
        x.detach();
        assertTrue(x.toString().startsWith("tensor("));

        assertEquals(before, TensorMemory.stats().created());
    }

    @Test
    void a_training_loop_in_a_scope_allocates_nothing_in_steady_state() {
        Tensor w1 = Tensor.randn(784, 64).requiresGrad(true);
        Tensor w2 = Tensor.randn(64, 10).requiresGrad(true);
        Tensor kernel = Tensor.randn(4, 1, 5, 5).requiresGrad(true);
        float[] images = new float[16 * 784];
        Tensor labels = Tensor.randint(0, 10, 16);
        Runnable step =
                () -> {
                    Tensor x = Tensor.of(images, 16, 784);
                    Tensor c = x.reshape(16, 1, 28, 28).conv2d(kernel, null).relu().maxPool2d(2);
                    Tensor y = x.matmul(w1).relu().matmul(w2).add(c.mean());
                    y.crossEntropy(labels).backward();
                    for (Tensor p : new Tensor[] {w1, w2, kernel}) {
                        p.zeroGrad();
                    }
                };
        for (int i = 0; i < 5; i++) {
            TensorScope.run(step);
        }
        TensorMemory.Stats before = TensorMemory.stats();
        long headers = NativeCounters.headersMade();
        for (int i = 0; i < 50; i++) {
            TensorScope.run(step);
        }
        TensorMemory.Stats after = TensorMemory.stats();

        assertTrue(after.created() > before.created() + 50 * 10, "the loop made tensors");
        assertEquals(before.allocated(), after.allocated(), "native memory");
        assertEquals(headers, NativeCounters.headersMade(), "ND4J headers");
        assertEquals(before.liveArrays(), after.liveArrays());
        assertEquals(before.liveBytes(), after.liveBytes());
    }
}
