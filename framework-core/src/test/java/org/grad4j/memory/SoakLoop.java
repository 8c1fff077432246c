package org.grad4j.memory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/** Trains a small network for long in a JVM of its own and prints what memory did. */
final class SoakLoop {
    private final Tensor w1 = Tensor.rand(784, 256).sub(0.5).mul(0.05).requiresGrad(true);
    private final Tensor w2 = Tensor.rand(256, 10).sub(0.5).mul(0.1).requiresGrad(true);
    private final Generator random = new Generator(1);

    private SoakLoop() {}

    /**
     * Prints {@code spread=… rss=… live=… collected=… loss=…}.
     *
     * @param args warm-up steps, steps, and whether each step has a scope
     */
    public static void main(String[] args) throws Exception {
        int warmUp = Integer.parseInt(args[0]);
        int steps = Integer.parseInt(args[1]);
        boolean scoped = Boolean.parseBoolean(args[2]);
        Generator.manualSeed(1);
        SoakLoop loop = new SoakLoop();
        for (int i = 0; i < warmUp; i++) {
            loop.step(scoped);
        }
        TensorMemory.settle();
        long least = Long.MAX_VALUE;
        long most = 0;
        long arrays = TensorMemory.stats().liveArrays();
        long rss = rss();
        double loss = 0;
        for (int i = 0; i < steps; i++) {
            loss = loop.step(scoped);
            TensorMemory.Stats stats = TensorMemory.stats();
            long bytes = stats.liveBytes() + stats.pooledBytes();
            least = Math.min(least, bytes);
            most = Math.max(most, bytes);
        }
        TensorMemory.Stats stats = TensorMemory.stats();
        System.out.println(
                "spread=%d rss=%d arrays=%d most=%d collected=%d loss=%s"
                        .formatted(
                                most - least,
                                rss() - rss,
                                stats.liveArrays() - arrays,
                                most,
                                stats.collected(),
                                loss));
    }

    private double step(boolean scoped) {
        double[] loss = new double[1];
        if (scoped) {
            TensorScope.run(() -> loss[0] = train());
        } else {
            loss[0] = train();
        }
        return loss[0];
    }

    private double train() {
        Tensor x = Tensor.rand(random, 64, 784);
        Tensor y = x.matmul(w1).relu().matmul(w2);
        Tensor loss = y.crossEntropy(Tensor.randint(random, 0, 10, 64));
        loss.backward();
        for (Tensor w : List.of(w1, w2)) {
            // As optimizers do: the array is read, not handed out to be kept.
            w.detach().sub_(Tensor.wrap(w.autograd().gradArray()).mul(0.01));
            w.zeroGrad();
        }
        return loss.item();
    }

    /** Resident bytes of this process; 0 where the system does not tell. */
    private static long rss() throws Exception {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }
}
