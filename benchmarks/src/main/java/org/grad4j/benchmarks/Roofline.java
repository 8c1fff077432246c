package org.grad4j.benchmarks;

import java.util.Locale;
import org.grad4j.benchmarks.race.Grad4j;
import org.grad4j.benchmarks.race.Model;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;

/**
 * How close two networks come to what the machine can do: the fastest product of two square
 * matrices is the peak, and a step's multiplications and additions, counted by hand, divided by its
 * time are compared with it.
 */
public final class Roofline {
    /** Multiplications and additions of one example, forward, and in both backward products. */
    private record Work(double flops) {
        static Work linear(long in, long out, boolean first) {
            return new Work(2.0 * in * out * (first ? 2 : 3)); // the data need no gradient
        }

        static Work conv(long in, long out, long kernel, long side, boolean first) {
            return linear(in * kernel * kernel, out * side * side, first);
        }

        Work plus(Work other) {
            return new Work(flops + other.flops);
        }
    }

    private Roofline() {}

    /**
     * Prints the peak and the shares.
     *
     * @param args none
     */
    public static void main(String[] args) {
        double peak = 0;
        for (int n : new int[] {256, 512, 1024, 2048}) {
            double rate = 2.0 * n * n * n / Timing.seconds(product(n));
            print("matmul %4d x %4d x %4d   %7.1f GFLOP/s%n", n, n, n, rate / 1e9);
            peak = Math.max(peak, rate);
        }
        print("peak                      %7.1f GFLOP/s%n%n", peak / 1e9);

        Work mlp =
                Work.linear(784, 2048, true)
                        .plus(Work.linear(2048, 2048, false))
                        .plus(Work.linear(2048, 2048, false))
                        .plus(Work.linear(2048, 2048, false))
                        .plus(Work.linear(2048, 10, false));
        Work cnn =
                Work.conv(1, 32, 3, 26, true)
                        .plus(Work.conv(32, 64, 3, 24, false))
                        .plus(Work.linear(9216, 128, false))
                        .plus(Work.linear(128, 10, false));
        print("%-10s %5s   %-32s %s%n", "", "batch", "forward and backward", "with Adam");
        for (int n : new int[] {64, 256, 1024}) {
            row("mlp 4x2048", n, mlp, peak, new Trainee(Trainee.mlp(4, 2048), n, 784));
        }
        for (int n : new int[] {8, 64, 256}) {
            Trainee trainee = new Trainee(Grad4j.network(Model.CNN), n, 1, 28, 28);
            row("cnn", n, cnn, peak, trainee);
        }
    }

    private static Runnable product(int n) {
        Tensor a = Tensor.randn(n, n);
        Tensor b = Tensor.randn(n, n);
        return () -> TensorScope.run((Runnable) () -> a.matmul(b));
    }

    private static void row(String name, int n, Work work, double peak, Trainee trainee) {
        double gradients = Timing.seconds(trainee::gradients);
        double step = Timing.seconds(trainee::step);
        print(
                "%-10s %5d   %9.2f ms %7.1f GFLOP/s %3.0f %% %9.2f ms %7.1f GFLOP/s %3.0f %%%n",
                name,
                n,
                gradients * 1e3,
                n * work.flops / gradients / 1e9,
                100 * n * work.flops / gradients / peak,
                step * 1e3,
                n * work.flops / step / 1e9,
                100 * n * work.flops / step / peak);
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
