package org.grad4j.backend;

/** Each thread's chunks for elementwise loops: small enough to stay in the first-level cache. */
final class Scratch {
    /** Elements per chunk; 1024 to 4096 measured alike, larger ones leave the cache. */
    static final int CHUNK = 2048;

    private static final int SLOTS = 6;
    private static final int ROOMS = 12;
    private static final int LARGEST_KEPT = 1 << 16;
    private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(Scratch::new);

    private final float[][] floats = new float[SLOTS][];
    private final float[][] rooms = new float[ROOMS][];
    private final double[][] doubles = new double[SLOTS][];
    private final long[][] longs = new long[SLOTS][];

    static Scratch get() {
        return OWN.get();
    }

    /** An array of at least some size, for kernels that call no other one meanwhile. */
    float[] room(int slot, int size) {
        float[] kept = rooms[slot];
        if (kept != null && kept.length >= size) {
            return kept;
        }
        float[] room = new float[size];
        if (size <= LARGEST_KEPT) {
            rooms[slot] = room;
        }
        return room;
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
