package org.grad4j.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TensorMemoryTest {
    private final long limit = TensorMemory.limit();

    /** What earlier tests dropped must not be collected while one counts. */
    @BeforeEach
    void settle() {
        TensorMemory.settle();
    }

    @AfterEach
    void restoreTheLimit() {
        TensorMemory.limit(limit);
    }

    @Test
    void counters_follow_what_is_alive() {
        TensorMemory.Stats before = TensorMemory.stats();
        TensorScope.run(
                () -> {
                    Tensor x = Tensor.ones(1024);
                    x.reshape(32, 32).t();
                    TensorMemory.Stats inside = TensorMemory.stats();
                    assertEquals(before.liveArrays() + 1, inside.liveArrays(), "views are free");
                    assertEquals(before.liveBytes() + 4096, inside.liveBytes());
                    assertEquals(before.created() + 1, inside.created());
                });
        TensorMemory.Stats after = TensorMemory.stats();
        assertEquals(before.liveBytes(), after.liveBytes());
        assertEquals(before.released() + 1, after.released());
    }

    @Test
    void a_loop_without_any_scope_survives_a_small_limit() {
        TensorMemory.trim();
        TensorMemory.limit(TensorMemory.stats().liveBytes() + (32L << 20));
        Tensor w = Tensor.randn(256, 256).requiresGrad(true);
        long allocatedBytes = 0;
        for (int i = 0; i < 1000; i++) {
            w.matmul(w).relu().mean().backward();
            w.zeroGrad();
            allocatedBytes += 2 * 4 * 256 * 256;
        }
        assertTrue(allocatedBytes > 10 * (32L << 20), "the loop needs the collector");
        TensorMemory.Stats stats = TensorMemory.stats();
        assertTrue(stats.liveBytes() + stats.pooledBytes() <= stats.limitBytes());
        assertTrue(stats.collected() > 0);
    }

    @Test
    void reaching_the_limit_gives_a_readable_error_and_the_process_goes_on() throws Exception {
        System.gc(); // what earlier tests dropped must not make room later
        Thread.sleep(100);
        TensorMemory.trim();
        TensorMemory.limit(TensorMemory.stats().liveBytes() + (16L << 20));
        List<Tensor> held = new ArrayList<>();
        OutOfTensorMemoryError e =
                assertThrows(
                        OutOfTensorMemoryError.class,
                        () -> {
                            while (true) {
                                held.add(Tensor.ones(1 << 20));
                            }
                        });
        String message = e.getMessage();
        assertTrue(message.startsWith("out of tensor memory: asked for 1,048,576 elements of"));
        assertTrue(message.contains("torch.float32 (4,194,304 bytes)"), message);
        assertTrue(message.contains("-Dorg.grad4j.memory.limit=8g"), message);
        assertTrue(message.contains("4,194,304 bytes of torch.float32"), message);
        int count = held.size();
        assertTrue(count >= 2 && count <= 4, "held " + count);

        held.clear();
        assertEquals(1 << 20, Tensor.ones(1 << 20).sum().item());
    }

    @Test
    void an_interrupted_thread_is_not_told_that_memory_is_out() {
        TensorMemory.limit(TensorMemory.stats().liveBytes() + (16L << 20));
        Thread.currentThread().interrupt();
        for (int i = 0; i < 100; i++) {
            Tensor.ones(256, 1024).mul(2);
        }
        assertTrue(Thread.interrupted(), "the interrupt is passed on");
    }

    @Test
    void a_jvm_that_ignores_collections_is_named_in_the_error() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+DisableExplicitGC",
                                "-Dorg.grad4j.memory.limit=16m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Hoarder.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();

        assertTrue(
                output.contains("This JVM runs with -XX:+DisableExplicitGC, so dropped tensors"),
                output);
    }

    /** Makes tensors until memory is out. */
    static final class Hoarder {
        private Hoarder() {}

        public static void main(String[] args) {
            List<Tensor> held = new ArrayList<>();
            while (true) {
                held.add(Tensor.ones(1 << 20));
            }
        }
    }

    @Test
    void dropped_tensors_are_found_by_the_collector_and_their_memory_reused_intact() {
        TensorMemory.limit(TensorMemory.stats().liveBytes() + (24L << 20));
        Tensor kept = Tensor.arange(0, 1 << 16, 1.0);
        float[] expected = kept.toFloatArray();
        for (int i = 0; i < 300; i++) {
            Tensor.full(i, 1 << 18);
        }
        assertArrayEquals(expected, kept.toFloatArray());
    }

    @Test
    void trimming_gives_idle_arrays_back() {
        TensorScope.run(
                () -> {
                    Tensor.ones(1 << 20).add(1);
                });
        long pooled = TensorMemory.stats().pooledBytes();
        assertTrue(pooled >= 2 * (4L << 20));

        long freed = TensorMemory.trim();

        assertTrue(freed >= 2 * (4L << 20));
        assertEquals(pooled - freed, TensorMemory.stats().pooledBytes());
    }

    @Test
    void sizes_that_no_array_can_have_are_refused() {
        assertEquals(
                "a tensor holds at most 2 GiB, asked for 1073741824 elements of torch.float32",
                assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(1 << 15, 1 << 15))
                        .getMessage());
        for (long n : new long[] {1L << 61, 1L << 62, Long.MAX_VALUE}) {
            assertEquals(
                    "a tensor holds at most 2 GiB, asked for " + n + " elements of torch.float32",
                    assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(n))
                            .getMessage());
        }
        assertEquals(
                "a tensor of shape [4294967296] is too large",
                assertThrows(IllegalArgumentException.class, () -> Tensor.rand(1L << 32))
                        .getMessage());
        assertEquals(
                "a tensor of shape [9223372036854775807, 2] is too large",
                assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(Long.MAX_VALUE, 2))
                        .getMessage());
        assertEquals(
                "a shape needs sizes of 0 or more, got [-1, 2]",
                assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(-1, 2))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> TensorMemory.limit(0));
    }

    @Test
    void a_failed_backward_leaves_the_counters_where_they_were() {
        Tensor x = Tensor.ones(4).requiresGrad(true);
        Tensor w = Tensor.ones(4);
        Tensor y = x.exp().mul(w).add(x.mul(2)).sum();
        w.add_(1);
        long before = TensorMemory.stats().liveArrays();

        assertThrows(IllegalStateException.class, y::backward);

        assertEquals(before, TensorMemory.stats().liveArrays());
    }
}
