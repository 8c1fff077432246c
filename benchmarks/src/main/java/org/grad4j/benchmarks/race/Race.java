package org.grad4j.benchmarks.race;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Runs one contestant and prints its result, the same way for all.
 *
 * <pre>
 * RESULT grad4j mlp bs64 median 912.3 us/step best 899.1 -> 70153 samples/s (best 71182) acc 0.9630
 * PROCESS grad4j mlp bs64 peak 312 MB start 1650 ms loss 0.1234
 * STEADY grad4j mlp bs64 allocations 0.00 headers 0.00 garbage 15320 bytes/step
 * </pre>
 *
 * <p>{@code peak} is the largest resident memory of the process (0 where the system does not tell),
 * {@code start} the time from the start of the JVM to the end of the first step, {@code loss} that
 * of the last one. {@code STEADY} comes with {@code --memory}, over the timed windows. For {@code
 * chain} a step is one operation.
 */
public final class Race {
    private static final int TESTS = 2000;

    /**
     * Throw-away networks before the measured one. The JIT leaves out what it has not seen happen
     * for a while, as what only the first step of a network does, and when another network begins,
     * it compiles much anew for some seconds. Who trains one network never meets that; here it
     * falls to the second one, not the measured one.
     */
    private static final int REHEARSALS = 2;

    private final Contestant contestant;
    private final Options options;
    private final PrintStream out;

    /** What a run of the timed code is divided into: the operations of a chain. */
    private int parts = 1;

    private Contestant.Learner learner;
    private long trained;
    private int samples;
    private long firstStep;
    private final double[] micros;
    private float loss;
    private double accuracy;
    private double allocations;
    private double headers;
    private double garbage;

    Race(Contestant contestant, Options options, PrintStream out) {
        this.contestant = contestant;
        this.options = options;
        this.out = out;
        micros = new double[options.windows()];
    }

    /**
     * The {@code main} of a contestant: exit code 2 for wrong arguments, 3 for what the contestant
     * cannot do.
     *
     * @param contestant who runs
     * @param args as {@link Options#USAGE} says
     */
    public static void main(Contestant contestant, String... args) {
        System.exit(run(contestant, System.out, System.err, args));
    }

    static int run(Contestant contestant, PrintStream out, PrintStream err, String... args) {
        if (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"))) {
            out.println("usage: " + Options.USAGE);
            return 0;
        }
        Options options;
        Path folder;
        try {
            options = Options.parse(args);
            folder = options.model() == Model.CHAIN ? null : folder(System.getenv("MNIST_DIR"));
        } catch (IllegalArgumentException e) {
            err.println("race: " + e.getMessage() + "\nusage: " + Options.USAGE);
            return 2;
        }
        Race race = new Race(contestant, options, out);
        try {
            if (options.model() == Model.CHAIN) {
                race.chain();
            } else {
                race.train(Digits.read(folder, "train", options.rows()));
                race.test(Digits.read(folder, "t10k", TESTS));
            }
            race.report();
            return 0;
        } catch (IllegalArgumentException e) {
            err.println("race: " + e.getMessage());
            return 2;
        } catch (IOException e) {
            err.println("race: cannot read " + e.getMessage());
            return 2;
        } catch (UnsupportedOperationException e) {
            err.println("race: " + contestant.name() + " " + e.getMessage());
            return 3;
        }
    }

    private static Path folder(String name) {
        if (name == null || !Files.isDirectory(Path.of(name))) {
            throw new IllegalArgumentException(
                    "the environment variable MNIST_DIR must name the folder of MNIST's four"
                            + " idx.gz files, got "
                            + name);
        }
        return Path.of(name);
    }

    void train(Digits digits) {
        int n = options.batch();
        if (digits.size() < n) {
            throw new IllegalArgumentException(
                    "BATCH is " + n + ", but there are only " + digits.size() + " examples");
        }
        float[] images = new float[n * Digits.PIXELS];
        long[] labels = new long[n];
        Runnable step =
                () -> {
                    digits.batch(trained++, images, labels);
                    loss = learner.train(images, labels);
                };
        for (int i = 0; i < REHEARSALS; i++) {
            learner = contestant.learner(options.model(), n, options.seed());
            warmUp(step, REHEARSALS);
            learner.close();
        }
        trained = 0;
        learner = contestant.learner(options.model(), n, options.seed());
        time(step);
        samples = n;
    }

