package org.grad4j.backend;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The threads that share the work of one kernel: the caller and {@link Backend#threads()} - 1
 * helpers.
 *
 * <p>Work comes in numbered parts, and whoever is free takes the next one. So a helper that the
 * system has put aside delays nothing that it has not begun: on a busy machine the caller simply
 * does most of the parts itself. Which thread runs a part must not matter to its result.
 *
 * <p>A helper waits for the next kernel by spinning for as long as the Java code between two
 * kernels takes, then for some time gives way to any other thread, and then sleeps. One caller has
 * the helpers at a time; another one that comes meanwhile, or a part that calls again, works alone.
 */
final class Team {
    /** Handing a kernel to a spinning helper takes about 1 µs, waking a sleeping one 50. */
    private static final long SPIN_NANOS = 50_000;

    /** Time since the last kernel, longer than what lies between two steps of training. */
    private static final long SLEEP_AFTER_NANOS = 250_000;

    private static final int SPINS_PER_LOOK = 20;
    private static final int SPINS_BEFORE_YIELD = 2000;

    private static final AtomicBoolean busy = new AtomicBoolean();
    private static final Helper[] helpers = hire(Backend.threads() - 1);

    private static volatile Job current;

    private Team() {}

    /** How many threads work together. */
    static int size() {
        return helpers.length + 1;
    }

    /**
     * Runs the parts 0 to {@code parts - 1}, each once, in any order and on any thread.
     *
     * @param parts how many
     * @param body one part; what it throws first comes out here, after all have ended or, where the
     *     caller works alone, at once
     */
    static void run(int parts, IntConsumer body) {
        if (parts < 2 || helpers.length == 0 || !busy.compareAndSet(false, true)) {
            for (int i = 0; i < parts; i++) {
                body.accept(i);
            }
            return;
        }
        try {
            Job job = new Job(parts, body);
            current = job;
            for (int i = 0; i < helpers.length && i < parts - 1; i++) {
                helpers[i].wake();
            }
            job.work();
            job.await();
        } finally {
            current = null;
            busy.set(false);
        }
    }

    /**
     * Runs a loop over {@code n} things in even stretches, as many as there are threads.
     *
     * @param n how many
     * @param least the fewest that make a stretch of their own worth while
     * @param body takes the first and the one after the last of a stretch
     */
    static void split(long n, long least, Stretch body) {
        int parts = (int) Math.max(1, Math.min(size(), n / Math.max(1, least)));
        if (parts == 1) {
            body.run(0, n);
        } else {
            run(parts, i -> body.run(n * i / parts, n * (i + 1) / parts));
        }
    }

    /** A stretch of a loop. */
    @FunctionalInterface
    interface Stretch {
        void run(long from, long to);
    }

    /** What is done together; it counts the parts that have been taken. */
    private static final class Job extends AtomicInteger {
        private static final long serialVersionUID = 1;

        private static final AtomicIntegerFieldUpdater<Job> ENDED =
                AtomicIntegerFieldUpdater.newUpdater(Job.class, "ended");

        private final int parts;
        private transient IntConsumer
                body; // dropped at the end, for helpers remember their last job
        private volatile int ended;
        private volatile Throwable failure;

        Job(int parts, IntConsumer body) {
            this.parts = parts;
            this.body = body;
        }

        void work() {
            for (int i = getAndIncrement(); i < parts; i = getAndIncrement()) {
                try {
                    body.accept(i);
                } catch (RuntimeException | Error e) {
                    failed(e);
                }
                ENDED.getAndIncrement(this);
            }
        }

        private synchronized void failed(Throwable e) {
            failure = failure == null ? e : failure;
        }

        void await() {
            for (int spins = 0; ended < parts; spins++) {
                if (spins < SPINS_BEFORE_YIELD) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
            body = null;
            if (failure instanceof Error error) {
                throw error;
            } else if (failure != null) {
                throw (RuntimeException) failure;
            }
        }
    }

    private static final class Helper extends Thread {
        private volatile boolean asleep;

        Helper(int number) {
            super("grad4j-compute-" + number);
            setDaemon(true);
        }

        @Override
        public void run() {
            Job done = null;
            while (true) {
                Job job = next(done);
                job.work();
                done = job;
            }
        }

        private Job next(Job done) {
            long began = System.nanoTime();
            while (true) {
                Job job = current;
                if (job != null && job != done) {
                    return job;
                }
                long waited = System.nanoTime() - began;
                if (waited < SPIN_NANOS) {
                    for (int i = 0; i < SPINS_PER_LOOK; i++) {
                        Thread.onSpinWait();
                    }
                } else if (waited < SLEEP_AFTER_NANOS) {
                    Thread.yield();
                } else {
                    asleep = true;
                    if (current == job) {
                        LockSupport.park(this);
                    }
                    asleep = false;
                    began = System.nanoTime();
                }
            }
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(this);
            }
        }
    }

    private static Helper[] hire(int count) {
        Helper[] hired = new Helper[count];
        for (int i = 0; i < count; i++) {
            hired[i] = new Helper(i + 1);
            hired[i].start();
        }
        return hired;
    }
}
