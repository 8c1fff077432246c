package org.grad4j.benchmarks.micro;

import org.grad4j.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Softmax and cross-entropy of ten classes, and of a thousand. */
public class LossBenchmark extends Scoped {
    private static final int BATCH = 64;

    /** How many classes. */
    @Param({"10", "1000"})
    public int classes;

    private final Tensor one = Tensor.scalar(1f);
    private Tensor logits;
    private Tensor labels;

    /** Makes the operands. */
    @Setup
    public void prepare() {
        logits = leaf(BATCH, classes);
        labels = Tensor.randint(0, classes, BATCH);
    }

    /** {@code softmax(x)}. */
    @Benchmark
    public Object softmax() {
        return value(() -> logits.softmax(1));
    }

    /** The loss. */
    @Benchmark
    public Object crossEntropy() {
        return value(() -> logits.crossEntropy(labels));
    }

    /** The loss and its gradient. */
    @Benchmark
    public Object crossEntropyAndBackward() {
        return gradients(() -> logits.crossEntropy(labels), one, logits);
    }
}
