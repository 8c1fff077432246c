package org.grad4j.data;

/** What loading one batch came to: a batch or a failure, carried as a value between threads. */
sealed interface Loaded<B> {

    /** A batch, never null. */
    record Success<B>(B batch) implements Loaded<B> {}

    /** What was thrown, where, and the dataset index to blame (−1: no single one). */
    record Failure<B>(Throwable cause, int index, String reason) implements Loaded<B> {}
}
