package org.grad4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;

/** Makes named pipes, where the system has them. */
final class Pipes {
    private Pipes() {}

    static Path make(Path name) throws InterruptedException {
        Process mkfifo;
        try {
            mkfifo = new ProcessBuilder("mkfifo", name.toString()).start();
        } catch (IOException e) {
            assumeTrue(false, "no mkfifo: " + e.getMessage());
            throw new AssertionError(e);
        }
        assertEquals(0, mkfifo.waitFor(), "mkfifo");
        return name;
    }
}
