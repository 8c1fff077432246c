package org.grad4j.data;

/** Work for whichever worker is free. */
@FunctionalInterface
interface Job<T> {

    T run(Worker worker);
}
