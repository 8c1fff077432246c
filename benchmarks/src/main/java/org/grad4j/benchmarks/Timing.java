package org.grad4j.benchmarks;

import java.util.Arrays;

/** Times code that is run again and again. */
final class Timing {
    private static final double SECONDS = 1;
    private static final int LEAST = 5;

    private Timing() {}

    /**
     * The median time in seconds, over a second and five runs at least, after as long a warm-up.
     */
    static double seconds(Runnable code) {
        measure(code);
        double[] times = measure(code);
        Arrays.sort(times);
        return times[times.length / 2];
    }

    private static double[] measure(Runnable code) {
        double[] times = new double[16];
        double sum = 0;
        int n = 0;
        while (sum < SECONDS || n < LEAST) {
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
