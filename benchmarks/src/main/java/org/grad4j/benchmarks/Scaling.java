package org.grad4j.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.grad4j.backend.Backend;
import org.grad4j.benchmarks.race.Grad4j;
import org.grad4j.benchmarks.race.Model;

/**
 * How the cost of a training step grows: with the batch, with width and depth of an mlp, and with
 * threads. Rows are written as Markdown.
 */
public final class Scaling {
    private static final String THREADS_ROW = "--threads-row";

    private Scaling() {}

    /**
     * Prints the tables.
     *
     * @param args none; the program starts itself anew for each number of threads
     * @throws IOException if it cannot
     * @throws InterruptedException if it is interrupted meanwhile
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length > 0 && args[0].equals(THREADS_ROW)) {
            threadsRow();
            return;
        }
        heading("batch (mlp 784-256-128-10)", "examples/s");
        for (int n : new int[] {1, 8, 32, 64, 128, 256, 512, 1024}) {
            double seconds = mlpOfRace(n);
            row(n, seconds, n / seconds);
        }
        heading("batch (cnn)", "examples/s");
        for (int n : new int[] {1, 8, 64, 256}) {
            double seconds = cnn(n);
            row(n, seconds, n / seconds);
        }
        heading("width (two hidden layers, batch 64)", "parameters/µs");
        for (int width : new int[] {32, 64, 128, 256, 512, 1024, 2048}) {
            double seconds = mlp(2, width);
            row(width, seconds, parameters(2, width) / seconds / 1e6);
        }
        heading("depth (hidden layers of 256, batch 64)", "layers/ms");
        for (int depth : new int[] {1, 2, 4, 8, 16, 32}) {
            double seconds = mlp(depth, 256);
            row(depth, seconds, depth / seconds / 1e3);
        }
        print("%n| threads | mlp bs64 µs | mlp bs256 µs | cnn bs64 µs |%n|---:|---:|---:|---:|%n");
        System.out.flush();
        int all = Backend.threads();
        for (int threads = 1; threads < all; threads *= 2) {
            again(threads);
        }
        again(all);
    }

    private static double mlpOfRace(int n) {
        Trainee trainee = new Trainee(Grad4j.network(Model.MLP), n, 1, 28, 28);
        return Timing.seconds(trainee::step);
    }

    private static double cnn(int n) {
        Trainee trainee = new Trainee(Grad4j.network(Model.CNN), n, 1, 28, 28);
        return Timing.seconds(trainee::step);
    }

    private static double mlp(int depth, long width) {
        Trainee trainee = new Trainee(Trainee.mlp(depth, width), 64, 784);
        return Timing.seconds(trainee::step);
    }

    private static double parameters(int depth, double width) {
        return (784 + 1) * width + (depth - 1) * (width + 1) * width + (width + 1) * 10;
    }

    /** The number of threads is chosen when the process starts. */
    private static void again(int threads) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process =
                new ProcessBuilder(
                                java,
                                "-D" + Backend.THREADS_PROPERTY + "=" + threads,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Scaling.class.getName(),
                                THREADS_ROW)
                        .inheritIO()
                        .start();
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("the run with " + threads + " threads ended with " + code);
        }
    }

    private static void threadsRow() {
        print(
                "| %d | %.0f | %.0f | %.0f |%n",
                Backend.threads(), mlpOfRace(64) * 1e6, mlpOfRace(256) * 1e6, cnn(64) * 1e6);
    }

    private static void heading(String what, String rate) {
        print("%n| %s | µs a step | %s |%n|---:|---:|---:|%n", what, rate);
    }

    private static void row(int value, double seconds, double rate) {
        print("| %d | %.0f | %.1f |%n", value, seconds * 1e6, rate);
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
