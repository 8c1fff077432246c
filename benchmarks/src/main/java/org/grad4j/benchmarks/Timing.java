package org.grad4j.benchmarks;

import java.util.Arrays;

/** Times code that is run again and again. */
final class Timing {
    private static final double SECONDS = 1;
    private static final double WARMUP = 5;
    private static final int LEAST = 5;

    private Timing() {}

    /**
     * The median time in seconds, over a second and five runs at least, after five seconds in which
     * the JVM compiles.
     */
    static double seconds(Runnable code) {
        measure(code, WARMUP);
        double[] times = measure(code, SECONDS);
        Arrays.sort(times);
        return times[times.length / 2];
    }

    private static double[] measure(Runnable code, double seconds) {
        double[] times = new double[16];
        double sum = 0;
        int n = 0;
        while (sum < seconds || n < LEAST) {
            long start = System.nanoTime();
            code.run();
            if (n == times.length) {
                times = Arrays.copyOf(times, 2 * n);
            }
            times[n] = (System.nanoTime() - start) / 1e9;
            sum += times[n++];
        }
        return Arrays.copyOf(times, n);
    }
}
