package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

/** Looks at the loader threads of this JVM. */
final class LoaderThreads {
    /** Far longer than a thread needs to end, for on a busy machine it may have to wait. */
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private LoaderThreads() {}

    static List<String> alive() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("grad4j-loader-"))
                .sorted()
                .toList();
    }

    /** Waits until every loader thread has ended; fails if one does not. */
    static void assertGone() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!alive().isEmpty() && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertEquals(List.of(), alive());
    }
}
