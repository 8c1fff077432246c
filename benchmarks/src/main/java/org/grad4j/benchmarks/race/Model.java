package org.grad4j.benchmarks.race;

import java.util.Locale;

/** What is raced. Convolutions have no padding, and every hidden layer a rectifier behind it. */
public enum Model {
    /** Linear 784 → 256 → 128 → 10. */
    MLP,
    /** Conv 5×5 1 → 6, pool 2, conv 5×5 6 → 16, pool 2, linear 256 → 120 → 84 → 10. */
    LENET,
    /** Conv 3×3 1 → 32, conv 3×3 32 → 64, pool 2, linear 9216 → 128 → 10. */
    CNN,
    /** LSTM 28 → 64 over an image's rows, linear 64 → 10 on its last step. */
    LSTM,
    /**
     * A chain of tiny operations instead of a network: {@code y = y · a + a} on 8 numbers over and
     * over, summed, and backward. It shows what one recorded operation costs without arithmetic.
     */
    CHAIN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
