package org.grad4j.benchmarks.race;

/** A library in the race: its name, and how it trains. */
public interface Contestant {
    /**
     * The name in the results, without spaces.
     *
     * @return the library and its version
     */
    String name();

    /**
     * Builds a network with Adam at 1e-3, its weights and biases drawn as PyTorch does: uniformly
     * within 1/√fan-in, those of the LSTM within 1/√64.
     *
     * @param model not {@link Model#CHAIN}
     * @param batch examples in each batch
     * @param seed of the weights
     * @return the network
     * @throws UnsupportedOperationException if the library cannot build it
     */
    Learner learner(Model model, int batch, long seed);

    /**
     * Prepares {@link Model#CHAIN}.
     *
     * @param ops operations in the chain
     * @param x where it begins, 8 numbers
     * @param a what is multiplied and added, 8 numbers
     * @return one pass, forward and backward
     * @throws UnsupportedOperationException if the library has no such thing
     */
    default Runnable chain(int ops, float[] x, float[] a) {
        throw new UnsupportedOperationException("has no chain");
    }

    /**
     * What the library has allocated so far, for {@code --memory}.
     *
     * @return counts that only grow
     * @throws UnsupportedOperationException if the library does not count
     */
    default Counts counts() {
        throw new UnsupportedOperationException("does not count what it allocates");
    }

    /**
     * Native memory taken.
     *
     * @param allocations times that memory was taken from the system
     * @param headers native array headers (shape information) made
     */
    record Counts(long allocations, long headers) {}

    /** A network in training. */
    interface Learner extends AutoCloseable {
        /**
         * One step: forward, cross-entropy, backward, Adam.
         *
         * @param images {@code [n, 784]}
         * @param labels {@code [n]}
         * @return the loss, read back
         */
        float train(float[] images, long[] labels);

        /**
         * The likeliest classes.
         *
         * @param images {@code [n, 784]}
         * @return {@code [n]}
         */
        long[] predict(float[] images);

        /** Gives up the network, where the library does not leave that to the garbage collector. */
        @Override
        default void close() {}
    }
}
