package org.grad4j.backend;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what the framework makes on ND4J's side, so that tests can prove that a loop makes none.
 */
public final class NativeCounters {
    private static final LongAdder HEADERS = new LongAdder();
    private static final LongAdder KERNELS = new LongAdder();

    private NativeCounters() {}

    static void headerMade() {
        HEADERS.increment();
    }

    static void kernelRun() {
        KERNELS.increment();
    }

    /**
     * ND4J array headers (object and shape information) made since the start.
     *
     * @return a count that only grows
     */
    public static long headersMade() {
        return HEADERS.sum();
    }

    /**
     * Native kernels run since the start.
     *
     * @return a count that only grows
     */
    public static long kernelsRun() {
        return KERNELS.sum();
    }
}
