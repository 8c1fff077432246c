package org.grad4j.data;

/** What loading one batch came to, carried as a value between threads. */
sealed interface Loaded<B> {

    /** A batch, never null. */
    record Success<B>(B batch) implements Loaded<B> {}

    /** What was thrown, where, by which worker, and the dataset index to blame (−1: none). */
    record Failure<B>(Throwable cause, long index, int worker, String reason)
            implements Loaded<B> {}

    /** No batch: a part of a stream has come to its end. */
    record End<B>() implements Loaded<B> {}
}
