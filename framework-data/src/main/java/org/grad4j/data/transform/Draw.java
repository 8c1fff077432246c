package org.grad4j.data.transform;

import java.util.random.RandomGenerator;

/**
 * Random numbers made of the few draws whose values {@link org.grad4j.data.KeyedRandom} fixes, so
 * that a transform gives the same result under every JDK.
 */
final class Draw {
    private Draw() {}

    /** Uniform in {@code [from, to)}; {@code from} where they are equal. */
    static double uniform(RandomGenerator random, double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    static double uniform(RandomGenerator random, Range range) {
        return uniform(random, range.from(), range.to());
    }

    /** exp of a number uniform between the logarithms: as often 1/2 as 2. */
    static double logUniform(RandomGenerator random, Range range) {
        return StrictMath.exp(
                uniform(random, StrictMath.log(range.from()), StrictMath.log(range.to())));
    }

    /** True with probability p. */
    static boolean chance(RandomGenerator random, double p) {
        return random.nextDouble() < p;
    }

    /** Uniform among from, …, to − 1. */
    static int integer(RandomGenerator random, int from, int to) {
        return from + random.nextInt(to - from);
    }

    /** 0, …, n − 1 in random order (Fisher and Yates). */
    static int[] permutation(RandomGenerator random, int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Beta(alpha, alpha), as the share of one of two gamma numbers in their sum. */
    static double beta(RandomGenerator random, double alpha) {
        double a = gamma(random, alpha);
        double b = gamma(random, alpha);
        // For a tiny alpha both can underflow to 0; the distribution is then 0 or 1.
        return a + b > 0 ? a / (a + b) : random.nextInt(2);
    }

    /**
     * Gamma(shape, 1). Marsaglia, Tsang: A simple method for generating gamma variables, ACM TOMS
     * 26(3), 2000; a shape below 1 is reached from the next one up.
     */
    private static double gamma(RandomGenerator random, double shape) {
        if (shape < 1) {
            double u = 1 - random.nextDouble();
            return gamma(random, shape + 1) * StrictMath.pow(u, 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = 1 + c * x;
            if (v <= 0) {
                continue;
            }
            v = v * v * v;
            double u = 1 - random.nextDouble();
            if (StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                return d * v;
            }
        }
    }
}
