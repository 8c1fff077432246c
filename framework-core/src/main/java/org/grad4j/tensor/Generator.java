package org.grad4j.tensor;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * A seeded source of random numbers that gives the same ones on every platform.
 *
 * <p>It is a counter put through the mixing function of SplitMix64 (Steele, Lea, Flood 2014):
 * number {@code i} of a seed depends on nothing else, so drawing many at once, or from several
 * threads, never disturbs what each position holds. Normal numbers come from pairs by Box and
 * Muller's method. Safe for use by several threads, which then share one sequence.
 */
public final class Generator implements RandomGenerator {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final Generator GLOBAL =
            new Generator(mix(System.currentTimeMillis()) ^ System.nanoTime());

    private volatile long seed;
    private final AtomicLong position = new AtomicLong();

    /**
     * A generator at its start.
     *
     * @param seed any number; different seeds give unrelated sequences
     */
    public Generator(long seed) {
        this.seed = mix(seed);
    }

    /**
     * The generator that is used where none is given. Its seed differs from run to run until {@link
     * #manualSeed} sets it.
     *
     * @return the shared generator
     */
    public static Generator global() {
        return GLOBAL;
    }

    /**
     * Seeds the shared generator: {@code torch.manual_seed}.
     *
     * @param seed any number
     */
    public static void manualSeed(long seed) {
        GLOBAL.seed = mix(seed);
        GLOBAL.position.set(0);
    }

    /**
     * Where a generator is: put back with {@link #restore}, it gives the same numbers again.
     *
     * @param key what the seed became
     * @param position how many numbers were taken
     */
    public record State(long key, long position) {}

    /**
     * Where this generator is.
     *
     * @return the state, to be kept in a checkpoint for example
     */
    public State state() {
        return new State(seed, position.get());
    }

    /**
     * Goes to another place.
     *
     * @param state what {@link #state()} returned, of this or another generator
     */
    public void restore(State state) {
        if (state == null) {
            throw new IllegalArgumentException("restore: the state is null");
        }
        seed = state.key;
        position.set(state.position);
    }

    /** Takes {@code n} positions and returns the first. */
    long take(long n) {
        return position.getAndAdd(n);
    }

    /** The 64 random bits at a position. */
    long bits(long at) {
        return mix(seed + (at + 1) * GOLDEN);
    }

    /** A number from [0, 1) with 24 random bits, exact in float. */
    float uniformFloat(long at) {
        return (bits(at) >>> 40) * 0x1p-24f;
    }

    /** A number from [0, 1) with 53 random bits. */
    double uniform(long at) {
        return (bits(at) >>> 11) * 0x1p-53;
    }

    /** Two independent standard normal numbers from the two positions at and at + 1. */
    void gaussians(long at, double[] out, int offset) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(at)));
        double angle = 2 * Math.PI * uniform(at + 1);
        out[offset] = radius * StrictMath.cos(angle);
        out[offset + 1] = radius * StrictMath.sin(angle);
    }

    @Override
    public long nextLong() {
        return bits(take(1));
    }

    @Override
    public double nextDouble() {
        return uniform(take(1));
    }

    @Override
    public float nextFloat() {
        return uniformFloat(take(1));
    }

    /**
     * The next numbers from [0, 1), as that many calls of {@link #nextFloat()} would give them.
     *
     * @param to where they go
     * @param n how many, from the first place on
     */
    public void fill(float[] to, int n) {
        // The seed is volatile: read once, or the loop costs three times as much.
        long counter = seed + (take(n) + 1) * GOLDEN;
        for (int i = 0; i < n; i++) {
            to[i] = (mix(counter + i * GOLDEN) >>> 40) * 0x1p-24f;
        }
    }

    /**
     * The next numbers from [0, 1), as that many calls of {@link #nextDouble()} would give them.
     *
     * @param to where they go
     * @param n how many, from the first place on
     */
    public void fill(double[] to, int n) {
        long counter = seed + (take(n) + 1) * GOLDEN;
        for (int i = 0; i < n; i++) {
            to[i] = (mix(counter + i * GOLDEN) >>> 11) * 0x1p-53;
        }
    }

    @Override
    public double nextGaussian() {
        double[] pair = new double[2];
        gaussians(take(2), pair, 0);
        return pair[0];
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
