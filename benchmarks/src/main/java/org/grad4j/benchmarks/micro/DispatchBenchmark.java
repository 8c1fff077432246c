package org.grad4j.benchmarks.micro;

import org.grad4j.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;

/** What one operation costs apart from its arithmetic. */
public class DispatchBenchmark extends Scoped {
    private final Tensor a = Tensor.rand(8);
    private final Tensor b = Tensor.rand(8);
    private final Tensor leaf = leaf(8);

    /** A sum of 8 numbers. */
    @Benchmark
    public Object add() {
        return value(() -> a.add(b));
    }

    /** The same, put down for the gradient. */
    @Benchmark
    public Object addRecorded() {
        return recorded(() -> leaf.add(b));
    }

    /** A product with a number. */
    @Benchmark
    public Object mulNumber() {
        return value(() -> a.mul(2));
    }
}
