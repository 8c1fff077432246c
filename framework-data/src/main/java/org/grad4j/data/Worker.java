package org.grad4j.data;

/**
 * Who does a job: the number of a worker, from 0, or {@link #NONE} for the calling thread; and what
 * its start-up code threw, usually null.
 */
record Worker(int id, Throwable startError) {
    static final int NONE = -1;
    static final Worker CALLER = new Worker(NONE, null);

    /** For the end of a message. */
    String place() {
        String thread = "thread " + Thread.currentThread().getName();
        return id == NONE ? "in " + thread : "in worker " + id + ", " + thread;
    }
}