    private void chain() {
        parts = options.batch();
        Runnable chain = chain(contestant, parts, options.seed());
        warmUp(chain, 1);
        time(chain);
        samples = 1;
    }

    /**
     * A chain whose numbers are the same for everybody.
     *
     * @param contestant who runs it
     * @param ops its operations
     * @param seed of the numbers
     * @return one pass, forward and backward
     */
    public static Runnable chain(Contestant contestant, int ops, long seed) {
        Random random = new Random(seed);
        float[] x = new float[8];
        float[] a = new float[8];
        for (int i = 0; i < 8; i++) {
            x[i] = random.nextFloat();
            a[i] = 0.95f + 0.05f * random.nextFloat(); // 0.95⁵⁰⁰ is 7e-12, far from denormal
        }
        return contestant.chain(ops, x, a);
    }

    /** For a share of the seconds, but at least one step; the very first one is noted. */
    private void warmUp(Runnable step, int shares) {
        step.run();
        firstStep = firstStep == 0 ? System.currentTimeMillis() : firstStep;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.warmup()) / shares;
        while (System.nanoTime() < end) {
            step.run();
        }
    }

    private void time(Runnable step) {
        for (int i = 0; i < options.steps(); i++) {
            step.run();
        }
        Contestant.Counts before = options.memory() ? contestant.counts() : null;
        long bytes = options.memory() ? allocatedBytes() : 0;
        for (int w = 0; w < micros.length; w++) {
            long start = System.nanoTime();
            for (int i = 0; i < options.steps(); i++) {
                step.run();
            }
            micros[w] = (System.nanoTime() - start) / 1e3 / options.steps() / parts;
        }
        if (options.memory()) {
            bytes = allocatedBytes() - bytes;
            Contestant.Counts after = contestant.counts();
            double steps = (double) options.steps() * micros.length * parts;
            allocations = (after.allocations() - before.allocations()) / steps;
            headers = (after.headers() - before.headers()) / steps;
            garbage = bytes / steps;
        }
    }

    void test(Digits digits) {
        int n = Math.min(100, digits.size());
        float[] images = new float[n * Digits.PIXELS];
        long[] labels = new long[n];
        int batches = digits.size() / n;
        int right = 0;
        for (int b = 0; b < batches; b++) {
            digits.batch(b, images, labels);
            long[] guesses = learner.predict(images);
            for (int i = 0; i < n; i++) {
                right += guesses[i] == labels[i] ? 1 : 0;
            }
        }
        accuracy = right / (double) (batches * n);
    }

    void report() {
        Arrays.sort(micros);
        int n = micros.length;
        double median = (micros[(n - 1) / 2] + micros[n / 2]) / 2;
        String digits = median < 10 ? "%.3f" : "%.1f"; // an operation of the chain takes 0.4 us
        print(
                "RESULT",
                "median %s us/step best %s -> %.0f samples/s (best %.0f) acc %.4f",
                String.format(Locale.ROOT, digits, median),
                String.format(Locale.ROOT, digits, micros[0]),
                samples / median * 1e6,
                samples / micros[0] * 1e6,
                accuracy);
        long start = firstStep - ManagementFactory.getRuntimeMXBean().getStartTime();
        print("PROCESS", "peak %d MB start %d ms loss %.4f", peakKilobytes() >> 10, start, loss);
        if (options.memory()) {
            print(
                    "STEADY",
                    "allocations %.2f headers %.2f garbage %.0f bytes/step",
                    allocations,
                    headers,
                    garbage);
        }
    }

    private void print(String kind, String format, Object... values) {
        String head =
                "%s %s %s bs%d "
                        .formatted(kind, contestant.name(), options.model(), options.batch());
        out.println(head + String.format(Locale.ROOT, format, values));
    }

    /** Java bytes that all threads have allocated so far. */
    private static long allocatedBytes() {
        if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)) {
            return 0;
        }
        long[] bytes = threads.getThreadAllocatedBytes(threads.getAllThreadIds());
        return Arrays.stream(bytes).filter(one -> one > 0).sum();
    }

    private static long peakKilobytes() {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
            return lines.stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // only Linux has that file
        }
    }
}
