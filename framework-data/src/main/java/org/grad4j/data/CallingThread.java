package org.grad4j.data;

import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** No workers at all: a job runs in the thread that submits it. */
final class CallingThread implements Workers {
    private volatile boolean closed;

    @Override
    public <T> Future<T> submit(Job<T> job) {
        FutureTask<T> future = new FutureTask<>(() -> job.run(Worker.CALLER));
        future.run();
        return future;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public String stacks() {
        return "no workers";
    }

    @Override
    public void shutdown() {
        closed = true;
    }

    @Override
    public void close() {
        shutdown();
    }
}
