package org.grad4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Closes a stream that gives nothing for too long, since a read of an HTTP answer's body has no
 * timeout of its own. A daemon thread watches until the guard is closed.
 */
final class StallGuard implements AutoCloseable {
    private final InputStream in;
    private final long limit;
    private final Thread watcher;
    private volatile long lastSign = System.nanoTime();
    private volatile boolean stalled;

    StallGuard(InputStream in, Duration limit) {
        this.in = in;
        this.limit = limit.toNanos();
        this.watcher = new Thread(this::watch, "grad4j-download-watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watch() {
        try {
            long left = limit;
            while (left > 0) {
                Thread.sleep(left / 1_000_000 + 1);
                left = lastSign + limit - System.nanoTime();
            }
            stalled = true;
            in.close();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (IOException error) {
            // The reader fails with this error or its own, and asks why by isStalled.
            stalled = true;
        }
    }

    /** Something came. */
    void sign() {
        lastSign = System.nanoTime();
    }

    boolean isStalled() {
        return stalled;
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
