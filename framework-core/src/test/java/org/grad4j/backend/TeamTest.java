package org.grad4j.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class TeamTest {
    private static final int PARTS = 7;

    @RepeatedTest(100)
    void every_part_runs_once() {
        AtomicIntegerArray runs = new AtomicIntegerArray(PARTS);
        Team.run(PARTS, runs::incrementAndGet);
        int[] seen = new int[PARTS];
        Arrays.setAll(seen, runs::get);
        assertArrayEquals(new int[] {1, 1, 1, 1, 1, 1, 1}, seen);
    }

    @Test
    void stretches_cover_a_loop_without_overlapping() {
        for (long n = 0; n < 50; n++) {
            AtomicIntegerArray runs = new AtomicIntegerArray(50);
            Team.split(
                    n,
                    3,
                    (from, to) -> {
                        for (long i = from; i < to; i++) {
                            runs.incrementAndGet((int) i);
                        }
                    });
            for (int i = 0; i < 50; i++) {
                assertEquals(i < n ? 1 : 0, runs.get(i), "n " + n + ", i " + i);
            }
        }
    }

    /** What a thread throws again in its next part cannot have been the first failure. */
    @RepeatedTest(100)
    void after_all_parts_have_ended_a_failure_comes_out_that_no_other_of_its_thread_preceded() {
        Map<Thread, RuntimeException> firsts = new ConcurrentHashMap<>();
        AtomicInteger ended = new AtomicInteger();
        var thrown =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                Team.run(
                                        PARTS,
                                        part -> {
                                            var failure = new IllegalStateException("part " + part);
                                            firsts.putIfAbsent(Thread.currentThread(), failure);
                                            try {
                                                Thread.sleep(part % 3);
                                            } catch (InterruptedException e) {
                                                throw new AssertionError(e);
                                            }
                                            ended.incrementAndGet();
                                            throw failure;
                                        }));
        assertTrue(firsts.containsValue(thrown), thrown.getMessage());
        assertEquals(Team.size() == 1 ? 1 : PARTS, ended.get());
    }

    @Test
    void a_part_that_calls_the_team_again_works_alone() {
        AtomicInteger runs = new AtomicInteger();
        Team.run(PARTS, outer -> runAlone(runs));
        assertEquals(PARTS * PARTS, runs.get());
    }

    @Test
    void a_second_caller_works_alone_while_the_first_has_the_team() {
        AtomicInteger runs = new AtomicInteger();
        var second = new FutureTask<>(() -> runAlone(runs), null);
        Team.run(
                2,
                part -> {
                    if (part == 0) {
                        new Thread(second).start();
                        join(second);
                    }
                });
        assertEquals(PARTS, runs.get());
    }

    /** Each part takes so long that a helper, were one called, would come for the next. */
    private static void runAlone(AtomicInteger runs) {
        Thread caller = Thread.currentThread();
        Team.run(
                PARTS,
                part -> {
                    LockSupport.parkNanos(200_000);
                    assertSame(caller, Thread.currentThread());
                    runs.incrementAndGet();
                });
    }

    private static void join(Future<?> task) {
        try {
            task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void an_error_comes_out_as_it_is() {
        var error = new StackOverflowError("deep");
        var thrown =
                assertThrows(
                        StackOverflowError.class,
                        () ->
                                Team.run(
                                        PARTS,
                                        part -> {
                                            throw error;
                                        }));
        assertSame(error, thrown);
    }
}
