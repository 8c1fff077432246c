package org.grad4j.backend;

import java.util.Arrays;

/**
 * What each thread has at hand, to be used again: chunks for elementwise loops, small enough to
 * stay in the first-level cache, rooms for whole planes and rows, and cursors.
 */
final class Scratch {
    /** Elements per chunk; 1024 to 4096 measured alike, larger ones leave the cache. */
    static final int CHUNK = 2048;

    static final int SLOTS = 6;
    private static final int ROOMS = 12;
    private static final int LARGEST_KEPT = 1 << 16;
    private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(Scratch::new);

    private final float[][] floats = new float[SLOTS][];
    private final float[][][] firstFloats = new float[SLOTS + 1][][];
    private final double[][][] firstDoubles = new double[SLOTS + 1][][];
    private final Cursor[] cursors = new Cursor[2 * SLOTS];
    private final float[][] rooms = new float[ROOMS][];
    private final int[][] ints = new int[SLOTS][];
    private final double[][] doubles = new double[SLOTS][];
    private final long[][] longs = new long[SLOTS][];

    private Scratch() {
        Arrays.setAll(cursors, slot -> new Cursor());
    }

    static Scratch get() {
        return OWN.get();
    }

    /** A cursor to start anew, for loops that call no other kernel meanwhile. */
    Cursor cursor(int slot) {
        return cursors[slot];
    }

    /** The chunks of the first slots. */
    float[][] firstFloats(int count) {
        if (firstFloats[count] == null) {
            firstFloats[count] = new float[count][];
            Arrays.setAll(firstFloats[count], this::floats);
        }
        return firstFloats[count];
    }

    /** The same for doubles. */
    double[][] firstDoubles(int count) {
        if (firstDoubles[count] == null) {
            firstDoubles[count] = new double[count][];
            Arrays.setAll(firstDoubles[count], this::doubles);
        }
        return firstDoubles[count];
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

    /** The same for whole numbers. */
    int[] ints(int slot, int size) {
        int[] kept = ints[slot];
        if (kept != null && kept.length >= size) {
            return kept;
        }
        int[] room = new int[size];
        if (size <= LARGEST_KEPT) {
            ints[slot] = room;
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
