package org.grad4j.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads on one set of parameters; modes and scopes are each thread's own. */
@Timeout(60)
class ThreadsTest {
    private static final int THREADS = 4;

    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    private <T> List<T> onAll(Callable<T> work) throws Exception {
        List<Future<T>> running = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            running.add(pool.submit(work));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> one : running) {
            results.add(one.get());
        }
        return results;
    }

    /** Parameters of a small network, all values and gradients exact in float32. */
    private static Tensor[] parameters() {
        return new Tensor[] {
            Tensor.arange(0, 12, 1.0).reshape(3, 4).sub(5).detach().clone().requiresGrad(true),
            Tensor.of(1f, -2f, 3f, 1f).requiresGrad(true),
            Tensor.arange(0, 8, 1.0).reshape(4, 2).sub(3).detach().clone().requiresGrad(true)
        };
    }

    private static Tensor loss(Tensor[] p, long seed) {
        Tensor x = Tensor.of(new float[] {seed % 3, 1, -1, 2, seed % 5, 0}, 2, 3);
        return x.matmul(p[0]).add(p[1]).relu().matmul(p[2]).square().sum().mul(0.25);
    }

    private static float[][] gradients(Tensor[] p) {
        float[][] all = new float[p.length][];
        for (int i = 0; i < p.length; i++) {
            all[i] = p[i].grad().toFloatArray();
        }
        return all;
    }

    @Test
    void gradients_of_shared_parameters_are_the_sequential_sum() throws Exception {
        int rounds = 100;
        Tensor[] alone = parameters();
        for (int i = 0; i < THREADS * rounds; i++) {
            loss(alone, i % rounds).backward();
        }
        for (boolean scoped : new boolean[] {false, true}) {
            Tensor[] shared = parameters();
            CyclicBarrier start = new CyclicBarrier(THREADS);
            onAll(
                    () -> {
                        start.await(10, TimeUnit.SECONDS);
                        for (int i = 0; i < rounds; i++) {
                            int seed = i;
                            Runnable step = () -> loss(shared, seed).backward();
                            if (scoped) {
                                TensorScope.run(step);
                            } else {
                                step.run();
                            }
                        }
                        return null;
                    });
            float[][] expected = gradients(alone);
            float[][] actual = gradients(shared);
            for (int i = 0; i < expected.length; i++) {
                assertArrayEquals(expected[i], actual[i], "parameter " + i);
            }
        }
    }

    @Test
    void every_way_to_a_gradient_works_beside_the_others() throws Exception {
        Tensor[] p = parameters();
        loss(p, 7).backward();
        float[][] expected = gradients(p);
        CyclicBarrier start = new CyclicBarrier(THREADS);
        onAll(
                () -> {
                    start.await(10, TimeUnit.SECONDS);
                    for (int i = 0; i < 50; i++) {
                        List<Tensor> found = Autograd.grad(loss(p, 7), p);
                        for (int k = 0; k < p.length; k++) {
                            assertArrayEquals(expected[k], found.get(k).toFloatArray());
                        }
                    }
                    return null;
                });
        assertArrayEquals(expected[0], p[0].grad().toFloatArray(), "grad leaves leaves alone");
    }

    @Test
    void a_graph_of_one_thread_is_walked_by_another() throws Exception {
        Tensor[] p = parameters();
        Tensor loss = pool.submit(() -> loss(p, 3)).get();
        pool.submit(() -> loss.backward()).get();
        Tensor[] alone = parameters();
        loss(alone, 3).backward();
        assertArrayEquals(gradients(alone)[0], gradients(p)[0]);
    }

    @Test
    void gradient_mode_inference_mode_and_scopes_belong_to_the_thread() throws Exception {
        Tensor x = Tensor.ones(3).requiresGrad(true);
        Callable<Tensor> other =
                () -> {
                    assertTrue(Autograd.isGradEnabled());
                    assertFalse(Autograd.isInferenceMode());
                    return x.mul(2);
                };
        Tensor[] theirs = new Tensor[1];
        TensorScope.run(
                () ->
                        Autograd.inferenceMode(
                                () -> {
                                    assertFalse(x.mul(2).requiresGrad());
                                    theirs[0] = result(pool.submit(other));
                                }));
        assertTrue(theirs[0].requiresGrad());
        assertFalse(theirs[0].isReleased(), "it was made outside this thread's scope");
        assertTrue(Autograd.isGradEnabled());
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_tensor_made_in_one_thread_is_used_in_another_and_freed_by_the_first() throws Exception {
        TensorMemory.settle();
        long before = TensorMemory.stats().liveArrays();
        TensorScope scope = TensorScope.open();
        Tensor made = Tensor.of(1f, 2f, 3f);
        float[] seen =
                pool.submit(
                                () -> {
                                    float[][] out = new float[1][];
                                    TensorScope.run(
                                            () -> {
                                                out[0] = made.mul(2).toFloatArray();
                                            });
                                    assertFalse(made.isReleased(), "their scope took only theirs");
                                    return out[0];
                                })
                        .get();
        scope.close();
        assertArrayEquals(new float[] {2, 4, 6}, seen);
        assertEquals(before, TensorMemory.stats().liveArrays());
        ExecutionException late =
                assertThrows(ExecutionException.class, () -> pool.submit(() -> made.add(1)).get());
        assertTrue(
                late.getCause().getMessage().contains("was released when its TensorScope closed"),
                late.getCause().getMessage());
    }

    @Test
    void what_a_thread_keeps_in_its_scope_outlives_it_for_others() throws Exception {
        Tensor kept = pool.submit(() -> TensorScope.run(() -> Tensor.ones(2).add(1))).get();
        Tensor used = pool.submit(() -> kept.mul(3)).get();
        assertArrayEquals(new float[] {6, 6}, used.toFloatArray());
    }

    @Test
    void counters_agree_after_many_threads_made_and_dropped_tensors() throws Exception {
        TensorMemory.settle();
        TensorMemory.Stats before = TensorMemory.stats();
        onAll(
                () -> {
                    for (int i = 0; i < 200; i++) {
                        TensorScope.run(
                                () -> {
                                    Tensor.rand(8, 8).matmul(Tensor.rand(8, 8)).exp();
                                });
                    }
                    return null;
                });
        TensorMemory.Stats after = TensorMemory.stats();
        assertEquals(before.liveArrays(), after.liveArrays());
        assertEquals(before.liveBytes(), after.liveBytes());
        assertTrue(after.created() - before.created() >= THREADS * 200 * 4);
    }
}
