package org.grad4j.backend;

/** Each thread's chunks for elementwise loops: small enough to stay in the first-level cache. */
final class Scratch {
    /** Elements per chunk; 1024 to 4096 measured alike, larger ones leave the cache. */
    static final int CHUNK = 2048;

    private static final int SLOTS = 6;
    private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(Scratch::new);

    private final float[][] floats = new float[SLOTS][];
    private final double[][] doubles = new double[SLOTS][];
    private final long[][] longs = new long[SLOTS][];

    static Scratch get() {
        return OWN.get();
    }

    float[] floats(int slot) {
        float[] chunk = floats[slot];
        return chunk != null ? chunk : (floats[slot] = new float[CHUNK]);
    }

    double[] doubles(int slot) {
        double[] chunk = doubles[slot];
        return chunk != null ? chunk : (doubles[slot] = new double[CHUNK]);
    }

    long[] longs(int slot) {
        long[] chunk = longs[slot];
        return chunk != null ? chunk : (longs[slot] = new long[CHUNK]);
    }
}
