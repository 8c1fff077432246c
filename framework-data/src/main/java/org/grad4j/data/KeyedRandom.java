package org.grad4j.data;

import java.util.random.RandomGenerator;

/**
 * A random generator that starts from a few numbers, such as seed, epoch and index: the same keys
 * give the same stream, any other keys an unrelated one.
 *
 * <p>The generator is SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number
 * generators, OOPSLA 2014); the keys are folded through its mixing function. What it draws is fixed
 * by this class and not by the JDK, whose own bounded and Gaussian methods may change between
 * versions. Not safe for use by several threads at a time, and not for secrets.
 */
public final class KeyedRandom implements RandomGenerator {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    private KeyedRandom(long state) {
        this.state = state;
    }

    /**
     * The generator of these keys; their order and their number matter.
     *
     * @param keys for example seed, epoch and index
     * @return a new generator at the start of its stream
     */
    public static KeyedRandom of(long... keys) {
        long state = mix(keys.length + GOLDEN_GAMMA);
        for (long key : keys) {
            state = mix((state ^ key) + GOLDEN_GAMMA);
        }
        return new KeyedRandom(state);
    }

    /** For choices about a whole batch; a fifth key keeps it apart from those about a sample. */
    static KeyedRandom ofBatch(long seed, long epoch, long part, long batch) {
        return of(seed, epoch, part, batch, 0);
    }

    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long x = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }

    @Override
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    @Override
    public float nextFloat() {
        return (nextLong() >>> 40) * 0x1p-24f;
    }

    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /**
     * A uniform number in {@code [0, bound)}, without bias (Lemire: Fast random integer generation
     * in an interval, arXiv 1805.10941).
     *
     * @throws IllegalArgumentException if the bound is not positive
     */
    @Override
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive, got " + bound);
        }
        long product = (nextLong() >>> 32) * bound;
        if ((product & 0xFFFFFFFFL) < bound) {
            long threshold = (1L << 32) % bound;
            while ((product & 0xFFFFFFFFL) < threshold) {
                product = (nextLong() >>> 32) * bound;
            }
        }
        return (int) (product >>> 32);
    }

    /** A standard normal number, by Marsaglia's polar method. */
    @Override
    public double nextGaussian() {
        double u;
        double square;
        do {
            u = 2 * nextDouble() - 1;
            double v = 2 * nextDouble() - 1;
            square = u * u + v * v;
        } while (square >= 1 || square == 0);
        return u * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
    }
}
