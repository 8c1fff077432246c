package org.grad4j.data;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Executors that give each worker a thread of its own, which ends with the worker. */
final class WorkerThreads {
    private static final AtomicInteger LOADERS = new AtomicInteger();

    private WorkerThreads() {}

    /** Daemon threads, which never keep the JVM alive. */
    static Executor platform() {
        return starting(
                task -> {
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Virtual threads where the JDK has them (21 and newer), else daemon threads. */
    static Executor virtual() {
        try {
            // The library is compiled for Java 17, which does not know these methods.
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Method unstarted =
                    Class.forName("java.lang.Thread$Builder")
                            .getMethod("unstarted", Runnable.class);
            return starting(task -> unstarted(builder, unstarted, task));
        } catch (ReflectiveOperationException older) {
            return platform();
        }
    }

    private static Thread unstarted(Object builder, Method unstarted, Runnable task) {
        try {
            return (Thread) unstarted.invoke(builder, task);
        } catch (ReflectiveOperationException error) {
            throw new IllegalStateException("cannot make a virtual thread", error);
        }
    }

    private static Executor starting(ThreadFactory factory) {
        String prefix = "grad4j-loader-" + LOADERS.incrementAndGet() + "-thread-";
        AtomicInteger started = new AtomicInteger();
        return task -> {
            Thread thread = factory.newThread(task);
            thread.setName(prefix + started.getAndIncrement());
            thread.start();
        };
    }
}
