package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

/** Looks at the loader threads of this JVM. */
final class LoaderThreads {
    private LoaderThreads() {}

    static List<String> alive() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("grad4j-loader-"))
                .sorted()
                .toList();
    }

    /** Fails unless every loader thread has ended within a second. */
    static void assertGoneWithinASecond() throws InterruptedException {
        long end = System.nanoTime() + 1_000_000_000L;
        while (!alive().isEmpty() && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertEquals(List.of(), alive());
    }
}
