package org.grad4j.data.sampler;

import org.grad4j.data.KeyedRandom;

/** Fisher and Yates' shuffle: all orders are equally likely. */
final class Shuffle {
    private Shuffle() {}

    /** Shuffles an array in its place. */
    static void inPlace(int[] order, KeyedRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }
}
