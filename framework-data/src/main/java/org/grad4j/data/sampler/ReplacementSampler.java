package org.grad4j.data.sampler;

import org.grad4j.data.KeyedRandom;
import org.grad4j.data.Sampler;

/** {@link RandomSampler#withReplacement}. */
record ReplacementSampler(int population, int size, long seed) implements Sampler {

    ReplacementSampler {
        if (size < 0 || population < 0 || population == 0 && size > 0) {
            throw new IllegalArgumentException(
                    "cannot draw " + size + " indices from " + population + " samples");
        }
    }

    @Override
    public int[] indices(long epoch) {
        KeyedRandom random = KeyedRandom.of(seed, epoch);
        int[] drawn = new int[size];
        for (int i = 0; i < size; i++) {
            drawn[i] = random.nextInt(population);
        }
        return drawn;
    }
}
